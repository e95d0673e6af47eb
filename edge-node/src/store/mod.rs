//! The branch's database: one writer, several readers, a file per table. No SQL lives outside this folder.

pub mod error;
mod open;
pub mod print_job;
mod readers;
mod working;
mod writer;

use std::path::Path;
use std::thread::JoinHandle;

pub use error::StoreError;
pub use readers::Readers;
pub use working::Working;
pub use writer::{Durability, Work, Writer};

/// The doors to the database; cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    /// Where every change goes.
    pub writer: Writer,
    /// Where every question goes.
    pub readers: Readers,
}

impl Store {
    /// Opens (creating and migrating) the database file and starts its writer.
    ///
    /// The returned thread ends once all clones of the store are dropped and everything queued is committed.
    pub fn open(path: &Path) -> Result<(Self, JoinHandle<()>), StoreError> {
        let conn = open::open_writer(path)?;
        let (writer, thread) = Writer::start(conn, Working::default());
        Ok((Self { writer, readers: Readers::new(path) }, thread))
    }
}
