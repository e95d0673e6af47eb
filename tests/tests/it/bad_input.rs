//! Requests that are wrong: each gets its clear answer, and nothing is stored.

use fastops_tests::carta::{Carta, dine_in, noted, sent, takeaway};
use fastops_tests::ids::mint;
use fastops_tests::tablet::{Tablet, path};
use fastops_tests::world::{World, words};
use reqwest::{Method, RequestBuilder};
use serde_json::json;

/// What must not move when a request is refused.
pub async fn stored(world: &World) -> [i64; 3] {
    world.settle_paper().await;
    [
        world.count("SELECT coalesce(max(seq), 0) FROM event").await,
        world.count("SELECT coalesce(max(seq), 0) FROM log").await,
        world.count("SELECT count(*) FROM answered").await,
    ]
}

/// A request that would be right, to be spoiled.
fn right(till: &Tablet, carta: &Carta) -> RequestBuilder {
    let body = dine_in("1", [carta.line("Tinto")]).to_string();
    raw(till, Method::POST, "/orders").header("idempotency-key", mint("cmd")).body(body)
}

fn raw(till: &Tablet, method: Method, path: &str) -> RequestBuilder {
    till.request(method, path).header("content-type", "application/json")
}

/// What a request is called here, the request, and the status and code of its answer.
type Case = (&'static str, RequestBuilder, u16, &'static str);

fn bad_bodies(till: &Tablet, carta: &Carta) -> Vec<Case> {
    let keyed = |key: &str| {
        let body = dine_in("1", [carta.line("Tinto")]);
        till.request(Method::POST, "/orders").header("idempotency-key", key.to_owned()).json(&body)
    };
    let spoiled =
        |body: String| raw(till, Method::POST, "/orders").header("idempotency-key", mint("cmd")).body(body);
    let large = format!("{{\"note\":\"{}\"}}", "a".repeat(300 * 1024));
    let and_more = format!("{} {{}}", dine_in("1", [carta.line("Tinto")]));
    vec![
        ("oversized", spoiled(large), 413, "body-too-large"),
        ("bad JSON", spoiled("{\"order_id\": ".to_owned()), 400, "bad-json"),
        ("JSON and more", spoiled(and_more), 400, "bad-json"),
        ("no body", spoiled(String::new()), 400, "bad-json"),
        ("not UTF-8", right(till, carta).body(vec![b'"', 0xff, b'"']), 400, "bad-json"),
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
            raw(till, Method::POST, "/orders").body(dine_in("1", [carta.line("Tinto")]).to_string()),
            400,
            "idempotency-key-missing",
        ),
        ("key of another kind", keyed(&mint("ord")), 400, "idempotency-key-missing"),
        ("key that is none", keyed("1"), 400, "idempotency-key-missing"),
    ]
}

fn bad_addresses(till: &Tablet) -> Vec<Case> {
    let get = |path: &str| till.request(Method::GET, path);
    let bad_request = "bad-request";
    vec![
        ("unknown route", get("/nothing"), 404, "not-found"),
        ("unknown route to change", raw(till, Method::POST, "/nothing").body("{}"), 404, "not-found"),
        ("wrong method", till.request(Method::DELETE, "/orders"), 405, "method-not-allowed"),
        ("unknown order", get(&format!("/orders/{}", mint("ord"))), 404, "not-found"),
        ("id of another kind", get(&format!("/orders/{}", mint("lin"))), 404, "not-found"),
        ("id that is none", get("/orders/5"), 404, "not-found"),
        ("bad cursor", get("/orders?cursor=abc"), 422, "invalid-field"),
        ("cursor of another list", get("/orders?cursor=WzFd"), 422, "invalid-field"),
        ("bad cursor of products", get("/products?cursor=%20"), 422, "invalid-field"),
        ("bad status", get("/orders?status=open,eaten"), 422, "invalid-field"),
        ("bad day", get("/orders?day=2026-02-30"), 400, bad_request),
        ("bad day of stats", get("/orders/stats?day=ayer"), 400, bad_request),
        ("bad limit", get("/orders?limit=-1"), 400, bad_request),
        ("limit too small", get("/orders?limit=0"), 422, "invalid-field"),
        ("limit too large", get("/orders?limit=101"), 422, "invalid-field"),
        ("bad number", get("/events?after=abc"), 400, bad_request),
        ("bad station", get("/kitchen/orders?station_id=parrilla"), 400, bad_request),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_are_no_requests_get_a_problem() {
    let world = World::open().await;
    let till = world.till().await;
    let carta = world.carta(&till).await;
    let cases = bad_bodies(&till, &carta).into_iter().chain(bad_addresses(&till));
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
    let unknown = json!({"order_id": mint("ord")});
    let reprint = json!({"kind": "kitchen", "reason": "se mojó"});
    till.post(&path(&unknown, "/reprint"), &reprint).await.refused(404, "not-found");
    till.get(&path(&unknown, "/tickets")).await.refused(404, "not-found");
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
