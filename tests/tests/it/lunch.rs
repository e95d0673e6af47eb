//! A lunch shift with every type of order, from the tap to the paper, and the books at its end.

use fastops_tests::carta::{by, cash, delivery, dine_in, noted, paid, sent, takeaway};
use fastops_tests::model::Books;
use fastops_tests::world::{World, words};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_lunch_shift_adds_up() {
    let world = World::open().await;
    let (till, kitchen, owner) = (world.till().await, world.kitchen().await, world.owner().await);
    let carta = world.carta(&till).await;
    let mut books = Books::over(carta.clone());

    // Table 5: a salchipapa, a combo and two sodas; paid at the end, in cash.
    let papas =
        noted(carta.with(carta.sized("Salchipapa clásica", "Mediana"), "Tocineta"), "sin sal, por favor");
    let lines = [papas, carta.line("Combo hamburguesa"), carta.lines_of(2, "Gaseosa 400 ml")];
    let order = sent(dine_in("5", lines));
    let table = till.sell(&order).await;
    books.opened(world.clock.now_ms(), &order, &table);
    assert_eq!(table["number"], "M-001");

    // To go, paid at once by Nequi.
    let body = takeaway("Camila", [carta.line("Perro criollo"), carta.line("Tinto")]);
    let price =
        till.post("/orders/quote", &json!({"order_type": "takeaway", "lines": body["lines"]})).await.ok();
    let total = price["totals"]["total"].as_i64().unwrap();
    let body = paid(sent(body), [by("nequi", total, "M1234567")]);
    let to_go = till.sell(&body).await;
    books.opened(world.clock.now_ms(), &body, &to_go);
    assert_eq!((&to_go["number"], &to_go["payment_state"]), (&"L-001".into(), &"paid".into()));

    // To the door: burgers cost more there.
    let body = sent(delivery("Andrés Téllez", [carta.lines_of(3, "Hamburguesa con queso")]));
    let door = till.sell(&body).await;
    books.opened(world.clock.now_ms(), &body, &door);
    assert_eq!(door["number"], "D-001");
    assert_eq!(door["totals"]["total"], 3 * 1_850_000);

    // A second table opens a bill, thinks again and leaves.
    let body = dine_in("2", [carta.line("Limonada")]);
    let left = till.sell(&body).await;
    books.opened(world.clock.now_ms(), &body, &left);
    assert_eq!((&left["number"], &left["status"]), (&"M-002".into(), &"open".into()));
    let gone = till.cancel(&left, "se fueron").await.ok();
    books.cancelled(&gone);

    for order in [&table, &to_go, &door] {
        books.stepped("start", &kitchen.bump(order, "start").await.ok());
        books.stepped("ready", &kitchen.bump(order, "ready").await.ok());
    }
    let bill = till.order(&table).await;
    let due = bill["totals"]["due_in_cash"].as_i64().unwrap();
    let body = json!({"payments": [cash(due, 10_000_000)]});
    let paid_bill =
        till.post(&format!("/orders/{}/pay", table["order_id"].as_str().unwrap()), &body).await.ok();
    books.paid(&body, &paid_bill);
    assert_eq!(paid_bill["totals"]["change"], 10_000_000 - due);

    books.audit(&world, &owner).await;
    let grill = world.tape("Parrilla").await;
    assert!(words(&grill[0]).contains("M-001") && words(&grill[0]).contains("MESA 5"), "{}", grill[0].text);
    let fryer = world.tape("Freidora").await;
    assert!(words(&fryer[0]).contains("sin sal, por favor"), "{}", fryer[0].text);
    for printer in world.printers().values() {
        assert!(printer.tape().iter().all(|ticket| ticket.unknown.is_empty()), "{}", printer.name());
    }
    assert_eq!(world.printer("Caja").pulses().len(), 1, "the drawer opened for cash, not for Nequi");
    assert_eq!(kitchen.cards().await.len(), 0);
}
