//! The ways to the cloud, in the sequence they are tried: straight, through its relay, over its web address.

use std::net::SocketAddr;
use std::time::Duration;

use iroh::{EndpointAddr, EndpointId, RelayUrl};
use shared_model::wire::enrol::{CloudAddress, CloudEndpoint};
use shared_model::wire::sync::SyncPath;

use crate::hex;

/// How long a name may take to become an address.
const LOOKUP: Duration = Duration::from_secs(3);

/// One way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    Quic {
        to: EndpointAddr,
        path: SyncPath,
    },
    /// The address of the cloud's WebSocket.
    Socket(String),
}

impl Route {
    /// What people are told of it.
    pub const fn path(&self) -> SyncPath {
        match self {
            Self::Quic { path, .. } => *path,
            Self::Socket(_) => SyncPath::Https,
        }
    }
}

/// The ways there are now; names are looked up anew each time.
pub async fn routes(cloud: &CloudAddress) -> Vec<Route> {
    let mut routes = Vec::new();
    for endpoint in &cloud.endpoints {
        let Some(id) = id(endpoint) else { continue };
        let addresses = addresses(endpoint).await;
        if !addresses.is_empty() {
            let to = addresses.into_iter().fold(EndpointAddr::new(id), EndpointAddr::with_ip_addr);
            routes.push(Route::Quic { to, path: SyncPath::Direct });
        }
    }
    if let Some(relay) = relay(cloud) {
        for id in cloud.endpoints.iter().filter_map(id) {
            let to = EndpointAddr::new(id).with_relay_url(relay.clone());
            routes.push(Route::Quic { to, path: SyncPath::Relay });
        }
    }
    routes.extend(socket_url(&cloud.base_url).map(Route::Socket));
    routes
}

/// The cloud's own relay, where it has one.
pub fn relay(cloud: &CloudAddress) -> Option<RelayUrl> {
    cloud.relay_url.as_deref().and_then(|url| url.parse().ok())
}

fn id(endpoint: &CloudEndpoint) -> Option<EndpointId> {
    EndpointId::from_bytes(&hex::array(&endpoint.endpoint)?).ok()
}

async fn addresses(endpoint: &CloudEndpoint) -> Vec<SocketAddr> {
    let mut found = Vec::new();
    for address in &endpoint.addresses {
        match tokio::time::timeout(LOOKUP, tokio::net::lookup_host(address)).await {
            Ok(Ok(resolved)) => found.extend(resolved),
            Ok(Err(error)) => tracing::debug!(address, %error, "an address of the cloud is unknown"),
            Err(_) => tracing::debug!(address, "looking up an address of the cloud took too long"),
        }
    }
    found
}

fn socket_url(base: &str) -> Option<String> {
    let base = base.trim_end_matches('/');
    let rest =
        base.strip_prefix("http").filter(|rest| rest.starts_with("://") || rest.starts_with("s://"))?;
    Some(format!("ws{rest}/api/v1/sync/socket"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn straight_comes_first_then_the_relay_then_the_web() {
        let id = iroh::SecretKey::from_bytes(&[1; 32]).public();
        let endpoint = hex::encode(id.as_bytes());
        let unreachable =
            CloudEndpoint { endpoint: "zz".to_owned(), addresses: vec!["127.0.0.1:1".to_owned()] };
        let cloud = CloudAddress {
            endpoints: vec![
                unreachable,
                CloudEndpoint { endpoint, addresses: vec!["127.0.0.1:4433".to_owned()] },
            ],
            relay_url: Some("https://relevo.example".to_owned()),
            base_url: "https://nube.example/".to_owned(),
        };
        let found = routes(&cloud).await;
        assert_eq!(
            found.iter().map(Route::path).collect::<Vec<_>>(),
            [SyncPath::Direct, SyncPath::Relay, SyncPath::Https]
        );
        assert_eq!(found[2], Route::Socket("wss://nube.example/api/v1/sync/socket".to_owned()));
        assert_eq!(socket_url("http://127.0.0.1:8"), Some("ws://127.0.0.1:8/api/v1/sync/socket".to_owned()));
        assert_eq!(socket_url("httpx://nube.example"), None);
    }
}
