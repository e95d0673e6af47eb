//! Tokens that are not, or not any more, what they say.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use cloud_sync::auth::token::{Claims, PLATFORM, Tokens, audience};
use cloud_sync::keys::random;
use fastops_tests::cloud_world::CloudWorld;
use fastops_tests::ids::mint;
use shared_model::staff::Role;

#[tokio::test(flavor = "multi_thread")]
async fn forged_tokens_are_worth_nothing() {
    let world = CloudWorld::open().await;
    let (shop, other) = (world.register("Papa Criolla").await, world.register("La Catorce").await);
    let boss = world.super_admin().await;
    let ours = world.cloud().tokens();
    let honest = shop.owner.token.clone().unwrap();
    let claims = ours.verify(&honest).expect("the cloud's own token");
    let theirs = ours.verify(other.owner.token.as_deref().unwrap()).unwrap();
    let platform = ours.verify(boss.token.as_deref().unwrap()).unwrap();
    let foreign = Tokens::new(&ed25519_key(random()));
    let payload = honest.split('.').nth(1).unwrap().to_owned();
    let signature = honest.rsplit('.').next().unwrap();
    let header = |text: &str| BASE64.encode(text);
    let changed = |change: &dyn Fn(&mut Claims)| {
        let mut claims = claims.clone();
        change(&mut claims);
        ours.sign(&claims)
    };
    let forged = [
        String::new(),
        "garbage".to_owned(),
        "..".to_owned(),
        format!("{honest}x"),
        honest.replace('.', ""),
        format!("{}.{payload}.", header(r#"{"alg":"none","typ":"at+jwt"}"#)),
        format!("{}.{payload}.{signature}", header(r#"{"alg":"HS256","typ":"at+jwt"}"#)),
        format!("{}.{payload}.{signature}", header(r#"{"alg":"EdDSA","typ":"at+jwt"}"#)),
        foreign.sign(&claims),
        changed(&|claims| claims.aud = audience(other.company_id)),
        changed(&|claims| claims.sid = theirs.sid),
        changed(&|claims| claims.sid = platform.sid),
        changed(&|claims| claims.sub.clone_from(&theirs.sub)),
        changed(&|claims| claims.iss = "fastops-edge".to_owned()),
        changed(&|claims| claims.exp = claims.iat),
        changed(&|claims| claims.exp = i64::MIN),
        changed(&|claims| claims.epoch += 1),
        changed(&|claims| claims.sub = mint("stf")),
        changed(&|claims| claims.sid = mint("ses").parse().expect("an id")),
    ];
    for token in &forged {
        let intruder = shop.owner.with_token(token);
        for path in ["/auth/me", "/subscriptions/current"] {
            let answer = intruder.get(path).await;
            assert_eq!(answer.header("www-authenticate"), Some("Bearer"), "{token}");
            answer.refused(401, "unauthorized");
        }
    }
    // Another door than the token is for.
    for aud in [PLATFORM.to_owned(), format!("branch:{}", shop.branch_id), String::new()] {
        let token = changed(&|claims| claims.aud.clone_from(&aud));
        shop.owner.with_token(token).get("/auth/me").await.refused(403, "forbidden");
    }
    let promoted = changed(&|claims| claims.aud = PLATFORM.to_owned());
    shop.owner.with_token(promoted).get("/admin/companies").await.refused(401, "unauthorized");
    shop.owner.get("/auth/me").await.ok();
    boss.get("/admin/me").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_in_a_token_are_decoration() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    world.hire(&shop, "daniela", Role::Cashier, None).await;
    let till = world.login(&shop, "daniela").await;
    let mut claims = world.cloud().tokens().verify(till.token.as_deref().unwrap()).unwrap();
    claims.roles = vec![Role::Admin];
    let promoted = till.with_token(world.cloud().tokens().sign(&claims));
    promoted.get("/subscriptions/current").await.refused(403, "forbidden");
}

fn ed25519_key(bytes: [u8; 32]) -> ed25519_dalek::SigningKey {
    ed25519_dalek::SigningKey::from_bytes(&bytes)
}
