//! What a plan allows, on both sides of a line that is cut.

use fastops_tests::both_sides;
use fastops_tests::caja::Caja;
use fastops_tests::carta::{Carta, sent, takeaway};
use fastops_tests::cloud_world::{CloudWorld, PASSWORD, Shop};
use fastops_tests::ids::mint;
use fastops_tests::tablet::Tablet;
use serde_json::{Value, json};

const TRIAL_PRODUCTS: usize = 50;

/// A business on trial with so many products.
async fn shop_with(cloud: &CloudWorld, products: usize) -> (Shop, Value) {
    let shop = cloud.register("Papa Criolla").await;
    let category = json!({"category_id": mint("cat"), "name": "Papas"});
    shop.owner.post("/categories", &category).await.ok();
    for nth in 0..products {
        shop.owner.post("/products", &product(&category, nth)).await.ok();
    }
    (shop, category)
}

fn product(category: &Value, nth: usize) -> Value {
    json!({"product_id": mint("prd"), "category_id": category["category_id"], "name": format!("Papa {nth}"),
        "price": 1_200_000, "without_recipe": true})
}

async fn admin_of(caja: &Caja, shop: &Shop) -> Tablet {
    caja.login(&shop.slug, "ana", PASSWORD).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fifty_first_product_is_refused_in_the_cloud_and_at_a_box_without_a_line() {
    let mut cloud = CloudWorld::open().await;
    let (shop, category) = shop_with(&cloud, TRIAL_PRODUCTS).await;
    let caja = Caja::of(&cloud, &shop, shop.branch_id).await;
    let admin = admin_of(&caja, &shop).await;
    shop.owner.post("/products", &product(&category, 50)).await.refused(409, "plan-limit");
    let branch = json!({"branch_id": mint("brn"), "name": "Norte", "zone": "America/Bogota"});
    let refused = shop.owner.post("/branches", &branch).await;
    assert!(refused.status == 409 && refused.body["code"] == "plan-limit", "{}", refused.text);
    cloud.stop().await;
    caja.reaches(None).await;
    admin.post("/products", &product(&category, 51)).await.refused(409, "plan-limit");
    // Selling has no limit.
    let carta = Carta(admin.get("/menu").await.ok());
    admin.sell(&sent(takeaway("Camila", [carta.line("Papa 0")]))).await;
    cloud.start().await;
    caja.settles(&cloud, &shop).await;
    both_sides::assert_equal(&caja, &cloud, &shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_sides_that_each_create_the_last_one_both_keep_it() {
    let mut cloud = CloudWorld::open().await;
    let (shop, category) = shop_with(&cloud, TRIAL_PRODUCTS - 1).await;
    let caja = Caja::of(&cloud, &shop, shop.branch_id).await;
    let admin = admin_of(&caja, &shop).await;
    cloud.stop().await;
    caja.reaches(None).await;
    admin.post("/products", &product(&category, 100)).await.ok();
    cloud.start().await;
    shop.owner.post("/products", &product(&category, 200)).await.ok();
    caja.settles(&cloud, &shop).await;
    both_sides::assert_equal(&caja, &cloud, &shop).await;
    for who in [&admin, &shop.owner] {
        let menu = who.get("/menu").await.ok().to_string();
        assert!(menu.contains("Papa 100") && menu.contains("Papa 200"));
        who.post("/products", &product(&category, 300)).await.refused(409, "plan-limit");
    }
    let current = shop.owner.get("/subscriptions/current").await.ok();
    let usage = fastops_tests::carta::rows(&current["usage"]).find(|used| used["resource"] == "products");
    assert_eq!(usage.expect("products are counted")["present"], TRIAL_PRODUCTS + 1);
    println!("over on two sides: {current}");
    assert_eq!(caja.status(&admin).await["dead_letters"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_whose_time_is_over_sells_and_syncs_and_has_no_extras() {
    let cloud = CloudWorld::open().await;
    let (shop, category) = shop_with(&cloud, 2).await;
    let caja = Caja::of(&cloud, &shop, shop.branch_id).await;
    cloud.clock.advance_ms(120 * 24 * 3_600_000);
    let admin = admin_of(&caja, &shop).await;
    let owner = cloud.login(&shop, "ana").await;
    let current = owner.get("/subscriptions/current").await.ok();
    println!("lapsed: {current}");
    let lapsed = owner.post("/products", &product(&category, 9)).await;
    assert_eq!(lapsed.status, 402, "{}", lapsed.text);
    let carta = Carta(admin.get("/menu").await.ok());
    let order = admin.sell(&sent(takeaway("Camila", [carta.line("Papa 0")]))).await;
    caja.settles(&cloud, &shop).await;
    both_sides::assert_equal(&caja, &cloud, &shop).await;
    let id = order["order_id"].as_str().expect("an id");
    let sql = format!("SELECT 1 FROM sales_order WHERE order_id = '{id}'");
    assert_eq!(cloud.query(shop.company_id, sql).await.len(), 1);
}
