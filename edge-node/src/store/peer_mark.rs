//! Remembered positions of the cloud's log, so that two replicas of which one was restored from a backup find the last
//! position they agree on without starting over.

use rusqlite::{Connection, Transaction, named_params};
use shared_model::sync::{Chain, Mark, entry};

use super::error::{During, StoreError};
use super::log::feed::{signed, unsigned};

/// Remembers a position; the farther back, the wider apart they are.
pub fn remember(tx: &Transaction<'_>, mark: Mark) -> Result<(), StoreError> {
    let known = all(tx)?;
    let mut kept = known.clone();
    // A log that was restored may be shorter than what was remembered of it: what is beyond is of another history.
    kept.retain(|known| known.seq < mark.seq);
    if mark.seq > 0 {
        entry::remember(&mut kept, mark);
    }
    let mut forget = tx.prepare_cached("DELETE FROM peer_mark WHERE seq = :seq").during("forget marks")?;
    for gone in known.iter().filter(|mark| !kept.contains(mark)) {
        forget.execute(named_params! {":seq": signed(gone.seq)}).during("forget marks")?;
    }
    let sql = "INSERT INTO peer_mark (seq, chain) VALUES (:seq, :chain)";
    let mut insert = tx.prepare_cached(sql).during("remember a mark")?;
    for new in kept.iter().filter(|mark| !known.contains(mark)) {
        let values = named_params! {":seq": signed(new.seq), ":chain": new.chain.0};
        insert.execute(values).during("remember a mark")?;
    }
    Ok(())
}

/// All remembered positions, oldest first.
pub fn all(conn: &Connection) -> Result<Vec<Mark>, StoreError> {
    let mut query =
        conn.prepare_cached("SELECT seq, chain FROM peer_mark ORDER BY seq").during("read marks")?;
    let rows = query
        .query_map([], |row| Ok(Mark { seq: unsigned(row.get(0)?), chain: Chain(row.get(1)?) }))
        .during("read marks")?;
    rows.collect::<rusqlite::Result<_>>().during("read marks")
}

/// Forgets all of them.
pub fn clear(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.execute("DELETE FROM peer_mark", []).during("forget marks").map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shorter_log_forgets_what_was_beyond() {
        let dir = tempfile::tempdir().unwrap();
        let mut conn = super::super::open::open_writer(&dir.path().join("branch.db")).unwrap();
        let tx = conn.transaction().unwrap();
        let mark = |seq, chain| Mark { seq, chain: Chain([chain; 16]) };
        for seq in [10, 20, 30] {
            remember(&tx, mark(seq, 1)).unwrap();
        }
        remember(&tx, mark(20, 2)).unwrap();
        assert_eq!(all(&tx).unwrap(), [mark(10, 1), mark(20, 2)]);
        remember(&tx, Mark::default()).unwrap();
        assert_eq!(all(&tx).unwrap(), []);
    }
}
