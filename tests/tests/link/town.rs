//! A cloud, a box that belongs to it, and people who sell.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use fastops_tests::process::binary;
use fastops_tests::process::cart::Menu;
use fastops_tests::process::client::{Client, Request};
use fastops_tests::process::edge::{Edge, last_words};
use fastops_tests::process::mint;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use virtual_printer::{Config, VirtualPrinter};

use crate::wire::{CLOUD, Wire};

/// Chapinero, of the demonstration company.
const BRANCH: &str = "brn_019caede57aa731d979dd9a547d3a230";
const COMPANY: &str = "com_019caede53b97860b31963839a55b411";
/// Where its printers are, in the branch's own network.
const PRINTERS: [&str; 4] = ["127.0.0.1:9101", "127.0.0.1:9102", "127.0.0.1:9103", "127.0.0.1:9104"];
/// How many sell at once.
const TILLS: u32 = 4;
/// Longer than a box needs to meet its cloud on a good line.
const PATIENCE: Duration = Duration::from_mins(1);
const POLL: Duration = Duration::from_millis(50);

/// The two programs, joined by a link.
#[derive(Debug)]
pub struct Town {
    dir: TempDir,
    pub wire: Wire,
    _printers: Vec<VirtualPrinter>,
    _cloud: Edge,
    edge: Edge,
    admin: Client,
    tills: Vec<Client>,
    menu: Menu,
}

/// What was sold in one go.
#[derive(Debug, Clone, Default)]
pub struct Sold {
    /// Orders that the box said it has.
    pub orders: BTreeSet<String>,
    /// How long each took to be taken, from the shortest on.
    pub took: Vec<Duration>,
}

impl Sold {
    /// The time that 99 of 100 stayed below.
    pub fn p99(&self) -> Duration {
        let at = (self.took.len() * 99).div_ceil(100).saturating_sub(1);
        self.took.get(at).copied().unwrap_or_default()
    }
}

impl Town {
    /// Seeds a cloud, enrols a box over a line without faults, and waits until its people can sign in.
    pub async fn open() -> Result<Self> {
        let dir = tempfile::tempdir().context("make a directory")?;
        let wire = Wire::lay().await?;
        let mut printers = Vec::new();
        for at in PRINTERS {
            let config = Config { listen: at.parse()?, ..Config::named(at) };
            printers.push(VirtualPrinter::start(config).await.context("start a printer")?);
        }
        let cloud = open_cloud(dir.path(), &wire).await?;
        let edge = open_box(dir.path(), &cloud).await?;
        let admin = first_sign_in(&edge).await?;
        let mut tills = Vec::new();
        for _ in 0..TILLS {
            tills.push(Client::sign_in(edge.addr, "daniela").await?);
        }
        let menu = Menu::read(&admin).await?;
        Ok(Self { dir, wire, _printers: printers, _cloud: cloud, edge, admin, tills, menu })
    }

    /// The box's data.
    pub fn box_data(&self) -> PathBuf {
        self.dir.path().join("box")
    }

    /// The company's database in the cloud.
    pub fn company_file(&self) -> PathBuf {
        self.dir.path().join("cloud/companies").join(format!("{COMPANY}.db"))
    }

    /// What the two programs said last.
    pub fn last_words(&self) -> String {
        let said = |name: &str| last_words(&self.dir.path().join(name));
        format!("the box said last:\n{}\nthe cloud said last:\n{}", said("box.log"), said("cloud.log"))
    }

    /// How the box stands with the cloud, as its admin is told.
    pub async fn status(&self) -> Result<Value> {
        self.admin.get("/sync/status").await
    }

    /// Waits until the status is as wanted; how long that took.
    pub async fn until(&self, most: Duration, wanted: impl Fn(&Value) -> bool) -> Result<Duration> {
        let begun = Instant::now();
        let mut last = Value::Null;
        while begun.elapsed() < most {
            last = self.status().await?;
            if wanted(&last) {
                return Ok(begun.elapsed());
            }
            sleep(POLL).await;
        }
        bail!("not within {most:?}: {last}")
    }

    /// Sells so many orders, each sent to the kitchen and most of them paid.
    pub async fn sell(&self, orders: u32) -> Result<Sold> {
        ensure!(self.edge.ready().await? == 204, "the box does not take orders");
        let mut selling = JoinSet::new();
        for (nth, till) in (0..TILLS).zip(&self.tills) {
            let (till, menu) = (till.clone(), self.menu.clone());
            let share = orders / TILLS + u32::from(nth < orders % TILLS);
            selling.spawn(async move { sell(&till, &menu, share).await });
        }
        let mut all = Sold::default();
        while let Some(sold) = selling.join_next().await {
            let sold = sold??;
            all.orders.extend(sold.orders);
            all.took.extend(sold.took);
        }
        all.took.sort_unstable();
        Ok(all)
    }
}

