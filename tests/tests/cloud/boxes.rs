//! Blank boxes and the codes that make them the box of a branch.

use ed25519_dalek::{Signer as _, SigningKey};
use fastops_tests::cloud_world::{CloudWorld, Shop};
use serde_json::{Value, json};
use shared_model::sync::Certificate;
use shared_model::wire::enrol::proof_message;

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from(b"0123456789abcdef"[usize::from(nibble)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn asks(key: u8, code: &str) -> Value {
    let key = SigningKey::from_bytes(&[key; 32]);
    let public = hex(key.verifying_key().as_bytes());
    json!({"code": code, "endpoint": public, "token_key": public, "replica": "0a".repeat(8),
        "proof": hex(&key.sign(&proof_message(code)).to_bytes())})
}

async fn code(shop: &Shop) -> String {
    let given = shop.owner.bare_post(&format!("/branches/{}/boxes", shop.branch_id)).await.ok();
    given["code"].as_str().expect("a code").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_takes_its_place_and_a_newer_one_takes_it_over() {
    let world = CloudWorld::open().await;
    let (shop, blank) = (world.register("Papa Criolla").await, world.browser());
    let first = code(&shop).await;
    let enrolled = blank.post("/boxes/enrol", &asks(3, &first)).await.ok();
    assert_eq!(enrolled["branch_id"], shop.branch_id.to_string());
    let bytes: Vec<u8> = (0..enrolled["certificate"].as_str().unwrap().len() / 2)
        .map(|at| {
            u8::from_str_radix(&enrolled["certificate"].as_str().unwrap()[at * 2..at * 2 + 2], 16).unwrap()
        })
        .collect();
    let cloud = world.cloud();
    let claims =
        Certificate::from_bytes(&bytes).unwrap().verify(&cloud.keys().verifying(), cloud.now()).unwrap();
    assert_eq!((claims.branch_id, claims.generation), (shop.branch_id, 1));
    let again = blank.post("/boxes/enrol", &asks(3, &first)).await.ok();
    assert_eq!(again, enrolled);
    blank.post("/boxes/enrol", &asks(4, &first)).await.refused(404, "not-found");
    let second = code(&shop).await;
    blank.post("/boxes/enrol", &asks(4, &second)).await.ok();
    let listed = shop.owner.get(&format!("/branches/{}/boxes", shop.branch_id)).await.ok();
    let standing: Vec<_> = listed["items"].as_array().unwrap().iter().map(|b| b["status"].clone()).collect();
    assert_eq!(standing, [json!("live"), json!("fenced")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn late_forged_and_unknown_codes_are_all_the_same() {
    let world = CloudWorld::open().await;
    let (shop, blank) = (world.register("Papa Criolla").await, world.browser());
    let given = code(&shop).await;
    let mut forged = asks(3, &given);
    forged["endpoint"] = asks(4, &given)["endpoint"].clone();
    let wrong = blank.post("/boxes/enrol", &forged).await.refused(404, "not-found");
    let unknown = blank.post("/boxes/enrol", &asks(3, "ZZZZ-ZZZZ-ZZZZ")).await.refused(404, "not-found");
    world.clock.advance_ms(24 * 3_600_000 + 1);
    let late = blank.post("/boxes/enrol", &asks(3, &given)).await.refused(404, "not-found");
    assert_eq!(wrong["detail"], unknown["detail"]);
    assert_eq!(wrong["detail"], late["detail"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_box_is_granted_nothing_and_its_branch_can_close() {
    let world = CloudWorld::open().await;
    let (shop, blank) = (world.register("Papa Criolla").await, world.browser());
    let given = code(&shop).await;
    let enrolled = blank.post("/boxes/enrol", &asks(3, &given)).await.ok();
    let path = format!("/boxes/{}", enrolled["box_id"].as_str().unwrap());
    let gone = shop.owner.ask(shop.owner.request(reqwest::Method::DELETE, &path)).await;
    assert_eq!(gone.status, 204);
    let key = SigningKey::from_bytes(&[3; 32]).verifying_key().to_bytes();
    let grant = cloud_sync::boxes::grant(world.cloud(), key).await.unwrap().unwrap();
    assert_eq!(grant.status, shared_model::wire::platform::BoxStatus::Revoked);
    blank.post("/boxes/enrol", &asks(3, &given)).await.refused(404, "not-found");
}
