//! The menu, edited from the cloud.

use fastops_tests::cloud_world::{CloudWorld, Shop};
use fastops_tests::ids::mint;
use reqwest::Method;
use serde_json::{Value, json};

fn product(category: &Value, price: i64) -> Value {
    json!({"product_id": mint("prd"), "category_id": category, "name": "Papas", "price": price, "without_recipe": true})
}

async fn with_papas(world: &CloudWorld) -> (Shop, Value) {
    let shop = world.register("Papa Criolla").await;
    let tab = json!({"category_id": mint("cat"), "name": "Papas"});
    let tab = shop.owner.post("/categories", &tab).await.ok();
    let papas = shop.owner.post("/products", &product(&tab["category_id"], 1_000_000)).await.ok();
    (shop, papas)
}

#[tokio::test(flavor = "multi_thread")]
async fn two_admins_edit_one_product_and_the_later_one_is_told() {
    let world = CloudWorld::open().await;
    let (shop, papas) = with_papas(&world).await;
    let path = format!("/products/{}", papas["product_id"].as_str().unwrap());
    let read = shop.owner.get(&path).await;
    let tag = read.header("etag").expect("an ETag").to_owned();
    let mut dearer = read.ok();
    dearer["price"] = json!(1_200_000);
    let written = shop.owner.put(&path, Some(&tag), &dearer).await;
    assert_ne!(written.header("etag"), Some(tag.as_str()));
    assert_eq!(written.ok()["price"], 1_200_000);
    shop.owner.put(&path, Some(&tag), &dearer).await.refused(412, "precondition-failed");
    shop.owner.put(&path, None, &dearer).await.refused(428, "precondition-required");
    shop.owner.post(&format!("{path}/availability"), &json!({"sold_out": true})).await.ok();
    let menu = shop.owner.get("/menu").await.ok();
    let seen = &menu["products"][0];
    assert_eq!((&seen["price"], &seen["sold_out"]), (&json!(1_200_000), &json!(true)));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plan_ends_at_fifty_products_and_a_retry_is_no_new_one() {
    let world = CloudWorld::open().await;
    let (shop, papas) = with_papas(&world).await;
    let category = &papas["category_id"];
    for _ in 1..49 {
        shop.owner.post("/products", &product(category, 500_000)).await.ok();
    }
    let (key, last) = (mint("cmd"), product(category, 500_000));
    shop.owner.tap(Method::POST, "/products", &key, &last).await.ok();
    shop.owner.post("/products", &product(category, 500_000)).await.refused(409, "plan-limit");
    let again = shop.owner.tap(Method::POST, "/products", &key, &last).await;
    assert!(again.is_replay());
    let page = shop.owner.get("/products?limit=20").await.ok();
    assert_eq!(page["items"].as_array().unwrap().len(), 20);
    assert!(page["next_cursor"].is_string());
}
