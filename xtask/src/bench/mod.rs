//! `cargo xtask bench orders`: what one box does on this machine, beside what the machine's disk does.
//!
//! Everything shares the machine: the box, the printers and the clients. The bare stages (1, 16, 64 clients) have
//! nobody listening, so that the figures are the box's; two more stages add a kitchen screen, the official Socket.IO
//! client in Node, and at ten orders a second also the paper. Times across processes are of the one wall clock.

mod load;
mod machine;
mod report;
mod watch;

pub use watch::numbers;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::cart::Carts;
use crate::http::Client;
use crate::repo::{self, Profile};
use crate::shop::Shop;
use load::Arrival;
use report::Stage;
use watch::{Paper, Screen};

/// `cargo xtask bench`
#[derive(Debug, clap::Args)]
pub struct Bench {
    /// What to measure
    #[arg(value_enum)]
    what: What,
    /// Length of each stage
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Also write the figures to a file
    #[arg(long)]
    json: Option<PathBuf>,
    /// Folder for the box's data, to measure another disk; a temporary one otherwise
    #[arg(long)]
    dir: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum What {
    /// Orders of three lines, sent to the kitchen
    Orders,
    /// Bytes and time of syncing a day's orders, on SQLite and PostgreSQL
    Sync,
}

/// Who listens during a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Listening {
    Nobody,
    Screen,
    ScreenAndPaper,
}

impl Bench {
    /// Starts a release box, loads it, prints the table.
    pub fn run(self) -> Result<()> {
        match self.what {
            What::Orders => self.orders(),
            What::Sync => sync(),
        }
    }

    fn orders(self) -> Result<()> {
        let binaries = repo::build_binaries(Profile::Release)?;
        let mut builder = tempfile::Builder::new();
        let builder = builder.prefix("fastops-bench-");
        let folder = match &self.dir {
            Some(dir) => builder.tempdir_in(dir),
            None => builder.tempdir(),
        }
        .context("make a folder for the box")?;
        let disk = machine::fdatasync(folder.path(), Duration::from_secs(3))?.summary();
        let text = std::fs::read_to_string(repo::demo_shop()).context("read the demonstration shop")?;
        let seed = serde_json::from_str(&text).context("read the demonstration shop")?;
        let shop = Shop::start_in(folder.path(), binaries, seed)?;
        let mut cashier = shop.login("cashier")?;
        let carts = Carts::from_menu(&cashier.get("/api/v1/menu")?)?;
        let limit = Duration::from_secs(self.seconds);
        let stages = [
            ("1 client", Arrival::Closed { clients: 1 }, Listening::Nobody),
            ("16 clients", Arrival::Closed { clients: 16 }, Listening::Nobody),
            ("64 clients", Arrival::Closed { clients: 64 }, Listening::Nobody),
            ("16 + screen", Arrival::Closed { clients: 16 }, Listening::Screen),
            ("10/s + screen", Arrival::Open { every: Duration::from_millis(100) }, Listening::ScreenAndPaper),
        ];
        let mut measured = Vec::new();
        for (name, arrival, listening) in stages {
            println!("{name} …");
            measured.push(stage(&shop, &cashier, &carts, name, arrival, listening, limit)?);
        }
        println!("{}", report::table(&disk, &measured));
        if let Some(path) = self.json {
            let text = serde_json::to_string_pretty(&report::to_json(&disk, &measured))
                .context("write the figures")?;
            std::fs::write(&path, text + "\n").with_context(|| format!("write {}", path.display()))?;
        }
        Ok(())
    }
}

/// Runs the measurement that needs box and cloud in one process: it stands with the tests, which may use both.
fn sync() -> Result<()> {
    let arguments = ["run", "--locked", "--release", "--package", "fastops-tests", "--example", "sync_speed"];
    crate::sh::run(repo::cargo().args(arguments))
}

fn stage(
    shop: &Shop,
    cashier: &Client,
    carts: &Carts,
    name: &str,
    arrival: Arrival,
    listening: Listening,
    limit: Duration,
) -> Result<Stage> {
    let screen = (listening != Listening::Nobody).then(|| open_screen(shop)).transpose()?;
    let mut paper = match listening {
        Listening::ScreenAndPaper => Some(Paper::open(Client::new(shop.printers_web))?),
        Listening::Nobody | Listening::Screen => None,
    };
    let before = machine::cpu(shop.edge.pid())?;
    let keep = listening != Listening::Nobody;
    let load = std::thread::scope(|scope| {
        let loading = scope.spawn(|| load::run(cashier, carts, arrival, limit, keep));
        while !loading.is_finished() {
            std::thread::sleep(Duration::from_millis(500));
            paper.as_mut().map(Paper::look).transpose()?;
        }
        loading.join().ok().context("the load panicked")?
    })?;
    // What an order costs includes its paper, so that a backlog of tickets is not somebody else's.
    drain(shop)?;
    let cpu = machine::cpu(shop.edge.pid())?.saturating_sub(before);
    let errors: usize = load.errors.values().sum();
    if errors > 0 {
        println!("  refused or broken, by status: {:?}", load.errors);
    }
    let orders = load.posts.count() - errors;
    let (event, unheard) = screen.map(|screen| screen.delays(&load.accepted)).transpose()?.unzip();
    let printed = paper.map(|paper| paper.delays(&load.accepted)).transpose()?;
    let unprinted = printed.as_ref().map_or(0, |(_, _, missing)| *missing);
    let (rss_kib, pss_kib) = machine::memory_kib(shop.edge.pid())?;
    Ok(Stage {
        name: name.to_owned(),
        orders,
        errors,
        per_second: per(orders as u128 * 1000, load.took.as_millis()),
        post: load.posts.summary(),
        event: event.map(crate::latency::Latencies::summary),
        paper: printed.as_ref().map(|(from_post, _, _)| from_post.clone().summary()),
        paper_after_answer: printed.map(|(_, from_answer, _)| from_answer.summary()),
        missing: unheard.unwrap_or(0) + unprinted,
        cpu_us_per_order: per(cpu.as_micros(), orders as u128),
        rss_kib,
        pss_kib,
    })
}

fn per(whole: u128, parts: u128) -> u64 {
    u64::try_from(whole.checked_div(parts).unwrap_or_default()).unwrap_or(u64::MAX)
}

fn open_screen(shop: &Shop) -> Result<Screen> {
    let kitchen = shop.login("kitchen")?;
    let token = kitchen.token().context("a session without a token")?;
    Screen::open(&format!("http://{}", shop.listen), token, &shop.logs.join("screen.log"))
}

/// Waits until the printers have nothing left to print.
fn drain(shop: &Shop) -> Result<()> {
    let mut admin = shop.login("admin")?;
    let (mut last, mut still) = (u64::MAX, 0);
    while still < 100 {
        let printers = admin.get("/api/v1/print/printers")?;
        let items = printers["items"].as_array().context("a list of printers without items")?;
        let queued = items.iter().filter_map(|printer| printer["queued"].as_u64()).sum();
        if queued == 0 {
            return Ok(());
        }
        still = if queued < last { 0 } else { still + 1 };
        last = queued;
        std::thread::sleep(Duration::from_millis(100));
    }
    println!("  {last} tickets are still queued and none comes out");
    Ok(())
}
