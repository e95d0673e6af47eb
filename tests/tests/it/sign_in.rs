//! Passwords, PINs and refresh tokens.

use fastops_tests::world::World;
use reqwest::Method;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_tablet_switches_people_by_pin() {
    let world = World::open().await;
    let mut tablet = world.till().await;
    let people = tablet.get("/auth/people").await.ok();
    assert_eq!(people["items"].as_array().unwrap().len(), 6);
    let wilson = world.person("wilson");
    let session = tablet.pin(&wilson["staff_id"], "7043").await.ok();
    assert_eq!(session["staff"]["name"], "Wilson Mora");
    assert_eq!(tablet.get("/auth/me").await.ok()["staff_id"], wilson["staff_id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_nobody_signed_in_on_takes_no_pin() {
    let world = World::open().await;
    let mut stranger = world.browser();
    let wilson = &world.person("wilson")["staff_id"];
    stranger.pin(wilson, "7043").await.refused(401, "device-not-paired");
    stranger.get("/auth/people").await.refused(401, "device-not-paired");
    let made_up = format!("fastops_device=dev_{}.{}", "0".repeat(32), "A".repeat(43));
    let body = json!({"staff_id": wilson, "pin": "7043"});
    let request = stranger.request(Method::POST, "/auth/pin").header("cookie", made_up).json(&body);
    stranger.ask(request).await.refused(401, "device-not-paired");
}

#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_pins_lock_that_person_on_that_tablet_across_a_restart() {
    let mut world = World::open().await;
    let (mut tablet, mut other) = (world.till().await, world.owner().await);
    let wilson = world.person("wilson")["staff_id"].clone();
    for _ in 0..5 {
        tablet.pin(&wilson, "0000").await.refused(401, "bad-pin");
    }
    let locked = tablet.pin(&wilson, "7043").await;
    let wait_s: i64 = locked.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=900).contains(&wait_s), "{wait_s}");
    locked.refused(429, "pin-locked");
    world.restart().await;
    tablet.pin(&wilson, "7043").await.refused(429, "pin-locked");
    // Neither others here nor he elsewhere are locked out.
    tablet.pin(&world.person("yuli")["staff_id"], "6218").await.ok();
    other.pin(&wilson, "7043").await.ok();
    world.clock.advance_ms(15 * 60_000);
    tablet.pin(&wilson, "7043").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_names_and_passwords_all_sound_the_same() {
    let world = World::open().await;
    let browser = world.browser();
    let tries = [
        ("papacriolla", "daniela", "wrong-password"),
        ("papacriolla", "nobody", "daniela-criolla-2026"),
        ("otra", "daniela", "daniela-criolla-2026"),
        ("", "", ""),
    ];
    let mut details = Vec::new();
    for (company, username, password) in tries {
        let body = json!({"company": company, "username": username, "password": password});
        let problem = browser.post("/auth/login", &body).await.refused(401, "bad-credentials");
        details.push(problem["detail"].clone());
    }
    details.dedup();
    assert_eq!(details.len(), 1);
    let spaced =
        json!({"company": " PapaCriolla ", "username": " DANIELA", "password": "daniela-criolla-2026"});
    browser.post("/auth/login", &spaced).await.ok();
}

/// The refresh cookie of a response.
fn refresh_cookie(answer: &fastops_tests::answer::Answer) -> String {
    let cookies = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let found = cookies.into_iter().find(|cookie| cookie.starts_with("fastops_refresh="));
    let cookie = found.expect("a refresh cookie");
    for kept in ["HttpOnly", "SameSite=Strict", "Path=/api/v1/auth"] {
        assert!(cookie.contains(kept), "{cookie}");
    }
    cookie.split(';').next().expect("a value").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_refresh_token_ends_the_session() {
    let world = World::open().await;
    let browser = world.browser();
    let body = json!({"company": "papacriolla", "username": "daniela", "password": "daniela-criolla-2026"});
    let login = browser.post("/auth/login", &body).await;
    let first = refresh_cookie(&login);
    let cookies = login.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let device = cookies.into_iter().find(|cookie| cookie.starts_with("fastops_device=")).unwrap();
    let device = device.split(';').next().unwrap().to_owned();
    // Each step by a browser of its own, so that only the named cookies are sent.
    let refresh = |cookie: String| {
        let bare = world.browser();
        let device = device.clone();
        async move {
            let request = bare.request(Method::POST, "/auth/refresh");
            bare.ask(request.header("cookie", format!("{device}; {cookie}"))).await
        }
    };
    let second = refresh_cookie(&refresh(first.clone()).await);
    assert_ne!(first, second, "it changes at every use");
    // The answer got lost and the tablet asks again: within the grace that is no theft.
    let third = refresh(first.clone()).await;
    let token = third.body["access_token"].as_str().unwrap().to_owned();
    let third = refresh_cookie(&third);
    let signed_in = world.browser().with_token(token);
    signed_in.get("/auth/me").await.ok();
    world.clock.advance_ms(10_001);
    refresh(first).await.refused(401, "unauthorized");
    refresh(third).await.refused(401, "unauthorized");
    signed_in.get("/auth/me").await.refused(401, "unauthorized");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_origin_cannot_use_the_cookies() {
    let world = World::open().await;
    let till = world.till().await;
    for path in ["/auth/refresh", "/auth/logout"] {
        let request = till.request(Method::POST, path).header("origin", "http://evil.example");
        till.ask(request).await.refused(403, "forbidden");
    }
    let home = format!("http://{}", till.door().addr());
    till.ask(till.request(Method::POST, "/auth/refresh").header("origin", home)).await.ok();
}
