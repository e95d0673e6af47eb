//! Ids as tablets mint them.

use uuid::Uuid;

/// A fresh id: the prefix and the 32 digits of a UUIDv7.
pub fn mint(prefix: &str) -> String {
    format!("{prefix}_{}", Uuid::now_v7().simple())
}
