//! Single registers: which ones an edit touches, and writing one by its key.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use super::{flat, put, scalar};
use crate::document::{Document, DocumentError};

/// The registers in which `after` differs from `before`.
pub fn changed<T: Serialize>(before: Option<&T>, after: &T) -> Result<BTreeSet<String>, DocumentError> {
    let before = before.map(flat).transpose()?.unwrap_or_default();
    let after = flat(after)?;
    let keys = before.keys().chain(after.keys());
    Ok(keys.filter(|key| before.get(*key) != after.get(*key)).cloned().collect())
}

/// Writes one register even when it holds the value already: what others wrote beside it is settled.
pub fn set(document: &mut Document, field: &str, value: &Value) -> Result<(), DocumentError> {
    put(document, field, scalar(value))
}
