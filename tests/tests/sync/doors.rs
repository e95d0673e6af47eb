//! The ways in, and what is refused at each: bad peers first, then bad changes among good ones.

use std::net::SocketAddr;

use ed25519_dalek::{Signer as _, SigningKey};
use edge_node::store::membership;
use fastops_tests::both_sides;
use fastops_tests::caja::{Caja, code_for};
use fastops_tests::carta::{Carta, sent, takeaway};
use fastops_tests::cloud_world::{CloudWorld, Setup, Shop, free_tcp, parsed};
use fastops_tests::ids::mint;
use fastops_tests::screen::Screen;
use fastops_tests::tablet::Tablet;
use fastops_tests::wire::{Liar, Line, number};
use iroh::endpoint::presets;
use iroh::{Endpoint, EndpointAddr, RelayMode, SecretKey};
use serde_json::{Value, json};
use shared_model::document::{Author, Chunk, DocKind};
use shared_model::ids::{BranchId, PrinterId};
use shared_model::sync::frame::{Batch, Frame};
use shared_model::sync::{BoxClaims, Certificate, Mark};
use shared_model::tenant::{Entitlement, EntitlementClaims};
use shared_model::wire::enrol::socket_proof_message;
use shared_model::wire::sync::SyncPath;
use uuid::Uuid;

const KENNEDY: &str = "brn_019cb73181e57bd5ab24d226a3439a62";

async fn planted(cloud: &CloudWorld) -> Shop {
    cloud.plant("la-papa-criolla.json", "marcela", "marcela-criolla-2026").await
}

async fn sells(caja: &Caja, cloud: &CloudWorld, shop: &Shop) -> Tablet {
    let owner = caja.tablet_of("marcela").await;
    let carta = Carta(owner.get("/menu").await.ok());
    owner.sell(&sent(takeaway("Camila", [carta.line("Tinto")]))).await;
    caja.settles(cloud, shop).await;
    both_sides::assert_equal(caja, cloud, shop).await;
    owner
}

