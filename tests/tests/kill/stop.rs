//! SIGTERM under load: the box finishes what it has begun, loses nothing, and is gone in two seconds.

use std::time::Duration;

use anyhow::{Result, ensure};
use fastops_tests::process::cart::Menu;
use fastops_tests::process::client::Client;
use fastops_tests::process::shop::Shop;
use tokio::sync::watch;
use tokio::task::JoinSet;
use virtual_printer::Fault;

use crate::check::violations;
use crate::dice::Dice;
use crate::till::{News, Till};

/// How long a stop may take.
const DRAIN: Duration = Duration::from_secs(2);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_polite_stop_under_load_drains_in_two_seconds_and_loses_nothing() -> Result<()> {
    Shop::story(async |shop| {
        let (tell, news) = watch::channel(News::default());
        let mut edge = shop.start().await?;
        let client = Client::sign_in(edge.addr, "marcela").await?;
        let menu = Menu::read(&client).await?;
        let mut tills = JoinSet::new();
        for number in 0..4 {
            tills
                .spawn(Till::new(client.clone(), menu.clone(), news.clone(), Dice::stream(5, number)).work());
        }
        // One printer that takes bytes and says nothing, one without paper: neither may hold the stop up.
        for round in 0..4_u64 {
            tell.send_replace(News { at: Some(edge.addr), closing: false });
            let printed = shop.printer("Parrilla")?.printed_count();
            shop.printer("Parrilla")?
                .wait_for(|tape| tape.printed() >= printed + 10, Duration::from_secs(30))
                .await?;
            if round == 2 {
                shop.printer("Freidora")?.set(Fault::PaperOutAfter { lines: 5 }).await;
                shop.printer("Bebidas")?.set(Fault::LoseEcho).await;
            }
            let (status, took) = edge.terminate().await?;
            println!("round {round}: stopped with {status} after {took:?}");
            ensure!(status.success() && took < DRAIN, "round {round}: {status} after {took:?}");
            tell.send_replace(News::default());
            edge = shop.start().await?;
        }
        shop.heal_printers().await;
        tell.send_replace(News { at: Some(edge.addr), closing: true });
        let (mut accounts, mut complaints) = (Vec::new(), Vec::new());
        while let Some(done) = tills.join_next().await {
            let books = done??;
            accounts.extend(books.accounts);
            complaints.extend(books.complaints);
        }
        let case = crate::kill_loop::wait_and_read(shop, edge, accounts).await?;
        complaints.extend(violations(&case));
        ensure!(complaints.is_empty(), "{}", complaints.join("\n"));
        Ok(())
    })
    .await
}
