//! Every door of the API, tried by nobody and by each role, and with ids of somewhere else.

use fastops_tests::carta::{dine_in, sent};
use fastops_tests::ids::mint;
use fastops_tests::tablet::{Tablet, path};
use fastops_tests::world::World;
use reqwest::Method;
use serde_json::{Value, json};

use crate::access_rules::{Answered, RULES};

/// An operation of the API's description.
struct Operation {
    id: String,
    method: Method,
    path: String,
    takes_body: bool,
}

fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(edge_node::http::document()).expect("the description is JSON");
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

/// Ids to put into addresses.
struct Ids(Vec<(&'static str, String)>);

impl Ids {
    async fn of_things_that_exist(world: &World, till: &Tablet) -> Self {
        let carta = world.carta(till).await;
        let order = till.sell(&sent(dine_in("1", [carta.line("Tinto")]))).await;
        world.settle_paper().await;
        let tickets = till.get(&path(&order, "/tickets")).await.ok();
        let text = |value: &Value| value.as_str().expect("an id").to_owned();
        Self(vec![
            ("{order_id}", text(&order["order_id"])),
            ("{line_id}", text(&order["lines"][0]["line_id"])),
            ("{product_id}", text(&carta.product("Tinto")["product_id"])),
            ("{category_id}", text(&carta.product("Tinto")["category_id"])),
            ("{print_job_id}", text(&tickets["items"][0]["print_job_id"])),
            ("{preview}", "preview.txt".to_owned()),
            ("{format}", "csv".to_owned()),
        ])
    }

    fn of_another_branch() -> Self {
        let kinds = [
            ("{order_id}", "ord"),
            ("{line_id}", "lin"),
            ("{product_id}", "prd"),
            ("{category_id}", "cat"),
            ("{print_job_id}", "pjb"),
        ];
        let mut ids: Vec<_> = kinds.into_iter().map(|(place, prefix)| (place, mint(prefix))).collect();
        ids.push(("{preview}", "preview.txt".to_owned()));
        Self(ids)
    }

    fn fill(&self, path: &str) -> String {
        self.0.iter().fold(path.to_owned(), |path, (place, id)| path.replace(place, id))
    }
}

async fn try_door(tablet: &Tablet, operation: &Operation, path: &str, body: &Value) -> (u16, String) {
    let mut request = tablet.request(operation.method.clone(), path).header("idempotency-key", mint("cmd"));
    if operation.takes_body {
        request = request.json(body);
    }
    if operation.method == Method::PUT {
        request = request.header("if-match", "\"1\"");
    }
    let answer = tablet.ask(request).await;
    if answer.status >= 400 {
        answer.assert_is_problem();
    }
    if answer.status == 401 {
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"), "{}", operation.id);
    }
    (answer.status, answer.text)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_door_opens_only_for_those_it_is_meant_for() {
    let world = World::open().await;
    let till = world.till().await;
    let ids = Ids::of_things_that_exist(&world, &till).await;
    let operations = operations();
    for rule in RULES {
        let known = operations.iter().any(|operation| operation.id == rule.operation);
        assert!(known, "{} is in the table but not in the API", rule.operation);
    }
    for operation in &operations {
        let rule = RULES.iter().find(|rule| rule.operation == operation.id);
        let rule = rule.unwrap_or_else(|| panic!("{} has no row in the table of access rules", operation.id));
        let path = ids.fill(&operation.path);
        let who = [
            ("nobody", rule.nobody),
            ("marcela", rule.admin),
            ("daniela", rule.cashier),
            ("wilson", rule.kitchen),
        ];
        for (name, expected) in who {
            let mut tablet = world.browser();
            if name != "nobody" {
                tablet.login(name).await;
            }
            let (status, text) = try_door(&tablet, operation, &path, &json!({})).await;
            assert_eq!(Answered::of(status), Some(expected), "{} as {name}: {status} {text}", operation.id);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_of_another_branch_does_not_exist_here() {
    let world = World::open().await;
    let owner = world.owner().await;
    let carta = world.carta(&owner).await;
    let foreign = Ids::of_another_branch();
    let tinto = carta.product("Tinto").clone();
    let category = carta.by_id("categories", "category_id", &tinto["category_id"]).clone();
    let payment = json!({"payment_id": mint("pay"), "method": "cash", "amount": 1});
    let bodies = [
        ("add_lines", json!({"lines": [carta.line("Tinto")]})),
        ("send_order", json!({"send_id": mint("snd")})),
        ("set_order_status", json!({"step_id": mint("stp"), "to": "ready"})),
        ("void_line", json!({"void_id": mint("vod"), "reason": "error"})),
        ("discount_order", json!({"discount_id": mint("dsc"), "amount": 1, "reason": "cortesía"})),
        ("cancel_order", json!({"reason": "error"})),
        ("pay_order", json!({"payments": [payment]})),
        ("reprint_order", json!({"kind": "kitchen", "reason": "se perdió"})),
        ("start_preparing", json!({"step_id": mint("stp")})),
        ("mark_ready", json!({"step_id": mint("stp")})),
        ("recall_ready", json!({"step_id": mint("stp")})),
        ("answer_print_job", json!({"printed": true})),
        ("update_category", category),
        ("update_product", tinto),
        ("set_availability", json!({"sold_out": true})),
    ];
    let mut tried = 0;
    let named = operations().into_iter().filter(|operation| operation.path.contains('{'));
    for operation in named {
        let body = bodies.iter().find(|(id, _)| *id == operation.id).map(|(_, body)| body);
        assert_eq!(body.is_some(), operation.takes_body, "{} needs a body here", operation.id);
        let empty = json!({});
        let path = foreign.fill(&operation.path);
        let (status, text) = try_door(&owner, &operation, &path, body.unwrap_or(&empty)).await;
        assert_eq!(Answered::of(status), Some(Answered::Missing), "{}: {status} {text}", operation.id);
        tried += 1;
    }
    assert!(tried > 15, "{tried}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sets_what_the_box_computes() {
    let world = World::open().await;
    let till = world.till().await;
    let carta = world.carta(&till).await;
    let order = |field: &str, value: Value| {
        let mut body = dine_in("1", [carta.line("Tinto")]);
        body[field] = value;
        body
    };
    let in_line = |field: &str, value: Value| {
        let mut body = dine_in("1", [carta.line("Tinto")]);
        body["lines"][0][field] = value;
        body
    };
    let in_payment = |field: &str, value: Value| {
        let mut payment = fastops_tests::carta::cash(250_000, 250_000);
        payment[field] = value;
        order("payments", json!([payment]))
    };
    let tries = [
        order("total", 1.into()),
        order("number", "M-001".into()),
        order("company_id", mint("com").into()),
        order("branch_id", mint("brn").into()),
        order("created_by", mint("stf").into()),
        order("status", "delivered".into()),
        order("business_day", "2026-01-01".into()),
        in_line("price", 1.into()),
        in_line("unit_price", 1.into()),
        in_line("total", 1.into()),
        in_line("modifiers", json!([{"modifier_id": mint("mod"), "quantity": 1, "price": -1}])),
        in_payment("rounding", 240_000.into()),
        in_payment("change", 1.into()),
    ];
    for body in tries {
        till.post("/orders", &body).await.refused(422, "invalid-field");
    }
    assert_eq!(world.count("SELECT count(*) FROM sales_order").await, 0);
}
