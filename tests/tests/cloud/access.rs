//! Every door of the cloud's API, tried by nobody, by each role, by those who run the platform, by sessions that ended, and
//! with another company's ids.

use fastops_tests::cloud_world::CloudWorld;
use fastops_tests::ids::mint;
use fastops_tests::tablet::Tablet;
use reqwest::Method;
use serde_json::{Value, json};
use shared_model::staff::Role;

use crate::access_rules::{Answered, RULES, Rule};
use crate::things::Things;

/// An operation of the API's description.
struct Operation {
    id: String,
    method: Method,
    path: String,
    takes_body: bool,
}

fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(cloud_sync::http::document()).expect("the description is JSON");
    let mut all = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            all.push(Operation {
                id: operation["operationId"].as_str().expect("an operation id").to_owned(),
                method: method.to_uppercase().parse().expect("a method"),
                path: path.strip_prefix("/api/v1").expect("all under /api/v1").to_owned(),
                takes_body: operation.get("requestBody").is_some(),
            });
        }
    }
    all
}

fn rule_of(operation: &Operation) -> &'static Rule {
    let rule = RULES.iter().find(|rule| rule.operation == operation.id);
    rule.unwrap_or_else(|| panic!("{} has no row in the table of access rules", operation.id))
}

async fn try_door(browser: &Tablet, operation: &Operation, path: &str, body: &Value) -> (u16, String) {
    let mut request = browser.request(operation.method.clone(), path).header("idempotency-key", mint("cmd"));
    if operation.takes_body {
        request = request.json(body);
    }
    if operation.method == Method::PUT {
        request = request.header("if-match", "\"1\"");
    }
    let answer = browser.ask(request).await;
    if answer.status >= 400 {
        answer.assert_is_problem();
    }
    if answer.status == 401 {
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"), "{}", operation.id);
    }
    (answer.status, answer.text)
}

/// A browser with no cookies and the token of another.
fn only_token_of(world: &CloudWorld, other: &Tablet) -> Tablet {
    world.browser().with_token(other.token.clone().expect("a token"))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_door_opens_only_for_those_it_is_meant_for() {
    let world = CloudWorld::open().await;
    let (shop, third) = (world.register("Papa Criolla").await, world.register("Perros").await);
    // They work at the main branch, and the ids in the addresses are of another.
    world.hire(&shop, "daniela", Role::Cashier, Some(shop.branch_id)).await;
    world.hire(&shop, "wilson", Role::Kitchen, Some(shop.branch_id)).await;
    let (till, kitchen) = (world.login(&shop, "daniela").await, world.login(&shop, "wilson").await);
    let boss = world.super_admin().await;
    let operations = operations();
    for rule in RULES {
        let known = operations.iter().any(|operation| operation.id == rule.operation);
        assert!(known, "{} is in the table but not in the API", rule.operation);
    }
    let mut wrong = Vec::new();
    for operation in &operations {
        let rule = rule_of(operation);
        let own = Things::in_company(&world, &shop).await.fill(&operation.path);
        let thirds = Things::in_company(&world, &third).await.fill(&operation.path);
        let who = [
            ("nobody", world.browser(), &own, rule.nobody),
            ("the admin", only_token_of(&world, &shop.owner), &own, rule.admin),
            ("a cashier", only_token_of(&world, &till), &own, rule.cashier),
            ("a cook", only_token_of(&world, &kitchen), &own, rule.kitchen),
            ("a super admin", only_token_of(&world, &boss), &thirds, rule.super_admin),
        ];
        for (name, browser, path, expected) in who {
            let (status, text) = try_door(&browser, operation, path, &json!({})).await;
            if Answered::of(status) != Some(expected) {
                wrong.push(format!("{} as {name}: {expected:?}, not {status} {text}", operation.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_that_ended_open_nothing() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    let revoked = world.login(&shop, "ana").await;
    revoked.bare_post("/auth/logout").await;
    let boss = world.super_admin().await;
    let gone_boss = only_token_of(&world, &boss);
    boss.bare_post("/admin/session/logout").await;
    let things = Things::in_company(&world, &shop).await;
    let mut claims = world.cloud().tokens().verify(shop.owner.token.as_deref().unwrap()).unwrap();
    claims.exp = claims.iat - 1;
    let expired = world.browser().with_token(world.cloud().tokens().sign(&claims));
    for operation in &operations() {
        let (rule, path) = (rule_of(operation), things.fill(&operation.path));
        let askers = [
            ("a revoked session", only_token_of(&world, &revoked)),
            ("an expired token", expired.clone()),
            ("a super admin who left", gone_boss.clone()),
        ];
        for (name, browser) in askers {
            let (status, text) = try_door(&browser, operation, &path, &json!({})).await;
            let got = Answered::of(status);
            // A token for another door is refused as such, before it is asked whether it still lives.
            let other_door = got == Some(Answered::Forbidden) && rule.nobody == Answered::Unauthorized;
            assert!(got == Some(rule.nobody) || other_door, "{} as {name}: {status} {text}", operation.id);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_companys_ids_do_not_exist() {
    let world = CloudWorld::open().await;
    let (shop, other) = (world.register("Papa Criolla").await, world.register("La Catorce").await);
    let things = Things::in_company(&world, &shop).await;
    let before = things.state(&world, &shop).await;
    for operation in &operations() {
        let (rule, path) = (rule_of(operation), things.fill(&operation.path));
        let browser = only_token_of(&world, &other.owner);
        let (status, text) = try_door(&browser, operation, &path, &things.sound_body(&operation.id)).await;
        assert_eq!(Answered::of(status), Some(rule.foreign), "{}: {status} {text}", operation.id);
    }
    // Nothing of it reached the company whose ids were named.
    let current = shop.owner.get("/subscriptions/current").await.ok();
    assert_eq!((&current["plan"], &current["standing"]), (&json!("trial"), &json!("trial")));
    assert_eq!(things.state(&world, &shop).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_exist_is_missing_for_the_platform_too() {
    let world = CloudWorld::open().await;
    let boss = world.super_admin().await;
    let shop = world.register("Papa Criolla").await;
    let unknown = mint("com");
    let known = boss.get(&format!("/admin/companies/{}", shop.company_id)).await.ok();
    let mut tried = 0;
    for operation in operations().iter().filter(|operation| operation.path.contains("{company_id}")) {
        let path = operation.path.replace("{company_id}", &unknown);
        let body = crate::platform::update_of(&known);
        let (status, text) = try_door(&boss, operation, &path, &body).await;
        assert_eq!(status, 404, "{}: {text}", operation.id);
        tried += 1;
    }
    assert!(tried >= 5, "{tried}");
}
