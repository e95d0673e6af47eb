//! What the writer keeps in memory between commits: open orders, the catalogue, the logical clock, the end of the log's
//! chain, and what is to be told once the group is on disk. All of it is dropped when a commit fails and read anew.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::sync::Arc;

use lru::LruCache;
use rusqlite::{Connection, Transaction};
use shared_model::document::{Author, Document};
use shared_model::ids::{OrderId, PrinterId};
use shared_model::order::Order;
use shared_model::projection::OrderRows;
use shared_model::sync::Chain;
use shared_model::time::{Hlc, Timestamp};
use tokio::sync::{broadcast, watch};

use super::catalog::{self, Catalog};
use super::error::StoreError;
use super::event::{self, NewEvent, StoredEvent};
use super::{log, meta};

/// Orders kept in memory; each takes about 20 kB.
const ORDERS_MAX: NonZeroUsize = NonZeroUsize::new(200).expect("200 is not zero");
/// Groups of events a slow listener may fall behind before it must read the table.
const EVENT_BACKLOG: usize = 1024;

/// An order in memory, as far as it is written.
#[derive(Debug)]
pub struct Loaded {
    pub document: Document,
    pub order: Order,
    pub rows: OrderRows,
    /// Log position of its last change.
    pub version: i64,
}

/// What others hear after each commit.
#[derive(Debug, Clone)]
pub struct Announcements {
    /// Events of each group, in sequence.
    pub events: broadcast::Sender<Arc<[StoredEvent]>>,
    /// The catalogue as committed.
    pub catalog: watch::Sender<Arc<Catalog>>,
    /// Printers with new jobs.
    pub printers: broadcast::Sender<PrinterId>,
}

impl Default for Announcements {
    fn default() -> Self {
        Self {
            events: broadcast::Sender::new(EVENT_BACKLOG),
            catalog: watch::Sender::new(Arc::default()),
            printers: broadcast::Sender::new(EVENT_BACKLOG),
        }
    }
}

/// Aggregates and clock of the branch, owned by the writer thread.
#[derive(Debug)]
pub struct Working {
    pub author: Author,
    pub hlc: Hlc,
    kept_hlc: Hlc,
    chain: Option<Chain>,
    orders: LruCache<OrderId, Loaded>,
    catalog: Option<Arc<Catalog>>,
    catalog_changed: bool,
    events: Vec<StoredEvent>,
    printers: BTreeSet<PrinterId>,
    announcements: Announcements,
}

/// How far the group had come when a job began.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    events: usize,
}

impl Working {
    /// Nothing loaded yet.
    pub fn new(author: Author, hlc: Hlc, announcements: Announcements) -> Self {
        Self {
            author,
            hlc,
            kept_hlc: hlc,
            chain: None,
            orders: LruCache::new(ORDERS_MAX),
            catalog: None,
            catalog_changed: false,
            events: Vec::new(),
            printers: BTreeSet::new(),
            announcements,
        }
    }

    /// The catalogue, as the open transaction sees it.
    pub fn catalog(&mut self, conn: &Connection) -> Result<Arc<Catalog>, StoreError> {
        if let Some(catalog) = &self.catalog {
            return Ok(Arc::clone(catalog));
        }
        let catalog = Arc::new(catalog::load(conn)?);
        self.catalog = Some(Arc::clone(&catalog));
        Ok(catalog)
    }

    /// Replaces the catalogue after a change was written.
    pub fn set_catalog(&mut self, catalog: Catalog) {
        self.catalog = Some(Arc::new(catalog));
        self.catalog_changed = true;
    }

    /// Takes an order out of memory, to be put back once it is written.
    pub fn take_order(&mut self, order_id: OrderId) -> Option<Loaded> {
        self.orders.pop(&order_id)
    }

    /// Keeps an order as it was written.
    pub fn put_order(&mut self, loaded: Loaded) {
        self.orders.put(loaded.order.order_id, loaded);
    }

    /// The end of the log's chain, to be moved by appending.
    pub fn chain(&mut self, conn: &Connection) -> Result<&mut Chain, StoreError> {
        let chain = match self.chain.take() {
            Some(chain) => chain,
            None => log::chain(conn)?,
        };
        Ok(self.chain.insert(chain))
    }

    /// Records something to tell once the group is on disk.
    pub fn tell(&mut self, tx: &Transaction<'_>, new: NewEvent, at: Timestamp) -> Result<(), StoreError> {
        let stored = event::append(tx, new, at)?;
        self.events.push(stored);
        Ok(())
    }

    /// Remembers to wake a printer once the group is on disk.
    pub fn wake(&mut self, printer: PrinterId) {
        self.printers.insert(printer);
    }

    /// Writes what the group itself has to keep.
    pub fn before_commit(&mut self, tx: &Transaction<'_>) -> Result<(), StoreError> {
        if self.hlc > self.kept_hlc {
            meta::keep_hlc(tx, self.hlc)?;
        }
        if self.catalog_changed {
            // A job that failed after the change dropped the snapshot that is to be announced.
            self.catalog(tx)?;
        }
        Ok(())
    }

    /// Where undoing the next job must return to.
    pub fn mark(&self) -> Mark {
        Mark { events: self.events.len() }
    }

    /// Undoes a job that failed; what it changed in memory is read anew.
    pub fn undo_to(&mut self, mark: Mark) {
        self.events.truncate(mark.events);
        self.drop_caches();
    }

    /// Drops everything that a failed commit may have left ahead of the disk.
    pub fn forget(&mut self) {
        self.events.clear();
        self.printers.clear();
        self.catalog_changed = false;
        self.drop_caches();
    }

    fn drop_caches(&mut self) {
        self.orders.clear();
        self.catalog = None;
        self.chain = None;
    }

    /// Tells the listeners what was committed. Nobody listening is no failure: they read the tables when they come.
    pub fn publish(&mut self) {
        self.kept_hlc = self.hlc;
        if std::mem::take(&mut self.catalog_changed)
            && let Some(catalog) = &self.catalog
        {
            self.announcements.catalog.send_replace(Arc::clone(catalog));
        }
        if !self.events.is_empty() {
            drop(self.announcements.events.send(std::mem::take(&mut self.events).into()));
        }
        for printer in std::mem::take(&mut self.printers) {
            drop(self.announcements.printers.send(printer));
        }
    }
}
