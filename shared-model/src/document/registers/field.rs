//! Writing a single register by its key.

use serde_json::Value;

use super::{put, scalar};
use crate::document::{Document, DocumentError};

/// Writes one register even when it holds the value already: what others wrote beside it is settled.
pub fn set(document: &mut Document, field: &str, value: &Value) -> Result<(), DocumentError> {
    put(document, field, scalar(value))
}
