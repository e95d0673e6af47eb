//! `cargo xtask replay FILE`: real orders through the REST API, as fast or as slow as wanted, and a count of the paper.

mod day;
mod fixture;
mod menu;
mod tickets;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::http::Client;
use crate::latency::{Latencies, ms};
use crate::repo::{self, Profile};
use crate::shop::{self, Shop};
use fixture::Order;
use menu::Menu;
use tickets::Tapes;

/// Tablets that take the orders.
const TABLETS: usize = 4;

/// A tablet signs in again after this long, before its token runs out.
const SESSION: Duration = Duration::from_mins(10);

/// Signs a tablet in.
type Login<'a> = dyn Fn() -> Result<Client> + Sync + 'a;

/// `cargo xtask replay`
#[derive(Debug, clap::Args)]
pub struct Replay {
    /// Tab-separated file of orders
    file: PathBuf,
    /// How much faster than a real day: 1, 20, any number, or `max`
    #[arg(long, default_value = "max", value_parser = parse_speed)]
    speed: Speed,
    /// Use a running demo at this address instead of a box of our own; choices then travel as notes
    #[arg(long)]
    url: Option<SocketAddr>,
    /// The virtual printers' page of that demo
    #[arg(long, default_value = "127.0.0.1:9180")]
    printers: SocketAddr,
    /// Only the first orders of the file
    #[arg(long)]
    limit: Option<usize>,
}

/// A factor of real time; `None` waits for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Speed(Option<u32>);

fn parse_speed(text: &str) -> Result<Speed, String> {
    match text {
        "max" => Ok(Speed(None)),
        _ => match text.parse() {
            Ok(factor) if factor > 0 => Ok(Speed(Some(factor))),
            _ => Err("a number from 1, or `max`".to_owned()),
        },
    }
}

