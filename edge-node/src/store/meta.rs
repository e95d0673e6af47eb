//! Facts about this copy of the branch: who it is, how often it started, how far its logical clock is.

use rusqlite::{Connection, OptionalExtension, Transaction, named_params};
use shared_model::document::Author;
use shared_model::time::{Hlc, Timestamp};

use super::error::{During, StoreError};

/// The author of this process: the replica's id, made once, and an epoch that no earlier process had.
pub fn begin_epoch(tx: &Transaction<'_>, fresh_replica: [u8; 8]) -> Result<Author, StoreError> {
    let known: Option<Vec<u8>> = get(tx, "replica")?;
    let replica = known.and_then(|bytes| bytes.try_into().ok()).unwrap_or(fresh_replica);
    put(tx, "replica", &replica.as_slice())?;
    let epoch = get::<u32>(tx, "epoch")?.unwrap_or(0) + 1;
    put(tx, "epoch", &epoch)?;
    Ok(Author { replica, epoch })
}

/// The last reading of the logical clock.
pub fn hlc(conn: &Connection) -> Result<Hlc, StoreError> {
    let raw = get::<i64>(conn, "hlc")?.unwrap_or(0);
    Ok(Hlc::from_raw(u64::try_from(raw).unwrap_or(0)))
}

/// Keeps a reading of the logical clock, so that the next process does not fall behind it.
pub fn keep_hlc(tx: &Transaction<'_>, hlc: Hlc) -> Result<(), StoreError> {
    put(tx, "hlc", &i64::try_from(hlc.to_raw()).unwrap_or(i64::MAX))
}

/// Writes when somebody last asked whether the disk takes a write: reading would not tell.
pub fn probe(tx: &Transaction<'_>, at: Timestamp) -> Result<(), StoreError> {
    put(tx, "probe", &at.ms())
}

fn get<T: rusqlite::types::FromSql>(conn: &Connection, key: &str) -> Result<Option<T>, StoreError> {
    let mut query = conn.prepare_cached("SELECT value FROM meta WHERE key = :key").during("read meta")?;
    query.query_row(named_params! {":key": key}, |row| row.get(0)).optional().during("read meta")
}

fn put<T: rusqlite::ToSql>(tx: &Transaction<'_>, key: &str, value: &T) -> Result<(), StoreError> {
    let sql = "INSERT INTO meta (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    let mut upsert = tx.prepare_cached(sql).during("write meta")?;
    upsert.execute(named_params! {":key": key, ":value": value}).during("write meta").map(drop)
}
