//! Requests that are wrong: each gets its clear answer, and nothing is stored.

use fastops_tests::answer::pointers;
use fastops_tests::carta::{Carta, dine_in, noted, sent, takeaway};
use fastops_tests::ids::mint;
use fastops_tests::tablet::{Tablet, path};
use fastops_tests::world::{World, words};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

/// What must not move when a request is refused.
async fn stored(world: &World) -> [i64; 3] {
    world.settle_paper().await;
    [
        world.count("SELECT coalesce(max(seq), 0) FROM event").await,
        world.count("SELECT coalesce(max(seq), 0) FROM log").await,
        world.count("SELECT count(*) FROM answered").await,
    ]
}

/// An order whose only line was changed.
fn with_line(mut line: Value, field: &str, value: Value) -> Value {
    line[field] = value;
    dine_in("1", [line])
}

/// An order with one field changed.
fn with(carta: &Carta, field: &str, value: Value) -> Value {
    let mut body = dine_in("1", [carta.line("Tinto")]);
    body[field] = value;
    body
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_that_cannot_be_are_refused_field_by_field() {
    let world = World::open().await;
    let till = world.till().await;
    let carta = world.carta(&till).await;
    let tinto = || carta.line("Tinto");
    let papas = || carta.line("Papa a la francesa");
    let sauces = carta.by_id(
        "modifier_groups",
        "modifier_group_id",
        &carta.product("Papa a la francesa")["modifier_group_ids"][0],
    );
    let sauce = |nth: usize| json!({"modifier_id": sauces["modifiers"][nth]["modifier_id"], "quantity": 1});
    let all_sauces = json!([sauce(0), sauce(1), sauce(2), sauce(3), sauce(4)]);
    let twice = json!([{"modifier_id": sauces["modifiers"][0]["modifier_id"], "quantity": 2}]);
    let line = tinto();
    let doubled = json!([line.clone(), line.clone()]);
    let many: Vec<Value> = (0..201).map(|_| tinto()).collect();
    let sellable = "line-not-sellable";
    let field = "invalid-field";
    let cases: Vec<(&str, Value, u16, &str, &str)> = vec![
        ("wrong product", with_line(tinto(), "product_id", mint("prd").into()), 422, sellable, "/lines/0"),
        ("no size", with_line(papas(), "variant_id", Value::Null), 422, sellable, "/lines/0"),
        ("wrong size", with_line(papas(), "variant_id", mint("var").into()), 422, sellable, "/lines/0"),
        ("quantity 0", with_line(tinto(), "quantity", 0.into()), 422, sellable, "/lines/0"),
        ("quantity 1000", with_line(tinto(), "quantity", 1000.into()), 422, sellable, "/lines/0"),
        ("quantity -1", with_line(tinto(), "quantity", (-1).into()), 422, field, "/lines/0/quantity"),
        ("quantity 1.5", with_line(tinto(), "quantity", json!(1.5)), 422, field, "/lines/0/quantity"),
        ("quantity «uno»", with_line(tinto(), "quantity", "uno".into()), 422, field, "/lines/0/quantity"),
        ("too few sauces", with_line(papas(), "modifiers", json!([])), 422, sellable, "/lines/0"),
        ("too many sauces", with_line(papas(), "modifiers", all_sauces), 422, sellable, "/lines/0"),
        ("one sauce twice", with_line(papas(), "modifiers", twice), 422, sellable, "/lines/0"),
        (
            "sauce of nobody",
            with_line(papas(), "modifiers", json!([{"modifier_id": mint("mod")}])),
            422,
            sellable,
            "/lines/0",
        ),
        ("sauce of another", with_line(tinto(), "modifiers", json!([sauce(0)])), 422, sellable, "/lines/0"),
        (
            "combo without parts",
            with_line(carta.line("Combo perro"), "components", json!([])),
            422,
            sellable,
            "/lines/0",
        ),
        (
            "parts without combo",
            with_line(tinto(), "components", carta.line("Combo perro")["components"].clone()),
            422,
            sellable,
            "/lines/0",
        ),
        ("long note", dine_in("1", [noted(tinto(), &"a".repeat(201))]), 422, sellable, "/lines/0"),
        (
            "second line wrong",
            with(&carta, "lines", json!([tinto(), with_line(tinto(), "quantity", 0.into())["lines"][0]])),
            422,
            sellable,
            "/lines/1",
        ),
        ("no lines", with(&carta, "lines", json!([])), 422, field, "/lines"),
        ("201 lines", with(&carta, "lines", many.into()), 422, field, "/lines"),
        ("a line twice", with(&carta, "lines", doubled), 409, "already-exists", "/lines"),
        ("huge table", with(&carta, "table", "5".repeat(21).into()), 422, field, "/table"),
        ("no guests", with(&carta, "guests", 0.into()), 422, field, "/guests"),
        ("201 guests", with(&carta, "guests", 201.into()), 422, field, "/guests"),
        ("long order note", with(&carta, "note", "a".repeat(301).into()), 422, field, "/note"),
        ("long name", takeaway(&"a".repeat(81), [tinto()]), 422, field, "/customer/name"),
        ("wrong type of order", with(&carta, "order_type", "drone".into()), 422, field, "/order_type"),
        ("id of another kind", with(&carta, "order_id", mint("lin").into()), 422, field, "/order_id"),
        ("id that is none", with(&carta, "order_id", "5".into()), 422, field, "/order_id"),
        (
            "21 payments",
            with(&carta, "payments", json!(vec![fastops_tests::carta::cash(1, 1); 21])),
            422,
            field,
            "/payments",
        ),
    ];
    let before = stored(&world).await;
    for (name, body, status, code, pointer) in cases {
        let problem = till.post("/orders", &body).await.refused(status, code);
        assert_eq!(pointers(&problem), [pointer], "{name}: {problem}");
        assert_eq!(stored(&world).await, before, "{name}");
    }
}

/// A request that would be right, to be spoiled.
fn right(till: &Tablet, carta: &Carta) -> RequestBuilder {
    let body = dine_in("1", [carta.line("Tinto")]).to_string();
    raw(till, Method::POST, "/orders").header("idempotency-key", mint("cmd")).body(body)
}

fn raw(till: &Tablet, method: Method, path: &str) -> RequestBuilder {
    till.request(method, path).header("content-type", "application/json")
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_are_no_requests_get_a_problem() {
    let world = World::open().await;
    let till = world.till().await;
    let carta = world.carta(&till).await;
    let unknown = json!({"order_id": mint("ord")});
    let keyed = |key: &str| {
        let body = dine_in("1", [carta.line("Tinto")]);
        till.request(Method::POST, "/orders").header("idempotency-key", key.to_owned()).json(&body)
    };
    let get = |path: &str| till.request(Method::GET, path);
    let json_of = |bytes: usize| format!("{{\"note\":\"{}\"}}", "a".repeat(bytes));
    let spoiled =
        |body: String| raw(&till, Method::POST, "/orders").header("idempotency-key", mint("cmd")).body(body);
    let bad_request = "bad-request";
    let cases: Vec<(&str, RequestBuilder, u16, &str)> = vec![
        ("oversized", spoiled(json_of(300 * 1024)), 413, "body-too-large"),
        ("bad JSON", spoiled("{\"order_id\": ".to_owned()), 400, "bad-json"),
        ("JSON and more", spoiled("{} {}".to_owned()), 422, "invalid-field"),
        ("no body", spoiled(String::new()), 400, "bad-json"),
        ("not UTF-8", right(&till, &carta).body(vec![b'"', 0xff, b'"']), 400, "bad-json"),
        ("a list", spoiled("[]".to_owned()), 422, "invalid-field"),
        ("deep", spoiled("{\"customer\":".repeat(20_000)), 400, "bad-json"),
        (
            "wrong content type",
            till.request(Method::POST, "/orders")
                .header("content-type", "text/plain")
                .header("idempotency-key", mint("cmd"))
                .body("{}"),
            415,
            "unsupported-media-type",
        ),
        (
            "no content type",
            till.request(Method::POST, "/orders").header("idempotency-key", mint("cmd")).body("{}"),
            415,
            "unsupported-media-type",
        ),
        (
            "no key",
            raw(&till, Method::POST, "/orders").body(dine_in("1", [carta.line("Tinto")]).to_string()),
            400,
            "idempotency-key-missing",
        ),
        ("key of another kind", keyed(&mint("ord")), 400, "idempotency-key-missing"),
        ("key that is none", keyed("1"), 400, "idempotency-key-missing"),
        ("unknown route", get("/nothing"), 404, "not-found"),
        ("unknown route to change", raw(&till, Method::POST, "/nothing").body("{}"), 404, "not-found"),
        ("wrong method", till.request(Method::DELETE, "/orders"), 405, "method-not-allowed"),
        ("unknown order", get(&path(&unknown, "")), 404, "not-found"),
        ("id of another kind", get(&format!("/orders/{}", mint("lin"))), 404, "not-found"),
        ("id that is none", get("/orders/5"), 404, "not-found"),
        ("bad cursor", get("/orders?cursor=abc"), 422, "invalid-field"),
        ("cursor of another list", get("/orders?cursor=WzFd"), 422, "invalid-field"),
        ("bad cursor of products", get("/products?cursor=%20"), 422, "invalid-field"),
        ("bad status", get("/orders?status=open,eaten"), 422, "invalid-field"),
        ("bad day", get("/orders?day=2026-02-30"), 400, bad_request),
        ("bad day of stats", get("/orders/stats?day=ayer"), 400, bad_request),
        ("bad limit", get("/orders?limit=-1"), 400, bad_request),
        ("bad number", get("/events?after=abc"), 400, bad_request),
        ("bad station", get("/kitchen/orders?station_id=parrilla"), 400, bad_request),
    ];
    let before = stored(&world).await;
    for (name, request, status, code) in cases {
        let answer = till.ask(request).await;
        assert_eq!(
            (answer.status, answer.body["code"].as_str()),
            (status, Some(code)),
            "{name}: {}",
            answer.text
        );
        answer.assert_is_problem();
        assert_eq!(stored(&world).await, before, "{name}");
    }
    let reprint = json!({"kind": "kitchen", "reason": "se mojó"});
    till.post(&path(&unknown, "/reprint"), &reprint).await.refused(404, "not-found");
    till.get(&path(&unknown, "/tickets")).await.refused(404, "not-found");
    let whole = till.get("/orders?limit=1000000").await.ok();
    assert_eq!(whole["items"], json!([]), "a limit too large is cut, not refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_type_never_commands_a_printer() {
    let world = World::open().await;
    let till = world.till().await;
    let carta = world.carta(&till).await;
    // Open the drawer, cut, change the code page, ask for status, go to Chinese mode.
    let nasty =
        "hola\u{1b}p\u{0}\u{19}\u{fa}\u{1d}V\u{0}\u{10}\u{4}\u{1}\u{1b}t\u{10}\u{1c}&\r\nchao\u{9b}1m\u{7f}";
    let mut body = sent(takeaway(nasty, [noted(carta.line("Yuca frita"), nasty)]));
    body["note"] = nasty.into();
    let order = till.sell(&body).await;
    till.void(&order, &order["lines"][0]["line_id"], nasty).await.refused(403, "forbidden");
    world.owner().await.cancel(&order, nasty).await.ok();
    let tape = world.tape("Freidora").await;
    assert_eq!(tape.len(), 2, "one ticket and one void, cut where they should be");
    for ticket in &tape {
        assert!(ticket.unknown.is_empty() && ticket.pulses.is_empty(), "{ticket:?}");
        assert!(words(ticket).contains("hola") && words(ticket).contains("chao"), "{}", ticket.text);
        assert!(!ticket.text.chars().any(|c| c.is_control() && c != '\n'), "{:?}", ticket.text);
    }
    assert_eq!(world.printer("Freidora").pulses().len(), 0);
}
