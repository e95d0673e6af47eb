//! Starting, finishing, bumping and recalling.

use insta::assert_snapshot;

use crate::order::command::{Command, Parts};
use crate::order::stage::StepTo::{Delivered, Preparing, Ready, Recalled};
use crate::order::{Order, Progress, Stage, Status};
use crate::projection;
use crate::testing::{
    Shop, add, admin, all, at_station, bump, cancel, cashier, cook, courier, lin, line, sent_order, snd, stp,
    table,
};

fn stages(order: &Order) -> Vec<Stage> {
    Progress::of(order).live_parts().into_iter().map(|(_, stage)| stage).collect()
}

#[test]
fn steps() {
    let (mut shop, order) = sent_order(&["combo", "hamburguesa"]);
    let started = shop.does(&order, &at_station("i", Preparing, "parrilla"));
    let ready = shop.does(&order, &all("r", Ready));
    let cancelled = shop.does(&order, &cancel("se fueron"));
    let of_send = |name: &str| Command::Step {
        step_id: stp("x"),
        to: Ready,
        parts: Parts::Matching { send: Some(snd(name)), station: None },
    };
    let mut ask = |order: &_, who: &_, command: &_| shop.ask(order, who, command);
    assert_snapshot!(table([
        ("cook starts", ask(&order, &cook(), &all("x", Preparing))),
        ("the grill starts", ask(&order, &cook(), &at_station("x", Preparing, "parrilla"))),
        ("one line is ready", ask(&order, &cook(), &bump("x", Ready, &["hamburguesa"]))),
        ("a round is ready", ask(&order, &cook(), &of_send("primera"))),
        ("a round that is not", ask(&order, &cook(), &of_send("segunda"))),
        ("a line that is not there", ask(&order, &cook(), &bump("x", Ready, &["perro"]))),
        ("nothing listed", ask(&order, &cook(), &bump("x", Ready, &[]))),
        ("cashier delivers", ask(&order, &cashier(), &all("x", Delivered))),
        ("courier starts", ask(&order, &courier(), &all("x", Preparing))),
        ("start what is started", ask(&started, &cook(), &at_station("x", Preparing, "parrilla"))),
        ("recall what was not started", ask(&order, &cook(), &all("x", Recalled))),
        ("recall what is ready", ask(&ready, &cook(), &all("x", Recalled))),
        ("the same tap again", ask(&ready, &cook(), &all("r", Ready))),
        ("of a cancelled order", ask(&cancelled, &cook(), &all("x", Ready))),
    ]), @"
    cook starts: Preparing: combo.0+combo.1+hamburguesa.0
    the grill starts: Preparing: combo.0+hamburguesa.0
    one line is ready: Ready: hamburguesa.0
    a round is ready: Ready: combo.0+combo.1+hamburguesa.0
    a round that is not: ✗ ese paso ya no aplica: los productos están en otro estado
    a line that is not there: ✗ ese paso ya no aplica: los productos están en otro estado
    nothing listed: ✗ ese paso ya no aplica: los productos están en otro estado
    cashier delivers: Delivered: combo.0+combo.1+combo.2+hamburguesa.0
    courier starts: ✗ esto necesita el permiso de cocina
    start what is started: ✗ ese paso ya no aplica: los productos están en otro estado
    recall what was not started: ✗ ese paso ya no aplica: los productos están en otro estado
    recall what is ready: Recalled: combo.0+combo.1+hamburguesa.0
    the same tap again: nothing new
    of a cancelled order: ✗ el pedido está cancelado
    ");
}

#[test]
fn the_order_follows_its_least_advanced_part() {
    let (mut shop, order) = sent_order(&["papas", "hamburguesa", "gaseosa"]);
    let mut told = vec![order.status()];
    let mut now = order;
    for command in [
        bump("1", Preparing, &["papas"]),
        bump("2", Ready, &["papas"]),
        bump("3", Ready, &["hamburguesa"]),
        bump("4", Recalled, &["hamburguesa"]),
        bump("5", Ready, &["hamburguesa"]),
        all("6", Delivered),
    ] {
        now = shop.does(&now, &command);
        told.push(now.status());
    }
    let (preparing, ready) = (Status::Preparing, Status::Ready);
    assert_eq!(told, [Status::Sent, preparing, preparing, ready, preparing, ready, Status::Delivered]);
}

#[test]
fn a_bottle_from_the_counter_holds_nobody_up() {
    let (mut shop, order) = sent_order(&["papas", "gaseosa"]);
    assert_eq!(order.status(), Status::Sent);
    let order = shop.does(&order, &at_station("r", Ready, "freidora"));
    assert_eq!(order.status(), Status::Ready);
    let order = shop.does(&order, &all("x", Recalled));
    assert_eq!(stages(&order), [Stage::Preparing, Stage::Ready], "a bottle cannot go back to being made");
    let only_bottles = sent_order(&["gaseosa"]).1;
    assert_eq!(only_bottles.status(), Status::Ready);
}

#[test]
fn a_recall_takes_back_the_last_bump_and_nothing_beside_it() {
    let (mut shop, order) = sent_order(&["papas", "hamburguesa"]);
    let order = shop.does(&order, &all("1", Preparing));
    let order = shop.does(&order, &bump("2", Ready, &["papas"]));
    let order = shop.does(&order, &all("3", Recalled));
    assert_eq!(stages(&order), [Stage::Preparing, Stage::Preparing]);
}

/// A step about several parts names the last steps of all of them; for one part those can be older than its recall.
#[test]
fn a_joint_step_after_a_recall_starts_from_the_recall() {
    let (mut shop, order) = sent_order(&["papas", "hamburguesa"]);
    let order = shop.does(&order, &all("juntas", Ready));
    let order = shop.does(&order, &bump("atras", Recalled, &["papas"]));
    assert_eq!(stages(&order), [Stage::Preparing, Stage::Ready]);
    let order = shop.does(&order, &bump("dos", Recalled, &["papas", "hamburguesa"]));
    assert_eq!(stages(&order), [Stage::Pending, Stage::Preparing]);
}

#[test]
fn ready_since_the_first_bump_that_stands() {
    let (mut shop, order) = sent_order(&["papas"]);
    let order = shop.does(&order, &all("1", Ready));
    let again = shop.does(&shop.clone().does(&order, &all("2", Recalled)), &all("3", Ready));
    let since = |order: &Order| {
        Progress::of(order).ready_at(crate::order::PartRef { line_id: lin("papas"), part: 0 })
    };
    assert_eq!(since(&order), Some(order.steps[&stp("1")].at));
    assert_eq!(since(&again), Some(again.steps[&stp("3")].at));
    let delivered = shop.does(&again, &all("4", Delivered));
    assert_eq!(since(&delivered), Some(again.steps[&stp("3")].at));
}

#[test]
fn a_full_order_is_folded_in_one_pass() {
    let mut shop = Shop::new();
    let lines = (0..200).map(|n| crate::testing::line_as(&format!("l{n}"), "combo")).collect();
    let order = shop.open(&cashier(), &crate::testing::new_order(lines)).unwrap().order;
    let mut order = shop.does(&order, &crate::testing::send("s"));
    let names: Vec<String> = (0..200).map(|n| format!("l{n}")).collect();
    for (at, name) in names.iter().enumerate().take(100) {
        order = shop.does(&order, &bump(&format!("p{at}"), Preparing, &[name]));
    }
    let rows = projection::rows(&order);
    assert_eq!((rows.lines.len(), rows.items.len()), (200, 400));
    assert_eq!(rows.items.iter().filter(|item| item.stage == Stage::Preparing).count(), 100);
    assert_eq!(
        shop.ask(&order, &admin(), &add(vec![line("papas")], None)).unwrap_err().to_string(),
        "un pedido puede tener como máximo 200 líneas"
    );
}
