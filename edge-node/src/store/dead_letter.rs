//! Changes that were not taken, here or in the cloud, for a person to look at. Bounded: the oldest make room, counted.

use rusqlite::{Connection, Row, Transaction, named_params};
use shared_model::document::DocKind;
use shared_model::sync::inspect::CHUNK_MAX;
use shared_model::time::Timestamp;
use uuid::Uuid;

use super::error::{During, StoreError};
use super::peer;

/// Letters kept at most.
pub const LETTERS_MAX: u32 = 10_000;

/// Which way a change was going.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the cloud; refused here.
    In,
    /// To the cloud; refused there.
    Out,
}

impl Direction {
    /// How it is stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }
}

/// A change that was not taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub hash: [u8; 32],
    /// As it was called; perhaps a kind of a newer program.
    pub kind: String,
    pub doc: Uuid,
    pub direction: Direction,
    pub code: String,
    /// Why, for people.
    pub detail: String,
    pub bytes: Vec<u8>,
}

/// A letter as it lies there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub id: i64,
    pub hash: [u8; 32],
    pub kind: String,
    pub doc: Uuid,
    pub direction: String,
    pub code: String,
    pub detail: String,
    pub bytes: u64,
    pub at: Timestamp,
}

/// Puts a letter away. The same change refused again is the same letter.
pub fn put(tx: &Transaction<'_>, letter: &Letter, at: Timestamp) -> Result<(), StoreError> {
    let bytes = if letter.bytes.len() > CHUNK_MAX { &[] } else { letter.bytes.as_slice() };
    let sql = "INSERT INTO dead_letter (hash, doc_kind, doc_id, direction, code, detail, bytes, at_ms)
               VALUES (:hash, :kind, :doc, :direction, :code, :detail, :bytes, :at)
               ON CONFLICT (doc_id, doc_kind, hash, direction) DO UPDATE SET code = excluded.code,
                   detail = excluded.detail, bytes = excluded.bytes, at_ms = excluded.at_ms";
    let mut upsert = tx.prepare_cached(sql).during("write a dead letter")?;
    let values = named_params! {
        ":hash": letter.hash, ":kind": letter.kind, ":doc": letter.doc.as_bytes(),
        ":direction": letter.direction.as_str(), ":code": letter.code, ":detail": letter.detail, ":bytes": bytes,
        ":at": at.ms(),
    };
    upsert.execute(values).during("write a dead letter")?;
    make_room(tx, LETTERS_MAX)
}

fn make_room(tx: &Transaction<'_>, most: u32) -> Result<(), StoreError> {
    let sql = "DELETE FROM dead_letter WHERE dead_letter_id IN (SELECT dead_letter_id FROM dead_letter
               ORDER BY dead_letter_id LIMIT max(0, (SELECT count(*) FROM dead_letter) - :most))";
    let mut delete = tx.prepare_cached(sql).during("drop dead letters")?;
    let gone = delete.execute(named_params! {":most": most}).during("drop dead letters")?;
    if gone > 0 {
        peer::count_dropped(tx, gone)?;
    }
    Ok(())
}

/// The changes of a document that came from the cloud and wait for what they build on (or, for `codes`, were refused for
/// another of these reasons).
pub fn waiting(tx: &Transaction<'_>, kind: DocKind, doc: Uuid, codes: &[&str]) -> Result<Vec<Vec<u8>>, StoreError> {
    let sql = "SELECT bytes FROM dead_letter WHERE doc_id = :doc AND doc_kind = :kind AND direction = 'in'
               AND code IN (SELECT value FROM json_each(:codes)) ORDER BY dead_letter_id";
    let mut query = tx.prepare_cached(sql).during("read waiting changes")?;
    let codes = serde_json::Value::from(codes).to_string();
    let values = named_params! {":doc": doc.as_bytes(), ":kind": kind.as_str(), ":codes": codes};
    let rows = query.query_map(values, |row| row.get(0)).during("read waiting changes")?;
    rows.collect::<rusqlite::Result<_>>().during("read waiting changes")
}

/// Removes the letter of a change that was taken after all.
pub fn resolve(tx: &Transaction<'_>, kind: DocKind, doc: Uuid, hash: &[u8; 32]) -> Result<(), StoreError> {
    let sql = "DELETE FROM dead_letter WHERE doc_id = :doc AND doc_kind = :kind AND hash = :hash AND direction = 'in'";
    let mut delete = tx.prepare_cached(sql).during("resolve a dead letter")?;
    let values = named_params! {":doc": doc.as_bytes(), ":kind": kind.as_str(), ":hash": hash};
    delete.execute(values).during("resolve a dead letter").map(drop)
}

/// How many there are.
pub fn count(conn: &Connection) -> Result<u32, StoreError> {
    conn.query_row("SELECT count(*) FROM dead_letter", [], |row| row.get(0)).during("count dead letters")
}

/// Letters before one of them (none: from the newest on), newest first.
pub fn list(conn: &Connection, before: Option<i64>, limit: u32) -> Result<Vec<Stored>, StoreError> {
    let sql = "SELECT dead_letter_id, hash, doc_kind, doc_id, direction, code, detail, length(bytes), at_ms
               FROM dead_letter WHERE dead_letter_id < :before ORDER BY dead_letter_id DESC LIMIT :limit";
    let mut query = conn.prepare_cached(sql).during("list dead letters")?;
    let values = named_params! {":before": before.unwrap_or(i64::MAX), ":limit": limit};
    let rows = query.query_map(values, stored).during("list dead letters")?;
    rows.collect::<rusqlite::Result<_>>().during("list dead letters")
}

fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        id: row.get(0)?,
        hash: row.get(1)?,
        kind: row.get(2)?,
        doc: Uuid::from_bytes(row.get(3)?),
        direction: row.get(4)?,
        code: row.get(5)?,
        detail: row.get(6)?,
        bytes: row.get::<_, u32>(7)?.into(),
        at: Timestamp::from_ms(row.get(8)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(nth: u8) -> Letter {
        Letter {
            hash: [nth; 32],
            kind: "order".to_owned(),
            doc: Uuid::from_u128(1),
            direction: Direction::In,
            code: "malformed".to_owned(),
            detail: "no se puede leer".to_owned(),
            bytes: vec![nth],
        }
    }

    #[test]
    fn the_oldest_make_room_and_are_counted() {
        let dir = tempfile::tempdir().unwrap();
        let mut conn = super::super::open::open_writer(&dir.path().join("branch.db")).unwrap();
        let tx = conn.transaction().unwrap();
        let now = Timestamp::from_ms(5);
        for nth in [1, 2, 2, 3, 4] {
            put(&tx, &letter(nth), now).unwrap();
        }
        assert_eq!(count(&tx).unwrap(), 4);
        make_room(&tx, 3).unwrap();
        let left: Vec<u8> = list(&tx, None, 10).unwrap().iter().map(|letter| letter.hash[0]).collect();
        assert_eq!(left, [4, 3, 2]);
        assert_eq!(peer::read(&tx).unwrap().letters_dropped, 1);
    }
}
