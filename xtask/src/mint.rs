//! Ids as a tablet mints them.

/// A new id: prefix and UUIDv7, as a tablet mints it.
pub fn mint(prefix: &str) -> String {
    format!("{prefix}_{}", uuid::Uuid::now_v7().simple())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minted_ids_are_version_seven() {
        let id = mint("ord");
        assert_eq!((id.len(), &id[..4], &id[16..17]), (36, "ord_", "7"));
    }
}
