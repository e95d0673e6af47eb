//! Boxes that reach a cloud made of the same store: by QUIC, by WebSocket, after it was away, and when it keeps them out.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::routing::get;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use iroh::endpoint::{RecvStream, SendStream};
use shared_model::ids::{BoxId, BranchId, CompanyId, OrderId, ProductId};
use shared_model::sync::frame::{Frame, Notice};
use shared_model::wire::enrol::{CloudAddress, CloudEndpoint, socket_proof_message};
use shared_model::wire::sync::{SyncPath, SyncStanding};

use super::*;
use crate::hex;
use crate::store::Durability;
use crate::store::log::feed;
use crate::store::seed::plant;
use crate::store::testing::{
    self, BRANCH, COMPANY, GASEOSA, NOW, PAPAS, admin, id, open, seed, set_availability,
};

/// Longer than anything here may take.
const PATIENCE: Duration = Duration::from_mins(1);

struct Side {
    _dir: tempfile::TempDir,
    store: Store,
    clock: Clock,
}

impl Side {
    fn blank() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(&dir.path().join("branch.db")).unwrap();
        Self { _dir: dir, store, clock: Clock::from_source(Arc::new(|| NOW)) }
    }

    async fn seeded() -> Self {
        let side = Self::blank();
        side.store.writer.run(Durability::Full, |work| plant(work, seed(), NOW)).await.unwrap().unwrap();
        side
    }

    async fn sells(&self, order: u128) {
        let job = move |work: &mut crate::store::Work<'_>| {
            testing::order(work, OrderId::new(id(order)), &open(order, PAPAS, None), &admin(), NOW)
        };
        self.store.writer.run(Durability::Full, job).await.unwrap().unwrap();
    }

    async fn sells_out(&self) {
        let edit = |work: &mut crate::store::Work<'_>| {
            set_availability(work, ProductId::new(id(GASEOSA)), true, NOW)
        };
        self.store.writer.run(Durability::Full, edit).await.unwrap().unwrap();
    }

    /// Every change there is, by document and hash.
    async fn held(&self) -> Vec<(uuid::Uuid, [u8; 32])> {
        let all = feed::Limit { bytes: usize::MAX, entries: usize::MAX };
        let page = self.store.readers.read(move |conn| feed::after(conn, 0, None, all)).await.unwrap();
        let mut held: Vec<_> = page.entries.into_iter().map(|entry| (entry.doc, entry.chunk.hash)).collect();
        held.sort_unstable();
        held
    }

    async fn joins(&self, cloud: CloudAddress) {
        let member = Membership {
            box_id: BoxId::new(id(1)),
            company_id: CompanyId::new(id(COMPANY)),
            branch_id: BranchId::new(id(BRANCH)),
            certificate: b"certificado".to_vec(),
            root_key: [0; 32],
            cloud,
            enrolled_at: NOW,
        };
        let put = move |work: &mut crate::store::Work<'_>| membership::put(work.tx, &member);
        self.store.writer.run(Durability::Full, put).await.unwrap();
    }

    fn dials(&self) -> (Dialler, Link) {
        let link = Link::default();
        let key = SigningKey::from_bytes(&[7; 32]);
        (Dialler::start(self.store.clone(), self.clock.clone(), key, link.clone()), link)
    }

    /// The cloud's end of one conversation.
    async fn answers<S: FrameSink, H: FrameSource>(&self, sink: S, source: H) -> Reason {
        let replica = BoxReplica::new(self.store.clone(), self.clock.clone(), Link::default());
        let ticks = Ticks { began: Instant::now(), clock: self.clock.clone() };
        let config = Config { schema: SCHEMA, capabilities: 0, compares: false, batch_bytes: BATCH_BYTES };
        let peer = Peer::new(config, replica.opened().await.unwrap(), ticks.now());
        converse(peer, &replica, (sink, source), &ticks).await
    }
}

struct Out(SendStream);
struct In(RecvStream);

