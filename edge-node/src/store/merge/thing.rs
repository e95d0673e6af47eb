//! Things people edit of which others wrote something: one function for all kinds.

use shared_model::branch::{Branch, Printer};
use shared_model::document::{DocKind, registers};
use shared_model::menu::{Category, Ingredient, ModifierGroup, Product, Station};
use shared_model::staff::Staff;
use shared_model::sync::Incoming;
use uuid::Uuid;

use super::super::catalog::Editable;
use super::super::error::StoreError;
use super::super::order_command::in_document;
use super::super::writer::Work;
use super::super::{conflict, entitlement, register};
use super::Joining;
use super::join::{Refusals, join};

/// Merges changes of one thing into its document, its row and the snapshot.
pub fn take(
    work: &mut Work<'_>,
    joining: &mut Joining,
    kind: DocKind,
    doc: Uuid,
    changes: Vec<Incoming>,
) -> Result<Refusals, StoreError> {
    match kind {
        DocKind::Category => menu::<Category>(work, joining, doc, changes),
        DocKind::Product => menu::<Product>(work, joining, doc, changes),
        DocKind::ModifierGroup => menu::<ModifierGroup>(work, joining, doc, changes),
        DocKind::Ingredient => menu::<Ingredient>(work, joining, doc, changes),
        DocKind::Station => menu::<Station>(work, joining, doc, changes),
        // Whoever holds a socket or a token is looked up in the snapshot at every turn: a raised session epoch, a person
        // switched off or sent to another branch ends their sessions without a word from here.
        DocKind::Staff => Ok(editable::<Staff>(work, joining, doc, changes)?.1),
        DocKind::Branch => Ok(editable::<Branch>(work, joining, doc, changes)?.1),
        DocKind::Printer => Ok(editable::<Printer>(work, joining, doc, changes)?.1),
        DocKind::Entitlement => {
            let joined = join(work, joining, kind, doc, changes)?;
            if let Some((document, version)) = &joined.document {
                entitlement::project(work.tx, doc, document, *version)?;
            }
            Ok(joined.refusals)
        }
        DocKind::Order | DocKind::Contact => super::order::take(work, joining, doc, changes),
    }
}

fn menu<T: Editable>(
    work: &mut Work<'_>,
    joining: &mut Joining,
    doc: Uuid,
    changes: Vec<Incoming>,
) -> Result<Refusals, StoreError> {
    let (changed, refusals) = editable::<T>(work, joining, doc, changes)?;
    joining.menu_changed |= changed;
    Ok(refusals)
}

fn editable<T: Editable>(
    work: &mut Work<'_>,
    joining: &mut Joining,
    doc: Uuid,
    changes: Vec<Incoming>,
) -> Result<(bool, Refusals), StoreError> {
    let joined = join(work, joining, T::KIND, doc, changes)?;
    let Some((document, version)) = joined.document else { return Ok((false, joined.refusals)) };
    let value: T = registers::read(&document).map_err(in_document("edited"))?;
    register::put(work.tx, T::KIND, doc, version, &value)?;
    conflict::refresh(work.tx, T::KIND, doc, &document, joining.now)?;
    joining.catalog.set(value, version);
    joining.catalog_changed = true;
    Ok((true, joined.refusals))
}
