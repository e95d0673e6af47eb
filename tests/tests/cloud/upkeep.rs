//! What the cloud forgets by itself: company after company, a bounded number at a time.

use cloud_sync::store::control::enrolment;
use cloud_sync::store::table::{answered, event};
use cloud_sync::store::{ControlTx, Mode, Tx};
use cloud_sync::upkeep::{self, Turn};
use fastops_tests::cloud_world::{CloudWorld, Shop};
use serde_json::json;
use shared_model::time::Timestamp;

const DAY_MS: i64 = 24 * 3_600_000;

/// Tells the company something, under a key of its own.
async fn edit(shop: &Shop) {
    let category =
        json!({"category_id": fastops_tests::ids::mint("cat"), "name": fastops_tests::ids::mint("c")});
    shop.owner.post("/categories", &category).await.ok();
}

/// What of a company would still be dropped: events but for the newest, and answers.
async fn left(world: &CloudWorld, shop: &Shop) -> (usize, u64) {
    let far = Timestamp::from_ms(i64::MAX);
    let events = world.cloud().read(shop.company_id, |tx| event::after(tx, 0, 100)).await.expect("events");
    // Counting is dropping in a transaction that is given up.
    let drop_all = move |tx: &mut Tx<'_>| -> Result<(), Counted> { Err(Counted(answered::prune(tx, far)?)) };
    let counted = world.cloud().store().attempt(shop.company_id, Mode::Write, drop_all).await;
    let Counted(answers) = counted.expect_err("it is given up");
    (events.len(), answers)
}

#[derive(Debug)]
struct Counted(u64);

impl From<cloud_sync::store::StoreError> for Counted {
    fn from(error: cloud_sync::store::StoreError) -> Self {
        panic!("{error:?}")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn events_and_answers_are_kept_for_a_week() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    for _ in 0..3 {
        edit(&shop).await;
    }
    let before = left(&world, &shop).await;
    assert!(before.0 >= 3 && before.1 >= 3, "{before:?}");
    upkeep::tidy(world.cloud(), Turn::default(), 50).await.expect("it is tidied up");
    assert_eq!(left(&world, &shop).await, before, "all of it is young");
    world.clock.advance_ms(8 * DAY_MS);
    upkeep::tidy(world.cloud(), Turn::default(), 50).await.expect("it is tidied up");
    upkeep::tidy(world.cloud(), Turn::default(), 50).await.expect("twice is as once");
    assert_eq!(left(&world, &shop).await, (1, 0), "the newest event stays: numbers go on from it");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_company_has_its_turn_and_no_round_has_all() {
    let world = CloudWorld::open().await;
    let mut shops = Vec::new();
    for nth in 0..3 {
        let shop = world.register(&format!("Negocio {nth}")).await;
        edit(&shop).await;
        shops.push(shop);
    }
    world.clock.advance_ms(8 * DAY_MS);
    let mut turn = Turn::default();
    let mut waiting = Vec::new();
    for _ in 0..2 {
        turn = upkeep::tidy(world.cloud(), turn, 2).await.expect("it is tidied up");
        let mut answers = 0;
        for shop in &shops {
            answers += left(&world, shop).await.1;
        }
        waiting.push(answers);
    }
    assert_eq!(waiting, [1, 0]);
    // Then it begins anew.
    assert_eq!(turn, Turn::default());
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_go_a_day_after_they_expired() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    shop.owner.bare_post(&format!("/branches/{}/boxes", shop.branch_id)).await.ok();
    world.clock.advance_ms(DAY_MS + DAY_MS / 2);
    upkeep::once(world.cloud()).await.expect("upkeep");
    assert_eq!(codes(&world).await, 1, "it expired half a day ago");
    world.clock.advance_ms(DAY_MS);
    upkeep::once(world.cloud()).await.expect("upkeep");
    assert_eq!(codes(&world).await, 0);
}

/// How many codes there are; dropped in a transaction that is given up.
async fn codes(world: &CloudWorld) -> u64 {
    let far = Timestamp::from_ms(i64::MAX);
    let drop_all =
        move |tx: &mut ControlTx<'_>| -> Result<(), Counted> { Err(Counted(enrolment::prune(tx, far)?)) };
    let counted = world.cloud().store().attempt_control(Mode::Write, drop_all).await;
    counted.expect_err("it is given up").0
}
