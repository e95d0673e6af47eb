//! Two copies of a branch that meet: whatever comes in whatever sequence, both end up the same, and the bad ones alone.

use proptest::prelude::*;
use shared_model::document::{Author, Document};
use shared_model::ids::{BoxId, BranchId, CompanyId, PaymentId, StaffId};
use shared_model::money::Money;
use shared_model::order::command::{Command, NewPayment};
use shared_model::order::payment::Method;
use shared_model::sync::{Chain, inspect::inspect};
use shared_model::tenant::{Entitlement, EntitlementClaims, Plan};
use shared_model::wire::enrol::CloudAddress;

use super::super::testing::{
    BRANCH, COMPANY, Copy, GASEOSA, NOW, PAPAS, batch, branch, garbage, id, line, open,
};
use super::super::{conflict, event, membership};
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
        super::super::edit::put(work, &mut catalog, person, NOW)
    });
    there.hear(here.told(false));
    assert_eq!(there.announcements.catalog.borrow().staff[&staff].session_epoch, 1);
}

fn member(copy: &mut Copy, root: &ed25519_dalek::SigningKey) {
    let cloud = CloudAddress { endpoints: vec![], relay_url: None, base_url: String::new() };
    let member = Membership {
        box_id: BoxId::new(id(1)),
        company_id: CompanyId::new(id(COMPANY)),
        branch_id: BranchId::new(id(BRANCH)),
        certificate: vec![],
        root_key: root.verifying_key().to_bytes(),
        cloud,
        enrolled_at: NOW,
    };
    copy.run(|work| membership::put(work.tx, &member));
}

/// Grants of one company, each written over the one before.
fn grants(grants: &[Entitlement]) -> Vec<Incoming> {
    let mut document = Document::new(Author { replica: *b"la nube!", epoch: 1 });
    let mut last = None;
    let mut written = |grant: &Entitlement| {
        shared_model::document::registers::write(&mut document, last.as_ref(), grant).unwrap();
        last = Some(grant.clone());
        let change = inspect(document.commit(NOW).unwrap().bytes).unwrap();
        Incoming { kind: DocKind::Entitlement, doc: id(COMPANY), change }
    };
    grants.iter().map(&mut written).collect()
}

#[test]
fn only_a_grant_that_the_cloud_signed_and_not_an_older_one_counts() {
    let root = ed25519_dalek::SigningKey::from_bytes(&[1; 32]);
    let signed = |key: &ed25519_dalek::SigningKey, plan: Plan, serial| {
        let company_id = CompanyId::new(id(COMPANY));
        let claims = EntitlementClaims { company_id, plan, limits: plan.limits(), paid_until: NOW, serial };
        Entitlement::sign(key, &claims)
    };
    let held = |copy: &Copy| super::super::entitlement::held(&copy.conn).unwrap().map(|claims| claims.serial);
    let forger = ed25519_dalek::SigningKey::from_bytes(&[2; 32]);
    let mut copy = Copy::seeded(1);
    member(&mut copy, &root);
    copy.hear(grants(&[signed(&forger, Plan::Enterprise, 9)]));
    assert_eq!((held(&copy), letters(&copy).len()), (None, 1));
    let good = grants(&[
        signed(&root, Plan::Basic, 5),
        signed(&root, Plan::Trial, 4),
        signed(&root, Plan::Basic, 6),
    ]);
    copy.hear(vec![good[0].clone()]);
    assert_eq!(held(&copy), Some(5));
    copy.hear(vec![good[1].clone()]);
    assert_eq!(held(&copy), Some(5));
    // The newest builds on the older one, and both are taken then.
    copy.hear(vec![good[2].clone()]);
    assert_eq!(held(&copy), Some(6));
    copy.assert_rebuilds();
    assert_eq!(held(&copy), Some(6));
}

#[test]
fn another_branch_stays_outside() {
    let root = ed25519_dalek::SigningKey::from_bytes(&[1; 32]);
    let mut here = Copy::blank(1);
    here.run(|work| {
        let mut catalog = (*work.working.catalog(work.tx)?).clone();
        super::super::edit::put(work, &mut catalog, branch(0x0dd), NOW)
    });
    let mut there = Copy::seeded(2);
    member(&mut there, &root);
    let outcome = there.hear(here.told(false));
    assert_eq!(outcome.rejected[0].why, Refused::ForeignDocument);
    assert_eq!(there.announcements.catalog.borrow().branches.len(), 1);
}

