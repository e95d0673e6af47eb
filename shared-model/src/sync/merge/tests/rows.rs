//! Both sides did something while they were out of touch: one test for each rule, in both orders of arrival.

use super::{ONE, TWO, bytes, next};
use crate::document::{Chunk, DocKind, Document, order, registers};
use crate::menu::Product;
use crate::order::command::Command;
use crate::order::decide::due;
use crate::order::stage::StepTo;
use crate::order::{Event, Order, PaymentState, Status};
use crate::projection::{self, OrderRows};
use crate::sync::merge::merge;
use crate::testing::{
    NOW, Shop, add, admin, all, cancel, card, cash, charge, line_as, ord, pesos, product, sent_order, void,
};

/// The facts that made an order.
fn facts_of(order: &Order) -> Vec<Event> {
    let mut facts = vec![Event::Opened(order.opened.clone()), Event::HeaderSet(order.header.clone())];
    facts.extend(order.lines.iter().map(|(id, line)| Event::LineAdded { line_id: *id, line: line.clone() }));
    facts.extend(order.sends.iter().map(|(id, sent)| Event::Sent { send_id: *id, sent: sent.clone() }));
    facts
}

/// An order with papas and a gaseosa was sent; then the box does one thing and the cloud another, apart.
fn apart(box_does: &[Command], cloud_does: &[Command]) -> Order {
    let (shop, order) = sent_order(&["papas", "gaseosa"]);
    let base = vec![next(&[], ONE, &facts_of(&order))];
    let side = |author, commands: &[Command]| -> Vec<Chunk> {
        let (mut shop, mut order, mut chunks): (Shop, _, _) = (shop.clone(), order.clone(), base.clone());
        for command in commands {
            let decision = shop.ask(&order, &admin(), command).unwrap();
            order = decision.order;
            chunks.push(next(&chunks, author, &decision.events));
        }
        chunks.split_off(1)
    };
    let (ours, theirs) = (side(ONE, box_does), side(TWO, cloud_does));
    let joined = |first: &[Chunk], second: &[Chunk]| {
        let doc = ord("pedido").uuid();
        let stored = bytes(&[&base, first].concat());
        let merged = merge(DocKind::Order, doc, &stored, second.to_vec(), ONE).unwrap();
        assert!(merged.refused.is_empty(), "{:?}", merged.refused);
        order::read(&merged.document.unwrap(), ord("pedido")).unwrap()
    };
    let (one, other) = (joined(&ours, &theirs), joined(&theirs, &ours));
    assert_eq!(one, other, "the order of arrival shows");
    let rows: [OrderRows; 2] = [projection::rows(&one), projection::rows(&other)];
    assert_eq!(rows[0], rows[1]);
    one
}

#[test]
fn the_furthest_step_wins() {
    let order = apart(&[all("a", StepTo::Preparing)], &[all("b", StepTo::Ready)]);
    assert_eq!(order.status(), Status::Ready);
    let order =
        apart(&[all("a", StepTo::Ready), all("c", StepTo::Delivered)], &[all("b", StepTo::Preparing)]);
    assert_eq!(order.status(), Status::Delivered);
}

#[test]
fn called_off_beats_a_step_up_to_ready() {
    for to in [StepTo::Preparing, StepTo::Ready] {
        let order = apart(&[cancel("se fueron")], &[all("a", to)]);
        assert_eq!((order.status(), order.needs_review()), (Status::Cancelled, false));
    }
}

#[test]
fn handed_over_beats_called_off_and_a_person_decides() {
    let order = apart(&[cancel("se fueron")], &[all("a", StepTo::Delivered)]);
    assert!(order.needs_review());
    assert_eq!(order.cancels.len(), 1);
}

#[test]
fn two_payments_both_count() {
    let (_, before) = sent_order(&["papas", "gaseosa"]);
    let bill = due(&before).minor() / 100;
    let order = apart(&[charge(vec![cash("a", bill)])], &[charge(vec![card("b", bill, "0042")])]);
    assert_eq!(order.payments.len(), 2);
    assert_eq!((order.overpaid(), order.payment_state()), (pesos(bill), PaymentState::Paid));
    assert!(order.needs_review());
}

#[test]
fn paid_and_called_off_is_a_question() {
    let order = apart(&[charge(vec![cash("a", 1_000)])], &[cancel("se fueron")]);
    assert_eq!(order.paid(), pesos(1_000));
    assert!(order.needs_review());
}

#[test]
fn a_line_added_while_it_is_paid_is_still_due() {
    let (_, before) = sent_order(&["papas", "gaseosa"]);
    let bill = due(&before).minor() / 100;
    let order = apart(&[charge(vec![cash("a", bill)])], &[add(vec![line_as("otra", "gaseosa")], None)]);
    assert_eq!((order.lines.len(), order.payment_state()), (3, PaymentState::Partial));
    assert!(!due(&order).is_zero());
}

#[test]
fn a_line_taken_back_twice_is_taken_back_once() {
    let order = apart(&[void("a", "papas", "se cayó")], &[void("b", "papas", "frías")]);
    let rows = projection::rows(&order);
    assert_eq!((order.voids.len(), rows.order.line_count), (2, 1));
}

#[test]
fn two_people_add_and_both_lines_stand() {
    let more = |label| add(vec![line_as(label, "gaseosa")], None);
    assert_eq!(apart(&[more("una")], &[more("otra")]).lines.len(), 4);
}

#[test]
fn of_two_prices_one_wins_on_both_sides_and_other_fields_keep_both_edits() {
    let papas = product("papas", 5_000, None);
    let mut document = Document::new(ONE);
    registers::write(&mut document, None, &papas).unwrap();
    let base = document.commit(NOW).unwrap();
    let edit = |author, after: &Product| {
        let mut document = Document::load([base.bytes.as_slice()], author).unwrap();
        registers::write(&mut document, Some(&papas), after).unwrap();
        document.commit(NOW).unwrap()
    };
    let dearer = edit(ONE, &Product { price: pesos(6_000), sold_out: true, ..papas.clone() });
    let dearest = edit(TWO, &Product { price: pesos(7_000), active: false, ..papas.clone() });
    let joined = |first: &Chunk, second: &Chunk| -> Product {
        let stored = [base.bytes.clone(), first.bytes.clone()];
        let doc = papas.product_id.uuid();
        let merged = merge(DocKind::Product, doc, &stored, vec![second.clone()], ONE).unwrap();
        registers::read(&merged.document.unwrap()).unwrap()
    };
    let both = joined(&dearer, &dearest);
    assert_eq!(both, joined(&dearest, &dearer));
    assert!(both.sold_out && !both.active);
    assert!([pesos(6_000), pesos(7_000)].contains(&both.price));
}
