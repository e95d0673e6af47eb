//! A box that was alone for a day meets the cloud again: over QUIC on the loopback, both with databases on disk.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use cloud_sync::boxes;
use cloud_sync::clock::Clock as CloudClock;
use cloud_sync::http::rate::Rates;
use cloud_sync::keys::Keys;
use cloud_sync::mail::Mailer;
use cloud_sync::serve as cloud;
use cloud_sync::store::sqlite::Sqlite;
use cloud_sync::store::table::{log, sales_order};
use cloud_sync::store::{Mode, Store};
use edge_node::clock::Clock;
use edge_node::printing::timing::Timing;
use edge_node::serve as edge;
use edge_node::sync::enrol::enrol;

use crate::lives::Branch;

/// How often is looked whether all has arrived.
const LOOK: Duration = Duration::from_millis(5);
/// Longer than it may ever take.
const GUARD: Duration = Duration::from_mins(2);

/// How long it took until everything was durable, merged and counted in the cloud.
pub async fn catch_up(folder: &Path, box_data: &Path, branch: Branch, changes: u64) -> Result<Duration> {
    let data = folder.join("cloud-on-line");
    let store = Store::new(Arc::new(Sqlite::open(&data)?));
    let listen = "127.0.0.1:0".parse()?;
    let running = cloud::start(cloud::Options {
        store: store.clone(),
        keys: Keys::load(&data, None)?,
        clock: CloudClock::system(),
        mailer: Mailer::Folder(data.join("mail")),
        listen,
        public_url: None,
        behind_proxy: false,
        rates: Rates::default(),
        sync: cloud_sync::sync::Options { quic: Some(listen), ..Default::default() },
    })
    .await?;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cloud-sync/demo/la-papa-criolla.json");
    cloud_sync::seed::plant_file(&running.cloud, &file).await?;
    let home = branch.store().announcements.catalog.borrow().home().cloned().context("no branch")?;
    let company = home.company_id;
    let code = boxes::issue_code(&running.cloud, company, home.branch_id, "banco".to_owned()).await;
    let code = code.map_err(|refusal| anyhow::anyhow!("{refusal:?}"))?.code;
    let url = format!("http://{}", running.addr);
    enrol(box_data, branch.store(), &url, &code, Clock::system().now()).await?;
    branch.close()?;
    let before = store.tenant(company, Mode::Read, log::end).await?.seq;

    let begun = Instant::now();
    let timing = Timing::default();
    let options = edge::Options { data: box_data.to_owned(), listen, clock: Clock::system(), timing };
    let selling = edge::start(options).await?;
    let began_syncing = begun.elapsed();
    while store.tenant(company, Mode::Read, log::end).await?.seq < before + changes {
        anyhow::ensure!(begun.elapsed() < GUARD, "the cloud is not complete after {GUARD:?}");
        tokio::time::sleep(LOOK).await;
    }
    let took = begun.elapsed().saturating_sub(began_syncing);
    let totals = store.tenant(company, Mode::Read, sales_order::totals).await?;
    println!("{} orders worth {} are in the reports of the cloud", totals.orders, totals.sales);
    selling.stop().await;
    running.stop().await;
    Ok(took)
}
