//! A branch in one process: the box itself over a database of its own, its printers, and tablets as many as come.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use edge_node::auth::keys::Keys;
use edge_node::branch::Branch;
use edge_node::clock::Clock;
use edge_node::printing::timing::Timing;
use edge_node::seed_file::plant_file;
use edge_node::serve::{self, Options, Running, database};
use edge_node::store::{Store, StoreError};
use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;
use tokio::time::timeout;
use virtual_printer::{Config, Ticket, VirtualPrinter};

use crate::carta::{Carta, rows};
use crate::hand_clock::{FRIDAY_NOON_MS, HandClock};
use crate::tablet::{Door, Tablet};

/// Longer than anything here takes; only a hang reaches it.
pub const GUARD: Duration = Duration::from_secs(30);

/// The shop everybody works in.
const SHOP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../edge-node/demo/salchipapas.json");

/// A branch at work.
#[derive(Debug)]
pub struct World {
    /// The wall clock of the box.
    pub clock: HandClock,
    /// What the shop was set up from.
    pub seed: Value,
    folder: TempDir,
    printers: BTreeMap<String, VirtualPrinter>,
    door: Door,
    running: Option<Running>,
}

impl World {
    /// The demo shop on a Friday at noon, with four printers that work.
    pub async fn open() -> Self {
        let folder = TempDir::new().expect("a folder");
        let text = std::fs::read_to_string(SHOP).expect("the demo shop");
        let mut seed: Value = serde_json::from_str(&text).expect("the demo shop is JSON");
        let mut printers = BTreeMap::new();
        for printer in seed["printers"].as_array_mut().expect("printers") {
            let name = printer["name"].as_str().expect("a name");
            let started = VirtualPrinter::start(Config::named(name)).await.expect("a printer");
            printer["address"] = started.addr().to_string().into();
            printers.insert(printer["printer_id"].as_str().expect("an id").to_owned(), started);
        }
        let clock = HandClock::at(FRIDAY_NOON_MS);
        plant(folder.path(), &seed, &clock.for_box()).await;
        let running = start(folder.path(), clock.for_box()).await;
        let door = Door::new(running.addr);
        Self { clock, seed, folder, printers, door, running: Some(running) }
    }

    /// Stops the box.
    pub async fn close(&mut self) {
        self.running.take().expect("the box runs").stop().await;
    }

    /// Starts the box that was stopped, over the same data.
    pub async fn reopen(&mut self) {
        let running = start(self.folder.path(), self.clock.for_box()).await;
        self.door.move_to(running.addr);
        self.running = Some(running);
    }

    /// Stops the box and starts it over the same data; tablets find it again.
    pub async fn restart(&mut self) {
        self.close().await;
        self.reopen().await;
    }

    /// The box from inside.
    pub fn branch(&self) -> &Branch {
        &self.running.as_ref().expect("the box runs").branch
    }

    /// Where the box can be reached.
    pub fn door(&self) -> Door {
        self.door.clone()
    }

    /// The box's data.
    pub fn data(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// A browser that was never here.
    pub fn browser(&self) -> Tablet {
        Tablet::fresh(self.door())
    }

    /// A tablet on which somebody of the shop is signed in.
    pub async fn tablet_of(&self, username: &str) -> Tablet {
        let mut tablet = self.browser();
        tablet.login(username).await;
        tablet
    }

    /// The tablet of the till: Daniela, cashier.
    pub async fn till(&self) -> Tablet {
        self.tablet_of("daniela").await
    }

    /// The tablet of the owner: Marcela, admin.
    pub async fn owner(&self) -> Tablet {
        self.tablet_of("marcela").await
    }

    /// The tablet of the kitchen: Wilson.
    pub async fn kitchen(&self) -> Tablet {
        self.tablet_of("wilson").await
    }

    /// The menu.
    pub async fn carta(&self, tablet: &Tablet) -> Carta {
        Carta(tablet.get("/menu").await.ok())
    }

    /// A person of the shop.
    pub fn person(&self, username: &str) -> &Value {
        let found = rows(&self.seed["staff"]).find(|staff| staff["username"] == username);
        found.unwrap_or_else(|| panic!("nobody is called {username}"))
    }

    /// A printer by its name.
    pub fn printer(&self, name: &str) -> &VirtualPrinter {
        let found = self.printers.values().find(|printer| printer.name() == name);
        found.unwrap_or_else(|| panic!("there is no printer {name}"))
    }

    /// All printers by id.
    pub fn printers(&self) -> &BTreeMap<String, VirtualPrinter> {
        &self.printers
    }

    /// The tickets of a printer once all paper is out.
    pub async fn tape(&self, name: &str) -> Vec<Arc<Ticket>> {
        self.settle_paper().await;
        self.printer(name).tape()
    }

    /// Waits until no paper is owed any more.
    pub async fn settle_paper(&self) {
        let mut told = self.branch().store().announcements.events.subscribe();
        let settled = async {
            let owed = "SELECT count(*) FROM print_job WHERE state IN ('queued', 'retry_wait', 'blocked', 'sending')";
            while self.count(owed).await > 0 {
                told.recv().await.expect("the box tells what it prints");
            }
        };
        timeout(GUARD, settled).await.expect("all paper comes out");
    }

    /// Asks the database itself.
    pub async fn sql<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> T {
        let read = self.branch().read(move |conn| {
            query(conn).map_err(|source| StoreError::Sql { during: "look into the database", source })
        });
        read.await.expect("the database can be read")
    }

    /// A number from the database.
    pub async fn count(&self, sql: &'static str) -> i64 {
        self.sql(move |conn| conn.query_row(sql, [], |row| row.get(0))).await
    }
}

/// The words of a ticket on one line.
pub fn words(ticket: &Ticket) -> String {
    ticket.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn plant(data: &Path, seed: &Value, clock: &Clock) {
    let file = data.join("seed.json");
    std::fs::write(&file, seed.to_string()).expect("a seed file");
    let keys = Keys::load(data).expect("keys");
    let (store, writer) = Store::open(&database(data)).expect("a database");
    plant_file(&store, &keys, &file, clock.now()).await.expect("the demo shop is sound");
    store.writer.stop();
    drop(store);
    writer.join().expect("the writer ends well");
}

async fn start(data: &Path, clock: Clock) -> Running {
    let timing = Timing {
        retries: [Duration::from_millis(20); 3],
        breaker_open: Duration::from_millis(100),
        blocked_poll: Duration::from_millis(20),
        trouble_pace: Duration::from_millis(10),
        ..Timing::default()
    };
    let listen = "127.0.0.1:0".parse().expect("an address");
    let options = Options { data: data.to_owned(), listen, clock, timing };
    serve::start(options).await.expect("the box starts")
}
