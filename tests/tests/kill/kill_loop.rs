//! Killing the box again and again under load, and then counting.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use fastops_tests::process::cart::Menu;
use fastops_tests::process::client::Client;
use fastops_tests::process::edge::Edge;
use fastops_tests::process::screen::Screen;
use fastops_tests::process::shop::Shop;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::books::{Account, Books};
use crate::check::{Case, violations};
use crate::dice::Dice;
use crate::evidence::{self, Evidence};
use crate::mischief::strike;
use crate::paper::{self, Sheet};
use crate::till::{News, Till};

/// Kills without `FASTOPS_KILLS`: about a minute.
const KILLS: u64 = 25;
const TILLS: u64 = 4;
/// How long the last sheets may take once the printers are repaired.
const SETTLE: Duration = Duration::from_mins(2);

/// What one run went through.
#[derive(Debug, Default)]
struct Tally {
    starts: Vec<Duration>,
    lost_answers: u64,
    replayed: u64,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_however_often_the_box_is_killed() -> Result<()> {
    let kills = number("FASTOPS_KILLS")?.unwrap_or(KILLS);
    let seed = number("FASTOPS_SEED")?.unwrap_or_else(|| u64::from(std::process::id()));
    println!("{kills} kills, FASTOPS_SEED={seed}");
    Shop::story(async |shop| {
        let begun = Instant::now();
        let (books, mut tally) = besiege(shop, kills, seed).await?;
        let case = settle(shop, &books, &mut tally).await?;
        let mut found = violations(&case);
        found.extend(books.iter().flat_map(|books| books.complaints.iter().cloned()));
        report(&case, &tally, begun.elapsed());
        ensure!(found.is_empty(), "{} violations, seed {seed}:\n{}", found.len(), first(&found));
        Ok(())
    })
    .await
}

fn number(name: &str) -> Result<Option<u64>> {
    let Ok(text) = std::env::var(name) else { return Ok(None) };
    text.parse().map(Some).with_context(|| format!("{name} is not a number"))
}

fn first(found: &[String]) -> String {
    found
        .iter()
        .take(20)
        .map(|line| line.chars().take(4000).collect::<String>())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Sells under fire, then lets the tills finish at a box that stays up, in front of repaired printers.
async fn besiege(shop: &Shop, kills: u64, seed: u64) -> Result<(Vec<Books>, Tally)> {
    let (tell, news) = watch::channel(News::default());
    let mut tally = Tally::default();
    let mut edge = start(shop, &mut tally).await?;
    let client = Client::sign_in(edge.addr, "marcela").await?;
    let menu = Menu::read(&client).await?;
    let mut tills = JoinSet::new();
    for number in 0..TILLS {
        let dice = Dice::stream(seed, number + 1);
        tills.spawn(Till::new(client.clone(), menu.clone(), news.clone(), dice).work());
    }
    let mut dice = Dice::stream(seed, 0);
    let mut looked = vec![0; shop.printers.len()];
    for _ in 0..kills {
        tell.send_replace(News { at: Some(edge.addr), closing: false });
        let life = Duration::from_millis(dice.between(50, 400));
        strike(shop, &mut dice).await;
        sleep(life / 2).await;
        strike(shop, &mut dice).await;
        sleep(life / 2).await;
        edge.kill().await?;
        tell.send_replace(News::default());
        edge = start(shop, &mut tally).await?;
        printed_is_stored(shop, &mut looked)?;
    }
    shop.heal_printers().await;
    tell.send_replace(News { at: Some(edge.addr), closing: true });
    let mut books = Vec::new();
    while let Some(done) = tills.join_next().await {
        books.push(done??);
    }
    // A box that has just started has not given up on any printer.
    edge.kill().await?;
    tally.lost_answers = books.iter().map(|books| books.retried).sum();
    tally.replayed = books.iter().map(|books| books.replayed).sum();
    Ok((books, tally))
}

async fn start(shop: &Shop, tally: &mut Tally) -> Result<Edge> {
    let begun = Instant::now();
    let edge = shop.start().await?;
    ensure!(edge.ready().await? == 204, "the box started and is not ready");
    tally.starts.push(begun.elapsed());
    Ok(edge)
}

/// Before anybody sends anything again: whatever is on paper must already be in the file.
fn printed_is_stored(shop: &Shop, seen: &mut [u64]) -> Result<()> {
    let stored = evidence::marks(&shop.look()?)?;
    for (printer, seen) in shop.printers.iter().zip(seen) {
        let (sheets, last) = paper::sheets_after(printer, *seen);
        *seen = last;
        for sheet in sheets {
            let mut marks = sheet.order.iter().chain(&sheet.lines);
            let unknown = marks.find(|mark| !stored.contains(*mark));
            ensure!(unknown.is_none(), "{unknown:?} is on paper and not in the file:\n{}", sheet.text);
        }
    }
    Ok(())
}

/// Starts the box a last time, takes all evidence, and makes the rows anew.
async fn settle(shop: &Shop, books: &[Books], tally: &mut Tally) -> Result<Case> {
    let edge = start(shop, tally).await?;
    let accounts = books.iter().flat_map(|books| books.accounts.iter().cloned()).collect();
    let case = wait_and_read(shop, edge, accounts).await?;
    let doctor = shop.run_on(&shop.data(), "doctor", &[]).await?;
    let before = evidence::projections(&shop.look()?)?;
    let rebuilt = shop.run_on(&shop.data(), "rebuild", &[]).await?;
    let after = evidence::projections(&shop.look()?)?;
    for (table, rows) in &before {
        let differs = rows.iter().zip(&after[table]).find(|(before, after)| before != after);
        let same = differs.is_none() && rows.len() == after[table].len();
        ensure!(
            same,
            "rebuilding changes {table}: {differs:?}, {} rows, then {}",
            rows.len(),
            after[table].len()
        );
    }
    println!("{}\n{}", doctor.trim(), rebuilt.trim());
    Ok(case)
}

/// Waits until no sheet is open, asks for everything, and stops the box.
pub async fn wait_and_read(shop: &Shop, edge: Edge, accounts: Vec<Account>) -> Result<Case> {
    let client = Client::sign_in(edge.addr, "marcela").await?;
    let mut screen = Screen::connect(&client).await?;
    let conn = shop.look()?;
    let quiet = async {
        while evidence::open_jobs(&conn)? > 0 {
            screen.next().await?;
        }
        anyhow::Ok(())
    };
    tokio::time::timeout(SETTLE, quiet).await.context("sheets still wait for repaired printers")??;
    let mut found: Evidence = evidence::from_file(&conn)?;
    evidence::add_views(&mut found, &client).await?;
    let (status, took) = edge.terminate().await?;
    ensure!(status.success() && took < Duration::from_secs(3), "SIGTERM: {status} after {took:?}");
    let tapes = shop.printers.iter().map(|printer| paper::sheets_after(printer, 0).0);
    let sheets: Vec<Sheet> = tapes.flatten().collect();
    Ok(Case { accounts, evidence: found, sheets, stations: shop.stations.clone() })
}

fn report(case: &Case, tally: &Tally, took: Duration) {
    let mut starts = tally.starts.clone();
    starts.sort_unstable();
    let acks: usize = case.accounts.iter().map(|account| account.keys.len()).sum();
    let state = |state: &str| case.evidence.jobs.iter().filter(|job| job.state == state).count();
    let marked = case.sheets.iter().filter(|sheet| sheet.marked).count();
    let torn = case.sheets.iter().filter(|sheet| !sheet.complete).count();
    println!(
        "{} starts: ready after {:?} (half), {:?} (worst)\n{} orders, {acks} commands acknowledged; {} got no answer at \
         first, {} of those had been carried out\n{} sheets owed: {} printed, {} superseded, {} uncertain, {} expired, {} \
         failed; on paper {} ({marked} marked, {torn} torn)\nall of it in {took:?}",
        starts.len(),
        starts[starts.len() / 2],
        starts[starts.len() - 1],
        case.accounts.len(),
        tally.lost_answers,
        tally.replayed,
        case.evidence.jobs.len(),
        state("printed"),
        state("superseded"),
        state("uncertain"),
        state("expired"),
        state("failed"),
        case.sheets.len(),
    );
}
