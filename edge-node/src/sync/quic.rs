//! Frames over one stream of a QUIC connection: each after its length in four bytes, big end first.
//!
//! The endpoint looks nothing up, asks no router for anything and speaks to no relay but the cloud's own: it works on a
//! network without internet, and nobody else learns where a box is.

use std::time::Duration;

use anyhow::Context as _;
use ed25519_dalek::SigningKey;
use iroh::endpoint::{Connection, PortmapperConfig, QuicTransportConfig, RecvStream, SendStream, presets};
use iroh::{Endpoint, EndpointAddr, RelayMode, RelayUrl, SecretKey};
use shared_model::sync::drive::{FrameSink, FrameSource};
use shared_model::sync::frame::FRAME_MAX;

/// The protocol and its version.
pub const ALPN: &[u8] = b"fastops/sync/1";

/// Silence after which a connection is dead: three of its heartbeats. The default is twice that, and a box whose network
/// stops letting UDP through would be as long without the cloud before it tries another way.
const DEAD: Duration = Duration::from_secs(15);

/// The half of a stream that frames go out by.
#[derive(Debug)]
pub struct Sink(SendStream);
/// The half of a stream that frames come in by.
#[derive(Debug)]
pub struct Source(RecvStream);

/// Opens the box's endpoint.
pub async fn open(key: &SigningKey, relay: Option<RelayUrl>) -> anyhow::Result<Endpoint> {
    let relay = relay.map_or(RelayMode::Disabled, |url| RelayMode::custom([url]));
    let dead = DEAD.try_into().context("the idle timeout")?;
    Endpoint::builder(presets::Minimal)
        .transport_config(QuicTransportConfig::builder().max_idle_timeout(Some(dead)).build())
        .secret_key(SecretKey::from_bytes(&key.to_bytes()))
        .alpns(vec![ALPN.to_vec()])
        .relay_mode(relay)
        .clear_address_lookup()
        .portmapper_config(PortmapperConfig::Disabled)
        .bind()
        .await
        .context("opening the endpoint")
}

/// Dials. An answer is not yet a welcome: a cloud that does not know the box lets it connect first and hangs up then.
pub async fn dial(endpoint: &Endpoint, to: EndpointAddr) -> anyhow::Result<(Connection, Sink, Source)> {
    let connection = endpoint.connect(to, ALPN).await.context("connecting")?;
    let (sending, receiving) = connection.open_bi().await.context("opening a stream")?;
    Ok((connection, Sink(sending), Source(receiving)))
}

impl FrameSink for Sink {
    async fn send(&mut self, frame: Vec<u8>) -> bool {
        let Ok(length) = u32::try_from(frame.len()) else { return false };
        self.0.write_all(&length.to_be_bytes()).await.is_ok() && self.0.write_all(&frame).await.is_ok()
    }
}

impl FrameSource for Source {
    async fn recv(&mut self) -> Option<Vec<u8>> {
        let mut length = [0; 4];
        self.0.read_exact(&mut length).await.ok()?;
        let length =
            usize::try_from(u32::from_be_bytes(length)).ok().filter(|length| *length <= FRAME_MAX)?;
        let mut frame = vec![0; length];
        self.0.read_exact(&mut frame).await.ok()?;
        Some(frame)
    }
}
