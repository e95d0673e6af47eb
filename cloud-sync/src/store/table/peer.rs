//! Boxes that exchange changes with the company.

use shared_model::ids::BoxId;
use shared_model::time::Timestamp;
use uuid::Uuid;

use crate::store::Tx;
use crate::store::error::StoreError;

/// When each box was last heard of.
pub fn last_exchanges(tx: &mut Tx<'_>) -> Result<Vec<(BoxId, Timestamp)>, StoreError> {
    let rows = tx.sql.query("SELECT box_id, last_exchange_ms FROM peer", &[])?;
    let read = |row: &crate::store::Row| {
        Ok((BoxId::new(Uuid::from_bytes(row.get(0)?)), Timestamp::from_ms(row.get(1)?)))
    };
    rows.iter().map(read).collect()
}
