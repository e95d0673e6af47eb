//! A connection that breaks inside a command: the printer waits for the rest of it and must not take the next sheet for
//! that. Every one of the last bytes of a sheet is tried, where the commands with lengths are.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use fastops_tests::process::cart::{Menu, order_mark};
use fastops_tests::process::client::{Client, Request};
use fastops_tests::process::mint;
use fastops_tests::process::shop::Shop;
use serde_json::json;
use virtual_printer::Fault;

use crate::paper;

/// The cut and `GS ( H` with its id are the last 15 bytes of a sheet.
const LAST: u64 = 16;
const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sheet_after_one_that_broke_is_whole() -> Result<()> {
    Shop::story(async |shop| {
        let edge = shop.start().await?;
        let client = Client::sign_in(edge.addr, "daniela").await?;
        let menu = Menu::read(&client).await?;
        let fryer = shop.printer("Freidora")?;
        let first = sell(&client, &menu).await?;
        fryer.wait_for(|tape| tape.printed() == 1, PATIENCE).await?;
        let sheets = paper::sheets_after(fryer, 0).0;
        ensure!(sheets.len() == 1 && sheets[0].order.as_ref() == Some(&first), "{sheets:?}");
        let length = fryer.ticket(1).context("the first sheet")?.raw.len() as u64;
        for missing in 1..=LAST {
            fryer.set(Fault::ResetAfter { bytes: length - missing }).await;
            let mark = sell(&client, &menu).await?;
            // One whole sheet with a banner, whatever came out of the first try.
            let whole = || {
                let sheets = paper::sheets_after(fryer, 0).0;
                sheets
                    .iter()
                    .any(|sheet| sheet.complete && sheet.marked && sheet.order.as_ref() == Some(&mark))
            };
            let mut changes = fryer.changes();
            let until_whole = async {
                while !whole() {
                    changes.changed().await.context("the printer is gone")?;
                }
                anyhow::Ok(())
            };
            let waited = tokio::time::timeout(PATIENCE, until_whole).await;
            waited.with_context(|| format!("{missing} bytes from the end: the copy is not whole"))??;
        }
        edge.kill().await
    })
    .await
}

/// One salchipapa; answers the order's mark.
async fn sell(client: &Client, menu: &Menu) -> Result<String> {
    let id = mint("ord");
    let body = json!({
        "order_id": id, "send_id": mint("snd"), "order_type": "takeaway", "lines": [menu.line(0)],
        "customer": {"name": order_mark(&id)},
    });
    client.done(&Request::new("/orders", body)).await?;
    Ok(order_mark(&id))
}
