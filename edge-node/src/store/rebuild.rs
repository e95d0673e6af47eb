//! Making every row anew from the documents: the answer to a damaged projection, and the proof that documents hold all.
//! Conflicts stay: that somebody saw one is in no document.

use rusqlite::Transaction;
use shared_model::branch::{Branch, Printer};
use shared_model::document::{self, Author, DocKind, Document};
use shared_model::ids::OrderId;
use shared_model::menu::{Category, Ingredient, ModifierGroup, Product, Station};
use shared_model::staff::Staff;

use super::catalog::Editable;
use super::error::StoreError;
use super::order_command::{in_document, load};
use super::{entitlement, log, order_rows, register};

/// How much was made anew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rebuilt {
    pub orders: usize,
    pub registers: usize,
}

/// Drops all rows that are made from documents and makes them anew.
pub fn rebuild(tx: &Transaction<'_>) -> Result<Rebuilt, StoreError> {
    let nobody = Author { replica: [0; 8], epoch: 0 };
    order_rows::clear(tx)?;
    register::clear(tx)?;
    let mut rebuilt = Rebuilt::default();
    for id in log::documents(tx, DocKind::Order)? {
        if let Some(loaded) = load(tx, OrderId::new(id), nobody)? {
            order_rows::write(tx, None, &loaded.rows, loaded.version)?;
            rebuilt.orders += 1;
        }
    }
    rebuilt.registers += registers::<Category>(tx, nobody)?;
    rebuilt.registers += registers::<Product>(tx, nobody)?;
    rebuilt.registers += registers::<ModifierGroup>(tx, nobody)?;
    rebuilt.registers += registers::<Ingredient>(tx, nobody)?;
    rebuilt.registers += registers::<Station>(tx, nobody)?;
    rebuilt.registers += registers::<Staff>(tx, nobody)?;
    rebuilt.registers += registers::<Printer>(tx, nobody)?;
    rebuilt.registers += registers::<Branch>(tx, nobody)?;
    rebuilt.registers += entitlements(tx, nobody)?;
    Ok(rebuilt)
}

fn entitlements(tx: &Transaction<'_>, nobody: Author) -> Result<usize, StoreError> {
    let ids = log::documents(tx, DocKind::Entitlement)?;
    for id in &ids {
        let Some((chunks, version)) = log::chunks(tx, DocKind::Entitlement, *id)? else { continue };
        let document = Document::load(chunks.iter().map(Vec::as_slice), nobody);
        entitlement::project(tx, *id, &document.map_err(in_document("entitlement"))?, version)?;
    }
    Ok(ids.len())
}

fn registers<T: Editable>(tx: &Transaction<'_>, nobody: Author) -> Result<usize, StoreError> {
    let ids = log::documents(tx, T::KIND)?;
    for id in &ids {
        let Some((chunks, version)) = log::chunks(tx, T::KIND, *id)? else { continue };
        let document =
            Document::load(chunks.iter().map(Vec::as_slice), nobody).map_err(in_document("edited"))?;
        let value: T = document::registers::read(&document).map_err(in_document("edited"))?;
        register::put(tx, T::KIND, *id, version, &value)?;
    }
    Ok(ids.len())
}
