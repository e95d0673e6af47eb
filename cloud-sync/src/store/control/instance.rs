//! The instances that run over this data, for telling boxes where they are.

use shared_model::time::Timestamp;
use shared_model::wire::enrol::CloudEndpoint;

use crate::hex::hex;
use crate::store::error::{StoreError, unreadable};
use crate::store::{ControlTx, Row};
use crate::values;

/// One instance, as boxes reach it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    pub endpoint: [u8; 32],
    /// `host:port` pairs.
    pub addresses: Vec<String>,
    pub relay_url: Option<String>,
}

/// An instance runs.
pub fn put(tx: &mut ControlTx<'_>, instance: &Instance, now: Timestamp) -> Result<(), StoreError> {
    let sql = "INSERT INTO instance (endpoint, addresses, relay_url, seen_ms) VALUES ($1, $2, $3, $4)
               ON CONFLICT (endpoint) DO UPDATE SET addresses = excluded.addresses, relay_url = excluded.relay_url,
                   seen_ms = excluded.seen_ms";
    let addresses = serde_json::to_string(&instance.addresses).map_err(unreadable("addresses"))?;
    let values = values![instance.endpoint, addresses, instance.relay_url.as_deref(), now.ms()];
    tx.sql.execute(sql, &values).map(drop)
}

/// Instances that ran since then, the latest first.
pub fn since(tx: &mut ControlTx<'_>, then: Timestamp) -> Result<Vec<Instance>, StoreError> {
    let sql = "SELECT endpoint, addresses, relay_url FROM instance WHERE seen_ms >= $1 ORDER BY seen_ms DESC, endpoint";
    tx.sql.query(sql, &values![then.ms()])?.iter().map(instance).collect()
}

/// Forgets instances that did not run since then.
pub fn prune(tx: &mut ControlTx<'_>, then: Timestamp) -> Result<(), StoreError> {
    tx.sql.execute("DELETE FROM instance WHERE seen_ms < $1", &values![then.ms()]).map(drop)
}

impl Instance {
    /// As boxes are told.
    pub fn to_wire(&self) -> CloudEndpoint {
        CloudEndpoint { endpoint: hex(&self.endpoint), addresses: self.addresses.clone() }
    }
}

fn instance(row: &Row) -> Result<Instance, StoreError> {
    let addresses: String = row.get(1)?;
    Ok(Instance {
        endpoint: row.get(0)?,
        addresses: serde_json::from_str(&addresses).map_err(unreadable("addresses"))?,
        relay_url: row.get(2)?,
    })
}
