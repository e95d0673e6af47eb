//! One database file: one connection that writes, and readers on WAL snapshots beside it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::session::Session;
use crate::store::error::{During, StoreError};
use crate::store::migrate::Dialect;
use crate::store::{Job, Mode};

/// SQLite's words for the marks of a migration. The file is the company, so rows need not say it.
pub const DIALECT: Dialect =
    Dialect { company_column: "", company: "", integer: "INTEGER", blob: "BLOB", table_end: " STRICT" };

/// Readers kept for the next question.
const IDLE_READERS: usize = 4;

/// An open database file.
#[derive(Debug)]
pub struct File {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl File {
    /// Opens a file, creating and migrating it as needed.
    pub fn create(path: &Path, migrations: &[&str]) -> Result<Self, StoreError> {
        let mut conn = Connection::open(path).during("open a database")?;
        conn.busy_timeout(Duration::from_secs(5)).during("set the busy timeout")?;
        conn.pragma_update(None, "journal_mode", "WAL").during("set journal_mode")?;
        // FULL is the promise behind every acknowledgement to a box.
        conn.pragma_update(None, "synchronous", "FULL").during("set synchronous")?;
        conn.pragma_update(None, "journal_size_limit", 16 << 20).during("bound the WAL")?;
        conn.pragma_update(None, "cache_size", -4_000).during("bound the page cache")?;
        conn.pragma_update(None, "temp_store", "MEMORY").during("set temp_store")?;
        conn.set_prepared_statement_cache_capacity(128);
        migrate(&mut conn, migrations)?;
        Ok(Self { path: path.to_owned(), writer: Mutex::new(conn), readers: Mutex::default() })
    }

    /// Runs a job in a transaction; answers whether listeners are to be told.
    pub fn run(&self, mode: Mode, job: Job<'_>) -> Result<bool, StoreError> {
        match mode {
            Mode::Write => {
                let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
                within(&writer, "BEGIN IMMEDIATE", job)
            }
            Mode::Read => {
                let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
                let reader = match idle {
                    Some(reader) => reader,
                    None => self.open_reader()?,
                };
                let told = within(&reader, "BEGIN", job);
                let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
                if readers.len() < IDLE_READERS {
                    readers.push(reader);
                }
                told
            }
        }
    }

    fn open_reader(&self) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reader = Connection::open_with_flags(&self.path, flags).during("open a database to read")?;
        reader.busy_timeout(Duration::from_secs(5)).during("set the busy timeout")?;
        reader.set_prepared_statement_cache_capacity(64);
        Ok(reader)
    }
}

/// Begins, runs, and commits; whatever fails is rolled back, also when the work panics.
fn within(conn: &Connection, begin: &str, job: Job<'_>) -> Result<bool, StoreError> {
    let open = Rollback { conn, armed: true };
    conn.prepare_cached(begin).and_then(|mut begin| begin.execute([])).during("begin")?;
    let mut session = Session::new(conn);
    job(&mut session)?;
    session.check()?;
    let told = session.rang();
    conn.prepare_cached("COMMIT").and_then(|mut commit| commit.execute([])).during("commit")?;
    open.disarm();
    Ok(told)
}

struct Rollback<'a> {
    conn: &'a Connection,
    armed: bool,
}

impl Rollback<'_> {
    fn disarm(mut self) {
        self.armed = false;
    }
}

impl Drop for Rollback<'_> {
    fn drop(&mut self) {
        if self.armed && !self.conn.is_autocommit() {
            // The transaction ends either way: a connection that cannot roll back is rolled back by the next open.
            drop(self.conn.execute_batch("ROLLBACK"));
        }
    }
}

fn migrate(conn: &mut Connection, migrations: &[&str]) -> Result<(), StoreError> {
    let applied: u32 =
        conn.pragma_query_value(None, "user_version", |row| row.get(0)).during("read user_version")?;
    for (version, sql) in (1_u32..).zip(migrations).filter(|(version, _)| *version > applied) {
        let tx = conn.transaction().during("begin a migration")?;
        tx.execute_batch(&DIALECT.translate(sql)).during("apply a migration")?;
        tx.pragma_update(None, "user_version", version).during("set user_version")?;
        tx.commit().during("commit a migration")?;
    }
    Ok(())
}
