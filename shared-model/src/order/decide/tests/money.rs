//! Charging and discounting.

use insta::assert_snapshot;

use crate::money::Money;
use crate::order::command::NewPayment;
use crate::order::decide::{PAYMENTS_MAX, due};
use crate::order::payment::{Method, settle};
use crate::order::{PaymentState, Rejection};
use crate::testing::{
    Shop, admin, an_order, card, cash, cashier, charge, cook, discount, dsc, line, new_order, pesos, prd,
    sent_order, table,
};

#[test]
fn charging() {
    let (mut shop, order) = sent_order(&["papas", "gaseosa"]);
    shop.used_references.insert("gastada".to_owned());
    let paid = shop.does(&order, &charge(vec![cash("p", 16_500)]));
    let tendered = |id, amount, handed| NewPayment { tendered: Some(pesos(handed)), ..cash(id, amount) };
    let credit = NewPayment { method: Method::Credit, ..cash("p", 16_500) };
    let many = (0..=PAYMENTS_MAX).map(|n| cash(&format!("p{n}"), 1)).collect();
    let odd_card = NewPayment { tendered: Some(pesos(20_000)), ..card("p", 16_500, "r") };
    let mut ask = |order: &_, who: &_, payments| shop.ask(order, who, &charge(payments));
    let who = &cashier();
    assert_snapshot!(table([
        ("exact", ask(&order, who, vec![cash("p", 16_500)])),
        ("with change", ask(&order, who, vec![tendered("p", 16_500, 20_000)])),
        ("too little handed over", ask(&order, who, vec![tendered("p", 16_500, 16_000)])),
        ("a fortune handed over", ask(&order, who, vec![tendered("p", 16_500, 10_000_000_001)])),
        ("card", ask(&order, who, vec![card("p", 16_500, " 0042 ")])),
        ("card without reference", ask(&order, who, vec![card("p", 16_500, "\u{0}")])),
        ("card with an endless reference", ask(&order, who, vec![card("p", 16_500, &"9".repeat(61))])),
        ("card with cash handed over", ask(&order, who, vec![odd_card])),
        ("a used reference", ask(&order, who, vec![card("p", 16_500, "gastada")])),
        ("one reference twice", ask(&order, who, vec![card("p", 500, "r"), card("q", 500, "r")])),
        ("on credit", ask(&order, who, vec![credit])),
        ("card and cash", ask(&order, who, vec![card("p", 10_000, "r"), tendered("q", 6_500, 10_000)])),
        ("too much", ask(&order, who, vec![cash("p", 17_000)])),
        ("nothing", ask(&order, who, vec![cash("p", 0)])),
        ("less than nothing", ask(&order, who, vec![cash("p", -500)])),
        ("no payments", ask(&order, who, vec![])),
        ("too many payments", ask(&order, who, many)),
        ("cook", ask(&order, &cook(), vec![cash("p", 16_500)])),
        ("paid already", ask(&paid, who, vec![cash("q", 100)])),
        ("the same tap again", ask(&paid, who, vec![cash("p", 16_500)])),
        ("the same id for a card", ask(&paid, who, vec![card("p", 16_500, "r")])),
    ]), @r#"
    exact: paid Cash $ 16.500 of Some("$ 16.500"), waived $ 0, change $ 0
    with change: paid Cash $ 16.500 of Some("$ 20.000"), waived $ 0, change $ 3.500
    too little handed over: ✗ lo recibido no alcanza para el valor
    a fortune handed over: ✗ lo recibido es demasiado grande
    card: paid Card $ 16.500 of None, waived $ 0, change $ 0
    card without reference: ✗ escribe la referencia del pago
    card with an endless reference: ✗ la referencia es muy larga (máximo 60 caracteres)
    card with cash handed over: ✗ solo el efectivo lleva «recibido»
    a used reference: ✗ esa referencia ya se usó en otro pago
    one reference twice: ✗ esa referencia ya se usó en otro pago
    on credit: paid Credit $ 16.500 of None, waived $ 0, change $ 0
    card and cash: paid Card $ 10.000 of None, waived $ 0, change $ 0; paid Cash $ 6.500 of Some("$ 10.000"), waived $ 0, change $ 3.500
    too much: ✗ se está cobrando de más: quedan $ 16.500 por pagar
    nothing: ✗ el valor debe ser mayor que cero
    less than nothing: ✗ el valor debe ser mayor que cero
    no payments: ✗ envía entre 1 y 20 pagos
    too many payments: ✗ envía entre 1 y 20 pagos
    cook: ✗ esto necesita el permiso de caja
    paid already: ✗ no queda nada por pagar
    the same tap again: nothing new
    the same id for a card: ✗ ese identificador ya se usó para otra cosa
    "#);
}

fn priced(price: i64) -> (Shop, crate::order::Order) {
    let mut shop = Shop::new();
    shop.menu.products.get_mut(&prd("papas")).unwrap().price = pesos(price);
    let order = shop.open(&cashier(), &new_order(vec![line("papas")])).unwrap().order;
    (shop, order)
}

#[test]
fn coins_that_do_not_exist() {
    let mut rows = Vec::new();
    for (case, price, payments) in [
        ("12.530: what is due in coins", 12_530, vec![cash("p", 12_500)]),
        ("12.530: exactly the bill", 12_530, vec![cash("p", 12_530)]),
        (
            "12.530: with a 20.000 note",
            12_530,
            vec![NewPayment { tendered: Some(pesos(20_000)), ..cash("p", 12_530) }],
        ),
        ("12.530: by card to the peso", 12_530, vec![card("p", 12_530, "r")]),
        ("12.530: in two, the last in coins", 12_530, vec![cash("p", 12_000), cash("q", 500)]),
        ("12.530: card, then 30 left for cash", 12_530, vec![card("p", 12_500, "r"), cash("q", 0)]),
        ("30: below one coin", 30, vec![cash("p", 0)]),
        ("30: by card", 30, vec![card("p", 30, "r")]),
        ("30: nothing by card", 30, vec![card("p", 0, "r")]),
        ("a gift", 0, vec![cash("p", 0)]),
        ("a gift that takes money out of the till", 0, vec![cash("p", -5_000)]),
        ("a gift with a tip", 0, vec![cash("p", 1_000)]),
    ] {
        let (mut shop, order) = priced(price);
        let answer = shop.ask(&order, &cashier(), &charge(payments));
        if let Ok(decision) = &answer {
            assert_eq!(decision.order.payment_state(), PaymentState::Paid, "{case}");
            assert!(due(&decision.order).is_zero() && !decision.order.needs_review(), "{case}");
        }
        rows.push((case, answer));
    }
    assert_snapshot!(table(rows), @r#"
    12.530: what is due in coins: paid Cash $ 12.500 of Some("$ 12.500"), waived $ 30, change $ 0
    12.530: exactly the bill: paid Cash $ 12.500 of Some("$ 12.500"), waived $ 30, change $ 0
    12.530: with a 20.000 note: paid Cash $ 12.500 of Some("$ 20.000"), waived $ 30, change $ 7.500
    12.530: by card to the peso: paid Card $ 12.530 of None, waived $ 0, change $ 0
    12.530: in two, the last in coins: paid Cash $ 12.000 of Some("$ 12.000"), waived $ 0, change $ 0; paid Cash $ 500 of Some("$ 500"), waived $ 30, change $ 0
    12.530: card, then 30 left for cash: paid Card $ 12.500 of None, waived $ 0, change $ 0; paid Cash $ 0 of Some("$ 0"), waived $ 30, change $ 0
    30: below one coin: paid Cash $ 0 of Some("$ 0"), waived $ 30, change $ 0
    30: by card: paid Card $ 30 of None, waived $ 0, change $ 0
    30: nothing by card: ✗ el valor debe ser mayor que cero
    a gift: paid Cash $ 0 of Some("$ 0"), waived $ 0, change $ 0
    a gift that takes money out of the till: ✗ el valor debe ser mayor que cero
    a gift with a tip: ✗ se está cobrando de más: quedan $ 0 por pagar
    "#);
}

#[test]
fn discounting() {
    let (mut shop, order) = an_order(&["papas"]);
    let some = shop.does(&order, &discount("d", 2_000));
    let mut ask = |order: &_, who: &_, command: &_| shop.ask(order, who, command);
    let silent = crate::order::command::Command::Discount {
        discount_id: dsc("d"),
        amount: pesos(1),
        reason: String::new(),
    };
    assert_snapshot!(table([
        ("admin", ask(&order, &admin(), &discount("d", 2_000))),
        ("cashier", ask(&order, &cashier(), &discount("d", 2_000))),
        ("without a reason", ask(&order, &admin(), &silent)),
        ("of nothing", ask(&order, &admin(), &discount("d", 0))),
        ("that adds to the bill", ask(&order, &admin(), &discount("d", -1))),
        ("of the whole bill", ask(&order, &admin(), &discount("d", 12_000))),
        ("of more than the bill", ask(&order, &admin(), &discount("d", 12_001))),
        ("of more than is left of it", ask(&some, &admin(), &discount("e", 10_001))),
        ("the same tap again", ask(&some, &admin(), &discount("d", 2_000))),
        ("the same id for more", ask(&some, &admin(), &discount("d", 3_000))),
    ]), @"
    admin: discount $ 2.000
    cashier: ✗ esto necesita el permiso de administrador
    without a reason: ✗ escribe el motivo
    of nothing: ✗ el descuento debe ser mayor que cero
    that adds to the bill: ✗ el descuento debe ser mayor que cero
    of the whole bill: discount $ 12.000
    of more than the bill: ✗ el descuento no puede ser mayor que la cuenta
    of more than is left of it: ✗ el descuento no puede ser mayor que la cuenta
    the same tap again: nothing new
    the same id for more: ✗ ese identificador ya se usó para otra cosa
    ");
}

#[test]
fn a_bill_discounted_to_nothing_is_closed_with_nothing() {
    let (mut shop, order) = an_order(&["papas"]);
    let order = shop.does(&order, &discount("d", 12_000));
    assert_eq!(order.payment_state(), PaymentState::Unpaid);
    let order = shop.does(&order, &charge(vec![cash("p", 0)]));
    assert_eq!(order.payment_state(), PaymentState::Paid);
    assert_eq!(shop.ask(&order, &admin(), &charge(vec![cash("q", 0)])), Err(Rejection::NothingDue));
}

#[test]
fn two_tills_that_charge_one_bill_owe_the_second_payment_and_waive_the_coins_once() {
    let (mut shop, order) = priced(12_530);
    let one = shop.does(&order, &charge(vec![cash("p", 12_500)]));
    let other = shop.does(&order, &charge(vec![cash("q", 12_500)]));
    let mut both = one;
    both.payments.extend(other.payments);
    let settled = settle(&both);
    assert_eq!((settled.paid, settled.overpaid), (pesos(25_000), pesos(12_500)));
    assert_eq!((settled.rounding, settled.due), (pesos(30), Money::ZERO));
    assert!(both.needs_review());
    assert_eq!(crate::view::order(&both, 1, pesos(50)).totals.overpaid, pesos(12_500));
}
