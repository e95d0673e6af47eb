//! A box without a battery wakes up in 1970: it sells, numbers go on, times do not go back, and it says that its clock lies.
//! Only the wall clock lies (clock/shifted.c); the kernel's monotonic clock never does.

use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, ensure};
use fastops_tests::process::cart::Menu;
use fastops_tests::process::client::{Client, Request};
use fastops_tests::process::edge::Edge;
use fastops_tests::process::mint;
use fastops_tests::process::screen::Screen;
use fastops_tests::process::shop::Shop;
use serde_json::{Value, json};
use tokio::process::Command;
use virtual_printer::Fault;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_box_that_wakes_up_in_1970_sells_on() -> Result<()> {
    Shop::story(async |shop| {
        let edge = shop.start().await?;
        let client = Client::sign_in(edge.addr, "daniela").await?;
        let menu = Menu::read(&client).await?;
        let before = sell(&client, &menu).await?;
        edge.terminate().await?;

        let edge = in_1970(shop).await?;
        let mut client = Client::sign_in(edge.addr, "daniela").await?;
        let after = sell(&client, &menu).await?;
        ensure!(turn(&after)? == turn(&before)? + 1, "{} came after {}", after["number"], before["number"]);
        ensure!(after["business_day"] == before["business_day"], "the business day went back");
        let at = |order: &Value| order["created_at_ms"].as_i64();
        ensure!(at(&after) >= at(&before), "a sale is dated before the one before it");
        let health = client.get("/monitoring/health").await?;
        ensure!(health["clock_trusted"] == false && health["status"] == "warning", "{health}");
        let tickets = shop.printers.iter().map(virtual_printer::VirtualPrinter::printed_count).sum::<u64>();
        ensure!(tickets > 0, "nothing was printed");

        // What waits for a printer still comes to the screen: that is a matter of seconds, not of dates.
        for printer in &shop.printers {
            printer.set(Fault::Refuse).await;
        }
        let mut screen = Screen::connect(&client).await?;
        sell(&client, &menu).await?;
        let told = screen.wait_for(Duration::from_secs(11), |kind, _| kind == "print:fallback").await;
        told.context("print:fallback in 1970")?;
        edge.kill().await?;

        // The clock is set again: the box goes on by it.
        let edge = shop.start().await?;
        client.moved_to(edge.addr);
        let last = sell(&client, &menu).await?;
        ensure!(
            turn(&last)? == turn(&after)? + 2,
            "{} came after {} and one more",
            last["number"],
            after["number"]
        );
        let health = client.get("/monitoring/health").await?;
        ensure!(health["clock_trusted"] == true, "{health}");
        edge.kill().await
    })
    .await
}

/// The box, told that it is five minutes after the beginning of all time.
async fn in_1970(shop: &Shop) -> Result<Edge> {
    let mut command = shop.serve(&shop.data());
    command.env("LD_PRELOAD", shifted_clock(shop).await?);
    Edge::start(command, &shop.log()).await
}

/// Builds the library that makes the wall clock lie; the compiler is there because SQLite needs it as well.
async fn shifted_clock(shop: &Shop) -> Result<PathBuf> {
    let (source, library) = (shop.path("shifted.c"), shop.path("shifted.so"));
    std::fs::write(&source, include_str!("clock/shifted.c")).context("write the clock")?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let shift = format!("-DSHIFT_S=-{}L", now - 300);
    let mut compile = Command::new("cc");
    compile.args(["-shared", "-fPIC", "-O1", &shift, "-o"]).arg(&library).arg(&source);
    ensure!(compile.status().await.context("run cc")?.success(), "the clock does not compile");
    Ok(library)
}

async fn sell(client: &Client, menu: &Menu) -> Result<Value> {
    let body = json!({
        "order_id": mint("ord"), "send_id": mint("snd"), "order_type": "takeaway", "lines": [menu.line(0)],
    });
    client.done(&Request::new("/orders", body)).await
}

fn turn(order: &Value) -> Result<u32> {
    let number = order["number"].as_str().and_then(|number| number.split('-').nth(1));
    number.context("an order without a number")?.parse().context("a turn number")
}
