//! Two branches of one company, and another company beside them: what is in each box, byte for byte, and what a box can
//! get out of the cloud by asking for it.

use std::collections::BTreeSet;

use fastops_tests::both_sides;
use fastops_tests::caja::Caja;
use fastops_tests::carta::{Carta, delivery, rows, sent};
use fastops_tests::cloud_world::{CloudWorld, Shop, parsed};
use fastops_tests::screen::Screen;
use fastops_tests::wire::Liar;
use serde_json::json;
use shared_model::ids::BranchId;
use shared_model::sync::digest::{Digest, Span, prefix};
use shared_model::sync::frame::{Batch, Frame, Hashes, Prefixes};
use shared_model::sync::{Mark, pack};

const KENNEDY: &str = "brn_019cb73181e57bd5ab24d226a3439a62";

struct Town {
    cloud: CloudWorld,
    criolla: Shop,
    mono: Shop,
    chapinero: Caja,
    kennedy: Caja,
    restrepo: Caja,
}

/// Everybody sells to somebody with a name that nobody else has.
async fn open() -> Town {
    let cloud = CloudWorld::open().await;
    let criolla = cloud.plant("la-papa-criolla.json", "marcela", "marcela-criolla-2026").await;
    let file = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../cloud-sync/demo/perros-el-mono.json"
    ));
    let file: serde_json::Value = serde_json::from_str(&file.expect("a file")).expect("JSON");
    let jairo = rows(&file["staff"]).find(|person| person["username"] == "jairo").expect("the owner");
    let password = jairo["password"].as_str().expect("a password");
    let mono = cloud.plant("perros-el-mono.json", "jairo", password).await;
    let kennedy: BranchId = parsed(&json!(KENNEDY));
    let town = Town {
        chapinero: Caja::of(&cloud, &criolla, criolla.branch_id).await,
        kennedy: Caja::of(&cloud, &criolla, kennedy).await,
        restrepo: Caja::of(&cloud, &mono, mono.branch_id).await,
        cloud,
        criolla,
        mono,
    };
    for (caja, who) in [(&town.chapinero, "Clientechapinero"), (&town.kennedy, "Clientekennedy")] {
        let owner = caja.tablet_of("marcela").await;
        let carta = Carta(owner.get("/menu").await.ok());
        owner.sell(&sent(delivery(who, [carta.line("Tinto")]))).await;
        caja.settles(&town.cloud, &town.criolla).await;
    }
    let owner = town.restrepo.login("elmono", "jairo", password).await;
    let carta = Carta(owner.get("/menu").await.ok());
    owner.sell(&sent(delivery("Clienterestrepo", [carta.line("Perro sencillo")]))).await;
    town.restrepo.settles(&town.cloud, &town.mono).await;
    town
}

