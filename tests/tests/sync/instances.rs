//! Two instances of the cloud over one PostgreSQL, and texts that one database takes and the other does not.

use std::sync::Arc;
use std::time::{Duration, Instant};

use fastops_tests::both_sides;
use fastops_tests::caja::Caja;
use fastops_tests::carta::{Carta, noted, sent, takeaway};
use fastops_tests::cloud_world::{CloudWorld, Setup, parsed};
use fastops_tests::model::Books;
use fastops_tests::postgres;
use fastops_tests::rush::Rush;
use fastops_tests::screen::Screen;
use fastops_tests::wait::until;
use fastops_tests::wire::{Liar, number};
use reqwest::Method;
use serde_json::json;
use shared_model::document::DocKind;
use shared_model::ids::BranchId;
use shared_model::sync::Mark;

const KENNEDY: &str = "brn_019cb73181e57bd5ab24d226a3439a62";

#[tokio::test(flavor = "multi_thread")]
async fn boxes_at_two_instances_are_one_company() {
    let database = Arc::new(postgres::database());
    let mut one = CloudWorld::set_up(Setup::over(Arc::clone(&database))).await;
    let shop = one.plant("la-papa-criolla.json", "marcela", "marcela-criolla-2026").await;
    let kennedy: BranchId = parsed(&json!(KENNEDY));
    // Chapinero knows only the first instance; Kennedy is enrolled when there are two.
    let chapinero = Caja::of(&one, &shop, shop.branch_id).await;
    let other = one.twin().await;
    let kennedy = Caja::of(&other, &shop, kennedy).await;
    let mut boxes = Vec::new();
    for caja in [&chapinero, &kennedy] {
        let owner = caja.tablet_of("marcela").await;
        let carta = Carta(owner.get("/menu").await.ok());
        let mut books = Books::over(carta.clone());
        Rush { till: &owner, carta: &carta, clock: &one.clock, books: &mut books }.sell(20).await;
        boxes.push((caja, owner, books));
    }
    for (caja, owner, books) in &boxes {
        caja.settles(&one, &shop).await;
        both_sides::assert_equal(caja, &one, &shop).await;
        both_sides::assert_equal(caja, &other, &shop).await;
        books.audit_reports(owner).await;
    }
    // What happens at a box of one instance is told on screens of the other, and what is sold out comes back.
    let mut office = Screen::connect(other.door().addr(), &shop.owner, None).await;
    office.sync().await;
    let (_, owner, _) = &boxes[0];
    let carta = Carta(owner.get("/menu").await.ok());
    let agua = carta.product("Agua 600 ml")["product_id"].as_str().expect("an id");
    let began = Instant::now();
    owner.post(&format!("/products/{agua}/availability"), &json!({"sold_out": true})).await.ok();
    office.hear("menu:changed").await;
    println!("sold out at one instance, told at the other: {:?}", began.elapsed());
    assert!(began.elapsed() < Duration::from_secs(1));
    for (caja, _, _) in &boxes {
        caja.settles(&other, &shop).await;
    }
    // An instance goes for good: its box finds the other over the web address or the addresses it has, and loses nothing.
    both_sides::rebuild(&chapinero, &one, &shop).await;
    both_sides::assert_equal(&chapinero, &other, &shop).await;
    one.stop().await;
    chapinero.reaches(None).await;
    owner.sell(&sent(takeaway("Camila", [carta.line("Tinto")]))).await;
    one.start().await;
    chapinero.settles(&other, &shop).await;
    // A box is taken out at the instance it is not at.
    let member = kennedy.membership().await;
    let gate = if one.present().has(member.box_id) { &one } else { &other };
    let far = if one.present().has(member.box_id) { &other } else { &one };
    let began = Instant::now();
    let mut owner = far.browser();
    let login = json!({"company": shop.slug, "username": "marcela", "password": "marcela-criolla-2026"});
    fastops_tests::cloud_world::keep(&mut owner, &far.browser().post("/auth/login", &login).await.ok());
    let gone = owner.ask(owner.request(Method::DELETE, &format!("/boxes/{}", member.box_id))).await;
    assert_eq!(gone.status, 204);
    until("it is out", || async { !gate.present().has(member.box_id) }).await;
    println!("taken out at the other instance: out after {:?}", began.elapsed());
    assert!(began.elapsed() < Duration::from_secs(5));
}

/// PostgreSQL takes no NUL in a text; a box must not be stuck behind one.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_the_database_does_not_take_stops_nobody() {
    let cloud = CloudWorld::set_up(Setup::over(Arc::new(postgres::database()))).await;
    let shop = cloud.plant("la-papa-criolla.json", "marcela", "marcela-criolla-2026").await;
    let caja = Caja::of(&cloud, &shop, shop.branch_id).await;
    let owner = caja.tablet_of("marcela").await;
    let carta = Carta(owner.get("/menu").await.ok());
    let mut body = sent(takeaway("Cami\u{0}la", [noted(carta.line("Tinto"), "sin\u{0}azúcar")]));
    body["note"] = "para\u{0}llevar".into();
    let answer = owner.post("/orders", &body).await;
    println!("an order with NULs: {}", answer.status);
    owner.sell(&sent(takeaway("Nubia", [carta.line("Tinto")]))).await;
    caja.settles(&cloud, &shop).await;
    both_sides::assert_equal(&caja, &cloud, &shop).await;
    drop(caja);

    // A box that does not look so closely.
    let liar = Liar::at(&cloud, &shop, shop.branch_id, 7).await;
    let (mut line, _) = liar.meets(&cloud, Mark::default()).await;
    let category = |name: &str| json!({"category_id": fastops_tests::ids::mint("cat"), "name": name});
    let id =
        |value: &serde_json::Value| parsed::<shared_model::ids::CategoryId>(&value["category_id"]).uuid();
    let (before, odd, after) =
        (category("Antes de nada"), category("Co\u{0}sas"), category("Después de todo"));
    let chunks = [&before, &odd, &after].map(|value| (id(value), liar.writes(&cloud, value)));
    let kind = number(DocKind::Category);
    let feed: Vec<_> = chunks.iter().map(|(id, chunk)| (kind, *id, chunk)).collect();
    let acked = line.feeds(&feed).await;
    let refused = line.refusals(acked).await;
    println!("refused: {refused:?}");
    let stored = cloud.query(
        shop.company_id,
        "SELECT 1 FROM register WHERE body LIKE '%de nada%' OR body LIKE '%de todo%'",
    );
    assert_eq!(stored.await.len(), 2);
}
