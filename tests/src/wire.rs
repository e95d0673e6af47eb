//! A box that says what it likes: enrolled like any other, it holds its conversation by hand, frame by frame, over the
//! WebSocket.

use std::time::Duration;

use cloud_sync::hex::{hex, unhex};
use ed25519_dalek::{Signer as _, SigningKey};
use futures_util::{SinkExt as _, StreamExt as _};
use serde::Serialize;
use serde_json::{Value, json};
use shared_model::document::{Author, Chunk, DocKind, Document, registers};
use shared_model::ids::BranchId;
use shared_model::sync::Mark;
use shared_model::sync::frame::{Batch, Frame, Hello, Reject, VERSION};
use shared_model::sync::pack::{Parcel, pack};
use shared_model::wire::enrol::{proof_message, socket_proof_message};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use uuid::Uuid;

use crate::caja::code_for;
use crate::cloud_world::{CloudWorld, Shop};
use crate::world::GUARD;

/// Somebody with a certificate.
#[derive(Debug, Clone)]
pub struct Liar {
    pub key: SigningKey,
    pub author: Author,
    pub certificate: Vec<u8>,
    pub enrolled: Value,
}

/// Its line to the cloud.
#[derive(Debug)]
pub struct Line {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// Where the next batch begins.
    told: Mark,
}

impl Liar {
    /// Takes the place of a branch's box. `number` makes it another than others.
    pub async fn at(cloud: &CloudWorld, shop: &Shop, branch: BranchId, number: u8) -> Self {
        let code = code_for(shop, branch).await;
        let key = SigningKey::from_bytes(&[number; 32]);
        let author = Author { replica: [number; 8], epoch: u32::from(number) };
        let public = hex(key.verifying_key().as_bytes());
        let body = json!({"code": code, "endpoint": public, "token_key": public, "replica": hex(&author.replica),
            "proof": hex(&key.sign(&proof_message(&code)).to_bytes())});
        let enrolled = cloud.browser().post("/boxes/enrol", &body).await.ok();
        let text = enrolled["certificate"].as_str().expect("a certificate");
        let bytes = (0..text.len() / 2).map(|at| u8::from_str_radix(&text[at * 2..at * 2 + 2], 16));
        let certificate = bytes.collect::<Result<_, _>>().expect("hex");
        Self { key, author, certificate, enrolled }
    }

    /// The first change of a document, whatever it says.
    pub fn writes<T: Serialize>(&self, cloud: &CloudWorld, value: &T) -> Chunk {
        Self::writes_as(self.author, cloud, value)
    }

    /// The same in the name of somebody else.
    pub fn writes_as<T: Serialize>(author: Author, cloud: &CloudWorld, value: &T) -> Chunk {
        let mut document = Document::new(author);
        registers::write(&mut document, None, value).expect("it can be written");
        document.commit(cloud.cloud().now()).expect("a change")
    }

    /// Dials and proves who it is.
    pub async fn dials(&self, cloud: &CloudWorld) -> Line {
        let (mut line, nonce) = Line::open(cloud).await;
        let proof = self.key.sign(&socket_proof_message(&nonce)).to_bytes();
        line.proves(&self.certificate, &proof).await;
        line
    }

    /// Dials, proves who it is, and says hello with a cursor; answers the cloud's hello too.
    pub async fn meets(&self, cloud: &CloudWorld, recv: Mark) -> (Line, Hello) {
        let mut line = self.dials(cloud).await;
        let hello = line.meets(self, recv).await.expect("the cloud says hello");
        (line, hello)
    }
}

impl Line {
    /// A WebSocket and the nonce on it.
    pub async fn open(cloud: &CloudWorld) -> (Self, [u8; 32]) {
        let url = format!("ws://{}/api/v1/sync/socket", cloud.door().addr());
        let (mut socket, _) = connect_async(url).await.expect("the cloud listens");
        let first = timeout(GUARD, socket.next()).await.expect("in time").expect("a nonce").expect("a nonce");
        let nonce = first.into_data().as_ref().try_into().expect("32 bytes");
        (Self { socket, told: Mark::default() }, nonce)
    }

