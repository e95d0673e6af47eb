//! Remembered positions of the cloud's log, so that two replicas of which one was restored from a backup find the last
//! position they agree on without starting over.

use rusqlite::{Connection, Transaction, named_params};
use shared_model::sync::{Chain, Mark};

use super::error::{During, StoreError};
use super::log::feed::{signed, unsigned};

/// Remembers a position, and forgets those that are closer together than their age asks for.
pub fn remember(tx: &Transaction<'_>, mark: Mark) -> Result<(), StoreError> {
    // A log that was restored may be shorter than what was remembered of it: what is beyond is of another history.
    let beyond = "DELETE FROM peer_mark WHERE seq >= :seq";
    tx.execute(beyond, named_params! {":seq": signed(mark.seq)}).during("forget marks")?;
    if mark.seq == 0 {
        return Ok(());
    }
    let insert = "INSERT INTO peer_mark (seq, chain) VALUES (:seq, :chain)";
    let values = named_params! {":seq": signed(mark.seq), ":chain": mark.chain.0};
    tx.execute(insert, values).during("remember a mark")?;
    let known: Vec<u64> = all(tx)?.iter().map(|mark| mark.seq).collect();
    let mut forget = tx.prepare_cached("DELETE FROM peer_mark WHERE seq = :seq").during("forget marks")?;
    for seq in superfluous(&known) {
        forget.execute(named_params! {":seq": signed(seq)}).during("forget marks")?;
    }
    Ok(())
}

/// All remembered positions, newest first.
pub fn all(conn: &Connection) -> Result<Vec<Mark>, StoreError> {
    let mut query =
        conn.prepare_cached("SELECT seq, chain FROM peer_mark ORDER BY seq DESC").during("read marks")?;
    let rows = query
        .query_map([], |row| Ok(Mark { seq: unsigned(row.get(0)?), chain: Chain(row.get(1)?) }))
        .during("read marks")?;
    rows.collect::<rusqlite::Result<_>>().during("read marks")
}

/// Forgets all of them.
pub fn clear(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.execute("DELETE FROM peer_mark", []).during("forget marks").map(drop)
}

/// Which of these positions, newest first, need not be remembered: of all that lie equally many doublings behind the end,
/// the oldest stays. So 2^32 changes leave about 32.
fn superfluous(newest_first: &[u64]) -> Vec<u64> {
    let Some(newest) = newest_first.first() else { return Vec::new() };
    let doublings = |seq: &u64| (newest - seq).checked_ilog2();
    let pairs = newest_first.windows(2);
    pairs.filter(|pair| doublings(&pair[0]) == doublings(&pair[1])).map(|pair| pair[0]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn about_one_position_stays_for_each_doubling() {
        let mut known: Vec<u64> = Vec::new();
        for seq in (1..100_000_u64).step_by(7) {
            known.insert(0, seq);
            let gone = superfluous(&known);
            known.retain(|seq| !gone.contains(seq));
            assert_eq!(known.first(), Some(&seq));
            assert!(known.len() <= 18, "{known:?}");
        }
        let oldest = known.last().copied().unwrap_or_default();
        assert!(oldest < 50_000, "the far past is forgotten: {known:?}");
    }

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
        assert_eq!(all(&tx).unwrap(), [mark(20, 2), mark(10, 1)]);
        remember(&tx, Mark::default()).unwrap();
        assert_eq!(all(&tx).unwrap(), []);
    }
}
