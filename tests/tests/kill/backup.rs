//! Copies: of a running box, onto an empty one, over a damaged one; and a single flipped bit that must not pass.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use fastops_tests::process::cart::Menu;
use fastops_tests::process::client::{Client, Request};
use fastops_tests::process::edge::Edge;
use fastops_tests::process::mint;
use fastops_tests::process::shop::Shop;
use rusqlite::Connection;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::dice::Dice;
use crate::till::{News, Till};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_a_running_box_serves_the_same_orders_elsewhere() -> Result<()> {
    Shop::story(async |shop| {
        let edge = shop.start().await?;
        let client = Client::sign_in(edge.addr, "marcela").await?;
        let menu = Menu::read(&client).await?;
        let mut sold = Vec::new();
        for nth in 0..20 {
            sold.push(sell(&client, &menu, nth).await?);
        }
        // Others keep selling while it is copied.
        let (tell, news) = watch::channel(News { at: Some(edge.addr), closing: false });
        let other = tokio::spawn(Till::new(client.clone(), menu.clone(), news, Dice::stream(3, 1)).work());
        let copy = shop.path("copy.db");
        shop.run_on(&shop.data(), "backup", &[&copy]).await?;
        tell.send_replace(News { at: Some(edge.addr), closing: true });
        other.await??;
        edge.kill().await?;

        let blank = shop.path("blank");
        shop.run_on(&blank, "restore", &[&copy]).await?;
        serves(shop, &blank, &sold).await?;

        // The same over a file that is damaged: what was there is set aside, never deleted.
        let data = shop.data();
        let damaged = std::fs::read(data.join("branch.db"))?;
        damage(&data.join("branch.db"))?;
        let refused = shop.command(&data, "doctor", &[]).await?;
        ensure!(!refused.status.success(), "the doctor calls a damaged file sound");
        shop.run_on(&data, "restore", &[&copy]).await?;
        let aside = std::fs::read_dir(&data)?
            .filter_map(Result::ok)
            .filter(|file| file.file_name().to_string_lossy().starts_with("branch.db.aside-"));
        let kept: Vec<u64> = aside.filter_map(|file| Some(file.metadata().ok()?.len())).collect();
        ensure!(kept == [damaged.len() as u64], "the damaged file was not kept: {kept:?}");
        serves(shop, &data, &sold).await
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_doctor_reports_a_flipped_byte() -> Result<()> {
    Shop::story(async |shop| {
        let edge = shop.start().await?;
        let client = Client::sign_in(edge.addr, "marcela").await?;
        let menu = Menu::read(&client).await?;
        let order = sell(&client, &menu, 0).await?;
        edge.terminate().await?;
        ensure!(
            shop.command(&shop.data(), "doctor", &[]).await?.status.success(),
            "a sound box is called damaged"
        );

        let file = shop.data().join("branch.db");
        // The write-ahead log goes into the file, where a bit that rots has no checksum to tell.
        let conn = Connection::open(&file)?;
        conn.pragma_update(None, "journal_mode", "DELETE")?;
        let sound = std::fs::read(&file)?;
        let id = order["order_id"].as_str().context("an order without id")?;
        let doc_id = format!("X'{}'", &id[4..]);
        for column in ["hash", "chain", "bytes"] {
            let sql = format!("SELECT {column} FROM log WHERE doc_id = {doc_id} AND doc_kind = 'order'");
            let value: Vec<u8> = conn.query_row(&sql, [], |row| row.get(0)).context(sql)?;
            flip(&file, &sound, &value, value.len() / 2)?;
            let checked = shop.command(&shop.data(), "doctor", &[]).await?;
            let said = String::from_utf8_lossy(&checked.stdout).into_owned();
            ensure!(!checked.status.success(), "a flipped bit in {column} passed: {said}");
            println!("{column}: {}", said.lines().next().unwrap_or_default());
        }
        std::fs::write(&file, sound)?;
        ensure!(
            shop.command(&shop.data(), "doctor", &[]).await?.status.success(),
            "the sound file is not sound"
        );
        Ok(())
    })
    .await
}

/// Flips a bit `offset` bytes into where `value` stands in the file.
fn flip(file: &Path, sound: &[u8], value: &[u8], offset: usize) -> Result<()> {
    let head = &value[..value.len().min(64)];
    let at = sound
        .windows(head.len())
        .position(|window| window == head)
        .context("the value is not in the file")?;
    let mut spoiled = sound.to_vec();
    spoiled[at + offset.min(head.len() - 1)] ^= 1;
    std::fs::write(file, spoiled).context("write the spoiled file")
}

/// Overwrites the middle third of a file with zeros.
fn damage(file: &Path) -> Result<()> {
    let mut bytes = std::fs::read(file)?;
    let third = bytes.len() / 3;
    bytes[third..2 * third].fill(0);
    std::fs::write(file, bytes).context("damage the file")
}

async fn serves(shop: &Shop, data: &Path, sold: &[Value]) -> Result<()> {
    let edge = Edge::start(shop.serve(data), &shop.log()).await?;
    let client = Client::sign_in(edge.addr, "marcela").await?;
    for order in sold {
        let id = order["order_id"].as_str().context("an order without id")?;
        let found = client.get(&format!("/orders/{id}")).await?;
        ensure!(found == *order, "{order} became {found}");
    }
    edge.kill().await
}

async fn sell(client: &Client, menu: &Menu, nth: usize) -> Result<Value> {
    let body = json!({
        "order_id": mint("ord"), "send_id": mint("snd"), "order_type": "takeaway", "lines": [menu.line(nth)],
    });
    client.done(&Request::new("/orders", body)).await
}
