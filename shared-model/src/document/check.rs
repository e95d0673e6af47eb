//! Whether a document is what its kind promises, whoever wrote it.

use uuid::Uuid;

use super::{DocKind, Document, DocumentError, order, registers};
use crate::branch::{Branch, Printer};
use crate::catalog::Editable;
use crate::ids::OrderId;
use crate::menu::{Category, Ingredient, ModifierGroup, Product, Station};
use crate::order::Customer;
use crate::staff::Staff;
use crate::tenant::Entitlement;

/// Reads a document as its kind and compares the id it gives itself.
///
/// # Errors
/// What is wrong with it.
pub fn check(kind: DocKind, doc: Uuid, document: &Document) -> Result<(), DocumentError> {
    match kind {
        DocKind::Order => order::read(document, OrderId::new(doc)).map(drop),
        DocKind::Contact => registers::read::<Customer>(document).map(drop),
        DocKind::Category => own::<Category>(doc, document),
        DocKind::Product => own::<Product>(doc, document),
        DocKind::ModifierGroup => own::<ModifierGroup>(doc, document),
        DocKind::Ingredient => own::<Ingredient>(doc, document),
        DocKind::Station => own::<Station>(doc, document),
        DocKind::Staff => own::<Staff>(doc, document),
        DocKind::Branch => own::<Branch>(doc, document),
        DocKind::Printer => own::<Printer>(doc, document),
        DocKind::Entitlement => {
            let entitlement: Entitlement = registers::read(document)?;
            if entitlement.company_id.uuid() == doc { Ok(()) } else { Err(DocumentError::OtherId) }
        }
    }
}

fn own<T: Editable>(doc: Uuid, document: &Document) -> Result<(), DocumentError> {
    let value: T = registers::read(document)?;
    if value.uuid() == doc { Ok(()) } else { Err(DocumentError::OtherId) }
}
