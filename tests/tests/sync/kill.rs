//! The real programs under load, killed at moments nobody chose: the cloud, the box, one of two instances, PostgreSQL.
//! What the box acknowledged is in the cloud when all is well again, once, and the rows of both are the same.
//!
//! `FASTOPS_SYNC_KILLS` says how often, `FASTOPS_SEED` repeats a run.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use fastops_tests::cloud_world::{free_tcp, free_udp};
use fastops_tests::ids::mint;
use fastops_tests::postgres::{Database, Server};
use fastops_tests::process::binary;
use fastops_tests::process::cart::Menu;
use fastops_tests::process::client::{Client, Request};
use fastops_tests::process::edge::{Edge, last_words};
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;
use tokio::sync::{Mutex, watch};
use tokio::task::JoinSet;
use tokio::time::sleep;

/// Kills without being told how many: a few seconds.
const KILLS: u64 = 6;
const TILLS: usize = 3;
/// How long all may take to be equal again.
const HEALING: Duration = Duration::from_mins(2);
const COMPANY: &str = "com_019caede53b97860b31963839a55b411";
const BRANCH: &str = "brn_019caede57aa731d979dd9a547d3a230";

/// One siege at a time: the machine may be small.
static TURN: Mutex<()> = Mutex::const_new(());

/// An instance of the cloud as a process.
struct Instance {
    data: PathBuf,
    listen: SocketAddr,
    quic: SocketAddr,
    running: Option<Edge>,
}

