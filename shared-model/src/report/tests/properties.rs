//! Sums that moved change by change are the sums of what came out; no peso is lost between reports.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::money::Money;
use crate::order::command::Command;
use crate::order::stage::StepTo;
use crate::order::{Event, Order, Status, payment, pricing};
use crate::projection;
use crate::report::count::contributions;
use crate::report::rollup::{Dimension, RollupKey, RollupRow, Sums, difference};
use crate::testing::{
    Shop, add, admin, at_station, cancel, card, cash, cashier, charge, cook, discount, line, line_as,
    new_order, send, void,
};

fn a_command() -> impl Strategy<Value = Command> {
    let step =
        prop::sample::select(vec![StepTo::Preparing, StepTo::Ready, StepTo::Delivered, StepTo::Recalled]);
    let label = || prop::sample::select(vec!["papas", "combo", "l1", "l2", "l3"]);
    let product = prop::sample::select(vec!["papas", "hamburguesa", "gaseosa", "combo"]);
    let id = || (0_u8..9).prop_map(|n| format!("i{n}"));
    prop_oneof![
        3 => (label(), product).prop_map(|(label, product)| add(vec![line_as(label, product)], None)),
        2 => id().prop_map(|id| send(&id)),
        2 => (id(), step).prop_map(|(id, to)| at_station(&id, to, "freidora")),
        3 => (id(), label()).prop_map(|(id, line)| void(&id, line, "fría")),
        2 => (id(), 1_i64..9_000).prop_map(|(id, amount)| discount(&id, amount)),
        1 => (id(), 0_i64..50_000).prop_map(|(id, amount)| charge(vec![cash(&id, amount)])),
        1 => (id(), 0_i64..50_000).prop_map(|(id, amount)| charge(vec![card(&id, amount, &id)])),
        1 => Just(cancel("se fueron")),
    ]
}

/// The states an order went through, and every fact of it.
fn lived(commands: &[Command]) -> (Vec<Order>, Vec<Event>) {
    let mut shop = Shop::new();
    let mut new = new_order(vec![line("papas"), line("combo")]);
    new.guests = Some(3);
    let opened = shop.open(&cashier(), &new).unwrap();
    let (mut states, mut facts) = (vec![opened.order.clone()], opened.events);
    let mut order = opened.order;
    for (nth, command) in commands.iter().enumerate() {
        let who = [admin(), cashier(), cook()][nth % 3].clone();
        if let Ok(decision) = shop.ask(&order, &who, command) {
            order = decision.order;
            states.push(order.clone());
            facts.extend(decision.events);
        }
    }
    (states, facts)
}

/// A store in miniature: adds, and drops what becomes all zero.
#[derive(Default)]
struct Stored(BTreeMap<RollupKey, Sums>);

impl Stored {
    fn add(&mut self, rows: Vec<RollupRow>) {
        for RollupRow { key, sums } in rows {
            assert!(!sums.is_zero(), "only what moves is written");
            let sum = self.0.entry(key.clone()).or_default();
            *sum = sum.plus(sums);
            if sum.is_zero() {
                assert!(sums.takes_away(), "only taking away empties a row");
                self.0.remove(&key);
            }
        }
    }

    fn rows(self) -> Vec<RollupRow> {
        self.0.into_iter().map(|(key, sums)| RollupRow { key, sums }).collect()
    }
}

fn sum(rows: &[RollupRow], dimension: Dimension, of: fn(&Sums) -> i64) -> i64 {
    rows.iter().filter(|row| row.key.dimension == dimension).map(|row| of(&row.sums)).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn moving_by_differences_is_counting_anew(commands in prop::collection::vec(a_command(), 0..25)) {
        let (states, _) = lived(&commands);
        let mut stored = Stored::default();
        let mut before = Vec::new();
        for order in &states {
            let after = contributions(order);
            prop_assert_eq!(&projection::rows(order).rollup, &after);
            stored.add(difference(&before, &after));
            before = after;
        }
        prop_assert_eq!(stored.rows(), before);
    }

    #[test]
    fn facts_may_arrive_in_any_sequence(
        commands in prop::collection::vec(a_command(), 0..20),
        keys in prop::collection::vec(any::<u64>(), 60),
    ) {
        let (states, facts) = lived(&commands);
        let last = states.last().unwrap();
        let mut shuffled: Vec<(u64, Event)> = keys.into_iter().cycle().zip(facts).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let mut order = Order::new(last.order_id, last.opened.clone());
        let mut stored = Stored::default();
        let mut before = Vec::new();
        for (_, fact) in shuffled {
            order.apply(fact);
            let after = contributions(&order);
            stored.add(difference(&before, &after));
            before = after;
        }
        prop_assert_eq!(stored.rows(), contributions(last));
    }

    #[test]
    fn every_peso_is_in_every_report(commands in prop::collection::vec(a_command(), 0..25)) {
        let (states, _) = lived(&commands);
        let order = states.last().unwrap();
        let rows = contributions(order);
        let totals = pricing::totals(order);
        let cancelled = order.status() == Status::Cancelled;
        let sold = if cancelled { 0 } else { totals.total.minor() };
        prop_assert_eq!(sum(&rows, Dimension::Sales, |sums| sums.total), sold);
        for dimension in [Dimension::Sales, Dimension::Product, Dimension::Staff] {
            prop_assert_eq!(sum(&rows, dimension, |sums| sums.gross - sums.discount), sold);
            prop_assert_eq!(sum(&rows, dimension, |sums| sums.total), sold);
        }
        prop_assert_eq!(sum(&rows, Dimension::Tax, |sums| sums.total), sold);
        let tax = sum(&rows, Dimension::Tax, |sums| sums.tax);
        prop_assert_eq!(sum(&rows, Dimension::Sales, |sums| sums.tax), tax);
        prop_assert_eq!(
            sum(&rows, Dimension::Sales, |sums| sums.count + sums.lost_count),
            1,
            "an order is sold or cancelled"
        );
        let discounts = rows.iter().filter(|row| row.key.subject == "discount");
        let discounts: i64 = discounts.map(|row| row.sums.total).sum();
        prop_assert_eq!(discounts, sum(&rows, Dimension::Sales, |sums| sums.discount));
        prop_assert_eq!(sum(&rows, Dimension::Payment, |sums| sums.total), order.paid().minor());

        let settled = payment::settle(order);
        let subject = |name: &str| -> i64 {
            let rows = rows.iter().filter(|row| row.key.dimension == Dimension::Settlement);
            rows.filter(|row| row.key.subject == name).map(|row| row.sums.total).sum()
        };
        let due = sold + subject("overpaid") - order.paid().minor() - subject("rounding");
        prop_assert_eq!(due, if cancelled { 0 } else { settled.due.minor() });
        let lost = sum(&rows, Dimension::Staff, |sums| sums.lost_total);
        let removed = rows.iter().filter(|row| matches!(row.key.subject.as_str(), "void" | "cancel"));
        prop_assert_eq!(lost, removed.map(|row| row.sums.total).sum::<i64>());
        prop_assert!(rows.iter().all(|row| row.sums.to_array().iter().all(|sum| *sum >= 0)));
        prop_assert!(Money::from_minor(lost) <= Money::MAX);
    }
}
