//! Two copies of a branch that meet: whatever comes in whatever sequence, both end up the same, and the bad ones alone.

mod convergence;
mod grants;

use shared_model::ids::{PaymentId, StaffId};
use shared_model::money::Money;
use shared_model::order::command::{Command, NewPayment};
use shared_model::order::payment::Method;
use shared_model::sync::Chain;

use super::super::testing::{BRANCH, COMPANY, Copy, GASEOSA, NOW, PAPAS, batch, garbage, id, line, open};
use super::super::{conflict, edit, event};
use super::*;

/// A seeded copy and one that heard all of it.
fn pair() -> (Copy, Copy) {
    let (here, mut there) = (Copy::seeded(1), Copy::blank(2));
    there.hear(here.told(false));
    (here, there)
}

fn meet(here: &mut Copy, there: &mut Copy) {
    let (ours, theirs) = (here.told(false), there.told(false));
    here.hear(theirs);
    there.hear(ours);
}

fn pay(payment: u128, pesos: i64) -> Command {
    Command::Pay {
        payments: vec![NewPayment {
            payment_id: PaymentId::new(id(payment)),
            method: Method::Cash,
            amount: Money::from_pesos(pesos),
            tendered: None,
            reference: None,
        }],
    }
}

fn letters(copy: &Copy) -> Vec<(String, String)> {
    let list = dead_letter::list(&copy.conn, None, 100).unwrap();
    list.into_iter().map(|letter| (letter.code, letter.detail)).collect()
}

fn kinds_told(copy: &Copy) -> Vec<String> {
    event::after(&copy.conn, 0, 1000).unwrap().into_iter().map(|stored| stored.envelope.kind).collect()
}

#[test]
fn a_blank_copy_becomes_the_branch() {
    let mut here = Copy::seeded(1);
    here.order(0x100, &open(0x100, PAPAS, Some(10_000)), NOW);
    let mut there = Copy::blank(2);
    let outcome = there.hear(here.told(false));
    assert_eq!((outcome.known, outcome.rejected.len()), (0, 0));
    assert_eq!(there.rows(false), here.rows(false));
    there.assert_rebuilds();
    let home = there.announcements.catalog.borrow().home().map(|branch| branch.name.clone());
    assert_eq!(home.as_deref(), Some("Centro"));
    let printed: u32 = there.conn.query_row("SELECT count(*) FROM print_job", [], |row| row.get(0)).unwrap();
    assert_eq!(printed, 0);
    // What came from elsewhere is not sent back.
    assert_eq!(there.told(true), []);
}

#[test]
fn the_same_again_changes_nothing() {
    let (mut here, mut there) = pair();
    here.order(0x100, &open(0x100, PAPAS, None), NOW);
    there.hear(here.told(false));
    let (rows, end, told) = (there.rows(true), there.end(), kinds_told(&there));
    let outcome = there.hear(here.told(false));
    assert_eq!((outcome.accepted, outcome.known), (0, here.told(false).len()));
    assert_eq!((there.rows(true), there.end(), kinds_told(&there)), (rows, end, told));
}

#[test]
fn both_pay_and_one_cancels_and_all_of_it_counts() {
    let (mut here, mut there) = pair();
    here.order(0x100, &open(0x100, PAPAS, None), NOW);
    there.hear(here.told(false));
    here.order(0x100, &pay(0x1, 10_000), NOW.plus_ms(1));
    there.order(0x100, &pay(0x2, 4_000), NOW.plus_ms(2));
    meet(&mut here, &mut there);
    assert_eq!(here.rows(false), there.rows(false));
    let paid: i64 = here.conn.query_row("SELECT paid FROM sales_order", [], |row| row.get(0)).unwrap();
    assert_eq!(paid, 1_400_000);
    here.assert_rebuilds();
    // The next command here works on what was merged, not on what was in memory before.
    let more = Command::AddLines { lines: vec![line(0x77, GASEOSA)], send: None };
    there.order(0x100, &more, NOW.plus_ms(3));
    there.assert_rebuilds();
}

