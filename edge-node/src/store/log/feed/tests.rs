//! Stretches of a log, agreement of two, and that no question reads all of it.

use rusqlite::Connection;
use shared_model::document::{Author, Chunk, Document, registers};
use shared_model::order::Customer;
use shared_model::time::Timestamp;

use super::*;
use crate::store::log::{NewEntry, append};
use crate::store::open::open_writer;

fn change(name: &str) -> Chunk {
    let mut document = Document::new(Author { replica: [7; 8], epoch: 1 });
    let customer = Customer { name: Some(name.to_owned()), phone: None, address: None };
    registers::write(&mut document, None, &customer).unwrap();
    document.commit(Timestamp::from_ms(0)).unwrap()
}

const CLOUD: Origin = Origin { replica: [9; 8], epoch: 5 };
const ALL: Limit = Limit { bytes: usize::MAX, entries: usize::MAX };

/// A log whose every third change came from the cloud. Each document's id begins with its number.
fn log(of: u64) -> (tempfile::TempDir, Connection) {
    let dir = tempfile::tempdir().unwrap();
    let mut conn = open_writer(&dir.path().join("branch.db")).unwrap();
    let tx = conn.transaction().unwrap();
    let mut chain = Chain::default();
    for nth in 1..=of {
        let chunk = change(&nth.to_string());
        let source = nth.is_multiple_of(3).then_some(CLOUD);
        let (kind, doc) = (DocKind::Contact, Uuid::from_u64_pair(nth, 0));
        let entry = NewEntry { kind, doc, replica: [7; 8], epoch: 1, source, chunk: &chunk };
        append(&tx, &entry, &mut chain).unwrap();
    }
    tx.commit().unwrap();
    (dir, conn)
}

fn seqs(entries: &[Entry]) -> Vec<u64> {
    entries.iter().map(|entry| entry.seq).collect()
}

#[test]
fn a_page_reaches_past_what_came_from_the_one_it_is_for() {
    let (_dir, conn) = log(9);
    let all = after(&conn, 0, Some(CLOUD), ALL).unwrap();
    assert_eq!((seqs(&all.entries), all.to.seq, all.more), (vec![1, 2, 4, 5, 7, 8], 9, false));
    assert_eq!(all.to, mark_at(&conn, 9).unwrap().unwrap());
    let none = after(&conn, 8, Some(CLOUD), ALL).unwrap();
    assert_eq!((seqs(&none.entries), none.to.seq), (vec![], 9));
    // Another process of the same peer may have lost it.
    let restored = Origin { epoch: 6, ..CLOUD };
    assert_eq!(seqs(&after(&conn, 6, Some(restored), ALL).unwrap().entries), [7, 8, 9]);
    assert_eq!(seqs(&after(&conn, 6, None, ALL).unwrap().entries), [7, 8, 9]);
    assert_eq!(own_after(&conn, 4).unwrap(), 3);
}

#[test]
fn pages_follow_each_other_without_a_gap() {
    let (_dir, conn) = log(9);
    for limit in [Limit { bytes: 1, ..ALL }, Limit { entries: 1, ..ALL }] {
        let (mut at, mut seen) = (0, Vec::new());
        loop {
            let page = after(&conn, at, Some(CLOUD), limit).unwrap();
            assert_eq!(page.entries.len(), 1);
            seen.extend(seqs(&page.entries));
            at = page.to.seq;
            if !page.more {
                break;
            }
        }
        assert_eq!((seen, at), (vec![1, 2, 4, 5, 7, 8], 9));
    }
}

#[test]
fn two_logs_agree_up_to_the_highest_common_mark() {
    let (_dir, conn) = log(9);
    let at = |seq| mark_at(&conn, seq).unwrap().unwrap();
    let elsewhere = Mark { seq: 8, chain: Chain([9; 16]) };
    let beyond = Mark { seq: 80, chain: Chain([9; 16]) };
    let found = highest_common(&conn, &[at(2), elsewhere, at(5), beyond]).unwrap();
    assert_eq!(found, Some(at(5)));
    assert_eq!(highest_common(&conn, &[elsewhere]).unwrap(), None);
    assert_eq!(highest_common(&conn, &[Mark::default()]).unwrap(), Some(Mark::default()));
}

#[test]
fn spans_documents_and_prefixes_are_found() {
    let (_dir, conn) = log(9);
    let mut seen = Vec::new();
    visit(&conn, Span { first: 3, last: 5 }, |seq, hash| seen.push((seq, prefix(hash)))).unwrap();
    assert_eq!(seen.iter().map(|(seq, _)| *seq).collect::<Vec<_>>(), [3, 4, 5]);
    let wanted = BTreeSet::from([seen[0].1, seen[2].1]);
    assert_eq!(seqs(&of_prefixes(&conn, Span::ALL, &wanted, ALL).unwrap()), [3, 5]);
    assert_eq!(of_prefixes(&conn, Span { first: 6, last: 9 }, &wanted, ALL).unwrap(), []);
    let doc = |nth| Uuid::from_u64_pair(nth, 0);
    assert_eq!(of_document(&conn, doc(3), CLOUD).unwrap(), []);
    let found = of_document(&conn, doc(4), CLOUD).unwrap();
    assert_eq!(seqs(&found), [4]);
    assert_eq!(kind_of(&conn, doc(4), &found[0].chunk.hash).unwrap().as_deref(), Some("contact"));
    assert_eq!(kind_of(&conn, doc(5), &found[0].chunk.hash).unwrap(), None);
}

#[test]
fn no_question_reads_the_whole_log() {
    let (_dir, conn) = log(2);
    for (sql, by) in [
        (AFTER, "SEARCH log USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
        (OWN_AFTER, "SEARCH log USING COVERING INDEX log_own (seq>?)"),
        (VISIT, "SEARCH log USING INDEX log_doc (doc_id>? AND doc_id<?)"),
        (OF_DOCUMENT, "SEARCH log USING INDEX log_doc (doc_id=?)"),
    ] {
        let mut query = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let (mut plan, mut rows) = (Vec::<String>::new(), query.raw_query());
        while let Some(row) = rows.next().unwrap() {
            plan.push(row.get(3).unwrap());
        }
        assert_eq!(plan.first().map(String::as_str), Some(by), "{sql}");
    }
}
