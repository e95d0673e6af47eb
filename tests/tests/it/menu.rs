//! The menu changes while people sell: sold out at once, prices of open bills untouched, no edit lost.

use fastops_tests::carta::{dine_in, sent};
use fastops_tests::model::Books;
use fastops_tests::screen::Screen;
use fastops_tests::tablet::path;
use fastops_tests::world::World;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn product(carta: &fastops_tests::carta::Carta, name: &str) -> String {
    format!("/products/{}", carta.product(name)["product_id"].as_str().expect("an id"))
}

#[tokio::test(flavor = "multi_thread")]
async fn sold_out_is_known_everywhere_within_a_second_and_not_sold() {
    let world = World::open().await;
    let (till, owner) = (world.till().await, world.owner().await);
    let carta = world.carta(&till).await;
    let mut screens = Vec::new();
    for _ in 0..3 {
        let mut screen = Screen::connect(till.door().addr(), &till, None).await;
        screen.hear("sync:full").await;
        screens.push(screen);
    }
    let url = product(&carta, "Alitas");
    let begun = Instant::now();
    owner.post(&format!("{url}/availability"), &json!({"sold_out": true})).await.ok();
    for screen in &mut screens {
        let told = screen.hear("menu:changed").await;
        assert_eq!((&told["data"]["sold_out"], &told["type"]), (&true.into(), &"menu:changed".into()));
    }
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());

    let body = dine_in("1", [carta.line("Tinto"), carta.line("Alitas")]);
    let problem = till.post("/orders", &body).await.refused(422, "line-not-sellable");
    assert!(problem["detail"].as_str().unwrap().contains("agotado"), "{problem}");
    let combo = dine_in("1", [carta.line("Combo alitas")]);
    till.post("/orders", &combo).await.refused(422, "line-not-sellable");
    let ask = json!({"order_type": "dine_in", "lines": [carta.line("Alitas")]});
    till.post("/orders/quote", &ask).await.refused(422, "line-not-sellable");
    assert_eq!(world.count("SELECT count(*) FROM sales_order").await, 0);
    assert_eq!(world.carta(&till).await.product("Alitas")["sold_out"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_price_does_not_restate_what_was_sold() {
    let world = World::open().await;
    let (till, owner) = (world.till().await, world.owner().await);
    let carta = world.carta(&till).await;
    let mut books = Books::over(carta.clone());
    let body = sent(dine_in("1", [carta.line("Tinto")]));
    let order = till.sell(&body).await;
    books.opened(world.clock.now_ms(), &body, &order);

    let url = product(&carta, "Tinto");
    let read = owner.get(&url).await;
    let version = read.header("etag").unwrap().to_owned();
    let mut dearer = read.ok();
    dearer["price"] = 300_000.into();
    dearer["name"] = "Tinto campesino".into();
    owner.put(&url, Some(&version), &dearer).await.ok();
    books.reprice(world.carta(&till).await);

    let body = sent(json!({"lines": [world.carta(&till).await.line("Tinto campesino")]}));
    let after = till.post(&path(&order, "/lines"), &body).await.ok();
    books.added(&body, &after);
    assert_eq!(after["lines"][0]["name"], "Tinto");
    assert_eq!(after["totals"]["total"], 250_000 + 300_000);
    books.audit(&world, &owner).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_people_who_edit_the_second_is_told() {
    let world = World::open().await;
    let (till, owner) = (world.till().await, world.owner().await);
    let url = product(&world.carta(&till).await, "Tinto");
    let read = owner.get(&url).await;
    let version = read.header("etag").unwrap().to_owned();
    let mut edited: Value = read.ok();
    edited["price"] = 260_000.into();
    owner.put(&url, None, &edited).await.refused(428, "precondition-required");
    till.put(&url, Some(&version), &edited).await.refused(403, "forbidden");
    owner.put(&url, Some(&version), &edited).await.ok();
    edited["price"] = 270_000.into();
    owner.put(&url, Some(&version), &edited).await.refused(412, "precondition-failed");
    owner.put(&url, Some("\"nonsense\""), &edited).await.refused(412, "precondition-failed");
    assert_eq!(owner.get(&url).await.ok()["price"], 260_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unchanged_menu_is_not_sent_again() {
    let world = World::open().await;
    let (till, owner) = (world.till().await, world.owner().await);
    let first = till.get("/menu").await;
    let known = first.header("etag").unwrap().to_owned();
    let again = || till.ask(till.request(reqwest::Method::GET, "/menu").header("if-none-match", &known));
    let answer = again().await;
    assert_eq!((answer.status, answer.text.as_str()), (304, ""));
    let carta = world.carta(&till).await;
    owner.post(&format!("{}/availability", product(&carta, "Tinto")), &json!({"sold_out": true})).await.ok();
    assert_eq!(again().await.status, 200);
}