#[test]
fn a_customer_may_come_before_the_order_and_after_it() {
    let mut here = Copy::seeded(1);
    here.order(0x100, &open(0x100, GASEOSA, None), NOW);
    let all = here.told(false);
    let (customer, rest): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|change| change.kind == DocKind::Contact);
    for parts in [[customer.clone(), rest.clone()], [rest, customer]] {
        let mut there = Copy::blank(2);
        for part in parts {
            there.hear(part);
        }
        assert_eq!(there.rows(false), here.rows(false));
        there.assert_rebuilds();
    }
}

#[test]
fn screens_hear_of_today_and_not_of_history() {
    let mut here = Copy::seeded(1);
    here.order(0x100, &open(0x100, PAPAS, None), NOW.plus_ms(-3 * AHEAD_MS));
    let mut there = Copy::blank(2);
    there.hear(here.told(false));
    assert_eq!(kinds_told(&there), ["menu:changed"]);
    here.order(0x200, &open(0x200, PAPAS, None), NOW);
    here.order(0x100, &pay(0x1, 10_000), NOW);
    there.hear(here.told(false));
    let told = kinds_told(&there);
    assert!(
        told.contains(&"order:created".to_owned()) && told.contains(&"order:paid".to_owned()),
        "{told:?}"
    );
}

const AHEAD_MS: i64 = 24 * 3_600_000;

#[test]
fn a_clock_far_ahead_pushes_ours_by_a_day_at_most() {
    let (mut here, mut there) = pair();
    here.order(0x100, &open(0x100, PAPAS, None), NOW.plus_ms(40 * AHEAD_MS));
    there.hear(here.told(false));
    assert_eq!(there.working.hlc.at(), NOW.plus_ms(AHEAD_MS));
    let mut again = Copy::blank(3);
    here = Copy::seeded(1);
    here.order(0x100, &open(0x100, PAPAS, None), NOW.plus_ms(5_000));
    again.hear(here.told(false));
    assert_eq!(again.working.hlc.at(), NOW.plus_ms(5_000));
}

#[test]
fn a_bad_one_among_good_ones_stops_nobody() {
    let mut here = Copy::seeded(1);
    here.order(0x100, &open(0x100, PAPAS, None), NOW);
    let mut changes = here.told(false);
    let place = changes.len() / 2;
    changes.insert(place, Incoming { kind: DocKind::Product, doc: id(PAPAS), change: garbage(1) });
    changes.insert(0, Incoming { kind: DocKind::Order, doc: id(0x100), change: garbage(2) });
    changes.insert(0, Incoming { kind: DocKind::Order, doc: id(0x900), change: garbage(3) });
    // A product under another id than it gives itself.
    let product = changes.iter().find(|change| change.kind == DocKind::Product && change.doc == id(GASEOSA));
    let moved = Incoming { doc: id(0x999), ..product.unwrap().clone() };
    changes.push(moved);
    let mut there = Copy::blank(2);
    let outcome = there.hear(changes);
    assert_eq!(outcome.rejected.len(), 4, "{:?}", outcome.rejected);
    assert_eq!(letters(&there).len(), 4);
    assert_eq!(there.rows(false), here.rows(false));
    there.assert_rebuilds();
}

#[test]
fn rows_that_no_rule_lets_through_are_put_aside_with_their_order() {
    let mut here = Copy::seeded(1);
    here.order(0x100, &open(0x100, PAPAS, None), NOW);
    here.order(0x200, &open(0x200, PAPAS, None), NOW);
    let mut there = Copy::blank(2);
    // A table of the newer program that allows less than ours: the row of one order cannot be written.
    there
        .conn
        .execute_batch(
            "CREATE TRIGGER no BEFORE INSERT ON sales_order WHEN new.turn = 1
                              BEGIN SELECT raise(ABORT, 'no'); END",
        )
        .unwrap();
    let before = there.end();
    let outcome = there.hear(here.told(false));
    assert_eq!(outcome.rejected.len(), 2, "the order and its customer");
    let orders: u32 = there.conn.query_row("SELECT count(*) FROM sales_order", [], |row| row.get(0)).unwrap();
    assert_eq!(orders, 1);
    assert!(there.end().seq > before.seq);
    super::super::log::verify_chain(&there.conn).unwrap();
    there.assert_rebuilds();
}

