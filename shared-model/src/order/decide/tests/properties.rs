//! What holds after any sequence of commands, right or wrong.

use proptest::prelude::*;

use crate::document::{Author, Document, order as layout};
use crate::money::Money;
use crate::order::command::Command;
use crate::order::payment::settle;
use crate::order::stage::StepTo;
use crate::order::{Event, Order, Progress, pricing, progress};
use crate::projection;
use crate::testing::{
    NOW, Shop, add, admin, at_station, bump, cancel, card, cash, cashier, charge, cook, discount, lin, line,
    line_as, new_order, ord, send, void,
};

const AUTHOR: Author = Author { replica: *b"caja-uno", epoch: 1 };

fn a_command() -> impl Strategy<Value = Command> {
    let step =
        prop::sample::select(vec![StepTo::Preparing, StepTo::Ready, StepTo::Delivered, StepTo::Recalled]);
    let label = || (0_u8..6).prop_map(|n| format!("l{n}"));
    let product = prop::sample::select(vec!["papas", "hamburguesa", "gaseosa", "combo"]);
    let station = prop::sample::select(vec!["parrilla", "freidora"]);
    let id = || (0_u8..9).prop_map(|n| format!("i{n}"));
    prop_oneof![
        3 => (label(), product, any::<bool>(), id())
            .prop_map(|(label, product, now, id)| add(vec![line_as(&label, product)], now.then_some(id.as_str()))),
        2 => id().prop_map(|id| send(&id)),
        3 => (id(), step.clone(), station).prop_map(|(id, to, station)| at_station(&id, to, station)),
        3 => (id(), step, label(), label()).prop_map(|(id, to, a, b)| bump(&id, to, &[&a, &b])),
        1 => (id(), label()).prop_map(|(id, line)| void(&id, &line, "fría")),
        1 => (id(), 1_i64..9_000).prop_map(|(id, amount)| discount(&id, amount)),
        1 => (id(), 0_i64..40_000).prop_map(|(id, amount)| charge(vec![cash(&id, amount)])),
        1 => (id(), 0_i64..40_000).prop_map(|(id, amount)| charge(vec![card(&id, amount, &id)])),
        1 => Just(cancel("se fueron")),
    ]
}

/// An order after the commands that were let through, and every fact of it.
fn lived(shop: &mut Shop, start: &Order, commands: &[Command]) -> (Order, Vec<Event>) {
    let (mut order, mut facts) = (start.clone(), Vec::new());
    for (nth, command) in commands.iter().enumerate() {
        let who = [admin(), cashier(), cook()][nth % 3].clone();
        if let Ok(decision) = shop.ask(&order, &who, command) {
            order = decision.order;
            facts.extend(decision.events);
        }
    }
    (order, facts)
}

fn opened(shop: &mut Shop) -> (Order, Vec<Event>) {
    let decision = shop.open(&cashier(), &new_order(vec![line("papas"), line("combo")])).unwrap();
    (decision.order, decision.events)
}

