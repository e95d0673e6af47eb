//! Copies of the database that were checked, and putting one back.

use std::path::Path;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use super::error::{During, StoreError};
use super::log;

/// Pages copied between two looks at whether somebody else wants the file.
const PAGES_PER_STEP: i32 = 256;

/// Copies the live database into `target` and checks the copy; answers how many changes it holds.
pub fn backup(source: &Path, target: &Path) -> Result<u64, StoreError> {
    let from = super::open::open_reader(source)?;
    let mut to = Connection::open(target).during("create the backup")?;
    let copy = Backup::new(&from, &mut to).during("begin the backup")?;
    copy.run_to_completion(PAGES_PER_STEP, std::time::Duration::ZERO, None).during("copy the database")?;
    drop(copy);
    to.pragma_update(None, "journal_mode", "DELETE").during("close the backup's journal")?;
    check(&to)
}

/// Checks a database file without changing it; answers how many changes it holds.
pub fn verify(path: &Path) -> Result<u64, StoreError> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .during("open the file to check")?;
    check(&conn)
}

fn check(conn: &Connection) -> Result<u64, StoreError> {
    let found: String = conn
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .during("check the file's integrity")?;
    if found != "ok" {
        return Err(StoreError::Stored { what: "database", source: found.into() });
    }
    log::verify_chain(conn)
}
