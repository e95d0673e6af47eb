//! The branch's database: one writer, several readers, a file per table. No SQL lives outside this folder.
//!
//! Reading order: `intent` (what people want), `execute` (the one write path), `order_command` and `edit` (what it carries out), `writer` (the group
//! commit under it), then the tables.

pub mod answered;
pub mod backup;
pub mod catalog;
pub mod conflict;
pub mod dead_letter;
mod edit;
pub mod entitlement;
pub mod error;
pub mod event;
pub mod execute;
pub mod intent;
pub mod kitchen_item;
pub mod log;
pub mod membership;
pub mod merge;
pub mod meta;
mod open;
mod order_command;
mod order_line;
mod order_rows;
pub mod paper;
pub mod payment;
pub mod peer;
pub mod peer_mark;
pub mod print_job;
mod readers;
pub mod rebuild;
mod register;
pub mod sales_order;
pub mod seed;
pub mod sign_in;
mod story;
pub mod tickets;
mod working;
mod writer;

use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use crate::auth::keys::random;

pub use catalog::Catalog;
pub use error::{During, StoreError};
pub use order_command::read as read_order;
pub use readers::Readers;
pub use working::{Announcements, Working};
pub use writer::{Durability, Work, Writer};

/// The doors to the database; cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    /// Where every change goes.
    pub writer: Writer,
    /// Where every question goes.
    pub readers: Readers,
    /// What others hear after each commit.
    pub announcements: Announcements,
}

impl Store {
    /// Opens (creating and migrating) the database file, begins an epoch, and starts the writer. A file without an
    /// identity gets one.
    ///
    /// The returned thread ends once all clones of the store are dropped and everything queued is committed.
    pub fn open(path: &Path) -> Result<(Self, JoinHandle<()>), StoreError> {
        let mut conn = open::open_writer(path)?;
        let tx = conn.transaction().during("begin an epoch")?;
        let author = meta::begin_epoch(&tx, random(), || u32::from_be_bytes(random()))?;
        let hlc = meta::hlc(&tx)?;
        event::begin_epoch(&tx)?;
        let catalog = catalog::load(&tx)?;
        tx.commit().during("begin an epoch")?;
        let announcements = Announcements::default();
        announcements.catalog.send_replace(Arc::new(catalog));
        let (writer, thread) = Writer::start(conn, Working::new(author, hlc, announcements.clone()));
        Ok((Self { writer, readers: Readers::new(path), announcements }, thread))
    }
}
