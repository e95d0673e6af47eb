//! Frames over a stream of a QUIC connection, each after its length in four bytes, big end first; and over a WebSocket, one
//! binary message each. How much a box may send at a time is bounded here.

use std::time::{Duration, Instant};

use axum::extract::ws::{Message, WebSocket};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use iroh::endpoint::{RecvStream, SendStream};
use shared_model::sync::drive::{FrameSink, FrameSource};
use shared_model::sync::frame::FRAME_MAX;

/// Bytes a second that one box may send for long.
const BYTES_A_SECOND: u64 = 8 * 1024 * 1024;
/// Bytes it may send at once: a day without a line goes through in one breath.
const BURST: u64 = 64 * 1024 * 1024;

/// How much of its share a box has used.
#[derive(Debug)]
pub struct Meter {
    left: u64,
    at: Instant,
}

impl Default for Meter {
    fn default() -> Self {
        Self { left: BURST, at: Instant::now() }
    }
}

impl Meter {
    /// Waits until so many bytes more are within the share.
    async fn take(&mut self, bytes: usize) {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        let passed = u64::try_from(self.at.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.at = Instant::now();
        let grown = passed.saturating_mul(BYTES_A_SECOND) / 1000;
        self.left = self.left.saturating_add(grown).min(BURST);
        if bytes > self.left {
            let missing = bytes - self.left;
            tokio::time::sleep(Duration::from_millis(missing.saturating_mul(1000) / BYTES_A_SECOND)).await;
        }
        self.left = self.left.saturating_sub(bytes);
    }
}

/// The half of a QUIC stream that frames go out by.
#[derive(Debug)]
pub struct QuicSink(pub SendStream);
/// The half of a QUIC stream that frames come in by.
#[derive(Debug)]
pub struct QuicSource(pub RecvStream, pub Meter);

impl FrameSink for QuicSink {
    async fn send(&mut self, frame: Vec<u8>) -> bool {
        let Ok(length) = u32::try_from(frame.len()) else { return false };
        self.0.write_all(&length.to_be_bytes()).await.is_ok() && self.0.write_all(&frame).await.is_ok()
    }
}

impl FrameSource for QuicSource {
    async fn recv(&mut self) -> Option<Vec<u8>> {
        let mut length = [0; 4];
        self.0.read_exact(&mut length).await.ok()?;
        let length =
            usize::try_from(u32::from_be_bytes(length)).ok().filter(|length| *length <= FRAME_MAX)?;
        self.1.take(length).await;
        let mut frame = vec![0; length];
        self.0.read_exact(&mut frame).await.ok()?;
        Some(frame)
    }
}

/// The half of a WebSocket that frames go out by.
#[derive(Debug)]
pub struct SocketSink(pub SplitSink<WebSocket, Message>);
/// The half of a WebSocket that frames come in by.
#[derive(Debug)]
pub struct SocketSource(pub SplitStream<WebSocket>, pub Meter);

impl FrameSink for SocketSink {
    async fn send(&mut self, frame: Vec<u8>) -> bool {
        self.0.send(Message::Binary(frame.into())).await.is_ok()
    }
}

impl FrameSource for SocketSource {
    async fn recv(&mut self) -> Option<Vec<u8>> {
        loop {
            match self.0.next().await?.ok()? {
                Message::Binary(bytes) => {
                    self.1.take(bytes.len()).await;
                    return Some(bytes.to_vec());
                }
                // The library answers pings itself.
                Message::Ping(_) | Message::Pong(_) => {}
                Message::Text(_) | Message::Close(_) => return None,
            }
        }
    }
}
