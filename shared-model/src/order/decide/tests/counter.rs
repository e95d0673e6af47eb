//! Opening, adding, sending, voiding and cancelling.

use insta::assert_snapshot;

use crate::order::command::{NewLine, NewModifier, NewOrder};
use crate::order::decide::LINES_MAX;
use crate::order::stage::StepTo;
use crate::order::{Customer, Rejection, Status};
use crate::testing::{
    Shop, add, admin, all, an_order, cancel, card, cash, cashier, charge, cook, lin, line, line_as, modi,
    new_order, prd, send, sent_order, snd, table, var, void,
};

#[test]
fn opening() {
    let mut shop = Shop::new();
    let mut ask = |who, edit: &dyn Fn(&mut NewOrder)| {
        let mut new = new_order(vec![line("papas")]);
        edit(&mut new);
        shop.open(who, &new)
    };
    let (cashier, cook) = (&cashier(), &cook());
    assert_snapshot!(table([
        ("cashier", ask(cashier, &|_| ())),
        ("cook", ask(cook, &|_| ())),
        ("no lines", ask(cashier, &|new| new.lines.clear())),
        ("sent and paid at once", ask(cashier, &|new| {
            new.send_id = Some(snd("ya"));
            new.payments = vec![cash("p", 12_000)];
        })),
        ("for nobody at the table", ask(cashier, &|new| new.guests = Some(0))),
        ("a table called by a novel", ask(cashier, &|new| new.table = Some("x".repeat(21)))),
        ("with a printer command in its note", ask(cashier, &|new| new.note = Some("sin\u{1b}@ sal\n".to_owned()))),
        ("with a blank customer", ask(cashier, &|new| new.customer = Some(Customer::default()))),
        ("with a customer", ask(cashier, &|new| {
            new.customer = Some(Customer { name: Some(" Marta ".to_owned()), ..Customer::default() });
        })),
        ("with an endless phone", ask(cashier, &|new| {
            new.customer = Some(Customer { phone: Some("3".repeat(21)), ..Customer::default() });
        })),
        ("the same line twice", ask(cashier, &|new| new.lines.push(line("papas")))),
    ]), @r#"
    cashier: opened DineIn 47 by Camila; table Some("5"), note None; line 1×papas $ 12.000
    cook: ✗ esto necesita el permiso de caja
    no lines: ✗ un pedido necesita al menos una línea
    sent and paid at once: opened DineIn 47 by Camila; table Some("5"), note None; line 1×papas $ 12.000; sent ya: papas; paid Cash $ 12.000 of Some("$ 12.000"), waived $ 0, change $ 0
    for nobody at the table: ✗ los comensales deben estar entre 1 y 200
    a table called by a novel: ✗ máximo 20 caracteres
    with a printer command in its note: opened DineIn 47 by Camila; table Some("5"), note Some("sin @ sal"); line 1×papas $ 12.000
    with a blank customer: opened DineIn 47 by Camila; table Some("5"), note None; line 1×papas $ 12.000
    with a customer: opened DineIn 47 by Camila; table Some("5"), note None; customer Some("Marta"); line 1×papas $ 12.000
    with an endless phone: ✗ máximo 20 caracteres
    the same line twice: ✗ la línea lin_70617061730000000000000000000000 está repetida
    "#);
}

#[test]
fn what_a_line_may_ask_for() {
    let mut shop = Shop::new();
    let mut ask = |product, edit: &dyn Fn(&mut NewLine)| {
        let mut asked = line(product);
        edit(&mut asked);
        shop.open(&cashier(), &new_order(vec![asked]))
    };
    let modifier = |name, quantity| NewModifier { modifier_id: modi(name), quantity };
    assert_snapshot!(table([
        ("combo", ask("combo", &|_| ())),
        ("combo without its drink", ask("combo", &|line| drop(line.components.remove(0)))),
        ("combo with a drink that is not offered", ask("combo", &|line| line.components[0].product_id = prd("papas"))),
        ("papas with a drink inside", ask("papas", &|asked| asked.components = line("combo").components)),
        ("no size", ask("hamburguesa", &|line| line.variant_id = None)),
        ("unknown size", ask("hamburguesa", &|line| line.variant_id = Some(var("triple")))),
        ("no sauce", ask("hamburguesa", &|line| line.modifiers.clear())),
        ("zero of a sauce", ask("hamburguesa", &|line| line.modifiers[0].quantity = 0)),
        ("paid extras", ask("hamburguesa", &|line| line.modifiers.push(modifier("tocineta", 2)))),
        ("too much of one", ask("hamburguesa", &|line| line.modifiers.push(modifier("tocineta", 3)))),
        ("too many in all", ask("hamburguesa", &|line| {
            line.modifiers = vec![modifier("rosada", 2), modifier("tocineta", 2)];
        })),
        ("as many as a number holds", ask("hamburguesa", &|line| line.modifiers[0].quantity = u32::MAX)),
        ("sauce on papas", ask("papas", &|line| line.modifiers = vec![modifier("rosada", 1)])),
        ("sold out", ask("malteada", &|_| ())),
        ("off the menu", ask("perro", &|_| ())),
        ("never on the menu", ask("sushi", &|_| ())),
        ("none", ask("papas", &|line| line.quantity = 0)),
        ("a thousand", ask("papas", &|line| line.quantity = 1_000)),
        ("a long note", ask("papas", &|line| line.note = Some("x".repeat(201)))),
    ]), @r#"
    combo: opened DineIn 47 by Camila; table Some("5"), note None; line 1×combo $ 37.500
    combo without its drink: ✗ elige «bebida» del combo
    combo with a drink that is not offered: ✗ esa opción no es parte de «combo»
    papas with a drink inside: ✗ esa opción no es parte de «papas»
    no size: ✗ elige un tamaño de «hamburguesa»
    unknown size: ✗ «hamburguesa» no tiene ese tamaño
    no sauce: ✗ «salsas»: elige al menos 1
    zero of a sauce: ✗ «salsas»: elige al menos 1
    paid extras: opened DineIn 47 by Camila; table Some("5"), note None; line 1×hamburguesa $ 23.000
    too much of one: ✗ «hamburguesa»: como máximo 2 de «tocineta»
    too many in all: ✗ «salsas»: elige como máximo 3
    as many as a number holds: ✗ «hamburguesa»: como máximo 2 de «rosada»
    sauce on papas: ✗ «papas» no ofrece esa opción
    sold out: ✗ «malteada» está agotado
    off the menu: ✗ «perro» ya no está en la carta
    never on the menu: ✗ el producto no existe
    none: ✗ la cantidad debe estar entre 1 y 999
    a thousand: ✗ la cantidad debe estar entre 1 y 999
    a long note: ✗ la nota es muy larga (máximo 200 caracteres)
    "#);
    shop.menu.products.get_mut(&prd("papas")).unwrap().price = crate::money::Money::MAX;
    let mut two = line("papas");
    two.quantity = 2;
    let both = vec![line("papas"), line_as("otras", "papas")];
    assert_snapshot!(table([
        ("a line beyond the largest amount", shop.open(&cashier(), &new_order(vec![two]))),
        ("a bill beyond the largest amount", shop.open(&cashier(), &new_order(both))),
    ]), @"
    a line beyond the largest amount: ✗ el valor es demasiado grande
    a bill beyond the largest amount: ✗ la cuenta es demasiado grande
    ");
}

#[test]
fn rounds_of_a_table() {
    let (mut shop, order) = sent_order(&["papas"]);
    let paid = shop.does(&order, &charge(vec![cash("p", 12_000)]));
    let cancelled = shop.does(&order, &cancel("se fueron"));
    let more = || vec![line("gaseosa")];
    let too_many = (0..LINES_MAX).map(|n| line_as(&format!("l{n}"), "papas")).collect();
    let mut ask = |order: &_, who: &_, command: &_| shop.ask(order, who, command);
    assert_snapshot!(table([
        ("add", ask(&order, &cashier(), &add(more(), None))),
        ("add and send", ask(&order, &cashier(), &add(more(), Some("segunda")))),
        ("add, and send as the round before", ask(&order, &cashier(), &add(more(), Some("primera")))),
        ("cook adds", ask(&order, &cook(), &add(more(), None))),
        ("add nothing", ask(&order, &cashier(), &add(vec![], None))),
        ("add a line that is there", ask(&order, &cashier(), &add(vec![line("papas")], None))),
        ("add past the limit", ask(&order, &cashier(), &add(too_many, None))),
        ("add to a paid bill", ask(&paid, &cashier(), &add(more(), None))),
        ("add to a cancelled order", ask(&cancelled, &cashier(), &add(more(), None))),
        ("send nothing new", ask(&order, &cashier(), &send("segunda"))),
        ("send again", ask(&order, &cashier(), &send("primera"))),
        ("cook sends", ask(&order, &cook(), &send("segunda"))),
        ("open again", ask(&order, &cashier(), &crate::order::command::Command::Open(new_order(more())))),
    ]), @"
    add: line 1×gaseosa $ 4.500
    add and send: line 1×gaseosa $ 4.500; sent segunda: gaseosa
    add, and send as the round before: ✗ ese identificador ya se usó para otra cosa
    cook adds: ✗ esto necesita el permiso de caja
    add nothing: ✗ un pedido necesita al menos una línea
    add a line that is there: ✗ la línea lin_70617061730000000000000000000000 está repetida
    add past the limit: ✗ un pedido puede tener como máximo 200 líneas
    add to a paid bill: ✗ el pedido ya está pagado; abre una cuenta nueva
    add to a cancelled order: ✗ el pedido está cancelado
    send nothing new: ✗ no hay nada nuevo para enviar a cocina
    send again: nothing new
    cook sends: ✗ esto necesita el permiso de caja
    open again: ✗ ya hay un pedido con ese identificador
    ");
}

#[test]
fn taking_lines_back() {
    let (mut shop, order) = sent_order(&["papas"]);
    let order = shop.does(&order, &add(vec![line("gaseosa")], None));
    let paid = shop.does(&order, &charge(vec![cash("p", 12_000)]));
    let gone = shop.does(&order, &void("v", "papas", "fría"));
    let mut ask = |order: &_, who: &_, command: &_| shop.ask(order, who, command);
    assert_snapshot!(table([
        ("cashier, unsent, no reason", ask(&order, &cashier(), &void("v", "gaseosa", " "))),
        ("cook, unsent", ask(&order, &cook(), &void("v", "gaseosa", ""))),
        ("cashier, sent", ask(&order, &cashier(), &void("v", "papas", "fría"))),
        ("admin, sent, no reason", ask(&order, &admin(), &void("v", "papas", " "))),
        ("admin, sent", ask(&order, &admin(), &void("v", "papas", "fría"))),
        ("a line that is not there", ask(&order, &admin(), &void("v", "perro", "fría"))),
        ("twice", ask(&gone, &admin(), &void("otra", "papas", "fría"))),
        ("the same tap again", ask(&gone, &admin(), &void("v", "papas", "fría"))),
        ("the same id for another line", ask(&gone, &admin(), &void("v", "gaseosa", "fría"))),
        ("of a bill with payments", ask(&paid, &admin(), &void("v", "papas", "fría"))),
    ]), @"
    cashier, unsent, no reason: voided gaseosa ()
    cook, unsent: ✗ esto necesita el permiso de caja
    cashier, sent: ✗ esto necesita el permiso de administrador
    admin, sent, no reason: ✗ escribe el motivo
    admin, sent: voided papas (fría)
    a line that is not there: ✗ la línea no existe en este pedido
    twice: ✗ la línea ya fue anulada
    the same tap again: nothing new
    the same id for another line: ✗ ese identificador ya se usó para otra cosa
    of a bill with payments: ✗ hay pagos registrados: primero hay que devolver el dinero
    ");
}

#[test]
fn calling_an_order_off() {
    let (mut shop, fresh) = an_order(&["papas"]);
    let order = shop.does(&fresh, &send("primera"));
    let paid = shop.does(&order, &charge(vec![card("p", 1_000, "r")]));
    let delivered = shop.does(&order, &all("d", StepTo::Delivered));
    let cancelled = shop.does(&order, &cancel("se fueron"));
    let mut ask = |order: &_, who: &_, reason| shop.ask(order, who, &cancel(reason));
    assert_snapshot!(table([
        ("cashier, unsent", ask(&fresh, &cashier(), "se fueron")),
        ("cook, unsent", ask(&fresh, &cook(), "se fueron")),
        ("cashier, sent", ask(&order, &cashier(), "se fueron")),
        ("admin, sent", ask(&order, &admin(), "se fueron")),
        ("without a reason", ask(&order, &admin(), "\u{7}")),
        ("with an endless reason", ask(&order, &admin(), Box::leak("x".repeat(301).into_boxed_str()))),
        ("with payments", ask(&paid, &admin(), "se fueron")),
        ("delivered", ask(&delivered, &admin(), "se fueron")),
        ("again", ask(&cancelled, &admin(), "se fueron")),
    ]), @"
    cashier, unsent: cancelled (se fueron) by Camila
    cook, unsent: ✗ esto necesita el permiso de caja
    cashier, sent: ✗ esto necesita el permiso de administrador
    admin, sent: cancelled (se fueron) by Andrés
    without a reason: ✗ escribe el motivo
    with an endless reason: ✗ máximo 300 caracteres
    with payments: ✗ hay pagos registrados: primero hay que devolver el dinero
    delivered: ✗ el pedido ya fue entregado
    again: ✗ el pedido está cancelado
    ");
}

#[test]
fn an_unsent_line_that_was_taken_back_is_never_sent() {
    let (mut shop, order) = an_order(&["papas", "gaseosa"]);
    let order = shop.does(&order, &void("v", "gaseosa", ""));
    let order = shop.does(&order, &send("primera"));
    assert_eq!(order.rounds()[0].1.lines, [lin("papas")]);
    let order = shop.does(&order, &void("w", "papas", "fría"));
    assert_eq!(order.status(), Status::Open, "nothing that stands was sent");
    assert_eq!(shop.ask(&order, &admin(), &send("segunda")), Err(Rejection::NothingToSend));
}

#[test]
fn a_table_that_waits_for_an_unsent_line_is_not_delivered() {
    let (mut shop, order) = sent_order(&["papas"]);
    let order = shop.does(&order, &all("d", StepTo::Delivered));
    assert_eq!(order.status(), Status::Delivered);
    let order = shop.does(&order, &add(vec![line("gaseosa")], None));
    assert_eq!(order.status(), Status::Open);
    let order = shop.does(&order, &send("segunda"));
    assert_eq!(order.status(), Status::Ready, "a bottle waits for nobody");
}
