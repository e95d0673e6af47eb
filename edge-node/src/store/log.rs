//! The append-only log of document changes: the source of truth that every other table can be rebuilt from.

pub mod feed;

use rusqlite::{Connection, OptionalExtension, Transaction, named_params};
use shared_model::document::{Chunk, DocKind};
use shared_model::sync::{Author8, Chain};
use uuid::Uuid;

use super::error::{During, StoreError};

/// A change on its way into the log.
#[derive(Debug, Clone, Copy)]
pub struct NewEntry<'a> {
    pub kind: DocKind,
    pub doc: Uuid,
    /// Who wrote it, and in which process start.
    pub replica: Author8,
    pub epoch: u32,
    /// It came from the cloud, which need not be told.
    pub received: bool,
    pub chunk: &'a Chunk,
}

/// The end of the log's chain; zeros for an empty log.
pub fn chain(conn: &Connection) -> Result<Chain, StoreError> {
    let sql = "SELECT chain FROM log ORDER BY seq DESC LIMIT 1";
    let last = conn.query_row(sql, [], |row| row.get(0)).optional().during("read the end of the log")?;
    Ok(Chain(last.unwrap_or_default()))
}

/// Appends a change and moves the chain; answers its position.
pub fn append(tx: &Transaction<'_>, entry: &NewEntry<'_>, chain: &mut Chain) -> Result<i64, StoreError> {
    let next = chain.next(&entry.chunk.hash);
    let sql = "INSERT INTO log (doc_kind, doc_id, replica, epoch, received, hash, chain, bytes)
               VALUES (:kind, :id, :replica, :epoch, :received, :hash, :chain, :bytes)";
    let mut insert = tx.prepare_cached(sql).during("append to the log")?;
    let values = named_params! {
        ":kind": entry.kind.as_str(), ":id": entry.doc.as_bytes(), ":replica": entry.replica, ":epoch": entry.epoch,
        ":received": entry.received, ":hash": entry.chunk.hash, ":chain": next.0, ":bytes": entry.chunk.bytes,
    };
    let seq = insert.insert(values).during("append to the log")?;
    *chain = next;
    Ok(seq)
}

/// The changes of one document in sequence.
pub fn changes(conn: &Connection, kind: DocKind, id: Uuid) -> Result<Vec<Chunk>, StoreError> {
    let sql = "SELECT hash, bytes FROM log WHERE doc_id = :id AND doc_kind = :kind ORDER BY seq";
    let mut query = conn.prepare_cached(sql).during("read a document's changes")?;
    let values = named_params! {":id": id.as_bytes(), ":kind": kind.as_str()};
    let chunk = |row: &rusqlite::Row<'_>| Ok(Chunk { hash: row.get(0)?, bytes: row.get(1)? });
    let rows = query.query_map(values, chunk).during("read a document's changes")?;
    rows.collect::<rusqlite::Result<_>>().during("read a document's changes")
}

/// The bytes of a document's changes, and the log position of the last.
pub type Changes = (Vec<Vec<u8>>, i64);

/// The changes of one document in sequence, and the position of the last; none when there is no such document.
pub fn chunks(conn: &Connection, kind: DocKind, id: Uuid) -> Result<Option<Changes>, StoreError> {
    let sql = "SELECT bytes, seq FROM log WHERE doc_id = :id AND doc_kind = :kind ORDER BY seq";
    let mut query = conn.prepare_cached(sql).during("read a document")?;
    let values = named_params! {":id": id.as_bytes(), ":kind": kind.as_str()};
    let rows = query.query_map(values, |row| Ok((row.get(0)?, row.get(1)?))).during("read a document")?;
    let rows: Vec<(Vec<u8>, i64)> = rows.collect::<rusqlite::Result<_>>().during("read a document")?;
    let last = rows.last().map(|(_, seq)| *seq);
    Ok(last.map(|last| (rows.into_iter().map(|(bytes, _)| bytes).collect(), last)))
}

/// Every document of a kind, in the sequence it was begun.
pub fn documents(conn: &Connection, kind: DocKind) -> Result<Vec<Uuid>, StoreError> {
    let sql = "SELECT doc_id FROM log WHERE doc_kind = :kind GROUP BY doc_id ORDER BY min(seq)";
    let mut query = conn.prepare_cached(sql).during("list documents")?;
    let rows =
        query.query_map(named_params! {":kind": kind.as_str()}, |row| row.get(0)).during("list documents")?;
    let ids: Vec<[u8; 16]> = rows.collect::<rusqlite::Result<_>>().during("list documents")?;
    Ok(ids.into_iter().map(Uuid::from_bytes).collect())
}

/// Reads the whole log and checks every change and the chain; answers how many changes it holds.
///
/// # Errors
/// [`StoreError::Stored`] naming the first position that is not what its hash names, or does not follow from the one
/// before.
pub fn verify_chain(conn: &Connection) -> Result<u64, StoreError> {
    let mut query =
        conn.prepare("SELECT seq, hash, chain, bytes FROM log ORDER BY seq").during("read the log")?;
    let mut rows = query.query([]).during("read the log")?;
    let (mut chain, mut count) = (Chain::default(), 0);
    while let Some(row) = rows.next().during("read the log")? {
        let read = || -> rusqlite::Result<(i64, Chunk, Chain)> {
            Ok((row.get(0)?, Chunk { hash: row.get(1)?, bytes: row.get(3)? }, Chain(row.get(2)?)))
        };
        let (seq, chunk, stored) = read().during("read the log")?;
        if !chunk.is_sound() {
            let source = format!("the change at position {seq} is not what it was").into();
            return Err(StoreError::Stored { what: "log", source });
        }
        chain = chain.next(&chunk.hash);
        if chain != stored {
            let source = format!("the chain breaks at position {seq}").into();
            return Err(StoreError::Stored { what: "log", source });
        }
        count += 1;
    }
    Ok(count)
}
