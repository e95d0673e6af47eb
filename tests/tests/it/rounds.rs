//! Rounds of a table: each dish is made once, however often and however people ask (L9, L13).

use fastops_tests::carta::{dine_in, sent};
use fastops_tests::model::Books;
use fastops_tests::tablet::path;
use fastops_tests::world::{World, words};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn adding_food_does_not_reprint_the_drinks() {
    let world = World::open().await;
    let till = world.till().await;
    let carta = world.carta(&till).await;
    let order = till.sell(&sent(dine_in("1", [carta.lines_of(2, "Cerveza nacional 330 ml")]))).await;
    let burger = Value::from(vec![carta.line("Hamburguesa sencilla")]);
    let after = till.add_round(&order, burger).await.ok();
    assert_eq!((&after["lines"][0]["round"], &after["lines"][1]["round"]), (&1.into(), &2.into()));
    assert_eq!(world.tape("Bebidas").await.len(), 1);
    let grill = world.tape("Parrilla").await;
    assert_eq!(grill.len(), 1);
    assert!(
        words(&grill[0]).contains("RONDA 2") && !words(&grill[0]).contains("Cerveza"),
        "{}",
        grill[0].text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_identical_rounds_are_two_rounds() {
    let world = World::open().await;
    let (till, owner) = (world.till().await, world.owner().await);
    let carta = world.carta(&till).await;
    let mut books = Books::over(carta.clone());
    let body = sent(dine_in("4", [carta.lines_of(2, "Cerveza nacional 330 ml")]));
    let order = till.sell(&body).await;
    books.opened(world.clock.now_ms(), &body, &order);
    for _ in 0..2 {
        let body = sent(json!({"lines": [carta.lines_of(2, "Cerveza nacional 330 ml")]}));
        let after = till.post(&path(&order, "/lines"), &body).await.ok();
        books.added(&body, &after);
    }
    assert_eq!(world.tape("Bebidas").await.len(), 3);
    assert_eq!(till.order(&order).await["totals"]["total"], 6 * 650_000);
    books.audit(&world, &owner).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bill_can_wait_and_be_sent_later() {
    let world = World::open().await;
    let till = world.till().await;
    let carta = world.carta(&till).await;
    let order = till.sell(&dine_in("7", [carta.line("Arepa con queso")])).await;
    assert_eq!(order["status"], "open");
    assert_eq!(world.count("SELECT count(*) FROM print_job").await, 0);
    assert_eq!(till.send(&order).await.ok()["status"], "sent");
    till.send(&order).await.refused(422, "nothing-to-send");
    assert_eq!(world.tape("Parrilla").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_is_voided_on_paper_and_what_was_not_is_not() {
    let world = World::open().await;
    let (till, owner) = (world.till().await, world.owner().await);
    let carta = world.carta(&till).await;
    let mut books = Books::over(carta.clone());
    let body = sent(dine_in("3", [carta.line("Choriperro"), carta.line("Arepa con queso")]));
    let order = till.sell(&body).await;
    books.opened(world.clock.now_ms(), &body, &order);
    let body = json!({"lines": [carta.line("Maduro con queso")]});
    let grown = till.post(&path(&order, "/lines"), &body).await.ok();
    books.added(&body, &grown);
    let line = |nth: usize| grown["lines"][nth]["line_id"].clone();

    till.void(&order, &line(0), "cambió de idea").await.refused(403, "forbidden");
    owner.void(&order, &line(0), " ").await.refused(422, "invalid-field");
    books.voided(&line(0), &owner.void(&order, &line(0), "cambió de idea").await.ok());
    books.voided(&line(2), &till.void(&order, &line(2), "").await.ok());
    owner.void(&order, &line(0), "otra vez").await.refused(409, "line-voided");

    let grill = world.tape("Parrilla").await;
    assert_eq!(grill.len(), 2, "one ticket and one void");
    let void = words(&grill[1]);
    assert!(
        void.contains("ANULADO") && void.contains("Choriperro") && void.contains("cambió de idea"),
        "{void}"
    );
    assert!(!void.contains("Arepa"), "{void}");
    books.audit(&world, &owner).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_order_is_taken_back_from_every_station_that_has_it() {
    let world = World::open().await;
    let (till, owner) = (world.till().await, world.owner().await);
    let carta = world.carta(&till).await;
    let mut books = Books::over(carta.clone());
    let body = sent(dine_in("9", [carta.line("Yuca frita"), carta.line("Tinto")]));
    let order = till.sell(&body).await;
    books.opened(world.clock.now_ms(), &body, &order);
    till.cancel(&order, "se arrepintieron").await.refused(403, "forbidden");
    owner.cancel(&order, "").await.refused(422, "invalid-field");
    books.cancelled(&owner.cancel(&order, "se arrepintieron").await.ok());
    owner.cancel(&order, "otra vez").await.refused(409, "order-cancelled");
    till.send(&order).await.refused(409, "order-cancelled");
    assert_eq!((world.tape("Freidora").await.len(), world.tape("Bebidas").await.len()), (2, 2));
    assert_eq!(world.printer("Parrilla").tape().len(), 0);
    books.audit(&world, &owner).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_ticket_is_printed_again_and_says_so() {
    let world = World::open().await;
    let till = world.till().await;
    let carta = world.carta(&till).await;
    let order = till.sell(&sent(dine_in("6", [carta.line("Yuca frita")]))).await;
    let url = path(&order, "/reprint");
    till.post(&url, &json!({"kind": "receipt", "reason": "lo pidió"})).await.refused(409, "nothing-to-print");
    world.settle_paper().await;
    let copies = till.post(&url, &json!({"kind": "kitchen", "reason": "se mojó"})).await.ok();
    assert_eq!(copies["items"].as_array().unwrap().len(), 1);
    let tape = world.tape("Freidora").await;
    assert_eq!(tape.len(), 2);
    let (first, again) = (words(&tape[0]), words(&tape[1]));
    assert!(!first.contains("REIMPRESIÓN") && again.contains("REIMPRESIÓN"), "{again}");
    assert!(again.contains("M-001") && again.contains("Yuca frita"), "{again}");
}