    /// Sends a certificate and a signature.
    pub async fn proves(&mut self, certificate: &[u8], signature: &[u8]) {
        let length = u16::try_from(certificate.len()).expect("short").to_be_bytes();
        self.throws([length.as_slice(), certificate, signature].concat()).await;
    }

    /// Exchanges hellos; none when the cloud hung up instead.
    pub async fn meets(&mut self, liar: &Liar, recv: Mark) -> Option<Hello> {
        let Author { replica, epoch } = liar.author;
        let (version_min, version_max, schema, capabilities) = (VERSION, VERSION, 1, 0);
        let hello =
            Hello { version_min, version_max, replica, epoch, schema, capabilities, recv, healing: false };
        self.says(&Frame::Hello(hello)).await;
        loop {
            if let Frame::Hello(hello) = self.hears().await? {
                self.told = hello.recv;
                return Some(hello);
            }
        }
    }

    /// Sends bytes, whatever they are. Whoever hung up already need not hear them.
    pub async fn throws(&mut self, bytes: Vec<u8>) {
        drop(self.socket.send(Message::binary(bytes)).await);
    }

    /// Sends a frame.
    pub async fn says(&mut self, frame: &Frame) {
        self.throws(frame.encode()).await;
    }

    /// Sends changes as the next batch of its log; answers up to where.
    pub async fn feeds(&mut self, changes: &[(u16, Uuid, &Chunk)]) -> u64 {
        let batch = self.batch(changes);
        self.says(&Frame::Batch(batch)).await;
        self.told.seq
    }

    /// The next batch of its log.
    pub fn batch(&mut self, changes: &[(u16, Uuid, &Chunk)]) -> Batch {
        let from = self.told.seq;
        for (_, _, chunk) in changes {
            self.told = Mark { seq: self.told.seq + 1, chain: self.told.chain.next(&chunk.hash) };
        }
        let parcels: Vec<Parcel> = changes
            .iter()
            .map(|(kind, doc, chunk)| Parcel { kind: *kind, doc: *doc, bytes: chunk.bytes.clone() })
            .collect();
        Batch { from, to: self.told, pack: Some(pack(&parcels)), last: true }
    }

    /// The next frame; none once the cloud hung up.
    pub async fn hears(&mut self) -> Option<Frame> {
        loop {
            match timeout(GUARD, self.socket.next()).await.expect("the cloud answers or hangs up")?.ok()? {
                Message::Binary(bytes) => {
                    return Some(Frame::decode(&bytes).expect("the cloud sends frames"));
                }
                Message::Close(_) => return None,
                Message::Text(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
            }
        }
    }

    /// What the cloud refuses until it acknowledges a position.
    pub async fn refusals(&mut self, acked: u64) -> Vec<Reject> {
        let mut refused = Vec::new();
        loop {
            let frame = self.hears().await.expect("the cloud goes on");
            if frame == Frame::Ack(acked) {
                break;
            }
            refused.extend(rejected(frame));
        }
        // Refusals may follow their acknowledgement; a pong follows both.
        refused.extend(self.all_so_far().await.into_iter().filter_map(rejected));
        refused
    }

    /// Everything the cloud sends until it answers a ping: what it had to say so far.
    pub async fn all_so_far(&mut self) -> Vec<Frame> {
        self.says(&Frame::Ping).await;
        let mut heard = Vec::new();
        loop {
            let frame = self.hears().await.expect("the cloud goes on");
            if frame == Frame::Pong {
                return heard;
            }
            heard.push(frame);
        }
    }

    /// Waits until the cloud hangs up.
    pub async fn is_cut(&mut self) {
        while self.hears().await.is_some() {}
    }

    /// Whether the cloud hangs up without having said anything.
    pub async fn is_cut_unheard(&mut self) -> bool {
        self.hears().await.is_none()
    }
}

fn rejected(frame: Frame) -> Option<Reject> {
    if let Frame::Reject(reject) = frame { Some(reject) } else { None }
}

/// The bytes of an id in hex.
pub fn bytes_of<const N: usize>(text: &str) -> [u8; N] {
    unhex(text).expect("hex")
}

/// How long a stranger is given before the cloud must have said no.
pub const AT_ONCE: Duration = Duration::from_secs(5);

/// The kind's number on the wire.
pub fn number(kind: DocKind) -> u16 {
    kind.number()
}
