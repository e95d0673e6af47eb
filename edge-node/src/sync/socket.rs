//! Frames over a WebSocket, one binary message each, for networks that let nothing but the web through. The cloud first
//! sends 32 random bytes; the box answers with its certificate and a signature over them.

use anyhow::{Context as _, bail, ensure};
use ed25519_dalek::{Signer as _, SigningKey};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use shared_model::sync::drive::{FrameSink, FrameSource};
use shared_model::sync::frame::FRAME_MAX;
use shared_model::wire::enrol::socket_proof_message;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// The half that frames go out by.
#[derive(Debug)]
pub struct Sink(SplitSink<Stream, Message>);
/// The half that frames come in by.
#[derive(Debug)]
pub struct Source(SplitStream<Stream>);

/// Dials and proves which box this is.
pub async fn dial(url: &str, certificate: &[u8], key: &SigningKey) -> anyhow::Result<(Sink, Source)> {
    let config = WebSocketConfig::default().max_message_size(Some(FRAME_MAX)).max_frame_size(Some(FRAME_MAX));
    let connected = tokio_tungstenite::connect_async_with_config(url, Some(config), true).await;
    let (mut stream, _) = connected.context("connecting")?;
    let Some(first) = stream.next().await else { bail!("the cloud hung up before it said anything") };
    let Message::Binary(first) = first.context("hearing the nonce")? else {
        bail!("the cloud did not begin with a nonce");
    };
    let nonce = <[u8; 32]>::try_from(first.as_ref()).context("the nonce is not 32 bytes")?;
    stream.send(Message::binary(proof(&nonce, certificate, key)?)).await.context("sending the proof")?;
    let (sink, source) = stream.split();
    Ok((Sink(sink), Source(source)))
}

/// Length of the certificate in two bytes, big end first, the certificate, the signature.
fn proof(nonce: &[u8; 32], certificate: &[u8], key: &SigningKey) -> anyhow::Result<Vec<u8>> {
    ensure!(!certificate.is_empty(), "the box has no certificate");
    let length = u16::try_from(certificate.len()).context("the certificate is too long")?;
    let signature = key.sign(&socket_proof_message(nonce)).to_bytes();
    Ok([length.to_be_bytes().as_slice(), certificate, &signature].concat())
}

impl FrameSink for Sink {
    async fn send(&mut self, frame: Vec<u8>) -> bool {
        self.0.send(Message::binary(frame)).await.is_ok()
    }
}

impl FrameSource for Source {
    async fn recv(&mut self) -> Option<Vec<u8>> {
        loop {
            match self.0.next().await?.ok()? {
                Message::Binary(bytes) => return Some(bytes.to_vec()),
                // The library answers pings itself.
                Message::Ping(_) | Message::Pong(_) => {}
                Message::Text(_) | Message::Close(_) | Message::Frame(_) => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::Verifier as _;

    use super::*;

    #[test]
    fn the_proof_is_the_certificate_and_a_signature_over_the_nonce() {
        let key = SigningKey::from_bytes(&[1; 32]);
        let proof = proof(&[7; 32], b"papel", &key).unwrap();
        assert_eq!(proof[..7], [0, 5, b'p', b'a', b'p', b'e', b'l']);
        let signature = ed25519_dalek::Signature::from_slice(&proof[7..]).unwrap();
        key.verifying_key().verify(&socket_proof_message(&[7; 32]), &signature).unwrap();
    }
}
