//! The independent checkers under `tests/scripts`: programs nobody of us wrote look at a running shop.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::tally::Tally;
use crate::cloud::Place;
use crate::company::{BoxPlan, Company, Plan, Seeds};
use crate::http::Client;
use crate::repo::{self, Profile};
use crate::shop::{FREE, Shop, take_free_ports};
use crate::{sh, ui};

/// Starts a shop and lets every checker at it, one after the other; each is one test.
pub fn run_all() -> Result<Tally> {
    let scripts = repo::root().join("tests/scripts");
    ui::install(&scripts)?;
    let binaries = repo::build_binaries(Profile::Dev)?;
    let folder = tempfile::Builder::new().prefix("fastops-scripts-").tempdir().context("make a folder")?;
    let text = fs::read_to_string(repo::demo_shop()).context("read the demonstration shop")?;
    let seed = serde_json::from_str(&text).context("read the demonstration shop")?;
    let shop = Shop::start_in(folder.path(), binaries.clone(), seed)?;
    let mut all = Tally::default();
    // The browser sells first, so that there is paper for npos; schemathesis leaves the shop in disorder.
    let checkers: [(&str, &dyn Fn() -> Result<()>); 5] = [
        ("browser", &|| sh::run(&mut with(&shop, sh::node(&scripts, "browser/sell.mjs")))),
        ("owner", &|| owner(&scripts, &binaries, &folder.path().join("company"))),
        ("socket.io", &|| sh::run(&mut with(&shop, sh::node(&scripts, "socketio-check/check.mjs")))),
        ("npos", &|| npos(&shop, &scripts, &folder.path().join("tickets"))),
        ("schemathesis", &|| {
            sh::run(with(&shop, Command::new("python3")).arg(scripts.join("schemathesis/run.py")))
        }),
    ];
    for (name, check) in checkers {
        println!("   {name}");
        all += match check() {
            Ok(()) => Tally::ONE,
            Err(error) => {
                println!("{name}: {error:#}");
                Tally::FAILED
            }
        };
    }
    Ok(all)
}

/// Tells a script where the shop is.
fn with(shop: &Shop, mut command: Command) -> Command {
    command
        .env("FASTOPS_URL", format!("http://{}", shop.listen))
        .env("FASTOPS_PRINTERS_URL", format!("http://{}", shop.printers_web))
        .env("FASTOPS_SEED", repo::demo_shop());
    command
}

/// Lets the owner look at two branches in a browser.
fn owner(scripts: &Path, binaries: &Path, folder: &Path) -> Result<()> {
    let mut seeds = Seeds::demo()?;
    let boxes = vec![BoxPlan { listen: FREE, printers_web: FREE }; 2];
    for number in 0..boxes.len() {
        take_free_ports(seeds.printers_of(number)?)?;
    }
    let company = Company::start(Plan {
        binaries: binaries.to_owned(),
        data: folder.join("data"),
        logs: folder.join("logs"),
        clouds: vec![Place { listen: FREE, quic: FREE }],
        postgres: None,
        boxes,
        speed_mm_s: 0,
        seeds,
    })?;
    let mut node = sh::node(scripts, "browser/owner.mjs");
    for (name, at) in [
        ("FASTOPS_CLOUD_URL", company.clouds[0].listen),
        ("FASTOPS_URL", company.boxes[0].listen),
        ("FASTOPS_SECOND_URL", company.boxes[1].listen),
    ] {
        node.env(name, format!("http://{at}"));
    }
    sh::run(node.env("FASTOPS_SEED", repo::demo_shop()))
}

/// Fetches every ticket's bytes and has npos account for each of them.
fn npos(shop: &Shop, scripts: &Path, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).context("make a folder for tickets")?;
    let mut client = Client::new(shop.printers_web);
    let mut node = sh::node(scripts, "npos-check/check.mjs");
    let list = client.get("/printers")?;
    for printer in list.as_array().into_iter().flatten() {
        let name = printer["name"].as_str().context("a printer without a name")?;
        for seq in 1..=printer["last_seq"].as_u64().unwrap_or_default() {
            let answer = client.request("GET", &format!("/printers/{name}/tickets/{seq}.bin"), None, b"")?;
            anyhow::ensure!(answer.status == 200, "ticket {seq} of {name}: {}", answer.status);
            let file = folder.join(format!("{name}-{seq}.bin"));
            fs::write(&file, answer.body).context("keep a ticket")?;
            node.arg(file);
        }
    }
    sh::run(&mut node)
}
