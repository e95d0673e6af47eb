//! The way in over QUIC (iroh). The endpoint looks nothing up and asks no router for anything: boxes know its id and
//! address from their enrolment.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use iroh::endpoint::{Connection, Incoming, PortmapperConfig, QuicTransportConfig, presets};
use iroh::{Endpoint, RelayMode, RelayUrl, SecretKey};

use super::door::{self, Verdict};
use super::pipe::{Meter, QuicSink, QuicSource};
use super::present::Present;
use super::talk;
use crate::cloud::Cloud;

/// The protocol and its version.
pub const ALPN: &[u8] = b"fastops/sync/1";

/// How long a stranger may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long somebody who is sent away may take to hear it.
const GOODBYE: Duration = Duration::from_secs(2);
/// How long a port that somebody holds is asked for.
const TAKEN: Duration = Duration::from_secs(5);
/// Close code for those who are not known, after HTTP.
const FORBIDDEN: u32 = 403;

/// Opens the endpoint. One that was closed a moment ago may still hold the port, so a taken port is asked for again.
pub async fn open(key: [u8; 32], listen: SocketAddr, relay: Option<&str>) -> anyhow::Result<Endpoint> {
    let begun = Instant::now();
    loop {
        match bind(key, listen, relay).await {
            Err(taken) if listen.port() != 0 && begun.elapsed() < TAKEN => {
                tracing::debug!(error = format!("{taken:#}"), "the port is not free yet");
                tokio::time::sleep(TAKEN / 50).await;
            }
            opened => return opened,
        }
    }
}

async fn bind(key: [u8; 32], listen: SocketAddr, relay: Option<&str>) -> anyhow::Result<Endpoint> {
    let relay = match relay {
        Some(url) => RelayMode::custom([url.parse::<RelayUrl>().context("the relay's address")?]),
        None => RelayMode::Disabled,
    };
    // A box needs one stream; more would only cost memory.
    let transport = QuicTransportConfig::builder()
        .max_concurrent_bidi_streams(1_u32.into())
        .max_concurrent_uni_streams(0_u32.into())
        .max_idle_timeout(Some(Duration::from_mins(1).try_into().context("the idle timeout")?))
        .build();
    Endpoint::builder(presets::Minimal)
        .secret_key(SecretKey::from_bytes(&key))
        .alpns(vec![ALPN.to_vec()])
        .relay_mode(relay)
        .clear_address_lookup()
        .portmapper_config(PortmapperConfig::Disabled)
        .transport_config(transport)
        .clear_ip_transports()
        .bind_addr(listen)
        .context("the QUIC address")?
        .bind()
        .await
        .context("opening the endpoint")
}

/// Lets boxes in until the endpoint closes.
pub async fn accept(cloud: Cloud, present: Present, endpoint: Endpoint) {
    while let Some(incoming) = endpoint.accept().await {
        let (cloud, present) = (cloud.clone(), present.clone());
        tokio::spawn(async move {
            if let Err(error) = welcome(cloud, present, incoming).await {
                tracing::debug!(error = format!("{error:#}"), "somebody at the door went");
            }
        });
    }
}

async fn welcome(cloud: Cloud, present: Present, incoming: Incoming) -> anyhow::Result<()> {
    let connection = tokio::time::timeout(PATIENCE, incoming).await.context("the handshake took too long")?;
    let connection = connection.context("the handshake")?;
    let verdict = door::ask(&cloud, *connection.remote_id().as_bytes()).await?;
    if let Verdict::Stranger = verdict {
        tracing::warn!(endpoint = %connection.remote_id(), "an unknown endpoint was sent away");
        connection.close(FORBIDDEN.into(), b"unknown box");
        return Ok(());
    }
    let streams = tokio::time::timeout(PATIENCE, connection.accept_bi()).await;
    let (sending, receiving) = streams.context("no stream was opened")?.context("opening a stream")?;
    match verdict {
        Verdict::In(grant) => {
            let pipe = (QuicSink(sending), QuicSource(receiving, Meter::default()));
            talk::hold(&cloud, &present, grant, pipe).await;
            connection.close(0_u32.into(), b"");
        }
        Verdict::Out | Verdict::Stranger => send_away(&cloud, &connection, QuicSink(sending)).await,
    }
    Ok(())
}

/// Tells a box that it was taken out, and waits until it heard it.
async fn send_away(cloud: &Cloud, connection: &Connection, mut sink: QuicSink) {
    use shared_model::sync::drive::FrameSink as _;
    for frame in door::farewell(cloud) {
        if !sink.send(frame).await {
            return;
        }
    }
    // A stream that is closed already needs no end.
    let _ = sink.0.finish();
    drop(tokio::time::timeout(GOODBYE, sink.0.stopped()).await);
    connection.close(FORBIDDEN.into(), b"revoked");
}
