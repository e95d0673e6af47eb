//! What screens are told, in the branch's own sequence.

use rusqlite::{Connection, Row, Transaction, named_params};
use shared_model::time::Timestamp;
use shared_model::wire::events::EventEnvelope;

use super::error::{During, StoreError};

/// Who hears an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everybody at the branch.
    Branch,
    Kitchen,
    Cashier,
    Admin,
}

impl Audience {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Branch => "branch",
            Self::Kitchen => "kitchen",
            Self::Cashier => "cashier",
            Self::Admin => "admin",
        }
    }

    fn parse(text: &str) -> Self {
        match text {
            "kitchen" => Self::Kitchen,
            "cashier" => Self::Cashier,
            "admin" => Self::Admin,
            _ => Self::Branch,
        }
    }
}

/// An event and who hears it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredEvent {
    pub audience: Audience,
    pub envelope: EventEnvelope,
}

/// Something to tell, before it has its number.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEvent {
    pub kind: &'static str,
    pub audience: Audience,
    pub data: serde_json::Value,
}

/// Appends an event and gives it its number.
pub fn append(tx: &Transaction<'_>, new: NewEvent, at: Timestamp) -> Result<StoredEvent, StoreError> {
    let sql = "INSERT INTO event (at_ms, kind, audience, data) VALUES (:at_ms, :kind, :audience, :data)";
    let mut insert = tx.prepare_cached(sql).during("append an event")?;
    let values = named_params! {
        ":at_ms": at.ms(), ":kind": new.kind, ":audience": new.audience.as_str(), ":data": new.data.to_string(),
    };
    let seq = insert.insert(values).during("append an event")?;
    Ok(StoredEvent {
        audience: new.audience,
        envelope: envelope(seq, at.ms(), new.kind.to_owned(), new.data),
    })
}

/// Leaves a gap in the numbers. Events of print jobs are not synced one by one, so a power cut may have lost some whose
/// numbers a screen has already seen; the gap makes every screen fetch anew after a restart.
pub fn begin_epoch(tx: &Transaction<'_>) -> Result<(), StoreError> {
    let sql = "UPDATE sqlite_sequence SET seq = seq + 1000 WHERE name = 'event'";
    tx.execute(sql, []).during("leave a gap in the event numbers").map(drop)
}

/// Events after a number, oldest first.
pub fn after(conn: &Connection, seq: i64, limit: u32) -> Result<Vec<StoredEvent>, StoreError> {
    let sql = "SELECT seq, at_ms, kind, audience, data FROM event WHERE seq > :seq ORDER BY seq LIMIT :limit";
    let mut query = conn.prepare_cached(sql).during("read events")?;
    let rows = query.query_map(named_params! {":seq": seq, ":limit": limit}, stored).during("read events")?;
    rows.collect::<rusqlite::Result<_>>().during("read events")
}

/// The newest number there is; 0 before the first event.
pub fn latest(conn: &Connection) -> Result<i64, StoreError> {
    conn.query_row("SELECT coalesce(max(seq), 0) FROM event", [], |row| row.get(0))
        .during("read the latest event")
}

/// Drops at most `limit` events from before `until`, never the newest.
pub fn prune(tx: &Transaction<'_>, until: Timestamp, limit: u32) -> Result<usize, StoreError> {
    let sql = "DELETE FROM event WHERE seq IN (SELECT seq FROM event WHERE at_ms < :until
               AND seq < (SELECT max(seq) FROM event) ORDER BY at_ms LIMIT :limit)";
    tx.execute(sql, named_params! {":until": until.ms(), ":limit": limit}).during("prune events")
}

fn stored(row: &Row<'_>) -> rusqlite::Result<StoredEvent> {
    let audience: String = row.get(3)?;
    let data: String = row.get(4)?;
    let data = serde_json::from_str(&data).unwrap_or_default();
    Ok(StoredEvent {
        audience: Audience::parse(&audience),
        envelope: envelope(row.get(0)?, row.get(1)?, row.get(2)?, data),
    })
}

fn envelope(seq: i64, ts: i64, kind: String, data: serde_json::Value) -> EventEnvelope {
    EventEnvelope { seq, id: format!("evt_{seq}"), ts, kind, v: 1, data }
}
