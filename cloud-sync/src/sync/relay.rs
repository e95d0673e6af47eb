//! The cloud's own relay, for networks that let no UDP through. It carries only what boxes of ours and this cloud say to
//! each other, and cannot read it.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context as _;
use iroh_relay::server::{Access, AccessControl, ClientRequest, RelayConfig, Server, ServerConfig};

use super::door::{self, Verdict};
use crate::cloud::Cloud;

/// A relay at work.
pub struct Relay {
    server: Server,
    url: String,
}

impl std::fmt::Debug for Relay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Relay").field("url", &self.url).finish_non_exhaustive()
    }
}

/// Opens the relay.
pub async fn open(cloud: Cloud, listen: SocketAddr) -> anyhow::Result<Relay> {
    let own = iroh::SecretKey::from_bytes(&cloud.keys().endpoint).public();
    let mut relay = RelayConfig::new(listen);
    relay.access = Arc::new(Ours { cloud, own: *own.as_bytes() });
    let mut config = ServerConfig::default();
    config.relay = Some(relay);
    let server = Server::spawn(config).await.context("starting the relay")?;
    let url = server.http_url().context("the relay has no address")?.to_string();
    Ok(Relay { server, url })
}

impl Relay {
    /// Where boxes find it.
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// Closes it.
    pub async fn close(self) {
        if let Err(error) = self.server.shutdown().await {
            tracing::warn!(%error, "the relay did not end well");
        }
    }
}

/// Only this cloud and boxes that were not taken out.
#[derive(Debug)]
struct Ours {
    cloud: Cloud,
    own: [u8; 32],
}

impl AccessControl for Ours {
    async fn on_connect(&self, request: &ClientRequest) -> Access {
        let endpoint = *request.endpoint_id().as_bytes();
        if endpoint == self.own || matches!(door::ask(&self.cloud, endpoint).await, Ok(Verdict::In(_))) {
            return Access::Allow;
        }
        Access::Deny { reason: None }
    }
}
