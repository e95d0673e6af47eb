//! Letters that nobody took: a company has so many and so many bytes of them at most, and the oldest go first.

use cloud_sync::store::Mode;
use cloud_sync::store::table::dead_letter;
use cloud_sync::values;
use shared_model::ids::{BoxId, CompanyId};
use uuid::Uuid;

use crate::contract::on_both;
use crate::world::World;

on_both! {
    there_are_only_so_many_letters
    there_are_only_so_many_bytes
    pages_show_each_letter_once
}

const MEBIBYTE: usize = 1024 * 1024;

/// Puts letters away behind the back of the table's own limits; the later, the newer.
fn fill(world: &World, company: CompanyId, letters: std::ops::Range<u16>, bytes: usize) {
    let sql = "INSERT INTO dead_letter (hash, doc_kind, doc_id, box_id, code, detail, bytes, at_ms)
               VALUES ($1, 'order', $2, $3, 'malformed', 'no se puede leer', $4, $5)";
    let letter = |nth: u16| {
        let mut hash = [0; 32];
        hash[..2].copy_from_slice(&nth.to_be_bytes());
        let box_id = [u8::try_from(nth % 2).unwrap(); 16];
        values![hash, [7_u8; 16], box_id, vec![0_u8; bytes], i64::from(nth / 3)]
    };
    let rows: Vec<_> = letters.map(letter).collect();
    world.write(company, &mut |tx| tx.execute_many(sql, &rows)).unwrap();
}

fn count(world: &World, company: CompanyId) -> i64 {
    world.number(company, "SELECT count(*) FROM dead_letter")
}

fn there_are_only_so_many_letters(world: &World) {
    let (company, other) = (world.company(), world.company());
    fill(world, company, 0..10_030, 1);
    fill(world, other, 0..3, 1);
    assert_eq!(world.tables(company, Mode::Write, dead_letter::bound).unwrap(), 30);
    assert_eq!(world.tables(company, Mode::Write, dead_letter::bound).unwrap(), 0);
    assert_eq!((count(world, company), count(world, other)), (10_000, 3));
    assert_eq!(world.number(company, "SELECT min(at_ms) FROM dead_letter"), 10, "the oldest went");
}

fn there_are_only_so_many_bytes(world: &World) {
    let company = world.company();
    fill(world, company, 0..66, MEBIBYTE);
    assert_eq!(world.tables(company, Mode::Write, dead_letter::bound).unwrap(), 2);
    assert_eq!(count(world, company), 64);
}

fn pages_show_each_letter_once(world: &World) {
    let company = world.company();
    fill(world, company, 0..20, 1);
    let odd = BoxId::new(Uuid::from_bytes([1; 16]));
    for (only, expected) in [(None, 20), (Some(vec![odd]), 10), (Some(vec![]), 0)] {
        let (mut before, mut seen) = (None, Vec::new());
        loop {
            let only = only.clone();
            let page = world
                .tables(company, Mode::Read, move |tx| dead_letter::list(tx, only.as_deref(), before, 3))
                .unwrap();
            let Some(last) = page.last() else { break };
            before = Some((last.at.ms(), last.hash));
            seen.extend(page.iter().map(|letter| letter.hash));
        }
        assert_eq!(seen.len(), expected);
        assert!(seen.is_sorted_by(|one, other| one > other), "the newest first, each once");
    }
    let counts = world.tables(company, Mode::Read, dead_letter::count_by_box).unwrap();
    assert_eq!(counts.iter().map(|(_, count)| count).sum::<u64>(), 20);
    assert!(counts.contains(&(Some(odd), 10)));
}
