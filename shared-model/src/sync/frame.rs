//! What two peers say to each other: one frame at a time, as CBOR with numbered fields. A newer peer may add fields and
//! frames: fields that are not known are skipped, frames that are not known are an error with their number, and the
//! conversation goes on.

use minicbor::{Decode, Decoder, Encode, Encoder};
use uuid::Uuid;

use super::Mark;
use super::digest::{Digest, Span};
use super::inspect::Author8;

/// Bytes one frame may have.
pub const FRAME_MAX: usize = 1024 * 1024;
/// Versions of the protocol that this program speaks.
pub const VERSION: u8 = 1;
/// Marks a `LOCATE` may carry.
pub const MARKS_MAX: usize = 32;

/// The first frame of each side: who speaks, what it can do, and up to where it has what the other wrote.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Hello {
    #[n(0)]
    pub version_min: u8,
    #[n(1)]
    pub version_max: u8,
    #[cbor(n(2), with = "minicbor::bytes")]
    pub replica: Author8,
    /// The process start of the speaker: random, so that one restored from a backup never has an old one again.
    #[n(3)]
    pub epoch: u32,
    /// The newest document layout it knows.
    #[n(4)]
    pub schema: u16,
    /// One bit per thing that not everybody can.
    #[n(5)]
    pub capabilities: u32,
    /// Up to where the speaker has the log of the one spoken to.
    #[n(6)]
    pub recv: Mark,
    /// Whether the speaker lost a part of its log and waits for it.
    #[n(7)]
    pub healing: bool,
}

/// A compressed pack, see [`super::pack`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Packed {
    /// First 16 bytes of BLAKE3 of the pack before compression.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub digest: [u8; 16],
    #[n(1)]
    pub raw_len: u32,
    #[cbor(n(2), with = "minicbor::bytes")]
    pub zstd: Vec<u8>,
}

/// The next stretch of the speaker's log. Without a pack: nothing in it is for the receiver.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Batch {
    /// Position after which it begins.
    #[n(0)]
    pub from: u64,
    #[n(1)]
    pub to: Mark,
    #[n(2)]
    pub pack: Option<Packed>,
    /// Whether the speaker's log ends here, as far as it knew.
    #[n(3)]
    pub last: bool,
}

/// A change that the speaker did not take.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Reject {
    #[cbor(n(0), with = "minicbor::bytes")]
    pub hash: [u8; 32],
    #[n(1)]
    pub doc: DocId,
    /// See [`super::Refused::code`].
    #[n(2)]
    pub code: String,
    #[n(3)]
    pub detail: String,
}

/// What a span holds at the speaker, hash by hash: the first eight bytes of each.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Hashes {
    #[n(0)]
    pub span: Span,
    #[n(1)]
    pub prefixes: Prefixes,
}

/// What a person should be told, or why the speaker goes.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Notice {
    /// `fenced`, `revoked`, `entitlement`; others may be added.
    #[n(0)]
    pub code: String,
    #[n(1)]
    pub text: String,
}

/// One frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    Hello(Hello),
    Batch(Batch),
    /// Everything up to here of the hearer's log is durable at the speaker.
    Ack(u64),
    /// The speaker's log has no such position as the hearer's cursor.
    Reset,
    /// Other positions of the hearer's log that the speaker remembers, newest first.
    Locate(Vec<Mark>),
    Reject(Reject),
    /// Changes out of turn: what is newest while a backlog is on its way, or what was missing.
    Now(Packed),
    /// What the speaker holds in some spans.
    Digest(Vec<Digest>),
    Hashes(Hashes),
    /// Changes of a span that the speaker lacks.
    Want(Hashes),
    Notice(Notice),
    Ping,
    Pong,
}

/// Why bytes are no frame.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    #[error("a frame of {0} bytes is too large")]
    TooLarge(usize),
    #[error("the bytes are no frame")]
    Malformed,
    /// Only a newer program knows it; it may be skipped.
    #[error("there is no frame {0} in this version")]
    Unknown(u8),
}

