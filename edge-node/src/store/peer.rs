//! The cloud, as this box knows it: one row with how far each side has read the other, and whether it still lets us in.

use rusqlite::{Connection, OptionalExtension, Transaction, named_params};
use shared_model::sync::{Chain, Mark};
use shared_model::time::Timestamp;

use super::error::{During, StoreError};
use super::log::feed::{signed, unsigned};

/// Whether the cloud takes this box for the box of its branch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Standing {
    #[default]
    Member,
    /// A newer box took its place.
    Fenced,
    /// Its certificate was taken back.
    Revoked,
}

impl Standing {
    /// How it is stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Fenced => "fenced",
            Self::Revoked => "revoked",
        }
    }

    fn parse(text: &str) -> Self {
        match text {
            "fenced" => Self::Fenced,
            "revoked" => Self::Revoked,
            _ => Self::Member,
        }
    }
}

/// How things stand with the cloud.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Peer {
    /// Up to where its log was read.
    pub received: Mark,
    /// Up to where it has read ours.
    pub acked: u64,
    /// When the two last heard of each other.
    pub last_exchange: Option<Timestamp>,
    pub standing: Standing,
    /// Dead letters that had to make room for newer ones.
    pub letters_dropped: u64,
}

/// The row; on a box that never talked to the cloud, nothing was read and nothing was said.
pub fn read(conn: &Connection) -> Result<Peer, StoreError> {
    let sql = "SELECT recv_seq, recv_chain, acked_seq, last_exchange_ms, standing, letters_dropped FROM peer";
    let mut query = conn.prepare_cached(sql).during("read the peer")?;
    let peer = query.query_row([], |row| {
        Ok(Peer {
            received: Mark { seq: unsigned(row.get(0)?), chain: Chain(row.get(1)?) },
            acked: unsigned(row.get(2)?),
            last_exchange: row.get::<_, Option<i64>>(3)?.map(Timestamp::from_ms),
            standing: Standing::parse(&row.get::<_, String>(4)?),
            letters_dropped: unsigned(row.get(5)?),
        })
    });
    Ok(peer.optional().during("read the peer")?.unwrap_or_default())
}

/// Keeps up to where the cloud's log was read, in the transaction that stored what was read.
pub fn put_received(tx: &Transaction<'_>, mark: Mark, at: Timestamp) -> Result<(), StoreError> {
    let sql = "UPDATE peer SET recv_seq = :seq, recv_chain = :chain, last_exchange_ms = :at";
    let values = named_params! {":seq": signed(mark.seq), ":chain": mark.chain.0, ":at": at.ms()};
    update(tx, sql, values)
}

/// Keeps up to where the cloud has ours. It goes back when the cloud was restored from a backup.
pub fn put_acked(tx: &Transaction<'_>, seq: u64, at: Timestamp) -> Result<(), StoreError> {
    let sql = "UPDATE peer SET acked_seq = :seq, last_exchange_ms = :at";
    update(tx, sql, named_params! {":seq": signed(seq), ":at": at.ms()})
}

/// Keeps whether the cloud lets this box in.
pub fn put_standing(tx: &Transaction<'_>, standing: Standing) -> Result<(), StoreError> {
    update(tx, "UPDATE peer SET standing = :standing", named_params! {":standing": standing.as_str()})
}

/// Counts dead letters that made room.
pub fn count_dropped(tx: &Transaction<'_>, letters: usize) -> Result<(), StoreError> {
    let letters = i64::try_from(letters).unwrap_or(i64::MAX);
    update(tx, "UPDATE peer SET letters_dropped = letters_dropped + :letters", named_params! {":letters": letters})
}

/// Forgets the cloud: a box that enrols anew starts the conversation from the beginning.
pub fn forget(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.execute("DELETE FROM peer", []).during("forget the peer").map(drop)
}

fn update(tx: &Transaction<'_>, sql: &str, values: &[(&str, &dyn rusqlite::ToSql)]) -> Result<(), StoreError> {
    let mut begin = tx.prepare_cached("INSERT OR IGNORE INTO peer (one) VALUES (1)").during("write the peer")?;
    begin.execute([]).during("write the peer")?;
    tx.prepare_cached(sql).during("write the peer")?.execute(values).during("write the peer").map(drop)
}
