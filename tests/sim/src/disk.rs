//! What a replica keeps: its log, cursors, dead letters and answered commands. Writes are grouped; a crash takes what was
//! not committed, a restore everything since the backup.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use shared_model::document::{Chunk, DocKind, Scope};
use shared_model::order::OrderType;
use shared_model::sync::inspect::Refused;
use shared_model::sync::peer::Origin;
use shared_model::sync::{Author8, Chain, Entry, Mark};
use shared_model::time::{BusinessDay, Hlc};
use uuid::Uuid;

use crate::bug::{Bug, planted};

/// Whose a document is, and what a box may see: company and branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owner {
    pub company: u8,
    pub branch: u8,
}

impl Owner {
    /// Whether a box of this owner may have a document of that kind and owner.
    pub fn may_have(self, kind: DocKind, of: Self) -> bool {
        self.company == of.company && (kind.scope() == Scope::Company || self.branch == of.branch)
    }
}

/// One change in the log.
#[derive(Debug)]
pub struct Row {
    pub chunk: Chunk,
    pub kind: DocKind,
    pub doc: Uuid,
    pub owner: Owner,
    pub origin: Option<Origin>,
}

/// A change that was not taken.
#[derive(Debug, Clone)]
pub struct Letter {
    pub hash: [u8; 32],
    pub kind: Option<DocKind>,
    pub doc: Uuid,
    pub bytes: Vec<u8>,
    pub owner: Owner,
    pub origin: Origin,
    pub why: Refused,
}

/// What is known of a peer.
#[derive(Debug, Clone, Default)]
pub struct Bookmark {
    pub recv: Mark,
    pub remembered: Vec<Mark>,
    pub healing: bool,
}

/// The face of an order that numbering needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    pub owner: Owner,
    pub day: BusinessDay,
    pub order_type: OrderType,
    pub turn: u32,
    pub cancelled: bool,
}

/// What is not in the log.
#[derive(Debug, Clone, Default)]
pub struct Rest {
    pub letters: Vec<Letter>,
    pub peers: BTreeMap<Author8, Bookmark>,
    pub answered: BTreeSet<u64>,
    pub hlc: Hlc,
}

/// One disk.
#[derive(Debug, Clone, Default)]
pub struct Disk {
    pub rows: Vec<Rc<Row>>,
    chains: Vec<Chain>,
    pub by_hash: BTreeMap<[u8; 32], usize>,
    by_doc: BTreeMap<Uuid, Vec<usize>>,
    pub turns: BTreeMap<Uuid, Turn>,
    pub rest: Rest,
    durable: usize,
    durable_rest: Rest,
}

impl Disk {
    /// Adds a change; what is known already is not added.
    pub fn append(&mut self, row: Row) -> bool {
        if self.by_hash.contains_key(&row.chunk.hash) && !planted(Bug::NoDedupe) {
            return false;
        }
        let last = self.chains.last().copied().unwrap_or_default();
        self.chains.push(last.next(&row.chunk.hash));
        self.by_hash.insert(row.chunk.hash, self.rows.len());
        self.by_doc.entry(row.doc).or_default().push(self.rows.len());
        self.rows.push(Rc::new(row));
        true
    }

    /// Everything so far is durable.
    pub fn commit(&mut self) {
        self.durable = self.rows.len();
        self.durable_rest = self.rest.clone();
    }

    /// Power went: what was not durable is gone. Answers the documents that lost something.
    pub fn crash(&mut self) -> BTreeSet<Uuid> {
        let mut torn = BTreeSet::new();
        for row in self.rows.drain(self.durable..) {
            torn.insert(row.doc);
            self.by_hash.remove(&row.chunk.hash);
        }
        self.chains.truncate(self.durable);
        for places in self.by_doc.values_mut() {
            places.retain(|place| *place < self.durable);
        }
        self.rest = self.durable_rest.clone();
        torn
    }

    /// A cursor that is durable before anything else of its transaction.
    pub fn leak_cursor(&mut self, peer: Author8) {
        if let Some(bookmark) = self.rest.peers.get(&peer) {
            self.durable_rest.peers.insert(peer, bookmark.clone());
        }
    }

    /// Positions that are durable.
    pub fn durable(&self) -> usize {
        self.durable
    }

    /// The position after so many entries.
    pub fn mark(&self, seq: usize) -> Mark {
        let Some(place) = seq.checked_sub(1) else { return Mark::default() };
        let chain = if planted(Bug::CursorIsChunkHash) {
            let mut chain = [0; 16];
            chain.copy_from_slice(&self.rows[place].chunk.hash[..16]);
            Chain(chain)
        } else {
            self.chains[place]
        };
        Mark { seq: seq as u64, chain }
    }

    /// Whether a position is one of this log.
    pub fn knows(&self, mark: Mark) -> bool {
        usize::try_from(mark.seq).is_ok_and(|seq| seq <= self.durable && self.mark(seq) == mark)
    }

    /// The stored changes of a document.
    pub fn of_doc(&self, doc: Uuid) -> Vec<Rc<Row>> {
        let places = self.by_doc.get(&doc);
        places.into_iter().flatten().map(|place| Rc::clone(&self.rows[*place])).collect()
    }

    /// An entry as it is sent.
    pub fn entry(&self, place: usize) -> Entry {
        let row = &self.rows[place];
        Entry { seq: place as u64 + 1, kind: row.kind, doc: row.doc, chunk: row.chunk.clone() }
    }

    /// Whether chain and index are what the rows say, no change twice.
    pub fn verify(&self) -> Result<(), String> {
        let mut chain = Chain::default();
        for (row, stored) in self.rows.iter().zip(&self.chains) {
            chain = chain.next(&row.chunk.hash);
            if chain != *stored {
                return Err("S10: a chain does not verify".to_owned());
            }
        }
        if self.by_hash.len() != self.rows.len() {
            return Err("S10: a change is in the log twice".to_owned());
        }
        Ok(())
    }
}