fn in_document(facts: &[&[Event]]) -> Order {
    let mut chunks = Vec::new();
    for part in facts {
        let mut document = Document::load(chunks.iter().map(Vec::as_slice), AUTHOR).unwrap();
        layout::write(&mut document, part).unwrap();
        chunks.extend(document.commit(NOW).map(|chunk| chunk.bytes));
    }
    let stored = Document::load(chunks.iter().map(Vec::as_slice), AUTHOR).unwrap();
    layout::read(&stored, ord("pedido")).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn the_document_and_any_sequence_of_arrival_give_the_same_order(
        commands in prop::collection::vec(a_command(), 0..25),
        keys in prop::collection::vec(any::<u64>(), 60),
    ) {
        let mut shop = Shop::new();
        let (start, first) = opened(&mut shop);
        let (order, later) = lived(&mut shop, &start, &commands);
        prop_assert_eq!(&in_document(&[&first, &later]), &order);
        prop_assert_eq!(layout::latest(&order), shop_clock_of(&order));

        let mut shuffled: Vec<(u64, Event)> = keys.into_iter().cycle().zip(first.into_iter().chain(later)).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let mut again = Order::new(order.order_id, order.opened.clone());
        for (_, fact) in shuffled {
            again.apply(fact.clone());
            again.apply(fact);
        }
        prop_assert_eq!(projection::rows(&again), projection::rows(&order));
        prop_assert_eq!(&again, &order);
    }

    #[test]
    fn every_peso_is_somewhere(commands in prop::collection::vec(a_command(), 0..25)) {
        let mut shop = Shop::new();
        let (start, _) = opened(&mut shop);
        let (order, _) = lived(&mut shop, &start, &commands);
        let totals = pricing::totals(&order);
        let standing = order.lines.iter().filter(|(id, _)| order.void_of(**id).is_none());
        let lines: Money = standing.map(|(_, line)| line.total()).sum();
        prop_assert_eq!(totals.subtotal, lines);
        let progress = Progress::of(&order);
        for id in order.lines.keys() {
            prop_assert_eq!((progress.void_of(*id), progress.send_of(*id)), (order.void_of(*id), order.send_of(*id)));
        }
        prop_assert_eq!(totals.total.plus(totals.discount).unwrap(), lines);
        let apart: Money = totals.buckets.iter().flat_map(|bucket| [bucket.base, bucket.amount]).sum();
        prop_assert_eq!(apart, totals.total);
        let settled = settle(&order);
        prop_assert_eq!(settled.paid, order.paid());
        let received: Money = [settled.paid, settled.rounding, settled.due].into_iter().sum();
        prop_assert_eq!(received, totals.total.plus(settled.overpaid).unwrap());
        prop_assert!(settled.overpaid.is_zero(), "one till never charges too much");
    }

    #[test]
    fn two_boxes_that_went_on_apart_agree_when_they_meet(
        before in prop::collection::vec(a_command(), 0..8),
        here in prop::collection::vec(a_command(), 0..8),
        there in prop::collection::vec(a_command(), 0..8),
    ) {
        let mut shop = Shop::new();
        let (start, first) = opened(&mut shop);
        let (start, shared) = lived(&mut shop, &start, &before);
        let mut base = Document::new(AUTHOR);
        layout::write(&mut base, &[first, shared].concat()).unwrap();
        let base = base.commit(NOW).unwrap().bytes;
        let side = |replica: &[u8; 8], commands: &[Command]| {
            let (_, facts) = lived(&mut shop.clone(), &start, commands);
            let author = Author { replica: *replica, epoch: 1 };
            let mut document = Document::load([base.as_slice()], author).unwrap();
            layout::write(&mut document, &facts).unwrap();
            document.commit(NOW).map(|chunk| chunk.bytes)
        };
        let (ours, theirs) = (side(b"caja-uno", &here), side(b"caja-dos", &there));
        let meet = |first: &Option<Vec<u8>>, second: &Option<Vec<u8>>| {
            let chunks = [Some(&base), first.as_ref(), second.as_ref()];
            let met = Document::load(chunks.into_iter().flatten().map(Vec::as_slice), AUTHOR).unwrap();
            layout::read(&met, ord("pedido")).unwrap()
        };
        let (one, other) = (meet(&ours, &theirs), meet(&theirs, &ours));
        prop_assert_eq!(projection::rows(&one), projection::rows(&other));
        let settled = settle(&one);
        let received: Money = [settled.paid, settled.rounding, settled.due].into_iter().sum();
        prop_assert_eq!(received, pricing::totals(&one).total.plus(settled.overpaid).unwrap());
        prop_assert!(progress::live_parts(&one).iter().all(|(part, _)| one.lines.contains_key(&part.line_id)));
        prop_assert!(one.lines.contains_key(&lin("papas")));
    }
}

fn shop_clock_of(order: &Order) -> crate::time::Hlc {
    let facts =
        order.discounts.values().map(|discount| discount.at).chain(order.steps.values().map(|step| step.at));
    facts.chain([layout::latest(order)]).max().unwrap()
}
