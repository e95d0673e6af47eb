//! The log of a company, which everything else is made of, on both databases.

use std::sync::Arc;

use cloud_sync::store::table::log::{self, NewEntry};
use cloud_sync::store::{Mode, Store};
use shared_model::document::{Chunk, DocKind};
use shared_model::ids::{BoxId, BranchId, CompanyId};
use shared_model::sync::Mark;
use uuid::Uuid;

use crate::contract::on_both;
use crate::world::World;

on_both! {
    an_empty_log_ends_at_the_beginning
    what_was_appended_is_found
    a_box_is_sent_its_branch_and_the_company
    positions_have_no_gaps
}

const NORTH: u128 = 0x0100;
const SOUTH: u128 = 0x0200;

fn entry(n: u8, branch: Option<u128>, sent_by: Option<u128>) -> NewEntry {
    NewEntry {
        kind: DocKind::Order,
        doc: Uuid::from_u128(u128::from(n % 3)),
        branch: branch.map(|id| BranchId::new(Uuid::from_u128(id))),
        sent_by: sent_by.map(|id| BoxId::new(Uuid::from_u128(id))),
        replica: [n; 8],
        chunk: Chunk { hash: [n; 32], bytes: vec![n; 100] },
    }
}

fn append(world: &World, company: CompanyId, entries: Vec<NewEntry>) -> Mark {
    let append = move |tx: &mut cloud_sync::store::Tx<'_>| {
        let end = log::end(tx)?;
        log::append(tx, end, &entries)
    };
    world.tables(company, Mode::Write, append).unwrap()
}

fn an_empty_log_ends_at_the_beginning(world: &World) {
    let company = world.company();
    assert_eq!(world.tables(company, Mode::Read, log::end).unwrap(), Mark::default());
    assert!(world.tables(company, Mode::Read, |tx| log::has_mark(tx, Mark::default())).unwrap());
    assert_eq!(append(world, company, Vec::new()), Mark::default());
}

fn what_was_appended_is_found(world: &World) {
    let (company, other) = (world.company(), world.company());
    let first = append(world, company, (0..4).map(|n| entry(n, None, None)).collect());
    let end = append(world, company, (4..6).map(|n| entry(n, Some(NORTH), Some(1))).collect());
    assert_eq!((first.seq, end.seq), (4, 6));
    assert_eq!(world.tables(company, Mode::Read, log::end).unwrap(), end);
    assert_eq!(world.tables(other, Mode::Read, log::end).unwrap(), Mark::default());
    let asked: Vec<_> = [2, 9, 0].map(Uuid::from_u128).into();
    let found = world.tables(company, Mode::Read, move |tx| log::documents(tx, &asked)).unwrap();
    let seqs: Vec<Vec<u64>> = found.iter().map(|doc| doc.iter().map(|stored| stored.seq).collect()).collect();
    assert_eq!(seqs, [vec![3, 6], vec![], vec![1, 4]]);
    assert_eq!(found[0][1].branch, Some(BranchId::new(Uuid::from_u128(NORTH))));
    assert_eq!((found[0][1].chunk.hash, found[0][1].chunk.bytes.len()), ([5; 32], 100));
    let forged = Mark { seq: first.seq, ..end };
    for (mark, there) in [(first, true), (end, true), (forged, false), (Mark { seq: 99, ..end }, false)] {
        assert_eq!(world.tables(company, Mode::Read, move |tx| log::has_mark(tx, mark)).unwrap(), there);
    }
}

fn a_box_is_sent_its_branch_and_the_company(world: &World) {
    let company = world.company();
    let kinds =
        [(None, None), (Some(NORTH), Some(1)), (Some(SOUTH), Some(2)), (None, Some(2)), (Some(NORTH), None)];
    let entries = kinds.iter().cycle().take(2_000).zip(0_u8..=255_u8).map(|(&(at, by), n)| entry(n, at, by));
    let entries: Vec<_> = entries.collect();
    let all = entries.len();
    append(world, company, entries);
    let read = |echo: bool, max_bytes: usize| {
        let (mut after, mut seqs) = (0, Vec::new());
        loop {
            let (north, box_id) = (BranchId::new(Uuid::from_u128(NORTH)), BoxId::new(Uuid::from_u128(1)));
            let ask = move |tx: &mut cloud_sync::store::Tx<'_>| {
                log::feed(tx, north, box_id, after, echo, max_bytes)
            };
            let feed = world.tables(company, Mode::Read, ask).unwrap();
            seqs.extend(feed.entries.iter().map(|entry| entry.seq));
            if !feed.more {
                return seqs;
            }
            assert!(feed.to.seq > after, "stands still at {after}");
            after = feed.to.seq;
        }
    };
    let wanted = |echo: bool| -> Vec<u64> {
        let mine = |(at, by): (Option<u128>, Option<u128>)| {
            at.is_none_or(|at| at == NORTH) && (echo || by != Some(1))
        };
        (1_u64..)
            .zip(kinds.into_iter().cycle().take(all))
            .filter(|(_, kind)| mine(*kind))
            .map(|(seq, _)| seq)
            .collect()
    };
    assert_eq!(read(true, usize::MAX), wanted(true));
    assert_eq!(read(false, 1_000), wanted(false));
}

fn positions_have_no_gaps(world: &World) {
    const WRITERS: usize = 8;
    const TIMES: usize = 15;
    let company = world.company();
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let database = if writer % 2 == 0 { &world.here } else { &world.there };
            let store = Store::new(Arc::clone(database));
            let handle = world.runtime.handle().clone();
            scope.spawn(move || {
                for n in 0..TIMES {
                    let entries = vec![entry(u8::try_from(writer * TIMES + n).unwrap(), None, None); 2];
                    let done = handle.block_on(store.tenant(company, Mode::Write, move |tx| {
                        let end = log::end(tx)?;
                        log::append(tx, end, &entries)
                    }));
                    done.unwrap();
                }
            });
        }
    });
    let rows = world.query(company, "SELECT seq, hash, chain FROM log ORDER BY seq").unwrap();
    assert_eq!(rows.len(), WRITERS * TIMES * 2);
    let mut end = Mark::default();
    for row in rows {
        end = Mark { seq: end.seq + 1, chain: end.chain.next(&row.get(1).unwrap()) };
        assert_eq!((row.get::<u64>(0).unwrap(), row.get::<[u8; 16]>(2).unwrap()), (end.seq, end.chain.0));
    }
}
