//! Everything people edit, as one snapshot in memory: menu, staff, branch, printers. Loaded from the register rows.

use std::collections::BTreeMap;

use rusqlite::Connection;
use shared_model::branch::{Branch, Printer};
use shared_model::ids::{PrinterId, StaffId};
use shared_model::menu::{Category, Ingredient, Menu, ModifierGroup, Product, Station};
use shared_model::staff::Staff;
use shared_model::time::DayRule;
use uuid::Uuid;

use super::error::StoreError;
use super::log::DocKind;
use super::register;

/// The editable side of a branch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalog {
    pub menu: Menu,
    pub staff: BTreeMap<StaffId, Staff>,
    pub printers: BTreeMap<PrinterId, Printer>,
    /// None until the box was set up.
    pub branch: Option<Branch>,
    /// The branch's rule for dating sales.
    pub day_rule: Option<DayRule>,
    /// Log position of each document's last change.
    pub versions: BTreeMap<Uuid, i64>,
    /// The largest of them: grows with every edit.
    pub version: i64,
}

/// A kind of thing people edit: where it is stored and where it lives in the snapshot.
pub trait Editable: serde::Serialize + serde::de::DeserializeOwned + Clone + PartialEq {
    const KIND: DocKind;
    fn uuid(&self) -> Uuid;
    fn find(catalog: &Catalog, id: Uuid) -> Option<&Self>;
    fn place(self, catalog: &mut Catalog);
}

macro_rules! editable {
    ($type:ty, $kind:ident, $field:ident, $id:ident, $($path:ident).+) => {
        impl Editable for $type {
            const KIND: DocKind = DocKind::$kind;
            fn uuid(&self) -> Uuid {
                self.$field.uuid()
            }
            fn find(catalog: &Catalog, id: Uuid) -> Option<&Self> {
                catalog.$($path).+.get(&shared_model::ids::$id::new(id))
            }
            fn place(self, catalog: &mut Catalog) {
                catalog.$($path).+.insert(self.$field, self);
            }
        }
    };
}

editable!(Category, Category, category_id, CategoryId, menu.categories);
editable!(Product, Product, product_id, ProductId, menu.products);
editable!(ModifierGroup, ModifierGroup, modifier_group_id, ModifierGroupId, menu.modifier_groups);
editable!(Ingredient, Ingredient, ingredient_id, IngredientId, menu.ingredients);
editable!(Station, Station, station_id, StationId, menu.stations);
editable!(Staff, Staff, staff_id, StaffId, staff);
editable!(Printer, Printer, printer_id, PrinterId, printers);

impl Editable for Branch {
    const KIND: DocKind = DocKind::Branch;
    fn uuid(&self) -> Uuid {
        self.branch_id.uuid()
    }
    fn find(catalog: &Catalog, id: Uuid) -> Option<&Self> {
        catalog.branch.as_ref().filter(|branch| branch.branch_id.uuid() == id)
    }
    fn place(self, catalog: &mut Catalog) {
        catalog.day_rule = self.day_rule().ok();
        catalog.branch = Some(self);
    }
}

impl Catalog {
    /// The snapshot the register rows make up.
    pub fn load(conn: &Connection) -> Result<Self, StoreError> {
        let mut catalog = Self::default();
        catalog.read::<Category>(conn)?;
        catalog.read::<Product>(conn)?;
        catalog.read::<ModifierGroup>(conn)?;
        catalog.read::<Ingredient>(conn)?;
        catalog.read::<Station>(conn)?;
        catalog.read::<Staff>(conn)?;
        catalog.read::<Printer>(conn)?;
        catalog.read::<Branch>(conn)?;
        Ok(catalog)
    }

    /// Puts one thing in its place.
    pub fn set<T: Editable>(&mut self, value: T, version: i64) {
        self.versions.insert(value.uuid(), version);
        self.version = self.version.max(version);
        value.place(self);
    }

    /// The log position of a thing's last change; 0 when there is no such thing.
    pub fn version_of(&self, id: Uuid) -> i64 {
        self.versions.get(&id).copied().unwrap_or(0)
    }

    fn read<T: Editable>(&mut self, conn: &Connection) -> Result<(), StoreError> {
        for (value, version) in register::all::<T>(conn, T::KIND)? {
            self.set(value, version);
        }
        Ok(())
    }
}
