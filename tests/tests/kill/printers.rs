//! All printers are gone: the tills sell on at the same speed, and within ten seconds the kitchen is told to look at the
//! screen.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use fastops_tests::process::cart::Menu;
use fastops_tests::process::client::{Client, Request};
use fastops_tests::process::mint;
use fastops_tests::process::screen::Screen;
use fastops_tests::process::shop::Shop;
use serde_json::json;
use virtual_printer::Fault;

/// Orders timed in each condition.
const ORDERS: usize = 60;
/// From printing.md 5.7: "10 s or fallback", and a moment for the message.
const FALLBACK: Duration = Duration::from_secs(11);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dead_printers_slow_no_till_and_the_kitchen_is_told() -> Result<()> {
    Shop::story(async |shop| {
        let edge = shop.start().await?;
        let client = Client::sign_in(edge.addr, "daniela").await?;
        let menu = Menu::read(&client).await?;
        // The first orders warm both the box and the disk up.
        sell(&client, &menu, ORDERS).await?;
        let healthy = sell(&client, &menu, ORDERS).await?;
        for printer in &shop.printers {
            printer.wait_for(|tape| tape.open().is_none(), Duration::from_secs(10)).await?;
            printer.set(Fault::Refuse).await;
        }
        let mut screen = Screen::connect(&client).await?;
        let begun = Instant::now();
        let dead = sell(&client, &menu, ORDERS).await?;
        screen.wait_for(FALLBACK, |kind, _| kind == "print:fallback").await.context("print:fallback")?;
        let told = begun.elapsed();
        println!("median order: {healthy:?} with printers, {dead:?} without; print:fallback after {told:?}");
        ensure!(told < FALLBACK, "the kitchen was told after {told:?}");
        ensure!(dead < healthy * 3 / 2 + Duration::from_millis(5), "{healthy:?} became {dead:?}");
        let health = client.get("/monitoring/health").await?;
        ensure!(health["status"] == "warning" && health["printers_down"].as_u64() >= Some(1), "{health}");
        edge.kill().await
    })
    .await
}

/// Sells one after the other; answers the median time of an order.
async fn sell(client: &Client, menu: &Menu, orders: usize) -> Result<Duration> {
    let mut times = Vec::new();
    for nth in 0..orders {
        let body = json!({
            "order_id": mint("ord"), "send_id": mint("snd"), "order_type": "takeaway",
            "lines": [menu.line(nth), menu.line(nth + 20)],
        });
        let begun = Instant::now();
        client.done(&Request::new("/orders", body)).await?;
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    Ok(times[orders / 2])
}
