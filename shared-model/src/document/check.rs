//! Whether a document is what its kind promises, whoever wrote it, and what it comes to.

use serde::Serialize;
use serde::de::DeserializeOwned;
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
        DocKind::Contact
        | DocKind::Category
        | DocKind::Product
        | DocKind::ModifierGroup
        | DocKind::Ingredient
        | DocKind::Station
        | DocKind::Staff
        | DocKind::Branch
        | DocKind::Printer
        | DocKind::Entitlement => body(kind, doc, document).map(drop),
    }
}

/// The JSON that the registers of a document make up, the same on every replica; none for an order, which is facts.
///
/// # Errors
/// What is wrong with the document.
pub fn body(kind: DocKind, doc: Uuid, document: &Document) -> Result<Option<String>, DocumentError> {
    match kind {
        DocKind::Order => Ok(None),
        DocKind::Contact => json(&registers::read::<Customer>(document)?),
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
            if entitlement.company_id.uuid() == doc {
                json(&entitlement)
            } else {
                Err(DocumentError::OtherId)
            }
        }
    }
}

fn own<T: Editable + DeserializeOwned>(
    doc: Uuid,
    document: &Document,
) -> Result<Option<String>, DocumentError> {
    let value: T = registers::read(document)?;
    if value.uuid() == doc { json(&value) } else { Err(DocumentError::OtherId) }
}

fn json<T: Serialize>(value: &T) -> Result<Option<String>, DocumentError> {
    serde_json::to_string(value).map(Some).map_err(DocumentError::Registers)
}