/// Everything that is written in a box, in its database and in what is not yet in it.
fn bytes_of(caja: &Caja) -> Vec<u8> {
    let mut all = Vec::new();
    for ending in ["db", "db-wal"] {
        all.extend(std::fs::read(caja.database().with_extension(ending)).unwrap_or_default());
    }
    assert!(all.len() > 4096);
    all
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_box_has_a_byte_of_another_branch_or_company() {
    let Town { cloud, criolla, mono, chapinero, kennedy, restrepo } = Box::pin(open()).await;
    both_sides::assert_equal(&chapinero, &cloud, &criolla).await;
    both_sides::assert_equal(&kennedy, &cloud, &criolla).await;
    both_sides::assert_equal(&restrepo, &cloud, &mono).await;
    let logs = [
        both_sides::log_of_box(chapinero.branch()).await,
        both_sides::log_of_box(kennedy.branch()).await,
        both_sides::log_of_box(restrepo.branch()).await,
    ];
    // One menu in both branches of the company.
    let docs: Vec<BTreeSet<&Vec<u8>>> =
        logs.iter().map(|log| log.iter().map(|(doc, _)| doc).collect()).collect();
    let menu = cloud.query(criolla.company_id, "SELECT doc_id FROM log WHERE doc_kind = 'product'").await;
    let menu: Vec<Vec<u8>> = menu.iter().map(|row| row.get(0).expect("an id")).collect();
    assert!(menu.len() > 50 && menu.iter().all(|id| docs[0].contains(id) && docs[1].contains(id)));
    // Ids of everything that is a branch's or a company's own, looked for in every byte of the others.
    let boxes = [&chapinero, &kennedy, &restrepo].map(bytes_of);
    let names = ["Clientechapinero", "Clientekennedy", "Clienterestrepo"];
    let mut looked = 0;
    for (mine, bytes) in boxes.iter().enumerate() {
        for theirs in 0..3 {
            assert_eq!(
                holds(bytes, names[theirs].as_bytes()),
                mine == theirs,
                "{} in box {mine}",
                names[theirs]
            );
            for id in docs[theirs].difference(&docs[mine]) {
                looked += 1;
                let text = cloud_sync::hex::hex(id);
                assert!(!holds(bytes, id), "{text} of box {theirs} is in box {mine}");
                // People of the company say as text at which of its branches they work.
                if theirs == 2 || mine == 2 {
                    assert!(
                        !holds(bytes, text.as_bytes()),
                        "{text} of box {theirs} is written in box {mine}"
                    );
                }
            }
        }
    }
    assert!(looked > 200, "only {looked}");
    for foreign in [mono.company_id.to_string(), mono.branch_id.to_string()] {
        assert!(!holds(&boxes[0], foreign.as_bytes()) && !holds(&boxes[1], foreign.as_bytes()));
    }
    assert!(!holds(&boxes[2], criolla.company_id.to_string().as_bytes()));
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_for_what_is_anothers_gets_nothing() {
    let Town { cloud, criolla, mono, chapinero, kennedy, .. } = Box::pin(open()).await;
    let theirs = both_sides::log_of_box(kennedy.branch()).await;
    let ours = both_sides::log_of_box(chapinero.branch()).await;
    let foreign: Vec<[u8; 8]> = theirs
        .iter()
        .filter(|change| !ours.contains(change))
        .map(|(_, hash)| prefix(hash.as_slice().try_into().expect("32 bytes")))
        .collect();
    assert!(foreign.len() > 4);
    // One of the other company's box, and one of the same company's other branch.
    for (shop, branch, number) in [(&mono, mono.branch_id, 61), (&criolla, criolla.branch_id, 62)] {
        let liar = Liar::at(&cloud, shop, branch, number).await;
        let (mut line, _) = liar.meets(&cloud, Mark::default()).await;
        line.says(&Frame::Want(Hashes { span: Span::ALL, prefixes: Prefixes(foreign.clone()) })).await;
        line.says(&Frame::Digest(vec![Digest { span: Span::ALL, count: 1, xor: 1 }])).await;
        line.says(&Frame::Hashes(Hashes { span: Span::ALL, prefixes: Prefixes(vec![]) })).await;
        // Its own log from the beginning, what it wants, what differs: all the cloud has to say.
        let mut heard = line.all_so_far().await;
        heard.extend(line.all_so_far().await);
        let (mut got, mut named) = (Vec::new(), BTreeSet::new());
        for frame in heard {
            if let Frame::Batch(Batch { pack: Some(pack), .. }) | Frame::Now(pack) = &frame {
                got.extend(pack::unpack(pack).expect("a pack"));
            }
            if let Frame::Hashes(hashes) | Frame::Want(hashes) = frame {
                named.extend(hashes.prefixes.0);
            }
        }
        assert!(!got.is_empty(), "it has a log of its own");
        for parcel in &got {
            let name = prefix(&pack::name(&parcel.bytes));
            assert!(!foreign.contains(&name) && !holds(&parcel.bytes, b"Clientekennedy"));
        }
        assert!(foreign.iter().all(|prefix| !named.contains(prefix)), "the cloud names what is another's");
        // Digests of single documents of the other's: as of nothing.
        for (doc, _) in theirs.iter().filter(|change| !ours.contains(change)).take(5) {
            let place = shared_model::sync::digest::place(uuid::Uuid::from_slice(doc).expect("an id"));
            let span = Span { first: place, last: place };
            line.says(&Frame::Digest(vec![Digest { span, count: 9, xor: 9 }])).await;
            let heard = line.all_so_far().await;
            for frame in heard {
                if let Frame::Hashes(hashes) = frame {
                    assert_eq!(hashes.prefixes.0, Vec::<[u8; 8]>::new());
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_and_screens_of_one_company_reach_nothing_of_another() {
    let Town { cloud, criolla, mono, chapinero, restrepo, .. } = Box::pin(open()).await;
    let marcela = chapinero.tablet_of("marcela").await;
    // A token of one box at the other, one of the cloud at a box, one of a box in the cloud.
    let at_restrepo = restrepo.browser();
    for token in [&marcela.token, &criolla.owner.token, &mono.owner.token] {
        let token = token.clone().expect("somebody is signed in");
        at_restrepo.with_token(token).get("/orders").await.refused(401, "unauthorized");
    }
    let office = cloud.browser().with_token(marcela.token.clone().expect("somebody is signed in"));
    office.get("/products").await.refused(401, "unauthorized");
    // Jairo's screen hears Jairo's sales and no others.
    let mut jairo = Screen::connect(cloud.door().addr(), &mono.owner, None).await;
    jairo.sync().await;
    let mut owner = Screen::connect(cloud.door().addr(), &criolla.owner, None).await;
    owner.sync().await;
    let carta = Carta(marcela.get("/menu").await.ok());
    let order = marcela.sell(&sent(delivery("Clientechapinero", [carta.line("Tinto")]))).await;
    let heard = owner.hear("order:created").await;
    assert_eq!(heard["data"]["order_id"], order["order_id"]);
    let category = json!({"category_id": fastops_tests::ids::mint("cat"), "name": "Solo del Mono"});
    mono.owner.post("/categories", &category).await.ok();
    // The next thing Jairo hears is his own.
    loop {
        let (name, told) = jairo.next().await.expect("the cloud is on the line");
        assert!(!told.to_string().contains(order["order_id"].as_str().expect("an id")), "{told}");
        if name == "menu:changed" {
            break;
        }
    }
    let products = mono.owner.get("/products").await.ok();
    let theirs = carta.product("Tinto")["product_id"].as_str().expect("an id");
    assert!(!products.to_string().contains(theirs));
    mono.owner.get(&format!("/products/{theirs}")).await.refused(404, "not-found");
}
