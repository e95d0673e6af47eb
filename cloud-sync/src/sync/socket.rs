//! The way in over the web, for networks that let nothing else through: the same frames over a WebSocket. The cloud sends 32
//! random bytes first; the box answers with its certificate and a signature of its endpoint key over them.

use std::time::Duration;

use axum::Router;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Extension, State};
use axum::response::Response;
use axum::routing::get;
use ed25519_dalek::{Signature, VerifyingKey};
use futures_util::{SinkExt as _, StreamExt as _};
use shared_model::sync::Certificate;
use shared_model::sync::drive::FrameSink as _;
use shared_model::sync::frame::FRAME_MAX;
use shared_model::wire::enrol::socket_proof_message;

use super::door::{self, Verdict};
use super::pipe::{Meter, SocketSink, SocketSource};
use super::present::Present;
use super::talk;
use crate::cloud::Cloud;
use crate::keys::random;

/// How long a stranger may take to prove who it is.
const PATIENCE: Duration = Duration::from_secs(10);

/// The route.
pub fn routes(present: Present) -> Router<Cloud> {
    Router::new().route("/api/v1/sync/socket", get(upgrade)).layer(Extension(present))
}

async fn upgrade(
    State(cloud): State<Cloud>,
    Extension(present): Extension<Present>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let upgrade = upgrade.max_message_size(FRAME_MAX).max_frame_size(FRAME_MAX);
    upgrade.on_upgrade(async move |socket| {
        if welcome(cloud, present, socket).await.is_none() {
            tracing::warn!("somebody on the WebSocket could not prove to be a box");
        }
    })
}

/// None: whoever it was is no box of ours.
async fn welcome(cloud: Cloud, present: Present, mut socket: WebSocket) -> Option<()> {
    let nonce: [u8; 32] = random();
    socket.send(Message::Binary(nonce.to_vec().into())).await.ok()?;
    let answer = tokio::time::timeout(PATIENCE, socket.next()).await.ok()??.ok()?;
    let Message::Binary(proof) = answer else { return None };
    let endpoint = proven(&cloud, &nonce, &proof)?;
    let verdict = door::ask(&cloud, endpoint).await.ok()?;
    let (sink, source) = socket.split();
    let mut sink = SocketSink(sink);
    match verdict {
        Verdict::Stranger => return None,
        Verdict::Out => {
            for frame in door::farewell(&cloud) {
                sink.send(frame).await;
            }
            // Who has gone already need not be told.
            drop(sink.0.close().await);
        }
        Verdict::In(grant) => {
            talk::hold(&cloud, &present, grant, (sink, SocketSource(source, Meter::default()))).await;
        }
    }
    Some(())
}

/// The endpoint that a certificate of ours names, when whoever sent it holds that key.
fn proven(cloud: &Cloud, nonce: &[u8; 32], proof: &[u8]) -> Option<[u8; 32]> {
    let (length, rest) = proof.split_first_chunk::<2>()?;
    let (certificate, signature) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
    let certificate = Certificate::from_bytes(certificate)?;
    let claims = certificate.verify(&cloud.keys().verifying(), cloud.now())?;
    let signature = Signature::from_slice(signature).ok()?;
    let key = VerifyingKey::from_bytes(&claims.endpoint).ok()?;
    key.verify_strict(&socket_proof_message(nonce), &signature).ok()?;
    Some(claims.endpoint)
}
