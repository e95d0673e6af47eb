//! How long people wait for a box that was switched on, or that died.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use fastops_tests::process::cart::Menu;
use fastops_tests::process::client::{Client, Request};
use fastops_tests::process::edge::Edge;
use fastops_tests::process::mint;
use fastops_tests::process::shop::Shop;
use serde_json::json;
use tokio::task::JoinSet;

/// Orders in the box for the second measurement.
const ORDERS: usize = 2_000;
const CLIENTS: usize = 16;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_box_is_ready_within_a_second_of_its_death() -> Result<()> {
    Shop::story(async |shop| {
        let (edge, empty) = ready(shop).await?;
        let client = Client::sign_in(edge.addr, "daniela").await?;
        let menu = Menu::read(&client).await?;
        sell(&client, &menu).await?;
        edge.terminate().await?;
        let (edge, full) = ready(shop).await?;
        edge.kill().await?;
        let (_edge, recovered) = ready(shop).await?;
        println!(
            "exec to ready: empty {empty:?}, after {ORDERS} orders {full:?}, after kill -9 {recovered:?}"
        );
        // Bounds for a small busy machine; the figures themselves are printed above.
        let bound = Duration::from_secs(1);
        ensure!(empty < bound && full < bound && recovered < bound, "a start took longer than {bound:?}");
        Ok(())
    })
    .await
}

async fn ready(shop: &Shop) -> Result<(Edge, Duration)> {
    let begun = Instant::now();
    let edge = shop.start().await?;
    ensure!(edge.ready().await? == 204, "started and not ready");
    Ok((edge, begun.elapsed()))
}

async fn sell(client: &Client, menu: &Menu) -> Result<()> {
    let mut clients = JoinSet::new();
    for number in 0..CLIENTS {
        let (client, menu) = (client.clone(), menu.clone());
        clients.spawn(async move {
            for nth in 0..ORDERS / CLIENTS {
                let body = json!({
                    "order_id": mint("ord"), "send_id": mint("snd"), "order_type": "takeaway",
                    "lines": [menu.line(number + nth), menu.line(number + nth + 7)],
                });
                client.done(&Request::new("/orders", body)).await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(done) = clients.join_next().await {
        done??;
    }
    Ok(())
}
