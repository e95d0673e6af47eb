//! The life of a subscription.

use cloud_sync::company::limits;
use cloud_sync::refusal::Refusal;
use cloud_sync::store::Mode;
use cloud_sync::store::control::company;
use cloud_sync::upkeep;
use fastops_tests::cloud_world::{CloudWorld, Shop};
use fastops_tests::ids::mint;
use fastops_tests::tablet::Tablet;
use reqwest::Method;
use serde_json::{Value, json};
use shared_model::staff::Role;
use shared_model::tenant::{EntitlementClaims, Plan, Resource};

const DAY_MS: i64 = 24 * 3_600_000;

async fn grant(world: &CloudWorld, shop: &Shop) -> EntitlementClaims {
    let root = world.cloud().keys().verifying();
    let read = world.cloud().read(shop.company_id, move |tx| limits::granted(tx, &root)).await;
    read.expect("the cloud reads").expect("a grant")
}

async fn ask(owner: &Tablet, what: &str, plan: &str) -> fastops_tests::answer::Answer {
    owner.post(&format!("/subscriptions/{what}"), &json!({"plan": plan})).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upgrade_counts_at_once_and_is_due() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    let current = shop.owner.get("/subscriptions/current").await.ok();
    assert_eq!((&current["plan"], &current["standing"]), (&json!("trial"), &json!("trial")));
    assert_eq!(current["usage"][1], json!({"resource": "users", "present": 1, "limit": 3}));
    let key = mint("cmd");
    let upgrade = || shop.owner.tap(Method::POST, "/subscriptions/upgrade", &key, &PREMIUM);
    let first = upgrade().await;
    assert!(!first.is_replay());
    let after = first.ok();
    assert_eq!((&after["plan"], &after["standing"]), (&json!("premium"), &json!("active")));
    assert_eq!(after["paid_until_ms"], current["paid_until_ms"], "only a payment moves it");
    let again = upgrade().await;
    assert!(again.is_replay());
    assert_eq!(again.ok(), after);
    let granted = grant(&world, &shop).await;
    assert_eq!((granted.plan, granted.serial, granted.limits.branches), (Plan::Premium, 2, None));
    let invoices = shop.owner.get("/subscriptions/invoices").await.ok();
    assert_eq!(invoices["items"].as_array().unwrap().len(), 1, "a retry is charged once");
    assert_eq!(
        (&invoices["items"][0]["amount"], &invoices["items"][0]["status"]),
        (&json!(8_000_000), &json!("due"))
    );
    ask(&shop.owner, "upgrade", "basic").await.refused(409, "plan-not-available");
    ask(&shop.owner, "upgrade", "enterprise").await.refused(409, "plan-not-available");
    let method = json!({"provider": "wompi", "token": "tok_x"});
    shop.owner.post("/subscriptions/payment-method", &method).await.refused(409, "payments-unavailable");
}

