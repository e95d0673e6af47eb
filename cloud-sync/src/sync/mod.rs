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

use anyhow::Context as _;
use axum::Router;
use iroh::Endpoint;
use shared_model::wire::enrol::CloudEndpoint;
use tokio::task::JoinHandle;

use crate::cloud::Cloud;

pub use present::Present;
pub use quic::ALPN;

/// How boxes reach this instance.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where QUIC listens; none: boxes come over the web only.
    pub quic: Option<SocketAddr>,
    /// Where the relay for networks without UDP listens; none: there is none.
    pub relay: Option<SocketAddr>,
}

/// The ways in, while they are open.
pub struct Ways {
    /// What boxes are told of this instance when they are enrolled.
    pub address: Option<CloudEndpoint>,
    /// The address of the relay, if there is one.
    pub relay_url: Option<String>,
    endpoint: Option<Endpoint>,
    relay: Option<relay::Relay>,
    tasks: Vec<JoinHandle<()>>,
}

impl std::fmt::Debug for Ways {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ways").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Opens the ways in.
pub async fn open(cloud: &Cloud, present: &Present, options: &Options) -> anyhow::Result<Ways> {
    let relay = match options.relay {
        Some(listen) => Some(relay::open(cloud.clone(), listen).await.context("opening the relay")?),
        None => None,
    };
    let relay_url = relay.as_ref().map(relay::Relay::url);
    let mut ways =
        Ways { address: None, relay_url: relay_url.clone(), endpoint: None, relay, tasks: Vec::new() };
    if let Some(listen) = options.quic {
        let endpoint = quic::open(cloud.keys().endpoint, listen, relay_url.as_deref()).await?;
        ways.address = Some(quic::address(&endpoint));
        ways.tasks.push(tokio::spawn(quic::accept(cloud.clone(), present.clone(), endpoint.clone())));
        ways.endpoint = Some(endpoint);
    }
    ways.tasks.push(tokio::spawn(present::watch(cloud.clone(), present.clone())));
    Ok(ways)
}

/// The route of the WebSocket, for networks that let nothing but the web through.
pub fn routes(present: Present) -> Router<Cloud> {
    socket::routes(present)
}

impl Ways {
    /// Says goodbye to every box and closes the ways in.
    pub async fn close(self, present: &Present) {
        present.leave_all();
        self.tasks.iter().for_each(JoinHandle::abort);
        if let Some(endpoint) = self.endpoint {
            endpoint.close().await;
        }
        if let Some(relay) = self.relay {
            relay.close().await;
        }
    }
}