impl Frame {
    /// As it is sent.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let written = self.write(&mut Encoder::new(&mut bytes));
        written.expect("encoding into memory cannot fail");
        bytes
    }

    fn write(
        &self,
        e: &mut Encoder<&mut Vec<u8>>,
    ) -> Result<(), minicbor::encode::Error<std::convert::Infallible>> {
        let (number, cx) = (self.number(), &mut ());
        e.array(2)?.u8(number)?;
        match self {
            Self::Hello(hello) => hello.encode(e, cx),
            Self::Batch(batch) => batch.encode(e, cx),
            Self::Ack(seq) => seq.encode(e, cx),
            Self::Locate(marks) => marks.encode(e, cx),
            Self::Reject(reject) => reject.encode(e, cx),
            Self::Now(packed) => packed.encode(e, cx),
            Self::Digest(digests) => digests.encode(e, cx),
            Self::Hashes(hashes) | Self::Want(hashes) => hashes.encode(e, cx),
            Self::Notice(notice) => notice.encode(e, cx),
            Self::Reset | Self::Ping | Self::Pong => e.null()?.ok(),
        }
    }

    const fn number(&self) -> u8 {
        match self {
            Self::Hello(_) => 0,
            Self::Batch(_) => 1,
            Self::Ack(_) => 2,
            Self::Reset => 3,
            Self::Locate(_) => 4,
            Self::Reject(_) => 5,
            Self::Now(_) => 6,
            Self::Digest(_) => 7,
            Self::Hashes(_) => 8,
            Self::Want(_) => 9,
            Self::Notice(_) => 10,
            Self::Ping => 11,
            Self::Pong => 12,
        }
    }

    /// From how it is sent.
    pub fn decode(bytes: &[u8]) -> Result<Self, FrameError> {
        if bytes.len() > FRAME_MAX {
            return Err(FrameError::TooLarge(bytes.len()));
        }
        let mut d = Decoder::new(bytes);
        let (Ok(Some(2)), Ok(number)) = (d.array(), d.u8()) else { return Err(FrameError::Malformed) };
        let frame = Self::read(number, &mut d).map_err(|_| FrameError::Malformed)?;
        let frame = frame.ok_or(FrameError::Unknown(number))?;
        if d.position() == bytes.len() { Ok(frame) } else { Err(FrameError::Malformed) }
    }

    fn read(number: u8, d: &mut Decoder<'_>) -> Result<Option<Self>, minicbor::decode::Error> {
        Ok(Some(match number {
            0 => Self::Hello(d.decode()?),
            1 => Self::Batch(d.decode()?),
            2 => Self::Ack(d.decode()?),
            3 => d.skip().map(|()| Self::Reset)?,
            4 => Self::Locate(short(d)?),
            5 => Self::Reject(d.decode()?),
            6 => Self::Now(d.decode()?),
            7 => Self::Digest(short(d)?),
            8 => Self::Hashes(d.decode()?),
            9 => Self::Want(d.decode()?),
            10 => Self::Notice(d.decode()?),
            11 => d.skip().map(|()| Self::Ping)?,
            12 => d.skip().map(|()| Self::Pong)?,
            _ => return Ok(None),
        }))
    }
}

/// A list of at most [`MARKS_MAX`].
fn short<'b, T: Decode<'b, ()>>(d: &mut Decoder<'b>) -> Result<Vec<T>, minicbor::decode::Error> {
    let list: Vec<T> = d.decode()?;
    if list.len() > MARKS_MAX {
        return Err(minicbor::decode::Error::message("the list is too long"));
    }
    Ok(list)
}

/// The id of a document, as 16 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocId(pub Uuid);

impl<C> Encode<C> for DocId {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(self.0.as_bytes())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for DocId {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let uuid = Uuid::from_slice(d.bytes()?);
        uuid.map(Self).map_err(|_| minicbor::decode::Error::message("a document id is 16 bytes"))
    }
}

/// First eight bytes of hashes, side by side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prefixes(pub Vec<[u8; 8]>);

impl<C> Encode<C> for Prefixes {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(self.0.as_flattened())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Prefixes {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let (prefixes, rest) = d.bytes()?.as_chunks::<8>();
        if rest.is_empty() {
            Ok(Self(prefixes.to_vec()))
        } else {
            Err(minicbor::decode::Error::message("prefixes are eight bytes each"))
        }
    }
}

#[cfg(test)]
mod tests;
