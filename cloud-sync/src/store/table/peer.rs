//! How far each box's log was taken and how far it has ours.

use std::collections::BTreeMap;

use shared_model::ids::BoxId;
use shared_model::time::Timestamp;
use uuid::Uuid;

use crate::store::Tx;
use crate::store::error::StoreError;

/// When each box was last heard of.
pub fn last_exchanges(tx: &mut Tx<'_>) -> Result<BTreeMap<BoxId, Timestamp>, StoreError> {
    let rows = tx.sql.query("SELECT box_id, last_exchange_ms FROM peer", &[])?;
    let pair = |row: &crate::store::Row| {
        Ok((BoxId::new(Uuid::from_bytes(row.get(0)?)), Timestamp::from_ms(row.get(1)?)))
    };
    rows.iter().map(pair).collect()
}
