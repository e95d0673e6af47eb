//! The demonstration shop with printers of its own, ready for the box's program to be started on it, again and again.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Output;

use anyhow::{Context as _, Result, ensure};
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;
use tokio::sync::Mutex;
use virtual_printer::{Config, VirtualPrinter};

use super::binary;
use super::edge::{Edge, last_words};

/// Tickets a printer remembers: all of the longest run.
const TAPE: usize = 1_000_000;

/// One shop at a time: times are measured, and the machine may be small.
static TURN: Mutex<()> = Mutex::const_new(());

/// A seeded data directory, the printers it knows, and the log of every run.
#[derive(Debug)]
pub struct Shop {
    dir: TempDir,
    binary: PathBuf,
    /// In the sequence of the seed: Parrilla, Freidora, Bebidas, Caja.
    pub printers: Vec<VirtualPrinter>,
    /// Station id and name.
    pub stations: Vec<(String, String)>,
}

impl Shop {
    /// Runs a story in a new shop, alone; when it ends badly, the box's last words are printed.
    pub async fn story(story: impl AsyncFnOnce(&Self) -> Result<()>) -> Result<()> {
        let _turn = TURN.lock().await;
        let shop = Self::open().await?;
        let told = story(&shop).await;
        if told.is_err() {
            println!("the box said last:\n{}", last_words(&shop.log()));
        }
        told
    }

    async fn open() -> Result<Self> {
        let dir = tempfile::tempdir().context("make a directory")?;
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../edge-node/demo/salchipapas.json");
        let mut seed: Value = serde_json::from_str(&std::fs::read_to_string(demo)?).context("the seed")?;
        let mut printers = Vec::new();
        for printer in seed["printers"].as_array_mut().context("a shop without printers")? {
            let name = printer["name"].as_str().context("a printer without a name")?;
            let config = Config { tape_tickets: TAPE, ..Config::named(name) };
            let started = VirtualPrinter::start(config).await.context("start a printer")?;
            printer["address"] = json!(started.addr().to_string());
            printers.push(started);
        }
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let stations = seed["stations"].as_array().into_iter().flatten();
        let stations =
            stations.map(|station| (text(&station["station_id"]), text(&station["name"]))).collect();
        let shop = Self { dir, binary: binary::edge_node()?, printers, stations };
        let file = shop.path("seed.json");
        std::fs::write(&file, seed.to_string()).context("write the seed")?;
        shop.run_on(&shop.data(), "seed", &[&file]).await?;
        Ok(shop)
    }

    /// A path beside the data directory.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The data directory.
    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// Where every run of the box logs.
    pub fn log(&self) -> PathBuf {
        self.path("box.log")
    }

    /// The program's path.
    pub fn binary(&self) -> &Path {
        &self.binary
    }

    /// The command that serves a data directory.
    pub fn serve(&self, data: &Path) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data);
        command
    }

    /// Starts the box.
    pub async fn start(&self) -> Result<Edge> {
        Edge::start(self.serve(&self.data()), &self.log()).await
    }

    /// Runs another command of the program and returns what it said, also when it failed.
    pub async fn command(&self, data: &Path, name: &str, args: &[&Path]) -> Result<Output> {
        let mut command = Command::new(&self.binary);
        command.args([name, "--data"]).arg(data).args(args);
        command.output().await.with_context(|| format!("run edge-node {name}"))
    }

    /// Runs another command of the program that must succeed; returns what it said.
    pub async fn run_on(&self, data: &Path, name: &str, args: &[&Path]) -> Result<String> {
        let output = self.command(data, name, args).await?;
        let errors = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "edge-node {name} ended with {}: {errors}", output.status);
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Looks into the database without changing it.
    pub fn look(&self) -> Result<Connection> {
        look(&self.data())
    }

    /// The printer of this name.
    pub fn printer(&self, name: &str) -> Result<&VirtualPrinter> {
        self.printers.iter().find(|printer| printer.name() == name).context("no such printer")
    }

    /// Repairs every printer.
    pub async fn heal_printers(&self) {
        for printer in &self.printers {
            printer.heal().await;
        }
    }
}

/// Looks into the database of a data directory without changing it.
pub fn look(data: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(data.join("branch.db"), flags).context("look into the database")
}

/// Where a box is, for those who follow it over restarts. None while it is down.
pub type Whereabouts = Option<SocketAddr>;