/// Everything that can be killed. Fields go in this sequence: programs before what they stand on.
struct Siege {
    edge: Option<Edge>,
    instances: Vec<Instance>,
    postgres: Option<(Server, Database)>,
    tell: watch::Sender<Option<SocketAddr>>,
    struck: BTreeMap<&'static str, u32>,
    folder: TempDir,
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_missing_after_the_cloud_and_the_box_were_killed() -> Result<()> {
    let _turn = TURN.lock().await;
    siege(None, 1).await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_missing_after_instances_and_postgres_were_killed() -> Result<()> {
    let _turn = TURN.lock().await;
    let server = tokio::task::spawn_blocking(|| -> Result<_> {
        let server = Server::start()?;
        let database = server.database("siege")?;
        Ok((server, database))
    });
    siege(Some(server.await??), 2).await
}

async fn siege(postgres: Option<(Server, Database)>, instances: usize) -> Result<()> {
    // A provider that is there already is the same.
    drop(rustls::crypto::ring::default_provider().install_default());
    let kills = number("FASTOPS_SYNC_KILLS")?.unwrap_or(KILLS);
    let seed = number("FASTOPS_SEED")?.unwrap_or_else(|| u64::from(std::process::id()));
    println!("{kills} kills, FASTOPS_SEED={seed}");
    let (tell, news) = watch::channel(None);
    let folder = tempfile::tempdir()?;
    let mut siege =
        Siege { edge: None, instances: Vec::new(), postgres, tell, struck: BTreeMap::new(), folder };
    siege.found(instances).await?;
    let owner = Client::sign_in(siege.edge.as_ref().context("the box runs")?.addr, "marcela").await?;
    let menu = Menu::read(&owner).await?;
    let mut tills = JoinSet::new();
    let (close, closing) = watch::channel(false);
    for till in 0..TILLS {
        tills.spawn(sell(owner.clone(), menu.clone(), news.clone(), closing.clone(), till));
    }
    let mut dice = seed;
    for nth in 0..kills {
        let moment = 100 + roll(&mut dice) % 500;
        sleep(Duration::from_millis(moment)).await;
        // Everybody once, then whoever it is.
        let whom = roll(&mut dice);
        siege.strike(if nth < 4 { nth } else { whom }).await?;
    }
    close.send_replace(true);
    let mut acknowledged = Vec::new();
    while let Some(done) = tills.join_next().await {
        acknowledged.extend(done??);
    }
    let begun = Instant::now();
    siege.heals().await?;
    println!(
        "{:?}; {} orders; equal {:?} after the last of it",
        siege.struck,
        acknowledged.len(),
        begun.elapsed()
    );
    siege.audit(&acknowledged).await
}

impl Siege {
    /// Plants the company, starts the cloud, enrols the box and starts it.
    async fn found(&mut self, instances: usize) -> Result<()> {
        for nth in 0..instances {
            let data = self.folder.path().join(format!("cloud{nth}"));
            self.instances.push(Instance { data, listen: free_tcp(), quic: free_udp(), running: None });
        }
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cloud-sync/demo/la-papa-criolla.json");
        done(self.cloud(0, "seed")?.arg(demo)).await?;
        for nth in 0..instances {
            if nth > 0 {
                let (first, other) = (&self.instances[0].data, &self.instances[nth].data);
                std::fs::create_dir_all(other)?;
                std::fs::copy(first.join("root.key"), other.join("root.key"))?;
            }
            self.start_cloud(nth).await?;
        }
        let at = self.instances[0].listen;
        let owner = Client::sign_in(at, "marcela").await?;
        let code = owner.done(&Request::new(format!("/branches/{BRANCH}/boxes"), json!({}))).await?;
        let code = code["code"].as_str().context("a code")?.to_owned();
        let mut enrol = Command::new(binary::edge_node()?);
        enrol.args(["enrol", "--cloud", &format!("http://{at}"), "--code", &code, "--data"]);
        done(enrol.arg(self.box_data())).await?;
        self.start_box().await?;
        // Its people and its menu come over the line first.
        self.until_equal().await
    }

    fn box_data(&self) -> PathBuf {
        self.folder.path().join("box")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// A command of the cloud's program over an instance's data.
    fn cloud(&self, nth: usize, command: &str) -> Result<Command> {
        let mut cloud = Command::new(binary::cloud_sync()?);
        cloud.args([command, "--data"]).arg(&self.instances[nth].data);
        if let Some((_, database)) = &self.postgres {
            cloud.args(["--postgres", &database.app(), "--postgres-owner", &database.owner()]);
        }
        Ok(cloud)
    }

    async fn start_cloud(&mut self, nth: usize) -> Result<()> {
        let mut command = self.cloud(nth, "serve")?;
        let instance = &self.instances[nth];
        command.args(["--listen", &instance.listen.to_string(), "--quic", &instance.quic.to_string()]);
        self.instances[nth].running = Some(Edge::start(command, &self.log()).await?);
        Ok(())
    }

    async fn start_box(&mut self) -> Result<()> {
        let mut command = Command::new(binary::edge_node()?);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(self.box_data());
        let edge = Edge::start(command, &self.log()).await?;
        self.tell.send_replace(Some(edge.addr));
        self.edge = Some(edge);
        Ok(())
    }

    /// Kills one of all, and starts it again.
    async fn strike(&mut self, whom: u64) -> Result<()> {
        let instances = self.instances.len();
        let victims = 1 + instances + usize::from(self.postgres.is_some());
        let victim = usize::try_from(whom % u64::try_from(victims)?)?;
        if victim == 0 {
            *self.struck.entry("box").or_default() += 1;
            self.tell.send_replace(None);
            self.edge.take().context("the box runs")?.kill().await?;
            return self.start_box().await;
        }
        if let Some(instance) = self.instances.get_mut(victim - 1) {
            *self.struck.entry("cloud").or_default() += 1;
            instance.running.take().context("the cloud runs")?.kill().await?;
            return self.start_cloud(victim - 1).await;
        }
        *self.struck.entry("PostgreSQL").or_default() += 1;
        let (mut server, database) = self.postgres.take().context("a database")?;
        let (crashed, server) = tokio::task::spawn_blocking(move || (server.crash(), server)).await?;
        self.postgres = Some((server, database));
        crashed
    }

    /// Waits until box and cloud have the same changes, each once.
    async fn heals(&self) -> Result<()> {
        self.until_equal().await?;
        let here = self.box_rows(BOX_LOG)?;
        let once: BTreeSet<_> = here.iter().collect();
        ensure!(
            once.len() == here.len() && here.len() == self.cloud_rows(LOG).await?.len(),
            "a change is twice"
        );
        Ok(())
    }

    async fn until_equal(&self) -> Result<()> {
        let begun = Instant::now();
        loop {
            let here: BTreeSet<_> = self.box_rows(BOX_LOG)?.into_iter().collect();
            let there: BTreeSet<_> = self.cloud_rows(LOG).await?.into_iter().collect();
            if here == there {
                return Ok(());
            }
            let (here, there, words) = (here.len(), there.len(), || last_words(&self.log()));
            ensure!(begun.elapsed() < HEALING, "{here} changes here, {there} there:\n{}", words());
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Rows of both sides, and every order that somebody was told of.
    async fn audit(&self, acknowledged: &[String]) -> Result<()> {
        for (table, columns) in TABLES {
            let texts: Vec<String> =
                columns.split(", ").map(|column| format!("coalesce(CAST({column} AS TEXT), '-')")).collect();
            let sql = format!("SELECT {} FROM {table}", texts.join(" || '|' || "));
            let (here, there) = (self.box_rows(&sql)?, self.cloud_rows((&sql, &sql)).await?);
            ensure!(here.len() == there.len(), "{table}: {} rows here, {} there", here.len(), there.len());
            let here: BTreeSet<_> = here.into_iter().collect();
            let there: BTreeSet<_> = there.into_iter().collect();
            let differ: Vec<_> = here.symmetric_difference(&there).take(6).collect();
            ensure!(differ.is_empty(), "{table} differs: {differ:#?}");
        }
        let orders = "SELECT order_id FROM sales_order";
        let known = self.cloud_rows((orders, orders)).await?;
        let orders: BTreeSet<_> = known.iter().collect();
        ensure!(orders.len() == known.len(), "an order is there twice");
        let missing: Vec<_> = acknowledged.iter().filter(|id| !orders.contains(id)).collect();
        ensure!(missing.is_empty(), "acknowledged and not in the cloud: {missing:?}");
        ensure!(acknowledged.len() > 5, "only {} orders were sold", acknowledged.len());
        let letters = "SELECT code FROM dead_letter";
        let refused = [self.box_rows(letters)?, self.cloud_rows((letters, letters)).await?].concat();
        ensure!(refused.is_empty(), "changes were refused: {refused:?}");
        Ok(())
    }

    fn box_rows(&self, sql: &str) -> Result<Vec<String>> {
        look(&self.box_data().join("branch.db"), sql)
    }

    /// Asks the cloud's database in its own words: first SQLite's, then PostgreSQL's.
    async fn cloud_rows(&self, (files, shared): (&str, &str)) -> Result<Vec<String>> {
        let Some((_, database)) = &self.postgres else {
            return look(&self.instances[0].data.join(format!("companies/{COMPANY}.db")), files);
        };
        let (client, connection) =
            tokio_postgres::connect(&database.superuser(), tokio_postgres::NoTls).await?;
        let connected = tokio::spawn(connection);
        client.batch_execute("SET search_path = tenant").await?;
        let rows = client.query(shared, &[]).await?;
        drop(client);
        connected.await??;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }
}

const BOX_LOG: &str = "SELECT lower(hex(doc_id) || hex(hash)) FROM log";

const LOG: (&str, &str) = (
    "SELECT lower(hex(doc_id) || hex(hash)) FROM log
     WHERE branch_id IS NULL OR branch_id = X'019caede57aa731d979dd9a547d3a230'",
    r"SELECT encode(doc_id, 'hex') || encode(hash, 'hex') FROM log
      WHERE branch_id IS NULL OR branch_id = '\x019caede57aa731d979dd9a547d3a230'",
);

/// All that both sides have of orders.
const TABLES: [(&str, &str); 4] = [
    (
        "sales_order",
        "order_id, order_type, business_day, turn, table_name, customer_name, note, status, payment_state, subtotal, \
         discount, total, paid, due, line_count, created_at_ms, created_by_name, needs_review",
    ),
    (
        "order_line",
        "line_id, order_id, product_id, name, variant, quantity, unit_price, total, sent_at_ms, voided, consumption",
    ),
    ("payment", "payment_id, order_id, method, amount, rounding, reference, at_ms, by_name"),
    (
        "rollup",
        "dimension, business_day, subject, label, detail, count, quantity, gross, discount, total, tax, lost_count, \
         lost_total",
    ),
];

/// Sells until told to close; answers the orders that the box acknowledged. A tap without an answer is tapped again.
async fn sell(
    mut client: Client,
    menu: Menu,
    mut news: watch::Receiver<Option<SocketAddr>>,
    closing: watch::Receiver<bool>,
    till: usize,
) -> Result<Vec<String>> {
    let mut acknowledged = Vec::new();
    for nth in 0.. {
        if *closing.borrow() {
            break;
        }
        let id = mint("ord");
        let order = json!({"order_id": id, "order_type": "takeaway", "customer": {"name": "Camila"},
            "lines": [menu.line(till * 1_000 + nth)], "send_id": mint("snd")});
        let sold = tap(&mut client, &mut news, &Request::new("/orders", order)).await?;
        acknowledged.push(id.clone());
        let due = sold["totals"]["due"].as_i64().context("what is due")?;
        if nth % 3 != 2 && due > 0 {
            let payment = json!({"payment_id": mint("pay"), "method": "nequi", "amount": due,
                "reference": mint("ref")});
            let pay = Request::new(format!("/orders/{id}/pay"), json!({"payments": [payment]}));
            tap(&mut client, &mut news, &pay).await?;
        }
    }
    Ok(acknowledged)
}

async fn tap(
    client: &mut Client,
    news: &mut watch::Receiver<Option<SocketAddr>>,
    request: &Request,
) -> Result<Value> {
    loop {
        let at = (*news.wait_for(Option::is_some).await?).context("an address")?;
        client.moved_to(at);
        match client.send(request).await {
            Ok(answer) if answer.is_done() => return Ok(answer.body),
            Ok(answer) => ensure!(answer.status == 503, "{} was refused: {answer:?}", request.path),
            // It was killed and nobody has said so yet.
            Err(_) => sleep(Duration::from_millis(20)).await,
        }
    }
}

fn look(file: &Path, sql: &str) -> Result<Vec<String>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(file, flags).context("look into the database")?;
    conn.busy_timeout(Duration::from_secs(10))?;
    let mut query = conn.prepare(sql)?;
    let rows = query.query_map([], |row| row.get(0))?;
    rows.collect::<Result<_, _>>().context("read the rows")
}

async fn done(command: &mut Command) -> Result<()> {
    let output = command.output().await?;
    ensure!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

fn number(name: &str) -> Result<Option<u64>> {
    let Ok(text) = std::env::var(name) else { return Ok(None) };
    text.parse().map(Some).with_context(|| format!("{name} is not a number"))
}

/// `SplitMix64`.
fn roll(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
