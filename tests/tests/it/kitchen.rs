//! The kitchen's screen: cards, bumps, recalls, and what it missed while its line was down (L12).

use fastops_tests::carta::{dine_in, sent};
use fastops_tests::screen::Screen;
use fastops_tests::world::World;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_card_bumped_too_early_comes_back() {
    let world = World::open().await;
    let (till, kitchen) = (world.till().await, world.kitchen().await);
    let carta = world.carta(&till).await;
    let order = till.sell(&sent(dine_in("1", [carta.line("Yuca frita")]))).await;
    assert_eq!(kitchen.bump(&order, "start").await.ok()["status"], "preparing");
    assert_eq!(kitchen.bump(&order, "ready").await.ok()["status"], "ready");
    assert_eq!(kitchen.cards().await.len(), 0);
    let done = kitchen.get("/kitchen/orders?done=true").await.ok();
    assert_eq!(done["cards"][0]["order_id"], order["order_id"]);
    assert_eq!(kitchen.bump(&order, "recall").await.ok()["status"], "preparing");
    assert_eq!(kitchen.cards().await[0]["stage"], "preparing");
    kitchen.bump(&order, "recall").await.ok();
    kitchen.bump(&order, "recall").await.refused(409, "step-not-allowed");
    kitchen.bump(&order, "ready").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn each_station_bumps_its_own_part() {
    let world = World::open().await;
    let (till, kitchen) = (world.till().await, world.kitchen().await);
    let carta = world.carta(&till).await;
    let order = till.sell(&sent(dine_in("1", [carta.line("Yuca frita"), carta.line("Tinto")]))).await;
    let id = order["order_id"].as_str().unwrap();
    let station = |name: &str| carta.product(name)["station_id"].clone();
    let step = |name: &str| json!({"step_id": fastops_tests::ids::mint("stp"), "station_id": station(name)});
    let url = format!("/kitchen/orders/{id}/ready");
    let half = kitchen.post(&url, &step("Yuca frita")).await.ok();
    assert_eq!((&half["status"], &half["lines"][1]["stage"]), (&"preparing".into(), &"pending".into()));
    kitchen.post(&url, &step("Yuca frita")).await.refused(409, "step-not-allowed");
    assert_eq!(kitchen.post(&url, &step("Tinto")).await.ok()["status"], "ready");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_that_was_away_gets_what_it_missed() {
    let world = World::open().await;
    let (till, kitchen) = (world.till().await, world.kitchen().await);
    let carta = world.carta(&till).await;
    let addr = kitchen.door().addr();

    let mut screen = Screen::connect(addr, &kitchen, None).await;
    let latest = screen.hear("sync:full").await["latest"].as_i64().unwrap();
    let seen = till.sell(&sent(dine_in("1", [carta.line("Tinto")]))).await;
    let told = screen.hear("order:created").await;
    assert_eq!(told["data"]["order_id"], seen["order_id"]);
    let last = told["seq"].as_i64().unwrap();
    assert!(last > latest);
    drop(screen);

    let missed = till.sell(&sent(dine_in("2", [carta.line("Tinto")]))).await;
    world.settle_paper().await;
    let mut screen = Screen::connect(addr, &kitchen, Some(last)).await;
    let replay = screen.hear("sync:replay").await;
    let events = replay["events"].as_array().unwrap();
    assert!(events.iter().any(|event| event["data"]["order_id"] == missed["order_id"]), "{replay}");
    assert!(events.iter().all(|event| event["seq"].as_i64() > Some(last)), "{replay}");
    let through_rest = kitchen.get(&format!("/events?after={last}")).await.ok();
    assert_eq!(&through_rest["items"].as_array().unwrap()[..events.len()], &events[..]);
    assert_eq!(events.last().unwrap()["seq"], replay["latest"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_that_was_away_too_long_fetches_everything() {
    let mut world = World::open().await;
    let till = world.till().await;
    let carta = world.carta(&till).await;
    till.sell(&sent(dine_in("1", [carta.line("Tinto")]))).await;
    world.settle_paper().await;
    let latest = till.get("/events").await.ok()["latest"].as_i64().unwrap();
    let mut ahead = Screen::connect(till.door().addr(), &till, Some(latest + 5)).await;
    assert_eq!(ahead.sync().await.0, "sync:full", "numbers of another life");
    world.restart().await;
    till.sell(&sent(dine_in("2", [carta.line("Tinto")]))).await;
    let mut screen = Screen::connect(till.door().addr(), &till, Some(latest)).await;
    assert_eq!(screen.sync().await.0, "sync:full", "the numbers have a gap after a restart");
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_and_people_who_left_hear_nothing() {
    let world = World::open().await;
    let (stranger, till) = (world.browser(), world.till().await);
    let mut screen = Screen::connect(till.door().addr(), &stranger, Some(0)).await;
    let heard: Vec<String> = screen.until_the_end().await.into_iter().map(|(name, _)| name).collect();
    assert_eq!(heard, ["unauthorized"]);

    let mut screen = Screen::connect(till.door().addr(), &till, None).await;
    screen.hear("sync:full").await;
    till.bare_post("/auth/logout").await;
    assert_eq!(screen.until_the_end().await, Vec::new(), "signing out hangs up");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_hear_what_is_theirs() {
    let world = World::open().await;
    let (till, kitchen) = (world.till().await, world.kitchen().await);
    let carta = world.carta(&till).await;
    let order = till.sell(&sent(dine_in("1", [carta.line("Tinto")]))).await;
    till.pay(&order, [fastops_tests::carta::cash(250_000, 250_000)]).await.ok();
    kitchen.bump(&order, "ready").await.ok();
    let kinds = |page: Value| -> Vec<String> {
        let items = page["items"].as_array().cloned().unwrap_or_default();
        items.iter().filter_map(|event| event["type"].as_str().map(str::to_owned)).collect()
    };
    let (hers, his) = (kinds(till.get("/events").await.ok()), kinds(kitchen.get("/events").await.ok()));
    for (kind, cashier, cook) in [
        ("order:created", true, true),
        ("order:paid", true, false),
        ("order:ready", true, false),
        ("kitchen:changed", false, true),
    ] {
        let told = |all: &[String]| all.iter().any(|told| told == kind);
        assert_eq!((told(&hers), told(&his)), (cashier, cook), "{kind}");
    }
}