/// What may happen at one of two copies.
#[derive(Debug, Clone)]
enum Deed {
    Open { order: u8, papas: bool, paid: bool },
    Add { order: u8, line: u8 },
    Pay { order: u8, payment: u8 },
    Cancel { order: u8 },
    Price { papas: bool, pesos: u8 },
    Rename { papas: bool, name: u8 },
}

fn deed() -> impl Strategy<Value = Deed> {
    let order = 0..6_u8;
    prop_oneof![
        3 => (order.clone(), any::<bool>(), any::<bool>())
            .prop_map(|(order, papas, paid)| Deed::Open { order, papas, paid }),
        2 => (order.clone(), any::<u8>()).prop_map(|(order, line)| Deed::Add { order, line }),
        2 => (order.clone(), any::<u8>()).prop_map(|(order, payment)| Deed::Pay { order, payment }),
        1 => order.prop_map(|order| Deed::Cancel { order }),
        1 => (any::<bool>(), 1..9_u8).prop_map(|(papas, pesos)| Deed::Price { papas, pesos }),
        1 => (any::<bool>(), 1..9_u8).prop_map(|(papas, name)| Deed::Rename { papas, name }),
    ]
}

impl Copy {
    fn does(&mut self, deed: &Deed, nth: i64) {
        let at = NOW.plus_ms(nth);
        let product = |papas: bool| if papas { PAPAS } else { GASEOSA };
        let order = |order: u8| 0x100 + u128::from(order);
        match *deed {
            Deed::Open { order: which, papas, paid } => {
                let command = open(order(which), product(papas), paid.then_some(10_000));
                self.order(order(which), &command, at);
            }
            Deed::Add { order: which, line: new } => {
                let new = line(0x5_0000 + order(which) * 0x100 + u128::from(new), GASEOSA);
                self.order(order(which), &Command::AddLines { lines: vec![new], send: None }, at);
            }
            Deed::Pay { order: which, payment } => {
                let payment = 0x6_0000 + order(which) * 0x100 + u128::from(payment);
                self.order(order(which), &pay(payment, 1_000), at);
            }
            Deed::Cancel { order: which } => {
                self.order(order(which), &Command::Cancel { reason: "se fue".to_owned() }, at);
            }
            Deed::Price { papas, pesos } => {
                self.edit(product(papas), |product| product.price = Money::from_pesos(pesos.into()));
            }
            Deed::Rename { papas, name } => {
                self.edit(product(papas), |product| product.name = format!("Nombre {name}"));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_on_two_sides_both_end_up_the_same(
        deeds in prop::collection::vec((any::<bool>(), deed(), any::<prop::sample::Index>()), 1..24),
        partly in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
        seed in any::<u64>(),
    ) {
        let (mut here, mut there) = pair();
        for (nth, (at_home, deed, cut)) in deeds.iter().enumerate() {
            let copy = if *at_home { &mut here } else { &mut there };
            copy.does(deed, i64::try_from(nth).unwrap());
            // Now and then the first part of what one side has reaches the other.
            if partly.iter().any(|at| at.index(deeds.len()) == nth) {
                let mut told = here.told(false);
                told.truncate(cut.index(told.len()));
                there.hear(told);
            }
        }
        // In any sequence, some of it twice.
        let (mut ours, mut theirs) = (here.told(false), there.told(false));
        shuffle(&mut ours, seed);
        shuffle(&mut theirs, !seed);
        ours.extend_from_within(..ours.len() / 3);
        for part in ours.chunks(5) {
            there.hear(part.to_vec());
        }
        here.hear(theirs);
        prop_assert_eq!(letters(&here), vec![]);
        prop_assert_eq!(letters(&there), vec![]);
        prop_assert_eq!(here.rows(false), there.rows(false));
        here.assert_rebuilds();
        there.assert_rebuilds();
        let sides = |copy: &Copy| -> Vec<_> {
            let found = conflict::list(&copy.conn, None, 100).unwrap();
            found.into_iter().map(|conflict| (conflict.doc, conflict.field, conflict.sides)).collect()
        };
        prop_assert_eq!(sides(&here), sides(&there));
        let ends = [&here, &there].map(|copy| copy.told(false).len());
        prop_assert_eq!(ends[0], ends[1]);
    }
}

/// Fisher-Yates with a small generator (xorshift64), so that a failure comes again.
fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed | 1;
    for last in (1..items.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let other = usize::try_from(state % (last as u64 + 1)).unwrap();
        items.swap(last, other);
    }
}
