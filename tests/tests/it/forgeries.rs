//! Tokens that are not, or not any more, what they say.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use edge_node::auth::keys::Keys;
use edge_node::auth::token::{Claims, sign, verify};
use fastops_tests::ids::mint;
use fastops_tests::tablet::Tablet;
use fastops_tests::world::World;
use tempfile::TempDir;

/// What a token of the till says, and the key that signed it.
async fn till_claims(world: &World) -> (Tablet, Claims, Keys) {
    let till = world.till().await;
    let keys = Keys::load(&world.data()).expect("the box's keys");
    let claims = verify(&keys.signing, till.token.as_deref().expect("a token")).expect("the box's own token");
    (till, claims, keys)
}

async fn assert_refused(till: &Tablet, token: &str) {
    let forger = till.with_token(token);
    let answer = forger.get("/auth/me").await;
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"), "{token}");
    answer.refused(401, "unauthorized");
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_tokens_are_worth_nothing() {
    let world = World::open().await;
    let (till, claims, keys) = till_claims(&world).await;
    let honest = till.token.clone().unwrap();
    till.get("/auth/me").await.ok();
    let other = Keys::load(TempDir::new().unwrap().path()).unwrap();
    let payload = honest.split('.').nth(1).unwrap().to_owned();
    let header = |text: &str| BASE64.encode(text);
    let signature = honest.rsplit('.').next().unwrap();
    let changed = |change: fn(&mut Claims)| {
        let mut claims = claims.clone();
        change(&mut claims);
        sign(&keys.signing, &claims)
    };
    let forged = [
        String::new(),
        "garbage".to_owned(),
        "..".to_owned(),
        format!("{honest}x"),
        honest.replace('.', ""),
        format!("{}.{payload}.", header(r#"{"alg":"none","typ":"at+jwt"}"#)),
        format!("{}.{payload}.{signature}", header(r#"{"alg":"HS256","typ":"at+jwt"}"#)),
        sign(&other.signing, &claims),
        changed(|claims| claims.aud = "branch:brn_019caede57aa731d979dd9a547d3a231".to_owned()),
        changed(|claims| claims.aud = String::new()),
        changed(|claims| claims.exp = claims.iat),
        changed(|claims| claims.exp = i64::MIN),
        changed(|claims| claims.epoch += 1),
        changed(|claims| claims.sub = mint("stf").parse().expect("an id")),
        changed(|claims| claims.sid = mint("ses").parse().expect("an id")),
    ];
    for token in &forged {
        assert_refused(&till, token).await;
    }
    // Roles in a token are decoration: the box looks them up.
    let mut promoted = claims.clone();
    promoted.roles = vec![shared_model::staff::Role::Admin];
    let self_made = till.with_token(sign(&keys.signing, &promoted));
    self_made.post("/categories", &serde_json::json!({})).await.refused(403, "forbidden");
    till.get("/auth/me").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_ends_with_its_time_and_its_session() {
    let world = World::open().await;
    let mut till = world.till().await;
    world.clock.advance_ms(15 * 60_000 + 1_000);
    till.get("/auth/me").await.refused(401, "unauthorized");
    till.refresh().await.ok();
    till.get("/auth/me").await.ok();
    let token = till.token.clone().unwrap();
    assert_eq!(till.bare_post("/auth/logout").await.status, 204);
    assert_refused(&till, &token).await;
    till.refresh().await.refused(401, "unauthorized");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_was_let_go_is_out_at_once() {
    let mut world = World::open().await;
    let mut till = world.till().await;
    let (mut owner, daniela) = (world.owner().await, world.person("daniela")["staff_id"].clone());
    till.get("/auth/me").await.ok();
    deactivate(&world, "daniela").await;
    till.get("/auth/me").await.refused(401, "unauthorized");
    till.refresh().await.refused(401, "unauthorized");
    owner.pin(&daniela, "1370").await.refused(401, "bad-pin");
    let people = owner.get("/auth/people").await.ok();
    assert!(!people["items"].as_array().unwrap().iter().any(|person| person["staff_id"] == daniela));
    world.restart().await;
    till.get("/auth/me").await.refused(401, "unauthorized");
}

/// What the staff screen will do: plants the person again, inactive.
async fn deactivate(world: &World, username: &str) {
    use edge_node::store::seed::{Seed, plant};
    let catalog = world.branch().catalog();
    let person = catalog.staff.values().find(|staff| staff.username == username).expect("a person");
    let mut person = person.clone();
    person.active = false;
    let branch = catalog.home().cloned().expect("a branch");
    let empty = Seed {
        branch,
        staff: vec![person],
        stations: Vec::new(),
        printers: Vec::new(),
        ingredients: Vec::new(),
        modifier_groups: Vec::new(),
        categories: Vec::new(),
        products: Vec::new(),
    };
    let now = world.branch().clock().now();
    world.branch().write(move |work| plant(work, empty, now)).await.expect("written").expect("sound");
}