/// What the tablets brought back.
#[derive(Debug, Default)]
struct Outcome {
    latencies: Latencies,
    /// Turn number and station of each ticket owed.
    owed: Vec<(String, &'static str)>,
    /// Totals that were not the file's.
    wrong_totals: usize,
    refused: Vec<String>,
}

impl Replay {
    /// Feeds the orders, reports, and fails when anything was refused, mispriced, not printed or printed twice.
    pub fn run(self) -> Result<()> {
        let text =
            std::fs::read_to_string(&self.file).with_context(|| format!("read {}", self.file.display()))?;
        let mut orders = fixture::parse(&text)?;
        orders.truncate(self.limit.unwrap_or(usize::MAX));
        let mut menu = Menu::of(&orders);
        let folder = tempfile::Builder::new().prefix("fastops-replay-").tempdir().context("make a folder")?;
        let own = if self.url.is_none() { Some(own_shop(folder.path(), menu.seed())?) } else { None };
        let printers = own.as_ref().map_or(self.printers, |shop| shop.printers_web);
        let login = |role: &str| match (&own, self.url) {
            (Some(shop), _) => shop.login(role),
            (None, Some(url)) => demo_login(url, role),
            (None, None) => unreachable!("without an address we have a box of our own"),
        };
        let mut admin = login("admin")?;
        menu.create(&mut admin)?;
        let tapes = Tapes::open(Client::new(printers))?;
        let started = Instant::now();
        let outcome = feed(&|| login("cashier"), &menu, &orders, self.speed)?;
        let took = started.elapsed();
        let count = tapes.count(&outcome.owed)?;
        report(&orders, outcome, &count, took, menu.modifiers)
    }
}

fn own_shop(folder: &Path, seed: Value) -> Result<Shop> {
    Shop::start_in(folder, repo::build_binaries(Profile::Release)?, seed)
}

/// Signs in to a running demo with the demonstration shop's people.
fn demo_login(url: SocketAddr, role: &str) -> Result<Client> {
    let text = std::fs::read_to_string(repo::demo_shop()).context("read the demonstration shop")?;
    let seed: Value = serde_json::from_str(&text).context("read the demonstration shop")?;
    let staff = seed["staff"].as_array().context("the seed has no staff")?;
    let person = staff.iter().find(|person| person["roles"][0] == role).context("nobody has this role")?;
    shop::login(url, &seed["company"]["slug"], person)
}

fn feed(login: &Login, menu: &Menu, orders: &[Order], speed: Speed) -> Result<Outcome> {
    let (next, started) = (AtomicUsize::new(0), Instant::now());
    let times = day::times(orders.len());
    let outcome = Mutex::new(Outcome::default());
    let tablet = || -> Result<()> {
        let (mut client, mut since) = (login()?, Instant::now());
        loop {
            let nth = next.fetch_add(1, Ordering::Relaxed);
            let Some(order) = orders.get(nth) else { return Ok(()) };
            if let Speed(Some(factor)) = speed {
                let due = started + times[nth] / factor;
                std::thread::sleep(due.saturating_duration_since(Instant::now()));
            }
            if since.elapsed() > SESSION {
                (client, since) = (login()?, Instant::now());
            }
            sell(&mut client, menu, nth, order, &outcome)?;
        }
    };
    std::thread::scope(|scope| {
        let tablets: Vec<_> = (0..TABLETS).map(|_| scope.spawn(tablet)).collect();
        tablets.into_iter().try_for_each(|tablet| tablet.join().ok().context("a tablet panicked")?)
    })?;
    outcome.into_inner().ok().context("a tablet panicked")
}

fn sell(client: &mut Client, menu: &Menu, nth: usize, order: &Order, outcome: &Mutex<Outcome>) -> Result<()> {
    let (_, body) = menu.order(nth, order)?;
    let body = serde_json::to_vec(&body).context("write the order")?;
    let sent = Instant::now();
    let answer = client.request("POST", "/api/v1/orders", Some(&crate::mint::mint("cmd")), &body)?;
    let took = sent.elapsed();
    let mut outcome = outcome.lock().ok().context("a tablet panicked")?;
    outcome.latencies.add(took);
    match answer.ok() {
        Ok(accepted) => {
            let number = accepted["number"].as_str().context("an order without a number")?;
            outcome.owed.extend(menu.stations(order).into_iter().map(|station| (number.to_owned(), station)));
            if accepted["totals"]["total"].as_i64() != Some(menu::total(order)) {
                outcome.wrong_totals += 1;
            }
        }
        Err(refusal) => outcome.refused.push(refusal.to_string()),
    }
    Ok(())
}

fn report(
    orders: &[Order],
    outcome: Outcome,
    count: &tickets::Count,
    took: Duration,
    modifiers: bool,
) -> Result<()> {
    let lines: usize = orders.iter().map(|order| order.lines.len()).sum();
    let summary = outcome.latencies.summary();
    let per_second = orders.len() as u128 * 1000 / took.as_millis().max(1);
    let sort = if modifiers { "modifiers" } else { "notes" };
    println!("{} orders, {lines} lines, choices as {sort}", orders.len());
    println!("{per_second} orders/s over {} s with {TABLETS} tablets", took.as_secs());
    println!(
        "POST p50 {} ms, p99 {} ms, max {} ms",
        ms(summary.p50_us),
        ms(summary.p99_us),
        ms(summary.max_us)
    );
    println!("refused {}, totals that differ from the file {}", outcome.refused.len(), outcome.wrong_totals);
    println!(
        "tickets owed {}, printed once {}, missing {}, repeated {}",
        outcome.owed.len(),
        count.once,
        count.missing.len(),
        count.repeated.len()
    );
    let wrong = outcome.refused.iter().chain(&count.missing).chain(&count.repeated);
    wrong.take(10).for_each(|what| println!("  {what}"));
    let sound = outcome.refused.is_empty() && outcome.wrong_totals == 0 && count.once == outcome.owed.len();
    ensure!(sound, "the books and the paper do not agree");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_are_factors_or_max() {
        assert_eq!(parse_speed("max"), Ok(Speed(None)));
        assert_eq!(parse_speed("20"), Ok(Speed(Some(20))));
        assert!(parse_speed("0").is_err() && parse_speed("fast").is_err());
    }
}
