//! What screens of the cloud are told as it happens.

use fastops_tests::cloud_world::CloudWorld;
use fastops_tests::ids::mint;
use fastops_tests::screen::Screen;
use reqwest::Method;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_sold_out_product_reaches_the_companys_screens_and_nobody_elses() {
    let world = CloudWorld::open().await;
    let (shop, other) = (world.register("Papa Criolla").await, world.register("La Catorce").await);
    let addr = world.door().addr();
    let mut stranger = Screen::connect(addr, &other.owner, None).await;
    assert_eq!(stranger.sync().await.0, "sync:full");
    let mut screen = Screen::connect(addr, &shop.owner, None).await;
    assert_eq!(screen.sync().await.0, "sync:full");
    let tab = json!({"category_id": mint("cat"), "name": "Papas"});
    shop.owner.post("/categories", &tab).await.ok();
    let first = screen.hear("menu:changed").await;
    // A screen that comes back with the number it had gets the gap and nothing twice.
    let papas = json!({"product_id": mint("prd"), "category_id": tab["category_id"], "name": "Papas",
        "price": 1_000_000, "without_recipe": true});
    shop.owner.post("/products", &papas).await.ok();
    assert_eq!(screen.hear("menu:changed").await["data"]["product_id"], papas["product_id"]);
    let mut back = Screen::connect(addr, &shop.owner, first["seq"].as_i64()).await;
    let (name, replay) = back.sync().await;
    assert_eq!((name.as_str(), replay["events"].as_array().unwrap().len()), ("sync:replay", 1));
    // The other company's first event is its own.
    other.owner.post("/categories", &json!({"category_id": mint("cat"), "name": "Panes"})).await.ok();
    assert_eq!(stranger.hear("menu:changed").await["seq"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_screen_of_somebody_who_is_let_go_goes_dark() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    let hired = json!({"staff_id": mint("stf"), "name": "Daniela", "username": "daniela", "roles": ["cashier"],
        "password": fastops_tests::cloud_world::PASSWORD});
    let daniela = shop.owner.post("/staff", &hired).await.ok();
    let till = world.login(&shop, "daniela").await;
    let mut screen = Screen::connect(world.door().addr(), &till, None).await;
    screen.sync().await;
    let path = format!("/staff/{}", daniela["staff_id"].as_str().unwrap());
    let gone = shop.owner.request(Method::DELETE, &path).header("idempotency-key", mint("cmd"));
    shop.owner.ask(gone).await.ok();
    screen.until_the_end().await;
}
