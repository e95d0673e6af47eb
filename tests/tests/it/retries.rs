//! Answers get lost on bad Wi-Fi and fingers tap twice: the same intent is carried out once (L8, L14).

use fastops_tests::carta::{cash, dine_in, sent};
use fastops_tests::ids::mint;
use fastops_tests::tablet::path;
use fastops_tests::world::World;
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_retry_after_a_lost_answer_gets_the_first_answer() {
    let mut world = World::open().await;
    let till = world.till().await;
    let carta = world.carta(&till).await;
    let (key, body) = (mint("cmd"), sent(dine_in("1", [carta.line("Tinto")])));
    let first = till.tap(Method::POST, "/orders", &key, &body).await;
    let again = till.tap(Method::POST, "/orders", &key, &body).await;
    assert!(!first.is_replay() && again.is_replay());
    assert_eq!((again.status, &again.text), (201, &first.text));
    assert_eq!(again.header("etag"), first.header("etag"));

    world.restart().await;
    let after_restart = till.tap(Method::POST, "/orders", &key, &body).await;
    assert!(after_restart.is_replay());
    assert_eq!(after_restart.text, first.text);
    assert_eq!(world.count("SELECT count(*) FROM sales_order").await, 1);
    assert_eq!(world.tape("Bebidas").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_stands_for_one_intent() {
    let world = World::open().await;
    let till = world.till().await;
    let carta = world.carta(&till).await;
    let (key, body) = (mint("cmd"), dine_in("1", [carta.line("Tinto")]));
    let order = till.tap(Method::POST, "/orders", &key, &body).await.ok();
    let other = dine_in("2", [carta.line("Tinto")]);
    till.tap(Method::POST, "/orders", &key, &other).await.refused(422, "idempotency-key-reused");
    let send = json!({"send_id": mint("snd")});
    till.tap(Method::POST, &path(&order, "/send"), &key, &send).await.refused(422, "idempotency-key-reused");
    assert_eq!(world.count("SELECT count(*) FROM sales_order").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_does_not_use_up_the_key() {
    let world = World::open().await;
    let (till, owner) = (world.till().await, world.owner().await);
    let carta = world.carta(&till).await;
    let soda = till.get(&product(&carta.line("Tinto"))).await.ok();
    sold_out(&owner, &soda, true).await;
    let (key, body) = (mint("cmd"), dine_in("1", [carta.line("Tinto")]));
    till.tap(Method::POST, "/orders", &key, &body).await.refused(422, "line-not-sellable");
    sold_out(&owner, &soda, false).await;
    assert_eq!(till.tap(Method::POST, "/orders", &key, &body).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_tap_prints_once() {
    let world = World::open().await;
    let till = world.till().await;
    let carta = world.carta(&till).await;
    let order = till.sell(&dine_in("1", [carta.line("Papa en casco")])).await;
    let (url, body) = (path(&order, "/send"), json!({"send_id": mint("snd")}));
    let (one, two) = tokio::join!(till.post(&url, &body), till.post(&url, &body));
    assert!(!one.is_replay() && !two.is_replay(), "each tap has a key of its own");
    assert_eq!(one.ok()["status"], "sent");
    assert_eq!(two.ok()["status"], "sent");
    assert_eq!(world.tape("Freidora").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_tap_takes_the_money_once() {
    let world = World::open().await;
    let till = world.till().await;
    let carta = world.carta(&till).await;
    let order = till.sell(&sent(dine_in("1", [carta.line("Papa en casco")]))).await;
    let (url, body) = (path(&order, "/pay"), json!({"payments": [cash(850_000, 1_000_000)]}));
    let (one, two) = tokio::join!(till.post(&url, &body), till.post(&url, &body));
    for paid in [one.ok(), two.ok()] {
        assert_eq!((&paid["totals"]["paid"], &paid["payment_state"]), (&850_000.into(), &"paid".into()));
    }
    assert_eq!(world.tape("Caja").await.len(), 1);
    till.pay(&order, [cash(850_000, 850_000)]).await.refused(409, "nothing-due");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_order_opened_by_two_taps_is_one_order() {
    let world = World::open().await;
    let till = world.till().await;
    let carta = world.carta(&till).await;
    let body = dine_in("1", [carta.line("Tinto")]);
    till.sell(&body).await;
    till.post("/orders", &body).await.refused(409, "already-exists");
    assert_eq!(world.count("SELECT count(*) FROM sales_order").await, 1);
}

fn product(line: &Value) -> String {
    format!("/products/{}", line["product_id"].as_str().expect("a product id"))
}

async fn sold_out(owner: &fastops_tests::tablet::Tablet, product: &Value, sold_out: bool) {
    let url = format!("/products/{}/availability", product["product_id"].as_str().expect("a product id"));
    owner.post(&url, &json!({"sold_out": sold_out})).await.ok();
}
