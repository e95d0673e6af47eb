//! What people are told, in the company's own sequence. Events are hints; the other tables are the truth.

use shared_model::ids::BranchId;
use shared_model::time::Timestamp;
use shared_model::wire::events::EventEnvelope;
use uuid::Uuid;

use crate::store::Tx;
use crate::store::error::{StoreError, unreadable};
use crate::store::sql::Row;
use crate::values;

/// Who hears an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audience {
    /// Everybody of the branch, or of the company when the event is of no branch.
    Branch,
    Kitchen,
    Cashier,
    Admin,
}

impl Audience {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Branch, Self::Kitchen, Self::Cashier, Self::Admin];

    /// How it is stored, and how rooms begin.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Branch => "branch",
            Self::Kitchen => "kitchen",
            Self::Cashier => "cashier",
            Self::Admin => "admin",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.as_str() == text)
    }
}

/// Something to tell, before it has its number.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEvent {
    /// None: it is about the whole company.
    pub branch: Option<BranchId>,
    pub kind: String,
    pub audience: Audience,
    pub data: serde_json::Value,
}

/// An event, and who hears it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredEvent {
    pub branch: Option<BranchId>,
    pub audience: Audience,
    pub envelope: EventEnvelope,
}

/// Appends events; answers the number of the last one.
pub fn append(tx: &mut Tx<'_>, events: &[NewEvent], at: Timestamp) -> Result<i64, StoreError> {
    let mut seq = latest(tx)?;
    let sql =
        "INSERT INTO event (seq, branch_id, at_ms, kind, audience, data) VALUES ($1, $2, $3, $4, $5, $6)";
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        seq += 1;
        rows.push(values![
            seq,
            event.branch.map(|id| *id.uuid().as_bytes()),
            at.ms(),
            event.kind.as_str(),
            event.audience.as_str(),
            event.data.to_string(),
        ]);
    }
    tx.sql.execute_many(sql, &rows)?;
    Ok(seq)
}

/// Events after a number, oldest first.
pub fn after(tx: &mut Tx<'_>, seq: i64, limit: u32) -> Result<Vec<StoredEvent>, StoreError> {
    let sql = "SELECT seq, branch_id, at_ms, kind, audience, data FROM event
               WHERE seq > $1 ORDER BY seq LIMIT $2";
    tx.sql.query(sql, &values![seq, limit])?.iter().map(stored).collect()
}

/// The newest number there is; 0 before the first event.
pub fn latest(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    let rows = tx.sql.query("SELECT coalesce(max(seq), 0) FROM event", &[])?;
    rows.first().map_or(Ok(0), |row| row.get(0))
}

/// Drops at most `limit` events from before `until`, never the newest: numbers must go on from it.
pub fn prune(tx: &mut Tx<'_>, until: Timestamp, limit: u32) -> Result<u64, StoreError> {
    let sql = "DELETE FROM event WHERE seq IN (SELECT seq FROM event WHERE at_ms < $1
               AND seq < (SELECT max(seq) FROM event) ORDER BY at_ms LIMIT $2)";
    tx.sql.execute(sql, &values![until.ms(), limit])
}

fn stored(row: &Row) -> Result<StoredEvent, StoreError> {
    let (seq, ts, kind): (i64, i64, String) = (row.get(0)?, row.get(2)?, row.get(3)?);
    let branch: Option<[u8; 16]> = row.get(1)?;
    let audience: String = row.get(4)?;
    let audience = Audience::parse(&audience).ok_or_else(|| unreadable("audience")(audience))?;
    let data = serde_json::from_str(&row.get::<String>(5)?).map_err(unreadable("event"))?;
    Ok(StoredEvent {
        branch: branch.map(|id| BranchId::new(Uuid::from_bytes(id))),
        audience,
        envelope: EventEnvelope { seq, id: format!("evt_{seq}"), ts, kind, v: 1, data },
    })
}
