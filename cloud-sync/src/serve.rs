//! Putting the cloud together and taking it apart: databases, HTTP, upkeep, and what syncs with boxes and talks to screens.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::cloud::{Cloud, Config};
use crate::http::rate::Rates;
use crate::keys::Keys;
use crate::live::{self, Sockets};
use crate::mail::Mailer;
use crate::store::Store;
use crate::sync::{Present, Ways};
use crate::{http, sync, upkeep};

/// How long requests under way may take to end when the cloud stops.
const DRAIN: Duration = Duration::from_secs(5);

/// How to run an instance of the cloud.
#[derive(Debug)]
pub struct Options {
    pub store: Store,
    pub keys: Keys,
    pub clock: Clock,
    pub mailer: Mailer,
    /// Where to listen; port 0 picks one.
    pub listen: SocketAddr,
    /// What people type; none: where it listens.
    pub public_url: Option<String>,
    pub behind_proxy: bool,
    pub rates: Rates,
    pub sync: sync::Options,
}

/// An instance at work.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub addr: SocketAddr,
    pub cloud: Cloud,
    /// The boxes that are here.
    pub present: Present,
    ways: Ways,
    stop_http: oneshot::Sender<()>,
    http: JoinHandle<()>,
    tasks: Vec<JoinHandle<()>>,
    sockets: Sockets,
}

/// Starts an instance.
pub async fn start(options: Options) -> anyhow::Result<Running> {
    let Options { store, keys, clock, mailer, listen, public_url, behind_proxy, rates, sync: ways } = options;
    let listener = TcpListener::bind(listen).await.with_context(|| format!("listening on {listen}"))?;
    let addr = listener.local_addr()?;
    let public_url = public_url.unwrap_or_else(|| format!("http://{addr}"));
    let public_url = public_url.trim_end_matches('/').to_owned();
    let cloud = Cloud::new(store, keys, clock, mailer, Config { public_url, behind_proxy, rates });
    let present = cloud.present().clone();
    let ways = sync::open(&cloud, &present, &ways).await.context("opening the ways in for boxes")?;
    let more = Router::new().merge(sync::routes(present.clone()));
    let tasks = vec![tokio::spawn(upkeep::run(cloud.clone()))];
    let (screens, sockets) = live::start(&cloud);
    let router = http::router(cloud.clone(), more).layer(screens);
    let (stop_http, stopped) = oneshot::channel();
    let http = tokio::spawn(async move {
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let serve = axum::serve(listener, service).with_graceful_shutdown(async { drop(stopped.await) });
        if let Err(error) = serve.await {
            tracing::error!(%error, "the HTTP server ended");
        }
    });
    tracing::info!(%addr, "the cloud answers");
    Ok(Running { addr, cloud, present, ways, stop_http, http, tasks, sockets })
}

impl Running {
    /// Stops in sequence: answers what was asked, then ends the work in the background.
    pub async fn stop(self) {
        let Self { present, ways, stop_http, mut http, tasks, sockets, .. } = self;
        ways.close(&present).await;
        sockets.stop().await;
        // A server that ended already need not be told.
        let _ = stop_http.send(());
        if tokio::time::timeout(DRAIN, &mut http).await.is_err() {
            http.abort();
        }
        tasks.iter().for_each(JoinHandle::abort);
        tracing::info!("stopped");
    }
}