static PREMIUM: std::sync::LazyLock<Value> = std::sync::LazyLock::new(|| json!({"plan": "premium"}));

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_binds_where_a_thing_is_created() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    let root = world.cloud().keys().verifying();
    let check = |resource: Resource| {
        let store = world.cloud().store().clone();
        async move {
            store.attempt(shop.company_id, Mode::Write, move |tx| limits::check(tx, &root, resource)).await
        }
    };
    assert!(matches!(check(Resource::Branches).await, Err(Refusal::PlanLimit { plan: Plan::Trial, .. })));
    check(Resource::Users).await.unwrap();
    for name in ["daniela", "wilson"] {
        world.hire(&shop, name, Role::Cashier, None).await;
    }
    assert!(matches!(check(Resource::Users).await, Err(Refusal::PlanLimit { .. })));
    ask(&shop.owner, "upgrade", "basic").await.ok();
    check(Resource::Users).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_downgrade_waits_for_the_end_of_the_period_and_is_refused_with_reasons() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    ask(&shop.owner, "upgrade", "premium").await.ok();
    for number in 0..5 {
        world.hire(&shop, &format!("persona{number}"), Role::Cashier, None).await;
    }
    let refused = ask(&shop.owner, "downgrade", "basic").await.refused(409, "plan-limit");
    assert_eq!(fastops_tests::answer::pointers(&refused), ["/users"]);
    let detail = refused["detail"].as_str().unwrap();
    assert!(detail.contains("hasta 5 usuarios (hay 6)"), "{detail}");
    ask(&shop.owner, "downgrade", "trial").await.refused(409, "plan-not-available");
    // One goes, and it fits.
    let staff = world.cloud().read(shop.company_id, |tx| {
        cloud_sync::store::table::register::all::<shared_model::staff::Staff>(
            tx,
            shared_model::document::DocKind::Staff,
        )
    });
    let (mut gone, _) =
        staff.await.unwrap().into_iter().find(|(staff, _)| staff.username == "persona0").unwrap();
    gone.active = false;
    world.write(&shop, gone, None).await;
    let waiting = ask(&shop.owner, "downgrade", "basic").await.ok();
    assert_eq!((&waiting["plan"], &waiting["next_plan"]), (&json!("premium"), &json!("basic")));
    upkeep::once(world.cloud()).await.unwrap();
    assert_eq!(grant(&world, &shop).await.plan, Plan::Premium);
    world.clock.advance_ms(14 * DAY_MS);
    upkeep::once(world.cloud()).await.unwrap();
    upkeep::once(world.cloud()).await.unwrap();
    let owner = world.login(&shop, "ana").await;
    let after = owner.get("/subscriptions/current").await.ok();
    assert_eq!(
        (&after["plan"], &after["next_plan"], &after["standing"]),
        (&json!("basic"), &Value::Null, &json!("grace"))
    );
    let granted = grant(&world, &shop).await;
    assert_eq!((granted.plan, granted.serial), (Plan::Basic, 3));
    let page = owner.get("/subscriptions/invoices?limit=1").await.ok();
    assert_eq!(page["items"][0]["amount"], 4_000_000);
    let cursor = page["next_cursor"].as_str().expect("there is more");
    let rest = owner.get(&format!("/subscriptions/invoices?limit=1&cursor={cursor}")).await.ok();
    assert_eq!((&rest["items"][0]["amount"], &rest["next_cursor"]), (&json!(8_000_000), &Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_subscription_ends_without_grace_and_can_be_taken_up_again() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    ask(&shop.owner, "upgrade", "basic").await.ok();
    let cancelled = shop.owner.bare_post("/subscriptions/cancel").await.ok();
    assert_eq!(cancelled["standing"], "ending");
    assert_eq!(shop.owner.bare_post("/subscriptions/cancel").await.ok(), cancelled);
    assert_eq!(ask(&shop.owner, "upgrade", "basic").await.ok()["standing"], "active");
    shop.owner.bare_post("/subscriptions/cancel").await.ok();
    world.clock.advance_ms(14 * DAY_MS);
    let owner = world.login(&shop, "ana").await;
    assert_eq!(owner.get("/subscriptions/current").await.ok()["standing"], "lapsed");
    // Signing in, asking how it stands and renewing never end.
    owner.get("/auth/me").await.ok();
    owner.get("/subscriptions/plans").await.ok();
    ask(&owner, "upgrade", "premium").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recorded_payment_ends_the_lapse_and_settles_what_is_due() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    let boss = world.super_admin().await;
    ask(&shop.owner, "upgrade", "basic").await.ok();
    world.clock.advance_ms(21 * DAY_MS);
    let mut owner = world.login(&shop, "ana").await;
    assert_eq!(owner.get("/subscriptions/current").await.ok()["standing"], "lapsed");
    let mut boss = boss;
    let session = boss
        .post(
            "/admin/login",
            &json!({"email": fastops_tests::cloud_world::PLATFORM_EMAIL,
        "password": fastops_tests::cloud_world::PASSWORD}),
        )
        .await
        .ok();
    fastops_tests::cloud_world::keep(&mut boss, &session);
    let path = format!("/admin/companies/{}", shop.company_id);
    let read = boss.get(&path).await;
    let tag = read.header("etag").unwrap().to_owned();
    let known = read.ok();
    let mut wanted = crate::platform::update_of(&known);
    wanted["paid_until_ms"] = (world.clock.now_ms() + 30 * DAY_MS).into();
    boss.put(&path, Some(&tag), &wanted).await.ok();
    owner.refresh().await.ok();
    assert_eq!(owner.get("/subscriptions/current").await.ok()["standing"], "active");
    let invoices = owner.get("/subscriptions/invoices").await.ok();
    assert_eq!(invoices["items"][0]["status"], "paid");
    let granted = grant(&world, &shop).await;
    assert_eq!(granted.paid_until.ms(), wanted["paid_until_ms"].as_i64().unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_that_did_not_reach_the_boxes_is_made_good() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    // As if the process had died between the row and the company's log.
    let id = shop.company_id;
    let changed = world.cloud().note(move |tx| {
        let mut company = company::find(tx, id)?.expect("the company");
        company.plan = Plan::Basic;
        company.entitlement_serial += 1;
        company::update(tx, &company)
    });
    assert!(changed.await.unwrap());
    assert_eq!(grant(&world, &shop).await.plan, Plan::Trial);
    upkeep::once(world.cloud()).await.unwrap();
    let granted = grant(&world, &shop).await;
    assert_eq!((granted.plan, granted.serial), (Plan::Basic, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lapsed_company_keeps_its_doors_and_loses_its_extras() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    let category = |id: &str| json!({"category_id": id, "name": format!("Papas {id}")});
    shop.owner.post("/categories", &category(&mint("cat"))).await.ok();
    world.clock.advance_ms(14 * DAY_MS);
    let mut owner = world.login(&shop, "ana").await;
    owner.post("/categories", &category(&mint("cat"))).await.ok();
    world.clock.advance_ms(7 * DAY_MS);
    owner.refresh().await.ok();
    let refused =
        owner.post("/categories", &category(&mint("cat"))).await.refused(402, "subscription-lapsed");
    assert!(refused["detail"].as_str().unwrap().contains("siguen vendiendo"));
    for open in
        ["/auth/me", "/menu", "/categories", "/branches", "/subscriptions/current", "/subscriptions/invoices"]
    {
        owner.get(open).await.ok();
    }
    owner.bare_post(&format!("/branches/{}/boxes", shop.branch_id)).await.ok();
}
