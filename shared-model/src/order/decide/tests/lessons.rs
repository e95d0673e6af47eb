//! Failures of other systems (product.md, section 4), each as a test of the rule that prevents it here.

use std::num::NonZeroU32;

use crate::money::Money;
use crate::order::stage::StepTo;
use crate::order::{Order, Rejection, Status, pricing};
use crate::projection;
use crate::testing::{
    Shop, add, all, an_order, at_station, cancel, cash, cashier, charge, lin, line, line_as, new_order,
    pesos, prd, send, sent_order, snd,
};

/// What both sides know, whoever's facts arrive first.
fn merged(a: &Order, b: &Order) -> Order {
    let join = |mut into: Order, from: Order| {
        into.lines.extend(from.lines);
        into.sends.extend(from.sends);
        into.steps.extend(from.steps);
        into.voids.extend(from.voids);
        into.discounts.extend(from.discounts);
        into.cancels.extend(from.cancels);
        into.payments.extend(from.payments);
        into
    };
    let (there, back) = (join(a.clone(), b.clone()), join(b.clone(), a.clone()));
    assert_eq!(projection::rows(&there), projection::rows(&back));
    there
}

#[test]
fn l3_status_is_a_join_and_payments_only_accumulate() {
    let (mut shop, order) = sent_order(&["papas"]);
    let paid = shop.does(&order, &charge(vec![cash("p", 12_000)]));
    let (here, there) = (&mut shop.clone(), &mut shop.clone());
    let ready = here.does(&order, &all("listo", StepTo::Ready));
    let stale = there.does(&order, &all("empieza", StepTo::Preparing));
    let all_of_it = merged(&merged(&paid, &stale), &ready);
    assert_eq!((all_of_it.status(), all_of_it.paid()), (Status::Ready, pesos(12_000)));
}

#[test]
fn l6_recorded_prices_and_taxes_win_over_todays_menu() {
    let (mut shop, order) = an_order(&["papas"]);
    let papas = shop.menu.products.get_mut(&prd("papas")).unwrap();
    papas.price = pesos(99_000);
    papas.tax = crate::order::tax::TaxKind::None;
    let order = shop.does(&order, &send("s"));
    let totals = pricing::totals(&order);
    assert_eq!(totals.total, pesos(12_000));
    assert_eq!(totals.buckets[0].amount, pesos(12_000).tax_included(crate::money::BasisPoints(800)));
}

#[test]
fn l8_a_retry_is_the_same_fact() {
    let (mut shop, order) = sent_order(&["papas"]);
    let pay = charge(vec![cash("p", 12_000)]);
    let order = shop.does(&order, &pay);
    for again in [pay, send("primera")] {
        assert_eq!(shop.ask(&order, &cashier(), &again).unwrap().events, []);
    }
    let twice =
        shop.ask(&order, &cashier(), &crate::order::command::Command::Open(new_order(vec![line("papas")])));
    assert_eq!(twice, Err(Rejection::OrderExists { order: order.order_id }));
}

#[test]
fn l9_a_second_identical_round_counts() {
    let (mut shop, order) = sent_order(&["papas"]);
    let order = shop.does(&order, &add(vec![line_as("otras", "papas")], Some("segunda")));
    assert_eq!(pricing::totals(&order).total, pesos(24_000));
    assert_eq!(order.send_of(lin("otras")).unwrap().1, 2);
}

#[test]
fn l10_two_waiters_on_one_table_lose_no_beer() {
    let (shop, order) = sent_order(&["papas"]);
    let (mut here, mut there) = (shop.clone(), shop);
    let one = here.does(&order, &add(vec![line_as("mia", "gaseosa")], Some("s-mia")));
    let other = there.does(&order, &add(vec![line_as("tuya", "gaseosa")], Some("s-tuya")));
    let both = merged(&one, &other);
    assert_eq!(both.lines.len(), 3);
    assert_eq!(pricing::totals(&both).total, pesos(21_000));
}

#[test]
fn l13_adding_food_does_not_cook_the_rest_again() {
    let (mut shop, order) = sent_order(&["papas", "gaseosa"]);
    let order = shop.does(&order, &add(vec![line("hamburguesa")], Some("segunda")));
    assert_eq!(order.sends[&snd("segunda")].lines, [lin("hamburguesa")]);
    let items = projection::rows(&order).items;
    assert_eq!(items.iter().filter(|item| item.round == 2).count(), 1);
    assert_eq!(items.len(), 2, "papas and hamburguesa once each");
}