/// An address that nobody answers at.
fn dead_end() -> String {
    SocketAddr::from(([127, 0, 0, 1], 9)).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn where_quic_is_blocked_the_web_gets_through() {
    let mut setup = Setup::plain();
    setup.ways.quic_public = vec![dead_end()];
    let cloud = CloudWorld::set_up(setup).await;
    let shop = planted(&cloud).await;
    let caja = Caja::of(&cloud, &shop, shop.branch_id).await;
    caja.reaches(Some(SyncPath::Https)).await;
    let owner = sells(&caja, &cloud, &shop).await;
    let status = caja.status(&owner).await;
    assert_eq!((&status["path"], &status["connected"]), (&json!("https"), &json!(true)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cloud_without_quic_is_reached_over_the_web() {
    let cloud = CloudWorld::set_up(Setup::web_only()).await;
    let shop = planted(&cloud).await;
    let caja = Caja::of(&cloud, &shop, shop.branch_id).await;
    assert_eq!(caja.path(), Some(SyncPath::Https));
    sells(&caja, &cloud, &shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_address_of_the_cloud_is_known_its_relay_gets_through() {
    let mut setup = Setup::plain();
    setup.ways.relay = Some(free_tcp());
    let cloud = CloudWorld::set_up(setup).await;
    let shop = planted(&cloud).await;
    let mut caja = Caja::blank(&cloud.clock);
    let code = code_for(&shop, shop.branch_id).await;
    let mut member = caja.enrol(&cloud.url(), &code).await.expect("the code is good");
    assert!(member.cloud.relay_url.is_some());
    for endpoint in &mut member.cloud.endpoints {
        endpoint.addresses.clear();
    }
    // The web is closed too: the relay is the only way.
    member.cloud.base_url = format!("http://{}", dead_end());
    caja.rewrite(move |work| membership::put(work.tx, &member)).await;
    caja.start().await;
    caja.reaches(Some(SyncPath::Relay)).await;
    caja.settles(&cloud, &shop).await;
    let owner = sells(&caja, &cloud, &shop).await;
    assert!(caja.status(&owner).await["text"].as_str().expect("a sentence").contains("repetidor"));
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_are_sent_away_on_every_way() {
    let cloud = CloudWorld::open().await;
    let shop = planted(&cloud).await;
    let liar = Liar::at(&cloud, &shop, shop.branch_id, 7).await;

    // Over QUIC: a key that nobody enrolled.
    let known = &liar.enrolled["cloud"]["endpoints"][0];
    let id = fastops_tests::wire::bytes_of::<32>(known["endpoint"].as_str().expect("an id"));
    let address = known["addresses"][0].as_str().expect("an address").parse().expect("an address");
    let to = EndpointAddr::new(iroh::EndpointId::from_bytes(&id).expect("an id")).with_ip_addr(address);
    let stranger = Endpoint::builder(presets::Minimal)
        .secret_key(SecretKey::from_bytes(&[99; 32]))
        .relay_mode(RelayMode::Disabled)
        .clear_address_lookup()
        .bind()
        .await
        .expect("an endpoint");
    let connection = stranger.connect(to, cloud_sync::sync::ALPN).await.expect("it answers before it knows");
    let closed = tokio::time::timeout(fastops_tests::wire::AT_ONCE, connection.closed()).await;
    let reason = format!("{:?}", closed.expect("it is sent away"));
    assert!(reason.contains("403"), "{reason}");
    stranger.close().await;

    // Over the web. A certificate of another root; of the right one for another key; a claim that was changed after signing.
    let now = cloud.cloud().now();
    let sound = Certificate::from_bytes(&liar.certificate).expect("a certificate");
    let claims = sound.verify(&cloud.cloud().keys().verifying(), now).expect("the cloud's");
    let forged = |claims: &BoxClaims| Certificate::sign(&SigningKey::from_bytes(&[1; 32]), claims).to_bytes();
    let mut changed = liar.certificate.clone();
    let at = changed.len() / 3;
    changed[at] ^= 1;
    for certificate in [
        forged(&claims),
        forged(&BoxClaims { branch_id: parsed(&json!(KENNEDY)), ..claims }),
        changed,
        vec![],
    ] {
        let (mut line, nonce) = Line::open(&cloud).await;
        let proof = liar.key.sign(&socket_proof_message(&nonce)).to_bytes();
        line.proves(&certificate, &proof).await;
        assert!(line.is_cut_unheard().await);
    }
    // A signature over another nonce, of another key, and none.
    let other = SigningKey::from_bytes(&[8; 32]);
    for nth in 0..3 {
        let (mut line, nonce) = Line::open(&cloud).await;
        let proof = match nth {
            0 => liar.key.sign(&socket_proof_message(&[5; 32])).to_bytes().to_vec(),
            1 => other.sign(&socket_proof_message(&nonce)).to_bytes().to_vec(),
            _ => vec![],
        };
        line.proves(&liar.certificate, &proof).await;
        assert!(line.is_cut_unheard().await);
    }
    assert_eq!(cloud.present().count(), 0);
    // A certificate whose time is over.
    cloud.clock.advance_ms(401 * 24 * 3_600_000);
    assert!(liar.dials(&cloud).await.is_cut_unheard().await);
    cloud.clock.advance_ms(-401 * 24 * 3_600_000);
    // The right box is let in after all of it.
    liar.meets(&cloud, Mark::default()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_that_talks_nonsense_is_cut_off_and_may_come_back() {
    let cloud = CloudWorld::open().await;
    let shop = planted(&cloud).await;
    let liar = Liar::at(&cloud, &shop, shop.branch_id, 7).await;
    let category = new_category("Temporada");
    let good = liar.writes(&cloud, &category);
    let doc = parsed::<shared_model::ids::CategoryId>(&category["category_id"]).uuid();
    for nonsense in 0..6 {
        let (mut line, _) = liar.meets(&cloud, Mark::default()).await;
        match nonsense {
            0 => line.throws(b"hola".to_vec()).await,
            1 => line.throws(vec![0; 2 * 1024 * 1024]).await,
            2 => {
                let mut batch = line.batch(&[(number(DocKind::Category), doc, &good)]);
                batch.pack.as_mut().expect("a pack").digest[0] ^= 1;
                line.says(&Frame::Batch(batch)).await;
            }
            3 => {
                // It says that it is small.
                let mut batch = line.batch(&[(number(DocKind::Category), doc, &good)]);
                batch.pack.as_mut().expect("a pack").raw_len = 10;
                line.says(&Frame::Batch(batch)).await;
            }
            4 => {
                let to = Mark { seq: 900, ..Mark::default() };
                line.says(&Frame::Batch(Batch { from: 800, to, pack: None, last: true })).await;
            }
            _ => line.says(&Frame::Ack(77)).await,
        }
        line.is_cut().await;
    }
    let mut line = liar.dials(&cloud).await;
    let other = Liar { author: Author { replica: [200; 8], epoch: 1 }, ..liar.clone() };
    // With its certificate in the name of another: the cloud hangs up on the hello.
    line.meets(&other, Mark::default()).await;
    line.is_cut().await;
    let (mut line, _) = liar.meets(&cloud, Mark::default()).await;
    let acked = line.feeds(&[(number(DocKind::Category), doc, &good)]).await;
    assert_eq!(line.refusals(acked).await, []);
    let stored = cloud.query(shop.company_id, "SELECT 1 FROM register WHERE body LIKE '%Temporada%'").await;
    assert_eq!(stored.len(), 1);
}

fn new_category(name: &str) -> Value {
    json!({"category_id": mint("cat"), "name": name})
}

/// The document of a menu tab.
fn id(category: &Value) -> Uuid {
    parsed::<shared_model::ids::CategoryId>(&category["category_id"]).uuid()
}

/// One change for each reason there is to refuse one; `theirs` is the opening of another branch's order.
fn bad_changes(
    cloud: &CloudWorld,
    shop: &Shop,
    liar: &Liar,
    theirs: &[cloud_sync::store::Value],
) -> Vec<(u16, Uuid, Chunk)> {
    let category = number(DocKind::Category);
    let in_anothers_name = {
        let author = Author { replica: [44; 8], epoch: 44 };
        (Uuid::now_v7(), Liar::writes_as(author, cloud, &new_category("Ajena")))
    };
    let printer = json!({"printer_id": "prn_019cb73185ca7cc8bd1b0735a9c236d4", "name": "Robada",
        "address": "10.0.0.66:9100", "width_mm": 80, "role": "station"});
    let of_another_branch = liar.writes(cloud, &printer);
    let printer_id: PrinterId = parsed(&printer["printer_id"]);
    let kennedy: BranchId = parsed(&json!(KENNEDY));
    let (order_doc, order_bytes) = match theirs {
        [cloud_sync::store::Value::Blob(doc), cloud_sync::store::Value::Blob(bytes)] => {
            (doc.clone(), bytes.clone())
        }
        other => panic!("{other:?}"),
    };
    let order_doc = Uuid::from_slice(&order_doc).expect("an id");
    let meddled = Liar::writes_as(liar.author, cloud, &json!({"note": "gratis"}));
    let branch_doc = liar.writes(cloud, &json!({"branch_id": KENNEDY, "name": "Mía"}));
    let grant = Entitlement { company_id: shop.company_id, grant: "00.00".to_owned() };
    let grant = liar.writes(cloud, &grant);
    let torn = {
        let value = new_category("x");
        (id(&value), liar.writes(cloud, &json!({"category_id": value["category_id"], "name": 5})))
    };
    let no_change = Chunk { hash: [9; 32], bytes: b"esto no es un cambio".to_vec() };
    let of_the_future = liar.writes(cloud, &json!({"x": 1}));
    let known_already = Chunk { hash: [1; 32], bytes: order_bytes };
    vec![
        (category, in_anothers_name.0, in_anothers_name.1),
        (number(DocKind::Printer), printer_id.uuid(), of_another_branch),
        (number(DocKind::Order), order_doc, meddled),
        (number(DocKind::Order), order_doc, known_already),
        (number(DocKind::Branch), kennedy.uuid(), branch_doc),
        (number(DocKind::Entitlement), shop.company_id.uuid(), grant),
        (category, torn.0, torn.1),
        (category, Uuid::now_v7(), no_change),
        (900, Uuid::now_v7(), of_the_future),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_changes_among_good_ones_are_refused_alone_each_with_its_reason() {
    let cloud = CloudWorld::open().await;
    let shop = planted(&cloud).await;
    let kennedy: BranchId = parsed(&json!(KENNEDY));
    // Kennedy sells something, so that there is an order to meddle with.
    let other = Caja::of(&cloud, &shop, kennedy).await;
    sells(&other, &cloud, &shop).await;
    let orders = "SELECT doc_id, bytes FROM log WHERE doc_kind = 'order'".to_owned();
    let theirs = both_sides::ask(other.branch(), orders).await.remove(0);
    let mut office = Screen::connect(cloud.door().addr(), &shop.owner, None).await;
    office.sync().await;
    let liar = Liar::at(&cloud, &shop, shop.branch_id, 7).await;
    let (mut line, hello) = liar.meets(&cloud, Mark::default()).await;
    assert_eq!(hello.recv, Mark::default());

    let good: Vec<Value> = ["Temporada uno", "Temporada dos", "Temporada tres"].map(new_category).to_vec();
    let chunks: Vec<Chunk> = good.iter().map(|value| liar.writes(&cloud, value)).collect();
    let bad = bad_changes(&cloud, &shop, &liar, &theirs);
    let mut sent: Vec<(u16, Uuid, &Chunk)> =
        bad.iter().map(|(kind, doc, chunk)| (*kind, *doc, chunk)).collect();
    for (place, (value, chunk)) in [0, 5, 11].into_iter().zip(good.iter().zip(&chunks)) {
        sent.insert(place, (number(DocKind::Category), id(value), chunk));
    }
    let acked = line.feeds(&sent).await;
    let refused = line.refusals(acked).await;
    let mut reasons: Vec<&str> = refused.iter().map(|reject| reject.code.as_str()).collect();
    reasons.sort_unstable();
    assert_eq!(
        reasons,
        [
            "breaks-schema",
            "foreign-author",
            "foreign-document",
            "foreign-document",
            "foreign-document",
            "kind-not-allowed",
            "malformed",
            "unknown-kind",
        ]
    );
    for name in ["Temporada uno", "Temporada dos", "Temporada tres"] {
        let sql = format!("SELECT 1 FROM register WHERE body LIKE '%{name}%'");
        assert_eq!(cloud.query(shop.company_id, sql).await.len(), 1, "{name}");
    }
    for nothing in ["Ajena", "Robada", "gratis", "Mía"] {
        let sql = format!("SELECT 1 FROM register WHERE body LIKE '%{nothing}%'");
        assert!(cloud.query(shop.company_id, sql).await.is_empty(), "{nothing}");
    }
    // Put aside, every one of them, and somebody is told.
    let letters = cloud.query(shop.company_id, "SELECT code FROM dead_letter").await;
    assert_eq!(letters.len(), refused.len());
    loop {
        let alert = office.hear("system:alert").await;
        if alert["data"]["type"] == "sync_refused" {
            assert_eq!(alert["data"]["changes"], refused.len());
            break;
        }
    }
    // The next conversation goes on behind all of it.
    drop(line);
    let (mut line, hello) = liar.meets(&cloud, Mark::default()).await;
    assert_eq!(hello.recv.seq, acked);
    let more = new_category("Cuarta");
    let chunk = liar.writes(&cloud, &more);
    let acked = line.feeds(&[(number(DocKind::Category), id(&more), &chunk)]).await;
    assert_eq!(line.refusals(acked).await, []);
    other.settles(&cloud, &shop).await;
    both_sides::assert_equal(&other, &cloud, &shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_that_claims_a_loss_of_the_cloud_cannot_write_its_own_plan() {
    let cloud = CloudWorld::open().await;
    let shop = planted(&cloud).await;
    let other = Caja::of(&cloud, &shop, parsed(&json!(KENNEDY))).await;
    let before = granted(&cloud, &shop).await;
    let liar = Liar::at(&cloud, &shop, shop.branch_id, 7).await;
    // A cursor that the cloud never gave: the cloud believes that it lost something.
    let invented = Mark { seq: 3, ..Mark::default() };
    let (mut line, _) = liar.meets(&cloud, invented).await;
    while line.hears().await.expect("the cloud goes on") != Frame::Reset {}
    line.says(&Frame::Locate(vec![])).await;
    let claims = EntitlementClaims { serial: 99, ..before.clone() };
    let own = Entitlement::sign(&SigningKey::from_bytes(&[1; 32]), &claims);
    let forged = liar.writes(&cloud, &own);
    let acked = line.feeds(&[(number(DocKind::Entitlement), shop.company_id.uuid(), &forged)]).await;
    let refused = line.refusals(acked).await;
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert_eq!(granted(&cloud, &shop).await, before);
    other.settles(&cloud, &shop).await;
    let owner = other.tablet_of("marcela").await;
    assert_eq!(other.status(&owner).await["dead_letters"], 0);
}

async fn granted(cloud: &CloudWorld, shop: &Shop) -> EntitlementClaims {
    let root = cloud.cloud().keys().verifying();
    let read = cloud.cloud().read(shop.company_id, move |tx| cloud_sync::company::limits::granted(tx, &root));
    read.await.expect("the cloud can be read").expect("a grant")
}
