//! What can be said of a change before it is believed: that it is whole, who wrote it, and whether it is of a size we take.
//!
//! Automerge panics on 1.5 % of crafted inputs (measured), so everything that parses bytes of others runs caught.

use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::Change;

use crate::document::Chunk;

/// Bytes one change may have.
pub const CHUNK_MAX: usize = 64 * 1024;
/// Bytes all changes of one document may have together.
pub const DOCUMENT_MAX: usize = 512 * 1024;
/// Changes one document may have.
pub const CHANGES_MAX: usize = 2_000;

/// The replica that wrote a change: the first eight bytes of its actor.
pub type Author8 = [u8; 8];

/// Why a change was not taken. Stored with the change in the dead-letter and told to whoever sent it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Its bytes are no change, or not the one they were called.
    #[error("no se puede leer: los bytes no son un cambio")]
    Malformed,
    /// It, or its document with it, is larger than we take.
    #[error("es demasiado grande")]
    TooLarge,
    /// Written in the name of another replica.
    #[error("lo firma otra réplica, no la que lo envía")]
    ForeignAuthor,
    /// This kind is not for this peer to write.
    #[error("esa clase de documento no la escribe una caja")]
    KindNotAllowed,
    /// The document belongs to another branch.
    #[error("el documento es de otra sucursal")]
    ForeignDocument,
    /// With it the document would not be what its kind promises.
    #[error("el documento quedaría dañado: {0}")]
    BreaksSchema(String),
    /// It builds on changes that are not here; it is kept and tried again when they come.
    #[error("falta el cambio anterior")]
    MissingDependency,
    /// A kind this program does not know; a newer one will.
    #[error("esta versión no conoce esa clase de documento")]
    UnknownKind,
}

impl Refused {
    /// How it is stored and sent.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::TooLarge => "too-large",
            Self::ForeignAuthor => "foreign-author",
            Self::KindNotAllowed => "kind-not-allowed",
            Self::ForeignDocument => "foreign-document",
            Self::BreaksSchema(_) => "breaks-schema",
            Self::MissingDependency => "missing-dependency",
            Self::UnknownKind => "unknown-kind",
        }
    }
}

/// A change that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspected {
    /// The change under the hash that was computed here, whatever it was called.
    pub chunk: Chunk,
    pub author: Author8,
    /// The process start it was written in.
    pub epoch: u32,
}

/// Parses one change, computes its hash anew, and compares the four bytes of it that the change itself carries: parsing
/// alone accepts flipped bytes (measured).
pub fn inspect(bytes: Vec<u8>) -> Result<Inspected, Refused> {
    if bytes.len() > CHUNK_MAX {
        return Err(Refused::TooLarge);
    }
    // Magic, checksum and type (Automerge binary format, "Chunk"); a compressed change would have two spellings.
    if bytes.len() < 9 || bytes[..4] != [0x85, 0x6f, 0x4a, 0x83] || bytes[8] != 1 {
        return Err(Refused::Malformed);
    }
    let parsed = catch_unwind(AssertUnwindSafe(|| {
        let change = Change::from_bytes(bytes.clone()).ok()?;
        let actor = change.actor_id().to_bytes();
        let author: Author8 = actor.get(..8)?.try_into().ok()?;
        let epoch = u32::from_be_bytes(actor.get(8..12)?.try_into().ok()?);
        let whole = actor.len() == 12 && change.other_actor_ids().len() <= 64 && change.raw_bytes() == bytes;
        whole.then_some((change.hash().0, author, epoch))
    }));
    let Ok(Some((hash, author, epoch))) = parsed else { return Err(Refused::Malformed) };
    if hash[..4] != bytes[4..8] {
        return Err(Refused::Malformed);
    }
    Ok(Inspected { chunk: Chunk { hash, bytes }, author, epoch })
}
