//! Things break: a printer that cannot be reached, a disk that is full. The sale goes on or is clearly refused; nothing
//! is lost in silence.

use fastops_tests::carta::{cash, dine_in, paid, sent};
use fastops_tests::ids::mint;
use fastops_tests::model::Books;
use fastops_tests::screen::Screen;
use fastops_tests::world::World;
use reqwest::Method;
use virtual_printer::Fault;

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_printer_delays_no_sale_and_prints_when_it_is_back() {
    let world = World::open().await;
    let (till, owner) = (world.till().await, world.owner().await);
    let carta = world.carta(&till).await;
    let mut books = Books::over(carta.clone());
    let mut screen = Screen::connect(till.door().addr(), &till, None).await;
    screen.sync().await;
    world.printer("Freidora").set(Fault::Refuse).await;
    let body = sent(dine_in("1", [carta.line("Yuca frita"), carta.line("Tinto")]));
    let order = till.sell(&body).await;
    books.opened(world.clock.now_ms(), &body, &order);
    let alert = screen.hear("system:alert").await;
    assert_eq!(alert["data"]["action_required"], true, "{alert}");
    world.printer("Bebidas").wait_for_tickets(1, fastops_tests::world::GUARD).await.unwrap();
    let printers = till.get("/print/printers").await.ok();
    let fryer = printers["items"].as_array().unwrap().iter().find(|printer| printer["name"] == "Freidora");
    assert_eq!((&fryer.unwrap()["state"], &fryer.unwrap()["queued"]), (&"offline".into(), &1.into()));
    let health = till.get("/monitoring/health").await.ok();
    assert_eq!((&health["status"], &health["printers_down"]), (&"warning".into(), &1.into()));

    world.printer("Freidora").heal().await;
    assert_eq!(world.tape("Freidora").await.len(), 1);
    books.audit(&world, &owner).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_void_never_overtakes_the_ticket_it_takes_back() {
    let world = World::open().await;
    let (till, owner) = (world.till().await, world.owner().await);
    let carta = world.carta(&till).await;
    world.printer("Freidora").set(Fault::CoverOpen).await;
    let order = till.sell(&sent(dine_in("1", [carta.line("Yuca frita")]))).await;
    owner.void(&order, &order["lines"][0]["line_id"], "se arrepintió").await.ok();
    world.printer("Freidora").heal().await;
    let tape = world.tape("Freidora").await;
    let voids: Vec<bool> = tape.iter().map(|ticket| ticket.text.contains("ANULADO")).collect();
    assert_eq!(voids, [false, true], "first the dish, then that nobody wants it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_clearly_and_takes_the_retry_once_there_is_room() {
    let world = World::open().await;
    let (till, owner) = (world.till().await, world.owner().await);
    let carta = world.carta(&till).await;
    let mut books = Books::over(carta.clone());
    let pages = |most: u32| {
        let limit = format!("PRAGMA max_page_count = {most}");
        let branch = world.branch().clone();
        async move {
            let set = move |work: &mut edge_node::store::Work<'_>| {
                Ok(work.tx.query_row(&limit, [], |row| row.get::<_, i64>(0)).expect("a limit"))
            };
            branch.write(set).await.expect("a limit")
        }
    };
    // SQLite never goes below what is there already.
    pages(1).await;
    let mut taken = 0;
    let (key, body, refused) = loop {
        let key = mint("cmd");
        let body = paid(sent(dine_in("1", [carta.line("Tinto")])), [cash(250_000, 250_000)]);
        let answer = till.tap(Method::POST, "/orders", &key, &body).await;
        if answer.status >= 300 {
            break (key, body, answer);
        }
        books.opened(world.clock.now_ms(), &body, &answer.body);
        taken += 1;
        assert!(taken < 500, "the disk is never full");
    };
    refused.refused(507, "storage-full");
    till.get("/orders").await.ok();
    pages(1_000_000).await;
    let retried = till.tap(Method::POST, "/orders", &key, &body).await;
    assert!(!retried.is_replay(), "nothing of the refused one was kept");
    books.opened(world.clock.now_ms(), &body, &retried.clone().ok());
    books.audit(&world, &owner).await;
}
