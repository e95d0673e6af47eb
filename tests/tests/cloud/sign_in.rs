//! Passwords, refresh tokens, links to new passwords, and the branch in front of somebody.

use fastops_tests::answer::Answer;
use fastops_tests::cloud_world::{CloudWorld, PASSWORD, Shop, keep, token_in};
use reqwest::Method;
use serde_json::json;
use shared_model::branch::Branch;
use shared_model::ids::BranchId;
use shared_model::staff::{Role, Staff};
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn from_registering_to_logging_out() {
    let mut world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    let mut browser = world.login(&shop, "ana").await;
    browser.get("/auth/me").await.ok();
    world.clock.advance_ms(15 * 60_000 + 1_000);
    browser.get("/auth/me").await.refused(401, "unauthorized");
    browser.refresh().await.ok();
    world.restart().await;
    browser.get("/auth/me").await.ok();
    assert_eq!(browser.bare_post("/auth/logout").await.status, 204);
    browser.get("/auth/me").await.refused(401, "unauthorized");
    browser.refresh().await.refused(401, "unauthorized");
    world.login(&shop, "ana").await.get("/auth/me").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_names_and_passwords_all_sound_the_same() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    let mut details = Vec::new();
    let tries =
        [(shop.slug.as_str(), "ana", "wrong"), (&shop.slug, "nobody", PASSWORD), ("otra", "ana", PASSWORD)];
    for (slug, username, password) in tries {
        let refused = world.try_login(&world.browser(), slug, username, password).await;
        details.push(refused.refused(401, "bad-credentials")["detail"].clone());
    }
    details.dedup();
    assert_eq!(details.len(), 1);
    world.try_login(&world.browser(), " Papa-Criolla ", " ANA", PASSWORD).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_passwords_lock_an_account_across_a_restart() {
    let mut world = CloudWorld::open().await;
    let (shop, other) = (world.register("Papa Criolla").await, world.register("La Catorce").await);
    for _ in 0..5 {
        let refused = world.try_login(&world.browser(), &shop.slug, "ana", "wrong").await;
        refused.refused(401, "bad-credentials");
    }
    world.restart().await;
    let locked = world.try_login(&world.browser(), &shop.slug, "ana", PASSWORD).await;
    let wait_s: i64 = locked.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=30).contains(&wait_s), "{wait_s}");
    locked.refused(429, "account-locked");
    // Neither others nor sessions that are there already are held up.
    world.login(&other, "ana").await;
    shop.owner.get("/auth/me").await.ok();
    // One who does not exist locks the same way.
    for _ in 0..5 {
        world.try_login(&world.browser(), &shop.slug, "nobody", "x").await.refused(401, "bad-credentials");
    }
    world.try_login(&world.browser(), &shop.slug, "nobody", "x").await.refused(429, "account-locked");
    world.clock.advance_ms(30_000);
    world.login(&shop, "ana").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_accounts_from_one_address_lock_the_address() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    for number in 0..30 {
        let username = format!("guess{number}");
        world.try_login(&world.browser(), &shop.slug, &username, "x").await.refused(401, "bad-credentials");
    }
    world.try_login(&world.browser(), &shop.slug, "ana", PASSWORD).await.refused(429, "account-locked");
}