#[test]
fn what_builds_on_something_missing_waits_for_it() {
    let mut here = Copy::seeded(1);
    let base = here.told(false);
    here.edit(PAPAS, |papas| papas.price = Money::from_pesos(6_000));
    here.edit(PAPAS, |papas| papas.price = Money::from_pesos(7_000));
    let edits = here.told(false).split_off(base.len());
    let mut there = Copy::blank(2);
    there.hear(base);
    let outcome = there.hear(vec![edits[1].clone()]);
    assert_eq!(outcome.rejected[0].why, Refused::MissingDependency);
    assert_eq!(letters(&there)[0].0, "missing-dependency");
    there.hear(vec![edits[0].clone()]);
    assert_eq!(letters(&there), []);
    assert_eq!(there.rows(false), here.rows(false));
    there.assert_rebuilds();
}

#[test]
fn the_cursor_and_the_rows_stand_or_fall_together() {
    let here = Copy::seeded(1);
    let mut there = Copy::blank(2);
    let cursor = Mark { seq: 9, chain: Chain([5; 16]) };
    let batch = Batch { cursor: Some(cursor), ..batch(here.told(false)) };
    // The disk gives up after the changes and before the commit.
    let tx = there.conn.transaction().unwrap();
    merge(&mut Work { tx: &tx, working: &mut there.working }, batch.clone(), NOW).unwrap();
    drop(tx);
    there.working.forget();
    assert_eq!((there.end(), peer::read(&there.conn).unwrap().received), (Mark::default(), Mark::default()));
    assert_eq!(there.rows(true), Vec::<String>::new());
    there.run(|work| merge(work, batch, NOW));
    assert_eq!(peer::read(&there.conn).unwrap().received, cursor);
    assert_eq!(peer_mark::all(&there.conn).unwrap(), [cursor]);
    assert_eq!(there.rows(false), here.rows(false));
}

#[test]
fn a_price_that_both_sides_changed_is_listed_until_somebody_decides() {
    let (mut here, mut there) = pair();
    here.edit(PAPAS, |papas| papas.price = Money::from_pesos(6_000));
    there.edit(PAPAS, |papas| papas.price = Money::from_pesos(7_000));
    there.edit(GASEOSA, |gaseosa| gaseosa.sold_out = true);
    meet(&mut here, &mut there);
    assert_eq!(here.rows(false), there.rows(false));
    for copy in [&here, &there] {
        let found = conflict::list(&copy.conn, None, 10).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].field.as_str(), found[0].sides.len(), found[0].seen), ("price", 2, false));
    }
    assert_eq!(
        conflict::list(&here.conn, None, 10).unwrap()[0].sides,
        conflict::list(&there.conn, None, 10).unwrap()[0].sides
    );
    here.edit(PAPAS, |papas| papas.price = Money::from_pesos(6_500));
    assert_eq!(conflict::count(&here.conn).unwrap(), 0);
    there.hear(here.told(false));
    assert_eq!(conflict::count(&there.conn).unwrap(), 0);
    there.assert_rebuilds();
}

#[test]
fn an_edit_from_elsewhere_reaches_the_snapshot_and_ends_sessions() {
    let (mut here, mut there) = pair();
    let staff = StaffId::new(id(1));
    here.run(|work| {
        let mut catalog = (*work.working.catalog(work.tx)?).clone();
        let mut person = catalog.staff[&staff].clone();
        person.session_epoch += 1;
        edit::put(work, &mut catalog, person, NOW)
    });
    there.hear(here.told(false));
    assert_eq!(there.announcements.catalog.borrow().staff[&staff].session_epoch, 1);
}