async fn sell(till: &Client, menu: &Menu, orders: u32) -> Result<Sold> {
    let mut sold = Sold::default();
    for nth in 0..orders {
        let at = usize::try_from(nth)? * 3;
        let lines: Vec<Value> = (0..=nth % 3).map(|more| menu.line(at + more as usize)).collect();
        let order_id = mint("ord");
        let body = json!({"order_id": order_id, "order_type": "delivery", "lines": lines, "send_id": mint("snd"),
                          "customer": customer(&order_id)});
        let begun = Instant::now();
        let answer = till.done(&Request::new("/orders", body)).await?;
        sold.took.push(begun.elapsed());
        if nth % 4 != 3 {
            let due = answer["totals"]["due_in_cash"].as_i64().context("what is due")?;
            let cash = json!({"payment_id": mint("pay"), "method": "cash", "amount": due, "tendered": due});
            till.done(&Request::new(format!("/orders/{order_id}/pay"), json!({"payments": [cash]}))).await?;
        }
        sold.orders.insert(order_id);
    }
    Ok(sold)
}

/// Somebody else each time: equal orders would be packed to nothing.
fn customer(order_id: &str) -> Value {
    let digits: String =
        order_id.chars().rev().filter(char::is_ascii_digit).chain("7777777".chars()).collect();
    let (phone, house) = (&digits[..7], &digits[3..5]);
    let name = ["Camila Rojas", "Andrés Peña", "Luz Dary Gómez", "Jhon Jairo Ruiz"]
        [usize::from(phone.as_bytes()[0] % 4)];
    json!({"name": name, "phone": format!("310{phone}"), "address": format!("Calle {house} # {}-{}", &phone[..2], &phone[5..])})
}

async fn open_cloud(dir: &Path, wire: &Wire) -> Result<Edge> {
    let (program, data) = (binary::cloud_sync()?, dir.join("cloud"));
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cloud-sync/demo/la-papa-criolla.json");
    let mut planting = Command::new(&program);
    let planted = planting.args(["seed", "--data"]).arg(&data).arg(seed).output().await?;
    ensure!(planted.status.success(), "seeding: {}", String::from_utf8_lossy(&planted.stderr));
    let mut serve = wire.at_the_cloud(&program);
    serve.arg("serve").arg("--data").arg(&data);
    serve.args(["--listen", &format!("{CLOUD}:8080"), "--quic", &format!("{CLOUD}:4433")]);
    serve.args(["--relay", &format!("{CLOUD}:3340")]);
    Edge::start(serve, &dir.join("cloud.log")).await.context("the cloud")
}

async fn open_box(dir: &Path, cloud: &Edge) -> Result<Edge> {
    let owner = Client::sign_in(cloud.addr, "marcela").await.context("at the cloud")?;
    let path = format!("/branches/{BRANCH}/boxes");
    let given = owner.done(&Request::new(path, json!({}))).await?;
    let code = given["code"].as_str().context("a code")?;
    let (program, data) = (binary::edge_node()?, dir.join("box"));
    let mut enrolling = Command::new(&program);
    enrolling
        .args(["enrol", "--cloud", &format!("http://{}", cloud.addr), "--code", code, "--data"])
        .arg(&data);
    let enrolled = enrolling.output().await?;
    ensure!(enrolled.status.success(), "enrolling: {}", String::from_utf8_lossy(&enrolled.stderr));
    let mut serve = Command::new(&program);
    serve
        .args(["--log", "info,edge_node::sync=debug", "serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(&data);
    Edge::start(serve, &dir.join("box.log")).await.context("the box")
}

/// The box knows its people once it has met the cloud.
async fn first_sign_in(edge: &Edge) -> Result<Client> {
    let signing = async {
        loop {
            // The branch comes last of what a box needs.
            if edge.ready().await.is_ok_and(|status| status == 204)
                && let Ok(client) = Client::sign_in(edge.addr, "marcela").await
            {
                return client;
            }
            sleep(Duration::from_millis(100)).await;
        }
    };
    timeout(PATIENCE, signing).await.context("nobody can sign in at the box: the company did not arrive")
}
