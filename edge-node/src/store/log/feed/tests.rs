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

/// A log whose every third change came from the cloud.
fn log(of: u128) -> (tempfile::TempDir, Connection) {
    let dir = tempfile::tempdir().unwrap();
    let mut conn = open_writer(&dir.path().join("branch.db")).unwrap();
    let tx = conn.transaction().unwrap();
    let mut chain = Chain::default();
    for nth in 1..=of {
        let chunk = change(&nth.to_string());
        let (kind, doc, received) = (DocKind::Contact, Uuid::from_u128(nth), nth.is_multiple_of(3));
        let entry = NewEntry { kind, doc, replica: [7; 8], epoch: 1, received, chunk: &chunk };
        append(&tx, &entry, &mut chain).unwrap();
    }
    tx.commit().unwrap();
    (dir, conn)
}

fn seqs(stretch: &Stretch) -> Vec<u64> {
    stretch.entries.iter().map(|entry| entry.seq).collect()
}

#[test]
fn a_stretch_reaches_past_what_came_from_the_cloud() {
    let (_dir, conn) = log(9);
    let all = after(&conn, 0, usize::MAX, true).unwrap();
    assert_eq!((seqs(&all), all.reached.seq, all.more), (vec![1, 2, 4, 5, 7, 8], 9, false));
    assert_eq!(all.reached, mark_at(&conn, 9).unwrap().unwrap());
    let none = after(&conn, 8, usize::MAX, true).unwrap();
    assert_eq!((seqs(&none), none.reached.seq), (vec![], 9));
    assert_eq!(seqs(&after(&conn, 6, usize::MAX, false).unwrap()), [7, 8, 9]);
    assert_eq!(own_after(&conn, 4).unwrap(), 3);
}

#[test]
fn stretches_follow_each_other_without_a_gap() {
    let (_dir, conn) = log(9);
    let (mut at, mut seen) = (0, Vec::new());
    loop {
        let stretch = after(&conn, at, 1, true).unwrap();
        assert_eq!(stretch.entries.len(), 1);
        seen.extend(seqs(&stretch));
        at = stretch.reached.seq;
        if !stretch.more {
            break;
        }
    }
    assert_eq!((seen, at), (vec![1, 2, 4, 5, 7, 8], 9));
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
fn a_range_of_ids_is_visited_by_document() {
    let (_dir, conn) = log(9);
    let mut seen = Vec::new();
    visit(&conn, Uuid::from_u128(3), Uuid::from_u128(5), |kind, doc, hash| {
        seen.push((kind.to_owned(), doc.as_u128()));
        assert!(holds(&conn, DocKind::Contact, doc, &hash).unwrap());
    })
    .unwrap();
    let kind = "contact".to_owned();
    assert_eq!(seen, [(kind.clone(), 3), (kind.clone(), 4), (kind, 5)]);
}

#[test]
fn no_question_reads_the_whole_log() {
    let (_dir, conn) = log(2);
    for (sql, by) in [
        (AFTER, "SEARCH log USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
        (AFTER_OWN, "SEARCH log USING INDEX log_own (rowid>? AND rowid<?)"),
        (VISIT, "SEARCH log USING INDEX log_doc (doc_id>? AND doc_id<?)"),
    ] {
        let mut query = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let (mut plan, mut rows) = (Vec::<String>::new(), query.raw_query());
        while let Some(row) = rows.next().unwrap() {
            plan.push(row.get(3).unwrap());
        }
        assert_eq!(plan, [by], "{sql}");
    }
}
