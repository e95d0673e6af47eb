//! How businesses start.

use cloud_sync::company::limits;
use cloud_sync::store::table::register;
use fastops_tests::answer::pointers;
use fastops_tests::cloud_world::{CloudWorld, PASSWORD, registration};
use fastops_tests::ids::mint;
use reqwest::Method;
use serde_json::json;
use shared_model::branch::Branch;
use shared_model::document::DocKind;
use shared_model::staff::Staff;
use shared_model::tenant::Plan;

#[tokio::test(flavor = "multi_thread")]
async fn a_business_starts_in_one_request() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla Ñam").await;
    assert_eq!(shop.slug, "papa-criolla-nam");
    let me = shop.owner.get("/auth/me").await.ok();
    assert_eq!(me["company"]["name"], "Papa Criolla Ñam");
    assert_eq!(me["branch"]["name"], "Principal");
    assert_eq!(me["staff"]["roles"], json!(["admin"]));
    assert_eq!(me["branches"].as_array().unwrap().len(), 1);
    // What boxes will get by sync is in the company's log, signed.
    let root = world.cloud().keys().verifying();
    let read = world.cloud().read(shop.company_id, move |tx| {
        let branches = register::all::<Branch>(tx, DocKind::Branch)?;
        let staff = register::all::<Staff>(tx, DocKind::Staff)?;
        Ok((branches, staff, limits::granted(tx, &root)?.expect("a grant")))
    });
    let (branches, staff, granted) = read.await.unwrap();
    assert_eq!((branches.len(), staff.len()), (1, 1));
    assert_eq!((granted.plan, granted.serial, granted.limits), (Plan::Trial, 1, Plan::Trial.limits()));
    assert!(staff[0].0.password.as_ref().unwrap().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

#[tokio::test(flavor = "multi_thread")]
async fn names_and_addresses_are_taken_once() {
    let world = CloudWorld::open().await;
    let first = world.register("La Catorce").await;
    let browser = world.browser();
    let mut again = registration("La Catorce");
    browser.post("/auth/register", &again).await.refused(409, "email-taken");
    again["owner_email"] = "otra@lacatorce.example".into();
    let second = browser.post("/auth/register", &again).await.ok();
    assert_eq!(second["company"]["slug"], format!("{}-2", first.slug));
    again["owner_email"] = "tercera@lacatorce.example".into();
    again["slug"] = first.slug.into();
    browser.post("/auth/register", &again).await.refused(409, "slug-taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retry_founds_nothing_and_is_signed_in() {
    let mut world = CloudWorld::open().await;
    let (key, body) = (mint("cmd"), registration("Doña Rosa"));
    let register = |world: &CloudWorld, body: serde_json::Value| {
        let (browser, key) = (world.browser(), key.clone());
        async move { browser.tap(Method::POST, "/auth/register", &key, &body).await }
    };
    let first = register(&world, body.clone()).await.ok();
    let again = register(&world, body.clone()).await.ok();
    assert_eq!(first["company"], again["company"]);
    assert_eq!(first["staff"], again["staff"]);
    world.restart().await;
    assert_eq!(register(&world, body.clone()).await.ok()["company"], first["company"]);
    let mut other = body;
    other["password"] = "otra-contraseña".into();
    register(&world, other).await.refused(422, "idempotency-key-reused");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_between_the_two_databases_shows_nobody_half_a_company() {
    let mut world = CloudWorld::open().await;
    let (key, body) = (mint("cmd"), registration("Doña Rosa"));
    let browser = world.browser();
    let first = browser.tap(Method::POST, "/auth/register", &key, &body).await.ok();
    // As if the process had died before the row that makes it visible.
    world.stop().await;
    let control = rusqlite::Connection::open(world.data().join("control.db")).unwrap();
    control
        .execute_batch("DELETE FROM company; DELETE FROM subscription_event; DELETE FROM session;")
        .unwrap();
    drop(control);
    world.start().await;
    world.try_login(&browser, "dona-rosa", "ana", PASSWORD).await.refused(401, "bad-credentials");
    let again = browser.tap(Method::POST, "/auth/register", &key, &body).await.ok();
    for same in ["company", "staff", "branch", "branches"] {
        assert_eq!(again[same], first[same], "{same}");
    }
    let company_id = fastops_tests::cloud_world::parsed(&again["company"]["company_id"]);
    let counted = world.cloud().read(company_id, |tx| {
        Ok((
            register::all::<Staff>(tx, DocKind::Staff)?.len(),
            register::all::<Branch>(tx, DocKind::Branch)?.len(),
        ))
    });
    assert_eq!(counted.await.unwrap(), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_wrong_is_told_at_once_and_nothing_is_made() {
    let world = CloudWorld::open().await;
    let browser = world.browser();
    let body = json!({"name": "", "slug": "Con Espacios", "owner_name": "Ana", "owner_email": "ana", "zone": "Bogotá",
        "username": "ana maría", "password": PASSWORD});
    let problem = browser.post("/auth/register", &body).await.refused(422, "invalid-field");
    assert_eq!(pointers(&problem), ["/name", "/slug", "/zone", "/owner_email", "/username"]);
    let mut short = registration("Corta");
    short["password"] = "corta".into();
    let problem = browser.post("/auth/register", &short).await.refused(422, "invalid-field");
    assert_eq!(pointers(&problem), ["/password"]);
    for (field, value) in
        [("plan", json!("premium")), ("company_id", mint("com").into()), ("role", json!("admin"))]
    {
        let mut body = registration("Corta");
        body[field] = value;
        browser.post("/auth/register", &body).await.refused(422, "invalid-field");
    }
    let boss = world.super_admin().await;
    assert_eq!(boss.get("/admin/companies").await.ok()["items"], json!([]));
}
