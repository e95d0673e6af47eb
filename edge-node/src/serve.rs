//! Putting the box together and taking it apart: store, sign-in, printers, sockets, HTTP, upkeep, the way to the cloud.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle as Thread;
use std::time::Duration;

use anyhow::Context as _;
use shared_model::branch::{Printer, PrinterModel};
use shared_model::time::DayRule;
use tokio::net::TcpListener;
use tokio::sync::{broadcast, oneshot};
use tokio::task::JoinHandle;

use crate::auth::Auth;
use crate::auth::keys::Keys;
use crate::branch::Branch;
use crate::clock::Clock;
use crate::live;
use crate::printing::escpos::ProfileName;
use crate::printing::timing::Timing;
use crate::printing::{PrinterConfig, Printing, Settings, boot_id};
use crate::store::{Durability, Store};
use crate::sync::{Dialler, Link};
use crate::{http, tls, upkeep};

/// How long requests under way may take to end when the box stops; with all else that makes two seconds.
const DRAIN: Duration = Duration::from_millis(1_500);

/// How to run a box.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the database and the keys are.
    pub data: PathBuf,
    /// Where to listen; port 0 picks one.
    pub listen: SocketAddr,
    pub clock: Clock,
    pub timing: Timing,
}

/// A box at work.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub addr: SocketAddr,
    pub branch: Branch,
    sockets: live::Sockets,
    stop_http: oneshot::Sender<()>,
    http: JoinHandle<()>,
    tasks: Vec<JoinHandle<()>>,
    dialler: Dialler,
    writer: Thread<()>,
}

/// The database file of a data directory.
pub fn database(data: &Path) -> PathBuf {
    data.join("branch.db")
}

/// Starts a box.
pub async fn start(options: Options) -> anyhow::Result<Running> {
    let Options { data, listen, clock, timing } = options;
    tls::install();
    std::fs::create_dir_all(&data).with_context(|| format!("creating {}", data.display()))?;
    check_writable(&database(&data))?;
    let (store, writer) = Store::open(&database(&data)).context("opening the database")?;
    let keys = Keys::load(&data)?;
    let last = store.writer.run(Durability::Relaxed, |work| Ok(work.working.hlc.at())).await?;
    clock.not_before(last);
    if !clock.is_trusted() {
        tracing::warn!("the clock is behind the last stored sale; times are not to be trusted");
    }
    let (link, endpoint_key) = (Link::default(), keys.endpoint.clone());
    let auth = Auth::start(store.clone(), clock.clone(), keys).await?;
    let catalog = store.announcements.catalog.borrow().clone();
    let zone = match catalog.day_rule() {
        Some(rule) => rule.clone(),
        None => DayRule::try_new("America/Bogota", 360).context("the default zone")?,
    };
    let settings = Settings { clock: clock.clone(), zone, boot_id: boot_id(), timing };
    let printers = catalog.printers.values().map(config).collect();
    let (printing, heard) = Printing::start(store.clone(), settings, printers).await?;
    let branch = Branch::new(store, clock, auth, printing, link);

    let (layer, sockets) = live::start(&branch);
    let tasks = vec![
        tokio::spawn(live::paper::listen(branch.clone(), heard)),
        tokio::spawn(wake_printers(branch.clone())),
        tokio::spawn(follow_printers(branch.clone())),
        tokio::spawn(upkeep::run(branch.clone())),
    ];
    let listener = TcpListener::bind(listen).await.with_context(|| format!("listening on {listen}"))?;
    let addr = listener.local_addr()?;
    let router = http::router(branch.clone(), layer);
    let (stop_http, stopped) = oneshot::channel();
    let http = tokio::spawn(async move {
        let serve = axum::serve(listener, router).with_graceful_shutdown(async { drop(stopped.await) });
        if let Err(error) = serve.await {
            tracing::error!(%error, "the HTTP server ended");
        }
    });
    let dialler =
        Dialler::start(branch.store().clone(), branch.clock().clone(), endpoint_key, branch.link().clone());
    tracing::info!(%addr, "the box takes orders");
    Ok(Running { addr, branch, sockets, stop_http, http, tasks, dialler, writer })
}

/// SQLite calls a disk that takes no writes "unable to open"; whoever mounted it must read the real reason.
fn check_writable(database: &Path) -> anyhow::Result<()> {
    if database.exists() {
        let opened = std::fs::OpenOptions::new().append(true).open(database);
        opened.with_context(|| format!("{} takes no writes", database.display()))?;
    }
    Ok(())
}

impl Running {
    /// Stops taking requests, lets those under way end, finishes the sheet each printer has begun, and commits what is
    /// queued.
    pub async fn stop(self) {
        let Self { branch, sockets, stop_http, mut http, tasks, dialler, writer, .. } = self;
        // A server that ended already need not be told.
        let _ = stop_http.send(());
        sockets.stop().await;
        let (drained, (), ()) =
            tokio::join!(tokio::time::timeout(DRAIN, &mut http), branch.printing().stop(), dialler.stop());
        if drained.is_err() {
            http.abort();
        }
        tasks.iter().for_each(JoinHandle::abort);
        branch.store().writer.stop();
        let joined = tokio::task::spawn_blocking(move || writer.join()).await;
        if !matches!(joined, Ok(Ok(()))) {
            tracing::error!("the writer did not end well");
        }
        tracing::info!("stopped");
    }
}

/// Wakes printers whose sheets were just committed.
async fn wake_printers(branch: Branch) {
    let mut printers = branch.store().announcements.printers.subscribe();
    loop {
        match printers.recv().await {
            Ok(printer) => branch.printing().wake(printer),
            Err(broadcast::error::RecvError::Lagged(_)) => {
                branch.catalog().printers.keys().for_each(|printer| branch.printing().wake(*printer));
            }
            Err(broadcast::error::RecvError::Closed) => return,
        }
    }
}

/// Takes over printers that somebody added or changed.
async fn follow_printers(branch: Branch) {
    let mut catalog = branch.store().announcements.catalog.subscribe();
    let mut known = catalog.borrow_and_update().printers.clone();
    while catalog.changed().await.is_ok() {
        let latest = catalog.borrow_and_update().clone();
        if latest.printers == known {
            continue;
        }
        known.clone_from(&latest.printers);
        let generation = u64::try_from(latest.version).unwrap_or(0);
        let configs = latest.printers.values().map(config).collect();
        if let Err(error) = branch.printing().reconfigure(generation, configs).await {
            tracing::error!(error = &error as &dyn std::error::Error, "new printers could not be taken over");
        }
    }
}

fn config(printer: &Printer) -> PrinterConfig {
    let profile = match (printer.model, printer.width_mm) {
        (PrinterModel::Epson, 58) => ProfileName::Epson58,
        (PrinterModel::Epson, _) => ProfileName::Epson80,
        (PrinterModel::Clone, 58) => ProfileName::Clone58,
        (PrinterModel::Clone, _) => ProfileName::Clone80,
    };
    PrinterConfig {
        id: printer.printer_id,
        name: printer.name.clone(),
        address: printer.address.clone(),
        profile,
    }
}