/// The refresh cookie of a response.
fn refresh_cookie(answer: &Answer) -> String {
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
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    let first = refresh_cookie(&world.try_login(&world.browser(), &shop.slug, "ana", PASSWORD).await);
    // Each step by a browser of its own, so that only the named cookie is sent.
    let refresh = |cookie: String| {
        let bare = world.browser();
        async move { bare.ask(bare.request(Method::POST, "/auth/refresh").header("cookie", cookie)).await }
    };
    let second = refresh_cookie(&refresh(first.clone()).await);
    assert_ne!(first, second, "it changes at every use");
    // The answer got lost and the browser asks again: within the grace that is no theft.
    let third = refresh(first.clone()).await;
    let signed_in = world.browser().with_token(third.body["access_token"].as_str().unwrap());
    let third = refresh_cookie(&third);
    signed_in.get("/auth/me").await.ok();
    world.clock.advance_ms(10_001);
    refresh(first).await.refused(401, "unauthorized");
    refresh(third).await.refused(401, "unauthorized");
    signed_in.get("/auth/me").await.refused(401, "unauthorized");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_replaced_by_a_link_that_works_once() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    let browser = world.browser();
    for (company, username) in [(shop.slug.as_str(), "nobody"), ("otra", "ana"), (&shop.slug, "ana")] {
        let body = json!({"company": company, "username": username});
        assert_eq!(browser.post("/auth/forgot-password", &body).await.status, 202);
    }
    let letters = world.letters(1).await;
    assert!(letters[0].starts_with("To: ana@papa-criolla.example\n"), "{}", letters[0]);
    let token = token_in(&letters[0]);
    let reset = |token: String, password: &str| {
        let (browser, body) = (world.browser(), json!({"token": token, "password": password}));
        async move { browser.post("/auth/reset-password", &body).await }
    };
    // A password that is too short does not use the link up.
    reset(token.clone(), "corta").await.refused(422, "invalid-field");
    reset("garbage".to_owned(), PASSWORD).await.refused(422, "reset-link-invalid");
    for _ in 0..6 {
        world.try_login(&browser, &shop.slug, "ana", "wrong").await;
    }
    assert_eq!(reset(token.clone(), "una-nueva-2026").await.status, 204);
    reset(token, "otra-más-2026").await.refused(422, "reset-link-invalid");
    shop.owner.get("/auth/me").await.refused(401, "unauthorized");
    shop.owner.clone().refresh().await.refused(401, "unauthorized");
    world.try_login(&browser, &shop.slug, "ana", PASSWORD).await.refused(401, "bad-credentials");
    // Nor is the owner of the mailbox locked out by those who guessed.
    world.try_login(&browser, &shop.slug, "ana", "una-nueva-2026").await.ok();
    let staff: Staff = world.find(&shop, staff_uuid(&shop)).await;
    assert_eq!(staff.session_epoch, 1, "boxes hear of it with the staff document");
    assert_eq!(world.mailbox().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_ends_after_an_hour_and_with_the_next_one() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    let browser = world.browser();
    let body = json!({"company": shop.slug, "username": "ana"});
    let mut tokens = Vec::new();
    for count in 1..=2 {
        browser.post("/auth/forgot-password", &body).await;
        tokens.push(token_in(world.letters(count).await.last().unwrap()));
    }
    let attempt = |token: &str| json!({"token": token, "password": "una-nueva-2026"});
    browser.post("/auth/reset-password", &attempt(&tokens[0])).await.refused(422, "reset-link-invalid");
    world.clock.advance_ms(3_600_000);
    browser.post("/auth/reset-password", &attempt(&tokens[1])).await.refused(422, "reset-link-invalid");
    world.login(&shop, "ana").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn admins_switch_to_any_branch_and_others_to_theirs() {
    let world = CloudWorld::open().await;
    let (shop, other) = (world.register("Papa Criolla").await, world.register("La Catorce").await);
    let north = second_branch(&world, &shop).await;
    let mut owner = shop.owner.clone();
    let switch = |branch: BranchId| json!({"branch_id": branch});
    let switched = owner.post("/auth/switch-branch", &switch(north)).await;
    assert_eq!(switched.header("set-cookie"), None, "an access token must not become a session");
    let session = switched.ok();
    keep(&mut owner, &session);
    assert_eq!(session["branch"]["name"], "Norte");
    assert_eq!(session["branches"].as_array().unwrap().len(), 2);
    assert_eq!(owner.get("/auth/me").await.ok()["branch"]["name"], "Norte");
    // It stays so after a refresh.
    assert_eq!(owner.refresh().await.ok()["branch"]["name"], "Norte");
    for foreign in [other.branch_id, BranchId::new(Uuid::now_v7())] {
        owner.post("/auth/switch-branch", &switch(foreign)).await.refused(404, "not-found");
    }
    world.hire(&shop, "daniela", Role::Cashier, Some(north)).await;
    let till = world.login(&shop, "daniela").await;
    let me = till.get("/auth/me").await.ok();
    assert_eq!(me["branch"]["name"], "Norte");
    assert_eq!(me["branches"].as_array().unwrap().len(), 1);
    till.post("/auth/switch-branch", &switch(north)).await.ok();
    till.post("/auth/switch-branch", &switch(shop.branch_id)).await.refused(404, "not-found");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_was_let_go_is_out_at_once() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    let id = world.hire(&shop, "daniela", Role::Cashier, None).await;
    let mut till = world.login(&shop, "daniela").await;
    let staff: Staff = world.find(&shop, id.uuid()).await;
    world.write(&shop, Staff { active: false, ..staff }, None).await;
    till.get("/auth/me").await.refused(401, "unauthorized");
    till.refresh().await.refused(401, "unauthorized");
    world.try_login(&till, &shop.slug, "daniela", PASSWORD).await.refused(401, "bad-credentials");
}

async fn second_branch(world: &CloudWorld, shop: &Shop) -> BranchId {
    let first: Branch = world.find(shop, shop.branch_id.uuid()).await;
    let branch_id = BranchId::new(Uuid::now_v7());
    world.write(shop, Branch { branch_id, name: "Norte".to_owned(), ..first }, Some(branch_id)).await;
    branch_id
}

fn staff_uuid(shop: &Shop) -> Uuid {
    fastops_tests::cloud_world::parsed::<shared_model::ids::StaffId>(&shop.session["staff"]["staff_id"])
        .uuid()
}
