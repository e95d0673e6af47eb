//! The people of a company, hired and let go from the cloud.

use fastops_tests::cloud_world::CloudWorld;
use fastops_tests::ids::mint;
use reqwest::Method;
use serde_json::{Value, json};

fn person(username: &str, role: &str) -> Value {
    json!({"staff_id": mint("stf"), "name": username, "username": username, "roles": [role],
        "password": "papas-con-todo-2026", "pin": "4826"})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_has_three_people_and_none_of_their_secrets_come_back() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    let hired = shop.owner.post("/staff", &person("daniela", "cashier")).await.ok();
    assert_eq!((&hired["has_password"], &hired["has_pin"]), (&json!(true), &json!(true)));
    shop.owner.post("/staff", &person("wilson", "kitchen")).await.ok();
    shop.owner.post("/staff", &person("yuli", "kitchen")).await.refused(409, "plan-limit");
    shop.owner.post("/staff", &person("Daniela", "kitchen")).await.refused(409, "plan-limit");
    assert!(!shop.owner.get("/staff").await.text.contains("argon2"));
    world.login(&shop, "daniela").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_admin_stays_and_who_is_let_go_is_out_at_once() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    let owner = format!("/staff/{}", shop.session["staff"]["staff_id"].as_str().unwrap());
    let deleted = |path: String| {
        let request = shop.owner.request(Method::DELETE, &path).header("idempotency-key", mint("cmd"));
        async { shop.owner.ask(request).await }
    };
    deleted(owner).await.refused(409, "last-admin");
    let daniela = shop.owner.post("/staff", &person("daniela", "cashier")).await.ok();
    let till = world.login(&shop, "daniela").await;
    till.get("/menu").await.ok();
    deleted(format!("/staff/{}", daniela["staff_id"].as_str().unwrap())).await.ok();
    till.get("/menu").await.refused(401, "unauthorized");
}