#[test]
fn l14_a_double_tap_sends_once() {
    let (mut shop, order) = an_order(&["papas"]);
    let order = shop.does(&order, &send("s"));
    assert_eq!(shop.ask(&order, &cashier(), &send("s")).unwrap().events, []);
    assert_eq!(shop.ask(&order, &cashier(), &send("otro")), Err(Rejection::NothingToSend));
}

#[test]
fn l20_combos_and_split_bills_lose_nothing() {
    let mut shop = Shop::new();
    let order = shop.open(&cashier(), &new_order(vec![line("combo")])).unwrap().order;
    let combo = &order.lines[&lin("combo")];
    assert_eq!(combo.total(), pesos(30_000 + 5_000 + 2_500), "combo, doble, tocineta");
    let parts: Vec<_> = combo.parts.iter().map(|part| (part.name.as_str(), part.modifiers.len())).collect();
    assert_eq!(parts, [("hamburguesa", 1), ("papas", 0), ("gaseosa", 0)]);
    assert_eq!(combo.consumption.len(), 3, "carne, papa, tocineta");
    let shares = combo.total().split(NonZeroU32::new(7).unwrap());
    assert_eq!(Money::total(shares), Ok(combo.total()));
}

#[test]
fn l28_what_a_sale_used_up_is_its_own() {
    let (mut shop, order) = an_order(&["papas"]);
    shop.menu.products.get_mut(&prd("papas")).unwrap().recipe.clear();
    assert_eq!(order.lines[&lin("papas")].consumption.len(), 1);
    let order = shop.does(&order, &send("s"));
    assert_eq!(projection::rows(&order).lines[0].consumption.len(), 1);
}

// The rules of merging, each with both orders of arrival.

#[test]
fn cancel_beside_a_step_is_cancelled() {
    let (shop, order) = sent_order(&["papas", "hamburguesa"]);
    let cancelled = shop.clone().does(&order, &cancel("se fueron"));
    let cooking = shop.clone().does(&order, &all("r", StepTo::Ready));
    let both = merged(&cancelled, &cooking);
    assert_eq!((both.status(), both.needs_review()), (Status::Cancelled, false));
    assert!(projection::rows(&both).items.iter().all(|item| !item.open));
}

#[test]
fn cancel_beside_delivered_stands_delivered_and_asks() {
    let (shop, order) = sent_order(&["papas", "hamburguesa"]);
    let cancelled = shop.clone().does(&order, &cancel("se fueron"));
    let delivered = shop.clone().does(&order, &all("d", StepTo::Delivered));
    let both = merged(&cancelled, &delivered);
    assert_eq!((both.status(), both.needs_review()), (Status::Delivered, true));
    let half = shop.clone().does(&order, &at_station("d", StepTo::Delivered, "freidora"));
    let both = merged(&cancelled, &half);
    assert_eq!((both.status(), both.needs_review()), (Status::Cancelled, true), "half of it left the house");
}

#[test]
fn cancel_beside_a_payment_is_a_question_of_refund() {
    let (shop, order) = sent_order(&["papas"]);
    let cancelled = shop.clone().does(&order, &cancel("se fueron"));
    let paid = shop.clone().does(&order, &charge(vec![cash("p", 12_000)]));
    let both = merged(&cancelled, &paid);
    assert_eq!((both.status(), both.needs_review()), (Status::Cancelled, true));
}

#[test]
fn cancelled_twice_in_one_instant_keeps_both() {
    let (shop, order) = sent_order(&["papas"]);
    let one = shop.clone().does(&order, &cancel("se fueron"));
    let mut other = order.clone();
    let mut cancel = one.cancels.values().next().unwrap().clone();
    cancel.by = crate::testing::stf("Otra");
    other.apply(crate::order::Event::Cancelled(cancel));
    assert_eq!(merged(&one, &other).cancels.len(), 2);
}

#[test]
fn a_line_taken_back_twice_is_one_line_less() {
    let (shop, order) = sent_order(&["papas", "gaseosa"]);
    let one = shop.clone().does(&order, &crate::testing::void("v", "papas", "fría"));
    let other = shop.clone().does(&order, &crate::testing::void("w", "papas", "tarde"));
    let both = merged(&one, &other);
    assert_eq!(projection::rows(&both).order.line_count, 1);
    assert_eq!(pricing::totals(&both).total, pesos(4_500));
}