impl FrameSink for Out {
    async fn send(&mut self, frame: Vec<u8>) -> bool {
        let length = u32::try_from(frame.len()).unwrap().to_be_bytes();
        self.0.write_all(&[&length, frame.as_slice()].concat()).await.is_ok()
    }
}

impl FrameSource for In {
    async fn recv(&mut self) -> Option<Vec<u8>> {
        let mut length = [0; 4];
        self.0.read_exact(&mut length).await.ok()?;
        let mut frame = vec![0; usize::try_from(u32::from_be_bytes(length)).unwrap()];
        self.0.read_exact(&mut frame).await.ok()?;
        Some(frame)
    }
}

async fn quic_cloud() -> (Endpoint, CloudAddress) {
    let endpoint = quic::open(&SigningKey::from_bytes(&[9; 32]), None).await.unwrap();
    let port = endpoint.bound_sockets().into_iter().find(std::net::SocketAddr::is_ipv4).unwrap().port();
    let known = CloudEndpoint {
        endpoint: hex::encode(endpoint.id().as_bytes()),
        addresses: vec![format!("127.0.0.1:{port}")],
    };
    let address = CloudAddress { endpoints: vec![known], relay_url: None, base_url: String::new() };
    (endpoint, address)
}

async fn accept(endpoint: &Endpoint) -> (iroh::endpoint::Connection, Out, In) {
    let connection = endpoint.accept().await.unwrap().await.unwrap();
    let (sending, receiving) = connection.accept_bi().await.unwrap();
    (connection, Out(sending), In(receiving))
}

async fn until_equal(one: &Side, other: &Side) {
    let equal = async {
        while one.held().await != other.held().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, equal).await.expect("both sides become equal");
}

