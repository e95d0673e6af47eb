//! How far each box's log was taken, and how far it has ours.

use shared_model::ids::BoxId;
use shared_model::sync::{Chain, Mark};
use shared_model::time::Timestamp;

use crate::store::Tx;
use crate::store::error::StoreError;
use crate::store::sql::Row;
use crate::values;

/// Where syncing with a box stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// How far its log was taken.
    pub received: Mark,
    /// How far it has ours.
    pub acked: u64,
    /// The process start it connected with last.
    pub epoch: u32,
    pub last_exchange: Timestamp,
}

/// What is known of a box; none before its first exchange.
pub fn find(tx: &mut Tx<'_>, box_id: BoxId) -> Result<Option<Peer>, StoreError> {
    let sql = "SELECT recv_seq, recv_chain, acked_seq, epoch, last_exchange_ms FROM peer WHERE box_id = $1";
    let rows = tx.sql.query(sql, &values![*box_id.uuid().as_bytes()])?;
    rows.first().map(|row| peer(row, 0)).transpose()
}

/// Every box that ever exchanged anything.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<(BoxId, Peer)>, StoreError> {
    let sql =
        "SELECT box_id, recv_seq, recv_chain, acked_seq, epoch, last_exchange_ms FROM peer ORDER BY box_id";
    let rows = tx.sql.query(sql, &[])?;
    let box_id = |row: &Row| Ok(BoxId::new(uuid::Uuid::from_bytes(row.get(0)?)));
    rows.iter().map(|row| Ok((box_id(row)?, peer(row, 1)?))).collect()
}

/// A box said hello: remembers in which of its process starts.
pub fn hello(tx: &mut Tx<'_>, box_id: BoxId, epoch: u32, now: Timestamp) -> Result<(), StoreError> {
    let sql = "INSERT INTO peer (box_id, recv_seq, recv_chain, acked_seq, epoch, last_exchange_ms)
               VALUES ($1, 0, $2, 0, $3, $4)
               ON CONFLICT ({company}box_id) DO UPDATE SET epoch = excluded.epoch,
                   last_exchange_ms = excluded.last_exchange_ms";
    let values = values![*box_id.uuid().as_bytes(), Chain::default().0, epoch, now.ms()];
    tx.sql.execute(sql, &values).map(drop)
}

/// Its log was taken up to a position, which is remembered also among the marks.
pub fn received(tx: &mut Tx<'_>, box_id: BoxId, to: Mark, now: Timestamp) -> Result<(), StoreError> {
    let sql = "INSERT INTO peer (box_id, recv_seq, recv_chain, acked_seq, epoch, last_exchange_ms)
               VALUES ($1, $2, $3, 0, 0, $4)
               ON CONFLICT ({company}box_id) DO UPDATE SET recv_seq = excluded.recv_seq,
                   recv_chain = excluded.recv_chain, last_exchange_ms = excluded.last_exchange_ms";
    let id = *box_id.uuid().as_bytes();
    tx.sql.execute(sql, &values![id, to.seq, to.chain.0, now.ms()])?;
    let sql = "INSERT INTO peer_mark (box_id, seq, chain) VALUES ($1, $2, $3)
               ON CONFLICT ({company}box_id, seq) DO UPDATE SET chain = excluded.chain";
    tx.sql.execute(sql, &values![id, to.seq, to.chain.0])?;
    thin_out(tx, box_id, to.seq)
}

/// It has our log up to a position.
pub fn acked(tx: &mut Tx<'_>, box_id: BoxId, to: u64, now: Timestamp) -> Result<(), StoreError> {
    let sql = "UPDATE peer SET acked_seq = $2, last_exchange_ms = $3 WHERE box_id = $1";
    tx.sql.execute(sql, &values![*box_id.uuid().as_bytes(), to, now.ms()]).map(drop)
}

/// Remembered positions of its log, newest first.
pub fn marks(tx: &mut Tx<'_>, box_id: BoxId) -> Result<Vec<Mark>, StoreError> {
    let sql = "SELECT seq, chain FROM peer_mark WHERE box_id = $1 ORDER BY seq DESC";
    let rows = tx.sql.query(sql, &values![*box_id.uuid().as_bytes()])?;
    rows.iter().map(|row| Ok(Mark { seq: row.get(0)?, chain: Chain(row.get(1)?) })).collect()
}

/// Keeps two marks in each doubling of the distance from the newest, so that a few dozen reach back to the beginning.
fn thin_out(tx: &mut Tx<'_>, box_id: BoxId, newest: u64) -> Result<(), StoreError> {
    let known = marks(tx, box_id)?;
    let doubling = |mark: &Mark| u64::BITS - newest.saturating_sub(mark.seq).leading_zeros();
    let mut kept_in = [0_u8; 65];
    let mut gone = Vec::new();
    for mark in &known {
        let place = usize::try_from(doubling(mark)).unwrap_or(64);
        let beyond = mark.seq > newest;
        if beyond || kept_in[place] >= 2 {
            gone.push(values![*box_id.uuid().as_bytes(), mark.seq]);
        } else {
            kept_in[place] += 1;
        }
    }
    tx.sql.execute_many("DELETE FROM peer_mark WHERE box_id = $1 AND seq = $2", &gone)
}

fn peer(row: &Row, first: usize) -> Result<Peer, StoreError> {
    Ok(Peer {
        received: Mark { seq: row.get(first)?, chain: Chain(row.get(first + 1)?) },
        acked: row.get(first + 2)?,
        epoch: row.get(first + 3)?,
        last_exchange: Timestamp::from_ms(row.get(first + 4)?),
    })
}
