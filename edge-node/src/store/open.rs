//! Opening the database file: pragmas, then migrations. The only place that does either.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::error::{During, StoreError};

/// Append-only: a released migration is never edited. The number of applied ones is `user_version`.
const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/0001_branch.sql"),
    include_str!("../../migrations/0002_printing.sql"),
    include_str!("../../migrations/0003_sync.sql"),
];

/// Opens the one connection that writes, creating and migrating the file as needed.
pub fn open_writer(path: &Path) -> Result<Connection, StoreError> {
    let mut conn = Connection::open(path).during("open the database")?;
    prepare(&conn)?;
    // FULL is the promise behind every acknowledgement; see docs/adr/0004-one-writer.md.
    conn.pragma_update(None, "synchronous", "FULL").during("set synchronous")?;
    conn.pragma_update(None, "journal_size_limit", 16 << 20).during("bound the WAL")?;
    conn.pragma_update(None, "cache_size", -8_000).during("bound the page cache")?;
    conn.set_prepared_statement_cache_capacity(256);
    migrate(&mut conn)?;
    Ok(conn)
}

/// Opens one connection that only reads, on WAL snapshots beside the writer.
pub fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).during("open the database to read")?;
    conn.busy_timeout(std::time::Duration::from_secs(5)).during("set the busy timeout")?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(conn)
}

fn prepare(conn: &Connection) -> Result<(), StoreError> {
    conn.pragma_update(None, "journal_mode", "WAL").during("set journal_mode")?;
    conn.pragma_update(None, "foreign_keys", true).during("set foreign_keys")?;
    conn.pragma_update(None, "temp_store", "MEMORY").during("set temp_store")?;
    conn.busy_timeout(std::time::Duration::from_secs(5)).during("set the busy timeout")
}

fn migrate(conn: &mut Connection) -> Result<(), StoreError> {
    let applied: u32 =
        conn.pragma_query_value(None, "user_version", |row| row.get(0)).during("read user_version")?;
    for (version, sql) in (1_u32..).zip(MIGRATIONS).filter(|(version, _)| *version > applied) {
        let tx = conn
            .transaction_with_behavior(rusqlite::TransactionBehavior::Exclusive)
            .during("begin a migration")?;
        tx.execute_batch(sql).during("apply a migration")?;
        tx.pragma_update(None, "user_version", version).during("set user_version")?;
        tx.commit().during("commit a migration")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrating_twice_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("branch.db");
        let schema = |conn: &Connection| -> Vec<String> {
            let mut rows = conn.prepare("SELECT coalesce(sql, '') FROM sqlite_schema ORDER BY name").unwrap();
            rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
        };
        let first = schema(&open_writer(&path).unwrap());
        assert_eq!(schema(&open_writer(&path).unwrap()), first);
    }

    #[test]
    fn a_log_from_before_there_was_sync_keeps_its_positions_and_gets_its_author() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("branch.db");
        let old = Connection::open(&path).unwrap();
        for sql in &MIGRATIONS[..2] {
            old.execute_batch(sql).unwrap();
        }
        old.execute_batch(
            "PRAGMA user_version = 2;
             INSERT INTO meta VALUES ('replica', x'0102030405060708'), ('epoch', 4);
             INSERT INTO log (doc_kind, doc_id, epoch, hash, chain, bytes)
                 VALUES ('order', zeroblob(16), 3, zeroblob(32), zeroblob(16), x'01'),
                        ('order', zeroblob(16), 4, zeroblob(32), zeroblob(16), x'02'),
                        ('order', zeroblob(16), 4, zeroblob(32), zeroblob(16), x'03');
             DELETE FROM log WHERE seq = 3;",
        )
        .unwrap();
        drop(old);
        let conn = open_writer(&path).unwrap();
        let mut rows = conn.prepare("SELECT seq, hex(replica), epoch, received, hex(bytes) FROM log").unwrap();
        let rows: Vec<(i64, String, u32, bool, String)> = rows
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let author = "0102030405060708".to_owned();
        let row = |seq, epoch, bytes: &str| (seq, author.clone(), epoch, false, bytes.to_owned());
        assert_eq!(rows, [row(1, 3, "01"), row(2, 4, "02")]);
        let sql = "INSERT INTO log (doc_kind, doc_id, replica, epoch, received, hash, chain, bytes)
                   VALUES ('surprise', zeroblob(16), zeroblob(8), 1, 1, zeroblob(32), zeroblob(16), x'')
                   RETURNING seq";
        assert_eq!(conn.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap(), 4);
    }
}
