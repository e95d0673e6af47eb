//! How far each box's log was taken, and how far it has ours.

use shared_model::ids::BoxId;
use shared_model::sync::entry::remember;
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
    /// It is giving back what was lost here.
    pub healing: bool,
    /// When two live boxes were seen to have its identity.
    pub split_at: Option<Timestamp>,
    pub last_exchange: Timestamp,
}

/// Columns as [`peer`] reads them.
const COLUMNS: &str = "recv_seq, recv_chain, acked_seq, healing, split_at_ms, last_exchange_ms";

/// What is known of a box; none before its first exchange.
pub fn find(tx: &mut Tx<'_>, box_id: BoxId) -> Result<Option<Peer>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM peer WHERE box_id = $1");
    let rows = tx.sql.query(&sql, &values![*box_id.uuid().as_bytes()])?;
    rows.first().map(|row| peer(row, 0)).transpose()
}

/// Every box that ever exchanged anything.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<(BoxId, Peer)>, StoreError> {
    let sql = format!("SELECT box_id, {COLUMNS} FROM peer ORDER BY box_id");
    let rows = tx.sql.query(&sql, &[])?;
    let box_id = |row: &Row| Ok(BoxId::new(uuid::Uuid::from_bytes(row.get(0)?)));
    rows.iter().map(|row| Ok((box_id(row)?, peer(row, 1)?))).collect()
}

/// When each box was last heard of.
pub fn last_exchanges(tx: &mut Tx<'_>) -> Result<Vec<(BoxId, Timestamp)>, StoreError> {
    Ok(all(tx)?.into_iter().map(|(box_id, peer)| (box_id, peer.last_exchange)).collect())
}

/// A process of a box is at the other end. Answers whether it came back after another had followed it: then two live
/// boxes have one identity, for a box that starts anew never has an old epoch again.
pub fn hello(tx: &mut Tx<'_>, box_id: BoxId, epoch: u32, now: Timestamp) -> Result<bool, StoreError> {
    let id = *box_id.uuid().as_bytes();
    let known = tx.sql.query("SELECT epoch, epoch_before FROM peer WHERE box_id = $1", &values![id])?;
    let (latest, before): (u32, u32) =
        known.first().map_or(Ok((0, 0)), |row| Ok::<_, StoreError>((row.get(0)?, row.get(1)?)))?;
    let split = epoch == before && epoch != latest;
    let before = if epoch == latest { before } else { latest };
    let sql = "INSERT INTO peer (box_id, recv_seq, recv_chain, acked_seq, epoch, epoch_before, healing, split_at_ms,
                   last_exchange_ms)
               VALUES ($1, 0, $2, 0, $3, $4, 0, $5, $6)
               ON CONFLICT ({company}box_id) DO UPDATE SET epoch = excluded.epoch, epoch_before = excluded.epoch_before,
                   split_at_ms = coalesce(excluded.split_at_ms, peer.split_at_ms),
                   last_exchange_ms = excluded.last_exchange_ms";
    let split_at = split.then(|| now.ms());
    tx.sql.execute(sql, &values![id, Chain::default().0, epoch, before, split_at, now.ms()])?;
    Ok(split)
}

/// Its log was taken up to a position, which is remembered also among the marks.
pub fn received(tx: &mut Tx<'_>, box_id: BoxId, to: Mark, now: Timestamp) -> Result<(), StoreError> {
    let id = *box_id.uuid().as_bytes();
    let sql = "UPDATE peer SET recv_seq = $2, recv_chain = $3, last_exchange_ms = $4 WHERE box_id = $1";
    tx.sql.execute(sql, &values![id, to.seq, to.chain.0, now.ms()])?;
    let before = marks(tx, box_id)?;
    let mut after = before.clone();
    remember(&mut after, to);
    let gone: Vec<_> =
        before.iter().filter(|mark| !after.contains(mark)).map(|mark| values![id, mark.seq]).collect();
    tx.sql.execute_many("DELETE FROM peer_mark WHERE box_id = $1 AND seq = $2", &gone)?;
    let sql = "INSERT INTO peer_mark (box_id, seq, chain) VALUES ($1, $2, $3)
               ON CONFLICT ({company}box_id, seq) DO UPDATE SET chain = excluded.chain";
    tx.sql.execute(sql, &values![id, to.seq, to.chain.0]).map(drop)
}

/// Remembers that a box gives back what was lost here, or that it has.
pub fn set_healing(tx: &mut Tx<'_>, box_id: BoxId, healing: bool) -> Result<(), StoreError> {
    let sql = "UPDATE peer SET healing = $2 WHERE box_id = $1";
    tx.sql.execute(sql, &values![*box_id.uuid().as_bytes(), healing]).map(drop)
}

/// It has our log up to a position.
pub fn acked(tx: &mut Tx<'_>, box_id: BoxId, to: u64, now: Timestamp) -> Result<(), StoreError> {
    let sql = "UPDATE peer SET acked_seq = $2, last_exchange_ms = $3 WHERE box_id = $1";
    tx.sql.execute(sql, &values![*box_id.uuid().as_bytes(), to, now.ms()]).map(drop)
}

/// Remembered positions of its log, oldest first.
pub fn marks(tx: &mut Tx<'_>, box_id: BoxId) -> Result<Vec<Mark>, StoreError> {
    let sql = "SELECT seq, chain FROM peer_mark WHERE box_id = $1 ORDER BY seq";
    let rows = tx.sql.query(sql, &values![*box_id.uuid().as_bytes()])?;
    rows.iter().map(|row| Ok(Mark { seq: row.get(0)?, chain: Chain(row.get(1)?) })).collect()
}

fn peer(row: &Row, first: usize) -> Result<Peer, StoreError> {
    Ok(Peer {
        received: Mark { seq: row.get(first)?, chain: Chain(row.get(first + 1)?) },
        acked: row.get(first + 2)?,
        healing: row.get(first + 3)?,
        split_at: row.get::<Option<i64>>(first + 4)?.map(Timestamp::from_ms),
        last_exchange: Timestamp::from_ms(row.get(first + 5)?),
    })
}
