//! The menu, edited on both sides at once.

use std::time::{Duration, Instant};

use fastops_tests::answer::Answer;
use fastops_tests::both_sides;
use fastops_tests::caja::Caja;
use fastops_tests::carta::{Carta, rows};
use fastops_tests::cloud_world::{CloudWorld, Shop};
use fastops_tests::screen::Screen;
use fastops_tests::tablet::Tablet;
use fastops_tests::wait::until;
use serde_json::{Value, json};

/// Reads a product and writes it back with other words for some fields.
async fn edit(who: &Tablet, id: &str, fields: &Value) -> Answer {
    let read = who.get(&format!("/products/{id}")).await;
    let version = read.header("etag").map(str::to_owned);
    let mut product = read.ok();
    for (field, value) in fields.as_object().expect("fields") {
        product[field] = value.clone();
    }
    who.put(&format!("/products/{id}"), version.as_deref(), &product).await
}

async fn product(who: &Tablet, id: &str) -> Value {
    who.get(&format!("/products/{id}")).await.ok()
}

fn id_of(carta: &Carta, name: &str) -> String {
    carta.product(name)["product_id"].as_str().expect("an id").to_owned()
}

struct Business {
    cloud: CloudWorld,
    shop: Shop,
    caja: Caja,
    admin: Tablet,
    carta: Carta,
}

async fn open() -> Business {
    let cloud = CloudWorld::open().await;
    let shop = cloud.plant("la-papa-criolla.json", "marcela", "marcela-criolla-2026").await;
    let caja = Caja::of(&cloud, &shop, shop.branch_id).await;
    let admin = caja.tablet_of("marcela").await;
    let carta = Carta(admin.get("/menu").await.ok());
    Business { cloud, shop, caja, admin, carta }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_renames_what_the_box_reprices_and_both_stand() {
    let Business { mut cloud, shop, caja, admin, carta } = open().await;
    let id = id_of(&carta, "Agua 600 ml");
    cloud.stop().await;
    caja.reaches(None).await;
    edit(&admin, &id, &json!({"price": 390_000})).await.ok();
    // The cloud is back before the box knows: the owner is quicker.
    cloud.start().await;
    edit(&shop.owner, &id, &json!({"name": "Agua de la casa"})).await.ok();
    caja.settles(&cloud, &shop).await;
    for (side, who) in [("box", &admin), ("cloud", &shop.owner)] {
        let now = product(who, &id).await;
        assert_eq!((&now["name"], &now["price"]), (&json!("Agua de la casa"), &json!(390_000)), "{side}");
    }
    assert!(rows(&admin.get("/sync/conflicts").await.ok()["items"]).next().is_none());
    assert!(rows(&shop.owner.get("/catalog/conflicts").await.ok()["items"]).next().is_none());
    both_sides::assert_equal(&caja, &cloud, &shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_prices_at_once_have_one_winner_and_somebody_chooses() {
    let Business { mut cloud, shop, caja, admin, carta } = open().await;
    let id = id_of(&carta, "Agua 600 ml");
    cloud.stop().await;
    caja.reaches(None).await;
    edit(&admin, &id, &json!({"price": 390_000})).await.ok();
    cloud.start().await;
    edit(&shop.owner, &id, &json!({"price": 410_000})).await.ok();
    caja.settles(&cloud, &shop).await;
    let (here, there) = (product(&admin, &id).await, product(&shop.owner, &id).await);
    assert_eq!(here["price"], there["price"], "one winner");
    let at_box = admin.get("/sync/conflicts").await.ok()["items"].clone();
    let in_cloud = shop.owner.get("/catalog/conflicts").await.ok()["items"].clone();
    assert_eq!((at_box.as_array().unwrap().len(), in_cloud.as_array().unwrap().len()), (1, 1));
    assert_eq!((&at_box[0]["field"], &in_cloud[0]["field"]), (&json!("price"), &json!("price")));
    assert_eq!(at_box[0]["sides"][0]["value"], here["price"], "the winner first");
    assert_eq!(in_cloud[0]["candidates"][0]["value"], here["price"], "the winner first");
    let mut by: Vec<_> = rows(&in_cloud[0]["candidates"]).map(|side| side["by"].clone()).collect();
    by.sort_by_key(Value::to_string);
    assert_eq!(by, ["Chapinero", "Nube"]);
    assert_eq!(caja.status(&admin).await["conflicts"], 1);
    // The loser is chosen: it stands everywhere and nothing is open any more.
    let loser = at_box[0]["sides"][1]["value"].clone();
    let doc = in_cloud[0]["doc_id"].as_str().unwrap();
    let chosen = json!({"field": "price", "value": loser});
    shop.owner.post(&format!("/catalog/conflicts/product/{doc}/resolve"), &chosen).await.ok();
    caja.settles(&cloud, &shop).await;
    assert_eq!(
        (&product(&admin, &id).await["price"], &product(&shop.owner, &id).await["price"]),
        (&loser, &loser)
    );
    assert_eq!(caja.status(&admin).await["conflicts"], 0);
    assert!(rows(&shop.owner.get("/catalog/conflicts").await.ok()["items"]).next().is_none());
    both_sides::assert_equal(&caja, &cloud, &shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sold_out_is_known_on_both_sides_within_a_second() {
    let Business { cloud, shop, caja, admin, carta } = open().await;
    let id = id_of(&carta, "Agua 600 ml");
    let path = format!("/products/{id}/availability");
    let mut office = Screen::connect(cloud.door().addr(), &shop.owner, None).await;
    office.sync().await;
    let mut kitchen = Screen::connect(caja.door().addr(), &admin, None).await;
    kitchen.sync().await;

    let began = Instant::now();
    admin.post(&path, &json!({"sold_out": true})).await.ok();
    office.hear("menu:changed").await;
    let told = began.elapsed();
    assert_eq!(product(&shop.owner, &id).await["sold_out"], true);
    println!("sold out at the box, told in the cloud: {told:?}");
    assert!(told < Duration::from_secs(1), "{told:?}");
    // What the screen at the box was told of its own change.
    kitchen.hear("menu:changed").await;

    let began = Instant::now();
    shop.owner.post(&path, &json!({"sold_out": false})).await.ok();
    let back = async {
        while product(&admin, &id).await["sold_out"] == true {
            kitchen.hear("menu:changed").await;
        }
    };
    back.await;
    let told = began.elapsed();
    println!("back on the menu in the cloud, told at the box: {told:?}");
    assert!(told < Duration::from_secs(1), "{told:?}");
    until("both menus are one", || async { product(&admin, &id).await == product(&shop.owner, &id).await })
        .await;
}
