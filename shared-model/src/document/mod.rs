//! How aggregates are stored for merging. The only code that knows Automerge and the keys inside documents.
//!
//! Two shapes: registers (things people edit, one flat key per field, see [`registers`]) and facts (things that happened,
//! one write-once key each, see [`order`]). Flat keys in the root and scalar values only: nested objects and Text would
//! lose or slow down merges (docs/adr/0001-document-granularity.md).

mod check;
mod kind;
pub mod order;
pub mod registers;

use automerge::transaction::CommitOptions;
use automerge::{ActorId, AutoCommit};

use crate::time::Timestamp;

pub use check::check;
pub use kind::{DocKind, Scope};

/// Why a document cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// Automerge refuses the bytes or the change.
    #[error("automerge refuses {during}")]
    Automerge {
        /// What was being done.
        during: &'static str,
        /// Its reason.
        #[source]
        source: Box<automerge::AutomergeError>,
    },
    /// Changes are missing that others build on.
    #[error("at least {missing} changes are missing")]
    Incomplete {
        /// How many at least.
        missing: usize,
    },
    /// A fact's bytes do not say what its key promises.
    #[error("the fact under {key:?} cannot be read")]
    Fact {
        /// Its key.
        key: String,
        /// What is wrong.
        #[source]
        source: minicbor::decode::Error,
    },
    /// A key that is no id.
    #[error("the key {key:?} is not an id")]
    Key {
        /// The key.
        key: String,
    },
    /// Amounts that no rule lets through: damage or malice.
    #[error("the fact under {key:?} holds impossible amounts")]
    Implausible {
        /// Its key.
        key: String,
    },
    /// A fact that every such document has is not there.
    #[error("the document has no {what}")]
    Absent {
        /// What is missing.
        what: &'static str,
    },
    /// It says of itself that it is another.
    #[error("the document holds another id than its own")]
    OtherId,
    /// Registers that do not make up the aggregate.
    #[error("the registers do not make up the aggregate")]
    Registers(#[source] serde_json::Error),
}

/// Who writes changes: the replica and the process start it writes in. A new start is a new actor, because an actor that
/// lost its last changes in a power cut and goes on wedges the document for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Author {
    /// First eight bytes of the replica's id.
    pub replica: [u8; 8],
    /// Drawn at random, and on disk, before the first change of each process.
    pub epoch: u32,
}

impl Author {
    fn actor(self) -> ActorId {
        let mut bytes = self.replica.to_vec();
        bytes.extend_from_slice(&self.epoch.to_be_bytes());
        ActorId::from(bytes)
    }
}

/// One change as it is stored and sent: immutable and named by its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    pub hash: [u8; 32],
    pub bytes: Vec<u8>,
}

impl Chunk {
    /// Whether the bytes are the change that the hash names.
    pub fn is_sound(&self) -> bool {
        automerge::Change::from_bytes(self.bytes.clone()).is_ok_and(|change| change.hash().0 == self.hash)
    }
}

/// One mergeable document.
#[derive(Debug, Clone)]
pub struct Document {
    automerge: AutoCommit,
}

impl Document {
    /// An empty document that `author` writes.
    pub fn new(author: Author) -> Self {
        Self { automerge: AutoCommit::new().with_actor(author.actor()) }
    }

    /// The document that stored changes make up, in the sequence they were stored.
    pub fn load<'a>(
        chunks: impl IntoIterator<Item = &'a [u8]>,
        author: Author,
    ) -> Result<Self, DocumentError> {
        let bytes = chunks.into_iter().collect::<Vec<_>>().concat();
        let mut automerge = AutoCommit::load(&bytes).map_err(|source| {
            if matches!(source, automerge::AutomergeError::MissingDeps) {
                DocumentError::Incomplete { missing: 1 }
            } else {
                refused("the stored changes", source)
            }
        })?;
        let missing = automerge.get_missing_deps(&[]).len();
        if missing > 0 {
            return Err(DocumentError::Incomplete { missing });
        }
        automerge.set_actor(author.actor());
        Ok(Self { automerge })
    }

    /// Closes the change that was being written; none when nothing was.
    pub fn commit(&mut self, at: Timestamp) -> Option<Chunk> {
        let options = CommitOptions::default().with_time(at.ms() / 1000);
        let hash = self.automerge.commit_with(options)?;
        let change = self.automerge.get_change_by_hash(&hash).expect("the change was just committed");
        Some(Chunk { hash: hash.0, bytes: change.raw_bytes().to_vec() })
    }
}

fn refused(during: &'static str, source: automerge::AutomergeError) -> DocumentError {
    DocumentError::Automerge { during, source: Box::new(source) }
}
