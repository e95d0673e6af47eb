//! Loading the snapshot of what people edit from its register rows.

use rusqlite::Connection;
use shared_model::branch::{Branch, Printer};
use shared_model::menu::{Category, Ingredient, ModifierGroup, Product, Station};
use shared_model::staff::Staff;

pub use shared_model::catalog::{Catalog, Editable};

use super::error::StoreError;
use super::register;

/// The snapshot the register rows make up.
pub fn load(conn: &Connection) -> Result<Catalog, StoreError> {
    let mut catalog = Catalog::default();
    read::<Category>(&mut catalog, conn)?;
    read::<Product>(&mut catalog, conn)?;
    read::<ModifierGroup>(&mut catalog, conn)?;
    read::<Ingredient>(&mut catalog, conn)?;
    read::<Station>(&mut catalog, conn)?;
    read::<Staff>(&mut catalog, conn)?;
    read::<Printer>(&mut catalog, conn)?;
    read::<Branch>(&mut catalog, conn)?;
    Ok(catalog)
}

fn read<T: Editable>(catalog: &mut Catalog, conn: &Connection) -> Result<(), StoreError> {
    for (value, version) in register::all::<T>(conn, T::KIND)? {
        catalog.set(value, version);
    }
    Ok(())
}
