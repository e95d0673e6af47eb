//! The cloud's side of sync: letting boxes in, by whichever way they come, and holding the conversation of
//! `shared_model::sync` with each.
//!
//! Reading order: `door` (which box it is and whether it may), `quic`, `socket` and `relay` (the ways in), `replica` (a
//! company's store as one box may see it), `talk` (one conversation from hello to goodbye), `present` (who is here).
//! Invariants: before a box is known nothing it sends is read; company and branch come from its certificate alone; a box
//! that is taken out is gone within seconds, on every instance.

mod door;
mod pipe;
mod present;
mod quic;
mod relay;
mod replica;
mod socket;
mod talk;

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use iroh::Endpoint;
use tokio::task::JoinHandle;

use crate::cloud::Cloud;
use crate::store::control::instance::{self, Instance};
use crate::store::{ControlTx, StoreError};

pub use present::Present;
pub use quic::ALPN;

/// How often an instance says that it runs.
const HEARTBEAT: Duration = Duration::from_mins(1);
/// Instances that did not run for so long are forgotten, in milliseconds.
const FORGOTTEN_MS: i64 = 24 * 3_600_000;

/// How boxes reach this instance.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where QUIC listens; none: boxes come over the web only.
    pub quic: Option<SocketAddr>,
    /// What boxes dial, `host:port`, where that is not where it listens.
    pub quic_public: Vec<String>,
    /// Where the relay for networks without UDP listens; none: there is none.
    pub relay: Option<SocketAddr>,
    /// The address boxes know the relay by, where that is not where it listens.
    pub relay_public: Option<String>,
}

/// The ways in, while they are open.
pub struct Ways {
    /// What boxes are told of this instance when they are enrolled; none: they come over the web.
    pub instance: Option<Instance>,
    endpoint: Option<Endpoint>,
    relay: Option<relay::Relay>,
    tasks: Vec<JoinHandle<()>>,
}

impl std::fmt::Debug for Ways {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ways").field("instance", &self.instance).finish_non_exhaustive()
    }
}

/// Opens the ways in.
pub async fn open(cloud: &Cloud, present: &Present, options: &Options) -> anyhow::Result<Ways> {
    let relay = match options.relay {
        Some(listen) => Some(relay::open(cloud.clone(), listen).await.context("opening the relay")?),
        None => None,
    };
    let mut ways = Ways { instance: None, endpoint: None, relay: None, tasks: Vec::new() };
    if let Some(listen) = options.quic {
        // The instance itself reaches its relay where it listens.
        let through = relay.as_ref().map(relay::Relay::url);
        let endpoint = quic::open(cloud.keys().endpoint, listen, through.as_deref()).await?;
        let bound = endpoint.bound_sockets().iter().map(ToString::to_string).collect();
        let public = options.quic_public.clone();
        let instance = Instance {
            endpoint: *endpoint.id().as_bytes(),
            addresses: if public.is_empty() { bound } else { public },
            relay_url: options.relay_public.clone().or(through),
        };
        // Told before anybody can be enrolled.
        note(cloud, instance.clone()).await?;
        ways.tasks.push(tokio::spawn(beat(cloud.clone(), instance.clone())));
        ways.tasks.push(tokio::spawn(quic::accept(cloud.clone(), present.clone(), endpoint.clone())));
        (ways.instance, ways.endpoint) = (Some(instance), Some(endpoint));
    }
    ways.relay = relay;
    ways.tasks.push(tokio::spawn(present::watch(cloud.clone(), present.clone())));
    Ok(ways)
}

/// Says now and then that this instance runs.
async fn beat(cloud: Cloud, instance: Instance) {
    loop {
        tokio::time::sleep(HEARTBEAT).await;
        if let Err(error) = note(&cloud, instance.clone()).await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "this instance could not say that it runs"
            );
        }
    }
}

async fn note(cloud: &Cloud, instance: Instance) -> Result<(), StoreError> {
    let now = cloud.now();
    let write = move |tx: &mut ControlTx<'_>| {
        instance::prune(tx, now.plus_ms(-FORGOTTEN_MS))?;
        instance::put(tx, &instance, now)
    };
    cloud.note(write).await
}

/// The route of the WebSocket, for networks that let nothing but the web through.
pub fn routes(present: Present) -> Router<Cloud> {
    socket::routes(present)
}

impl Ways {
    /// Says goodbye to every box and closes the ways in.
    pub async fn close(self, present: &Present) {
        present.leave_all();
        for task in self.tasks {
            task.abort();
            // Until it has ended it holds the endpoint, and with it the port.
            drop(task.await);
        }
        if let Some(endpoint) = self.endpoint {
            endpoint.close().await;
        }
        if let Some(relay) = self.relay {
            relay.close().await;
        }
    }
}
