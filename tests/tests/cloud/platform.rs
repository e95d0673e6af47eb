//! Those who run the platform.

use fastops_tests::cloud_world::{CloudWorld, PASSWORD, keep, token_in};
use fastops_tests::ids::mint;
use reqwest::Method;
use serde_json::{Value, json};

/// What to send to leave a company as it is.
pub fn update_of(known: &Value) -> Value {
    let fields = [
        "name",
        "legal_name",
        "tax_id",
        "owner_name",
        "owner_email",
        "owner_phone",
        "zone",
        "plan",
        "paid_until_ms",
    ];
    fields
        .into_iter()
        .map(|field| (field.to_owned(), known[field].clone()))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

#[tokio::test(flavor = "multi_thread")]
async fn companies_are_found_page_by_page() {
    let world = CloudWorld::open().await;
    let boss = world.super_admin().await;
    for name in ["Papa Criolla", "La Catorce", "Perros 100%"] {
        world.register(name).await;
        world.clock.advance_ms(1_000);
    }
    let mut names = Vec::new();
    let mut path = "/admin/companies?limit=2".to_owned();
    loop {
        let page = boss.get(&path).await.ok();
        names.extend(page["items"].as_array().unwrap().iter().map(|item| item["name"].clone()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/admin/companies?limit=2&cursor={cursor}");
    }
    assert_eq!(names, ["Perros 100%", "La Catorce", "Papa Criolla"]);
    for (search, count) in
        [("criolla", 1), ("CATORCE", 1), ("100%25", 1), ("%25", 1), ("nada", 0), ("ana@", 3)]
    {
        let found = boss.get(&format!("/admin/companies?search={search}")).await.ok();
        assert_eq!(found["items"].as_array().unwrap().len(), count, "{search}");
    }
    boss.get("/admin/companies?limit=0").await.refused(422, "invalid-field");
    boss.get("/admin/companies?cursor=x").await.refused(422, "invalid-field");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_made_by_hand_invites_its_owner() {
    let world = CloudWorld::open().await;
    let boss = world.super_admin().await;
    let body = json!({"name": "Hecha a Mano", "owner_name": "Luz", "owner_email": "luz@mano.example",
        "username": "luz", "plan": "premium"});
    let key = mint("cmd");
    let made = boss.tap(Method::POST, "/admin/companies", &key, &body).await;
    assert_eq!(made.status, 201);
    let made = made.ok();
    let again = boss.tap(Method::POST, "/admin/companies", &key, &body).await;
    assert!(again.is_replay());
    assert_eq!(again.ok(), made);
    let letters = world.letters(1).await;
    assert_eq!(letters.len(), 1, "a retry invites nobody again");
    let browser = world.browser();
    world.try_login(&browser, "hecha-a-mano", "luz", "").await.refused(401, "bad-credentials");
    let reset = json!({"token": token_in(&letters[0]), "password": PASSWORD});
    assert_eq!(browser.post("/auth/reset-password", &reset).await.status, 204);
    let session = world.try_login(&browser, "hecha-a-mano", "luz", PASSWORD).await.ok();
    assert_eq!(session["company"]["company_id"], made["company_id"]);
    let mut bad = body;
    bad["owner_email"] = "x".into();
    boss.post("/admin/companies", &bad).await.refused(422, "invalid-field");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deactivated_company_lets_nobody_in_until_it_is_active_again() {
    let world = CloudWorld::open().await;
    let boss = world.super_admin().await;
    let (shop, other) = (world.register("Papa Criolla").await, world.register("La Catorce").await);
    let path = format!("/admin/companies/{}", shop.company_id);
    let off = boss.ask(boss.request(Method::DELETE, &path)).await.ok();
    assert_eq!(off["active"], false);
    shop.owner.get("/auth/me").await.refused(403, "company-inactive");
    shop.owner.clone().refresh().await.refused(403, "company-inactive");
    let browser = world.browser();
    world.try_login(&browser, &shop.slug, "ana", PASSWORD).await.refused(403, "company-inactive");
    // Only those who know the password are told so.
    world.try_login(&browser, &shop.slug, "ana", "wrong").await.refused(401, "bad-credentials");
    other.owner.get("/auth/me").await.ok();
    let on = boss.bare_post(&format!("{path}/activate")).await.ok();
    assert_eq!(on["active"], true);
    world.login(&shop, "ana").await;
    let stats = boss.get(&format!("{path}/stats")).await.ok();
    assert_eq!((&stats["orders"], &stats["sales"], &stats["boxes"]), (&json!(0), &json!(0), &json!(0)));
    assert_eq!(boss.get("/admin/fleet").await.ok()["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_is_edited_by_whoever_saw_it_last() {
    let world = CloudWorld::open().await;
    let boss = world.super_admin().await;
    let (shop, other) = (world.register("Papa Criolla").await, world.register("La Catorce").await);
    let path = format!("/admin/companies/{}", shop.company_id);
    let read = boss.get(&path).await;
    let tag = read.header("etag").unwrap().to_owned();
    let mut wanted = update_of(&read.ok());
    wanted["legal_name"] = "Papa Criolla S.A.S.".into();
    boss.put(&path, None, &wanted).await.refused(428, "precondition-required");
    let saved = boss.put(&path, Some(&tag), &wanted).await;
    assert_ne!(saved.header("etag").unwrap(), tag);
    saved.ok();
    // The same again is no conflict; something else from the old state is.
    boss.put(&path, Some(&tag), &wanted).await.ok();
    wanted["legal_name"] = "Otra".into();
    boss.put(&path, Some(&tag), &wanted).await.refused(412, "precondition-failed");
    let tag = boss.get(&path).await.header("etag").unwrap().to_owned();
    wanted["owner_email"] =
        other.session["staff"]["username"].as_str().map(|_| "ana@la-catorce.example").into();
    boss.put(&path, Some(&tag), &wanted).await.refused(409, "email-taken");
    let unknown = format!("/admin/companies/{}", mint("com"));
    boss.get(&unknown).await.refused(404, "not-found");
    boss.put(&unknown, Some(&tag), &update_of(&boss.get(&path).await.ok())).await.refused(404, "not-found");
}

#[tokio::test(flavor = "multi_thread")]
async fn super_admins_stay_signed_in_apart_from_companies() {
    let world = CloudWorld::open().await;
    let mut boss = world.super_admin().await;
    let shop = world.register("Papa Criolla").await;
    boss.get("/auth/me").await.refused(403, "forbidden");
    shop.owner.get("/admin/me").await.refused(403, "forbidden");
    world.clock.advance_ms(16 * 60_000);
    boss.get("/admin/me").await.refused(401, "unauthorized");
    let session = boss.bare_post("/admin/session/refresh").await.ok();
    keep(&mut boss, &session);
    assert_eq!(boss.get("/admin/me").await.ok()["name"], "Plataforma");
    // Their cookie opens nothing of a company's door.
    boss.refresh().await.refused(401, "unauthorized");
    assert_eq!(boss.bare_post("/admin/session/logout").await.status, 204);
    boss.get("/admin/me").await.refused(401, "unauthorized");
}
