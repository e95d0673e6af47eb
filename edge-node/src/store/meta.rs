//! Facts about this copy of the branch: who it is, which process start this is, how far its logical clock is.

use rusqlite::{Connection, OptionalExtension, Transaction, named_params};
use shared_model::document::Author;
use shared_model::time::{Hlc, Timestamp};

use super::error::{During, StoreError};

/// The author of this process: the replica's id, made once, and an epoch drawn anew at every start.
///
/// The epoch is random, never counted: a database restored from a backup would count up to an epoch it has used already,
/// and one actor with two histories wedges a document for ever (`DuplicateSeqNumber`).
pub fn begin_epoch(
    tx: &Transaction<'_>,
    fresh_replica: [u8; 8],
    mut draw: impl FnMut() -> u32,
) -> Result<Author, StoreError> {
    let replica = replica(tx)?.unwrap_or(fresh_replica);
    put(tx, "replica", &replica.as_slice())?;
    let last = get::<u32>(tx, "epoch")?.unwrap_or(0);
    let mut epoch = draw();
    while epoch == 0 || epoch == last {
        epoch = draw();
    }
    put(tx, "epoch", &epoch)?;
    Ok(Author { replica, epoch })
}

/// What changes of this copy are written in the name of; none before its first start.
pub fn replica(conn: &Connection) -> Result<Option<[u8; 8]>, StoreError> {
    let known: Option<Vec<u8>> = get(conn, "replica")?;
    Ok(known.and_then(|bytes| bytes.try_into().ok()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_is_drawn_and_is_neither_zero_nor_the_last() {
        let dir = tempfile::tempdir().unwrap();
        let mut conn = super::super::open::open_writer(&dir.path().join("branch.db")).unwrap();
        let mut drawn = [0, 7, 7, 0, 9].into_iter();
        let tx = conn.transaction().unwrap();
        let first = begin_epoch(&tx, [1; 8], || drawn.next().unwrap()).unwrap();
        let second = begin_epoch(&tx, [2; 8], || drawn.next().unwrap()).unwrap();
        assert_eq!((first.epoch, second.epoch), (7, 9));
        assert_eq!((first.replica, second.replica), ([1; 8], [1; 8]));
    }
}
