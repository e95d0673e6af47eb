//! Everything people edit, as one snapshot in memory: menu, staff, branches, printers. Box and cloud keep it the same way;
//! a box knows one branch, the cloud all of a company.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::branch::{Branch, Printer};
use crate::document::DocKind;
use crate::ids::{BranchId, CompanyId, PrinterId, StaffId};
use crate::menu::{Category, Ingredient, Menu, ModifierGroup, Product, Station};
use crate::staff::Staff;
use crate::tenant::Entitlement;
use crate::time::DayRule;

/// The editable side of a company, as one replica knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalog {
    pub menu: Menu,
    pub staff: BTreeMap<StaffId, Staff>,
    pub printers: BTreeMap<PrinterId, Printer>,
    pub branches: BTreeMap<BranchId, Branch>,
    /// What the plan grants; there is one, under the company's id.
    pub entitlements: BTreeMap<CompanyId, Entitlement>,
    /// Each branch's rule for dating sales.
    pub day_rules: BTreeMap<BranchId, DayRule>,
    /// Log position of each document's last change.
    pub versions: BTreeMap<Uuid, i64>,
    /// The largest of them: grows with every edit.
    pub version: i64,
}

/// A kind of thing people edit: where it is stored and where it lives in the snapshot.
pub trait Editable: Serialize + DeserializeOwned + Clone + PartialEq {
    const KIND: DocKind;
    /// Its id, which names its document.
    fn uuid(&self) -> Uuid;
    /// The thing of this kind with this id.
    fn find(catalog: &Catalog, id: Uuid) -> Option<&Self>;
    /// Puts it in its place.
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
                catalog.$($path).+.get(&crate::ids::$id::new(id))
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
editable!(Entitlement, Entitlement, company_id, CompanyId, entitlements);
editable!(Printer, Printer, printer_id, PrinterId, printers);

impl Editable for Branch {
    const KIND: DocKind = DocKind::Branch;
    fn uuid(&self) -> Uuid {
        self.branch_id.uuid()
    }
    fn find(catalog: &Catalog, id: Uuid) -> Option<&Self> {
        catalog.branches.get(&BranchId::new(id))
    }
    fn place(self, catalog: &mut Catalog) {
        match self.day_rule() {
            Ok(rule) => drop(catalog.day_rules.insert(self.branch_id, rule)),
            Err(_) => drop(catalog.day_rules.remove(&self.branch_id)),
        }
        catalog.branches.insert(self.branch_id, self);
    }
}

impl Catalog {
    /// The branch of a box, which knows no other; none until it was set up.
    pub fn home(&self) -> Option<&Branch> {
        self.branches.values().next()
    }

    /// The rule by which the branch of a box dates sales.
    pub fn day_rule(&self) -> Option<&DayRule> {
        self.home().and_then(|branch| self.day_rules.get(&branch.branch_id))
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
}
