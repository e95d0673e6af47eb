//! Who asks too often, from where, and what every answer carries.

use std::time::Duration;

use cloud_sync::http::rate::{Rate, Rates};
use fastops_tests::cloud_world::{CloudWorld, PASSWORD};
use reqwest::Method;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_door_that_is_knocked_on_too_often_closes_for_a_while() {
    let slow = Rate { burst: 3, every: Duration::from_hours(1) };
    let plenty = Rate { burst: 100_000, every: Duration::from_micros(1) };
    let world = CloudWorld::with_rates(Rates { door: slow, tenant: plenty }).await;
    let shop = world.register("Papa Criolla").await;
    for _ in 0..2 {
        world.try_login(&world.browser(), &shop.slug, "ana", "wrong").await.refused(401, "bad-credentials");
    }
    let held_up = world.try_login(&world.browser(), &shop.slug, "ana", PASSWORD).await;
    assert!(held_up.header("retry-after").is_some());
    held_up.refused(429, "too-many-requests");
    // Those who are in already are not held up.
    shop.owner.get("/auth/me").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_that_floods_holds_up_itself_and_nobody_else() {
    let plenty = Rate { burst: 100_000, every: Duration::from_micros(1) };
    let slow = Rate { burst: 10, every: Duration::from_hours(1) };
    let world = CloudWorld::with_rates(Rates { door: plenty, tenant: slow }).await;
    let (shop, other) = (world.register("Papa Criolla").await, world.register("La Catorce").await);
    for _ in 0..10 {
        shop.owner.get("/auth/me").await.ok();
    }
    shop.owner.get("/auth/me").await.refused(429, "too-many-requests");
    other.owner.get("/auth/me").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_origin_cannot_use_the_cookies() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    for path in ["/auth/refresh", "/auth/logout", "/admin/session/refresh"] {
        let request = shop.owner.request(Method::POST, path).header("origin", "http://evil.example");
        shop.owner.ask(request).await.refused(403, "forbidden");
    }
    let home = format!("http://{}", shop.owner.door().addr());
    shop.owner.ask(shop.owner.request(Method::POST, "/auth/refresh").header("origin", home)).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_guarded() {
    let world = CloudWorld::open().await;
    let browser = world.browser();
    for answer in [browser.get("/auth/me").await, browser.get("/nothing").await] {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{}", answer.asked);
        }
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(answer.header("access-control-allow-origin"), None);
        answer.assert_is_problem();
    }
    browser.ask(browser.request(Method::DELETE, "/auth/me")).await.refused(405, "method-not-allowed");
    let large = json!({"company": "x".repeat(300 * 1024), "username": "a", "password": "b"});
    browser.post("/auth/login", &large).await.refused(413, "body-too-large");
    let plain = browser.request(Method::POST, "/auth/login").body("company=x");
    browser.ask(plain).await.refused(415, "unsupported-media-type");
}
