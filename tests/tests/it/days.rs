//! Days and clocks: numbers begin anew at six in the morning, and a clock that jumps back restates nothing (L22).

use fastops_tests::carta::{cash, dine_in, paid, sent, takeaway};
use fastops_tests::hand_clock::FRIDAY_NOON_MS;
use fastops_tests::model::Books;
use fastops_tests::world::World;

const HOUR_MS: i64 = 3_600_000;

#[tokio::test(flavor = "multi_thread")]
async fn the_business_day_changes_at_six_in_bogota() {
    let mut world = World::open().await;
    let mut till = world.till().await;
    let carta = world.carta(&till).await;
    let mut books = Books::over(carta.clone());
    // Hours after Friday noon: 14:00, half past one at night, one second to six, six.
    let at = [
        (2 * HOUR_MS, "2026-11-20", "M-001"),
        (13 * HOUR_MS + HOUR_MS / 2, "2026-11-20", "M-002"),
        (18 * HOUR_MS - 60_000, "2026-11-20", "M-003"),
        (18 * HOUR_MS, "2026-11-21", "M-001"),
        (19 * HOUR_MS, "2026-11-21", "M-002"),
    ];
    for (nth, (after, day, number)) in at.into_iter().enumerate() {
        world.clock.set_ms(FRIDAY_NOON_MS + after);
        if nth == 2 {
            world.restart().await;
        }
        till.login("daniela").await;
        let body = sent(dine_in("1", [carta.line("Tinto")]));
        let order = till.sell(&body).await;
        books.opened(world.clock.now_ms(), &body, &order);
        assert_eq!((&order["business_day"], &order["number"]), (&day.into(), &number.into()));
    }
    let other = till.sell(&takeaway("Camila", [carta.line("Tinto")])).await;
    assert_eq!(other["number"], "L-001", "each type counts by itself");
    let friday = till.get("/orders?day=2026-11-20").await.ok();
    assert_eq!(friday["items"].as_array().unwrap().len(), 3);
    let today = till.get("/orders/stats").await.ok();
    assert_eq!((&today["business_day"], &today["orders"]), (&"2026-11-21".into(), &3.into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_in_1970_changes_no_day_number_or_sequence() {
    let mut world = World::open().await;
    let till = world.till().await;
    let owner = world.owner().await;
    let carta = world.carta(&till).await;
    let mut books = Books::over(carta.clone());
    let body = sent(dine_in("1", [carta.line("Tinto")]));
    let first = till.sell(&body).await;
    books.opened(world.clock.now_ms(), &body, &first);
    assert_eq!(till.get("/monitoring/health").await.ok()["clock_trusted"], true);

    world.clock.set_ms(0);
    let mut last = first["created_at_ms"].as_i64().unwrap();
    for (nth, number) in ["M-002", "M-003", "M-004"].into_iter().enumerate() {
        // The box runs on, then wakes up in 1970 after a power cut.
        if nth == 1 {
            world.restart().await;
        }
        let health = till.get("/monitoring/health").await.ok();
        assert_eq!((&health["clock_trusted"], &health["status"]), (&false.into(), &"warning".into()));
        let body = paid(sent(dine_in("2", [carta.line("Tinto")])), [cash(250_000, 250_000)]);
        let order = till.sell(&body).await;
        books.opened(world.clock.now_ms(), &body, &order);
        assert_eq!((&order["number"], &order["business_day"]), (&number.into(), &"2026-11-20".into()));
        let at = order["created_at_ms"].as_i64().unwrap();
        assert!(at >= last, "{at} is before {last}");
        last = at;
    }
    let listed = till.get("/orders").await.ok();
    let numbers: Vec<_> = listed["items"].as_array().unwrap().iter().map(|order| &order["number"]).collect();
    assert_eq!(numbers, ["M-004", "M-003", "M-002", "M-001"], "newest first");
    // Paper comes out all the same, and nobody had to sign in again.
    books.audit(&world, &owner).await;

    world.clock.set_ms(FRIDAY_NOON_MS + HOUR_MS / 6);
    assert_eq!(till.get("/monitoring/health").await.ok()["clock_trusted"], true);
    let after = till.sell(&dine_in("3", [carta.line("Tinto")])).await;
    assert_eq!(after["number"], "M-005");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_keeps_everything() {
    let mut world = World::open().await;
    let (till, owner) = (world.till().await, world.owner().await);
    let carta = world.carta(&till).await;
    let mut books = Books::over(carta.clone());
    for nth in 0..3 {
        let body = sent(dine_in("1", [carta.line("Tinto"), carta.line("Yuca frita")]));
        let order = till.sell(&body).await;
        books.opened(world.clock.now_ms(), &body, &order);
        if nth == 1 {
            world.restart().await;
        }
    }
    books.audit(&world, &owner).await;
}