async fn until(link: &Link, path: Option<SyncPath>) {
    let mut watch = link.watch();
    let reached = watch.wait_for(|now| *now == path);
    tokio::time::timeout(PATIENCE, reached).await.expect("the link changes").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_and_the_cloud_become_equal_over_quic_and_stay_so() {
    let (cloud, shop) = (Arc::new(Side::seeded().await), Side::blank());
    let (endpoint, address) = quic_cloud().await;
    shop.joins(address).await;
    let serving = tokio::spawn({
        let (cloud, endpoint) = (Arc::clone(&cloud), endpoint.clone());
        async move {
            loop {
                let (_connection, sink, source) = accept(&endpoint).await;
                cloud.answers(sink, source).await;
            }
        }
    });
    let (dialler, link) = shop.dials();
    until_equal(&cloud, &shop).await;
    until(&link, Some(SyncPath::Direct)).await;
    shop.sells(0x100).await;
    cloud.sells_out().await;
    shop.sells(0x200).await;
    until_equal(&cloud, &shop).await;
    let all_acked = async {
        while link::status(&shop.store, &link).await.unwrap().pending_changes > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, all_acked).await.expect("the cloud acknowledges");
    let status = link::status(&shop.store, &link).await.unwrap();
    assert!(status.connected && status.enrolled && status.last_exchange_ms.is_some());
    assert_eq!((status.dead_letters, status.conflicts, status.standing), (0, 0, SyncStanding::Member));
    dialler.stop().await;
    assert_eq!(link.path(), None);
    serving.abort();
    endpoint.close().await;
}

type Clients = SplitSink<WebSocket, Message>;

struct WebOut(Clients);
struct WebIn(SplitStream<WebSocket>);

impl FrameSink for WebOut {
    async fn send(&mut self, frame: Vec<u8>) -> bool {
        self.0.send(Message::binary(frame)).await.is_ok()
    }
}

impl FrameSource for WebIn {
    async fn recv(&mut self) -> Option<Vec<u8>> {
        match self.0.next().await?.ok()? {
            Message::Binary(bytes) => Some(bytes.to_vec()),
            Message::Text(_) | Message::Ping(_) | Message::Pong(_) | Message::Close(_) => None,
        }
    }
}

async fn upgrade(State(cloud): State<Arc<Side>>, upgrade: WebSocketUpgrade) -> axum::response::Response {
    upgrade.on_upgrade(async move |mut socket| {
        socket.send(Message::binary(vec![3; 32])).await.unwrap();
        let Some(Ok(Message::Binary(proof))) = socket.next().await else { return };
        let (certificate, signature) = proof[2..].split_at(usize::from(proof[1]));
        assert_eq!(certificate, b"certificado");
        let signature = ed25519_dalek::Signature::from_slice(signature).unwrap();
        let key = SigningKey::from_bytes(&[7; 32]).verifying_key();
        key.verify_strict(&socket_proof_message(&[3; 32]), &signature).unwrap();
        let (sink, source) = socket.split();
        cloud.answers(WebOut(sink), WebIn(source)).await;
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn where_only_the_web_gets_through_the_box_goes_over_the_web() {
    let (cloud, shop) = (Arc::new(Side::seeded().await), Side::blank());
    let app = Router::new().route("/api/v1/sync/socket", get(upgrade)).with_state(Arc::clone(&cloud));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let serving = tokio::spawn(async move { axum::serve(listener, app).await });
    // Nobody listens there: the next way does not wait until that is known.
    let nobody = CloudEndpoint {
        endpoint: hex::encode(SigningKey::from_bytes(&[9; 32]).verifying_key().as_bytes()),
        addresses: vec!["127.0.0.1:9".to_owned()],
    };
    shop.joins(CloudAddress { endpoints: vec![nobody], relay_url: None, base_url }).await;
    let (dialler, link) = shop.dials();
    until(&link, Some(SyncPath::Https)).await;
    until_equal(&cloud, &shop).await;
    shop.sells(0x100).await;
    until_equal(&cloud, &shop).await;
    dialler.stop().await;
    serving.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fenced_box_says_so_goes_on_and_is_taken_back() {
    let (cloud, shop) = (Side::seeded().await, Side::seeded().await);
    let (endpoint, address) = quic_cloud().await;
    shop.joins(address).await;
    let (dialler, link) = shop.dials();
    let (connection, mut sink, _source) = accept(&endpoint).await;
    let hello = shared_model::sync::frame::Hello {
        version_min: 1,
        version_max: 1,
        replica: [9; 8],
        epoch: 1,
        schema: 1,
        capabilities: 0,
        recv: shared_model::sync::Mark::default(),
        healing: false,
    };
    let notice = Notice { code: "fenced".to_owned(), text: "otra caja".to_owned() };
    for frame in [Frame::Hello(hello), Frame::Notice(notice)] {
        assert!(sink.send(frame.encode()).await);
    }
    let standing = |wanted: SyncStanding| {
        let (store, link) = (shop.store.clone(), link.clone());
        let reached = async move {
            while link::status(&store, &link).await.unwrap().standing != wanted {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        async { tokio::time::timeout(PATIENCE, reached).await.expect("the standing changes") }
    };
    standing(SyncStanding::Fenced).await;
    assert!(link::status(&shop.store, &link).await.unwrap().text.contains("Otra caja"));
    shop.sells(0x100).await;
    connection.close(0_u32.into(), b"fenced");
    let (_connection, sink, source) = accept(&endpoint).await;
    let answering = tokio::spawn(async move {
        cloud.answers(sink, source).await;
    });
    standing(SyncStanding::Member).await;
    let heard = shop.store.readers.read(|conn| crate::store::event::after(conn, 0, 100)).await.unwrap();
    let told: Vec<_> = heard
        .iter()
        .filter(|stored| stored.envelope.kind == "sync:status")
        .map(|stored| stored.envelope.data["standing"].clone())
        .collect();
    assert!(told.contains(&"fenced".into()) && told.contains(&"member".into()), "{told:?}");
    dialler.stop().await;
    answering.abort();
    endpoint.close().await;
}
