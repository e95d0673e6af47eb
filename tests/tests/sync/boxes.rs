//! Boxes that are taken out, replaced, restored; and a cloud that is.

use std::path::Path;
use std::time::{Duration, Instant};

use edge_node::store::backup;
use fastops_tests::both_sides;
use fastops_tests::caja::{Caja, code_for};
use fastops_tests::carta::{Carta, cash, dine_in, paid, rows, sent, takeaway};
use fastops_tests::cloud_world::{CloudWorld, Shop, keep, parsed};
use fastops_tests::model::Books;
use fastops_tests::rush::Rush;
use fastops_tests::tablet::Tablet;
use fastops_tests::wait::until;
use reqwest::Method;
use serde_json::{Value, json};
use shared_model::ids::{BranchId, OrderId};

async fn open() -> (CloudWorld, Shop) {
    let cloud = CloudWorld::open().await;
    let shop = cloud.plant("la-papa-criolla.json", "marcela", "marcela-criolla-2026").await;
    (cloud, shop)
}

async fn carta(who: &Tablet) -> Carta {
    Carta(who.get("/menu").await.ok())
}

async fn revoke(shop: &Shop, caja: &Caja) {
    let id = caja.membership().await.box_id;
    let gone = shop.owner.ask(shop.owner.request(Method::DELETE, &format!("/boxes/{id}"))).await;
    assert_eq!(gone.status, 204, "{}", gone.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_that_is_taken_out_is_out_within_five_seconds_and_told_so() {
    let (cloud, shop) = open().await;
    let caja = Caja::of(&cloud, &shop, shop.branch_id).await;
    let owner = caja.tablet_of("marcela").await;
    let carta = carta(&owner).await;
    let box_id = caja.membership().await.box_id;
    assert!(cloud.present().has(box_id));
    let began = Instant::now();
    revoke(&shop, &caja).await;
    until("the box is out", || async { !cloud.present().has(box_id) }).await;
    let out = began.elapsed();
    let told = caja.stands(&owner, "it is told", |status| status["standing"] == "revoked").await;
    println!("revoked: out after {out:?}, told after {:?}", began.elapsed());
    assert!(out < Duration::from_secs(5), "{out:?}");
    assert!(told["text"].as_str().expect("a sentence").contains("retiró"), "{told}");
    // It sells on, and none of it gets into the cloud.
    let order = owner.sell(&sent(takeaway("Camila", [carta.line("Tinto")]))).await;
    let id = order["order_id"].as_str().expect("an id");
    let sql = format!("SELECT 1 FROM sales_order WHERE order_id = '{id}'");
    caja.stands(&owner, "told again", |status| status["standing"] == "revoked").await;
    assert!(cloud.query(shop.company_id, sql).await.is_empty());
    // What the owner writes does not reach it.
    let before = both_sides::log_of_box(caja.branch()).await.len();
    let category = json!({"category_id": fastops_tests::ids::mint("cat"), "name": "Temporada"});
    shop.owner.post("/categories", &category).await.ok();
    until("it has knocked again", || async { caja.path().is_none() }).await;
    assert_eq!(both_sides::log_of_box(caja.branch()).await.len(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replaced_box_hands_in_what_it_sold_and_the_new_one_goes_on() {
    let (mut cloud, shop) = open().await;
    let old = Caja::of(&cloud, &shop, shop.branch_id).await;
    let old_owner = old.tablet_of("marcela").await;
    let carta = carta(&old_owner).await;
    let mut books = Books::over(carta.clone());
    let day = 24 * 3_600_000;
    // The last days, the newest with a table still open.
    Rush { till: &old_owner, carta: &carta, clock: &cloud.clock, books: &mut books }.sell(12).await;
    cloud.clock.advance_ms(day);
    let old_owner = old.tablet_of("marcela").await;
    Rush { till: &old_owner, carta: &carta, clock: &cloud.clock, books: &mut books }.sell(12).await;
    let body = sent(dine_in("5", [carta.line("Tinto")]));
    let open_table = old_owner.sell(&body).await;
    books.opened(cloud.clock.now_ms(), &body, &open_table);
    old.settles(&cloud, &shop).await;

    // The line goes, one more order is sold; then the box is replaced.
    cloud.stop().await;
    old.reaches(None).await;
    let late = old_owner.sell(&sent(takeaway("Nubia", [carta.line("Tinto")]))).await;
    cloud.start().await;
    let mut owner = shop.owner.clone();
    let login = json!({"company": shop.slug, "username": "marcela", "password": "marcela-criolla-2026"});
    let session = owner.post("/auth/login", &login).await.ok();
    keep(&mut owner, &session);
    let shop = Shop { owner, ..shop };
    let code = code_for(&shop, shop.branch_id).await;
    let mut new = Caja::blank(&cloud.clock);
    new.enrol(&cloud.url(), &code).await.expect("the code is good");
    new.start().await;

    // The old one is told, and what it sold is in the cloud all the same.
    old.stands(&old_owner, "fenced", |status| status["standing"] == "fenced").await;
    let id = late["order_id"].as_str().expect("an id").to_owned();
    let sql = format!("SELECT 1 FROM sales_order WHERE order_id = '{id}'");
    until("it is handed in", || async { !cloud.query(shop.company_id, sql.clone()).await.is_empty() }).await;

    new.settles(&cloud, &shop).await;
    both_sides::assert_equal(&new, &cloud, &shop).await;
    let till = new.tablet_of("marcela").await;
    let found = till.order(&open_table).await;
    assert_eq!((&found["number"], &found["payment_state"]), (&open_table["number"], &json!("unpaid")));
    till.pay(&open_table, [cash(250_000, 250_000)]).await.ok();
    let mut taken: Vec<Value> = Vec::new();
    for day in ["2026-11-20", "2026-11-21"] {
        let listed = till.get(&format!("/orders?day={day}&limit=100")).await.ok();
        taken.extend(rows(&listed["items"]).map(|order| json!([day, order["number"]])));
    }
    assert_eq!(taken.len(), 12 + 12 + 1 + 1);
    let mut newest: OrderId = parsed(&open_table["order_id"]);
    for nth in 0..3 {
        let body = match nth {
            0 => sent(dine_in("1", [carta.line("Tinto")])),
            1 => sent(takeaway("Camila", [carta.line("Tinto")])),
            _ => paid(takeaway("Camila", [carta.line("Tinto")]), [cash(250_000, 250_000)]),
        };
        let order = till.sell(&body).await;
        let number = json!([order["business_day"], order["number"]]);
        assert!(!taken.contains(&number), "{number} was given already");
        taken.push(number);
        newest = parsed(&order["order_id"]);
    }
    new.settles(&cloud, &shop).await;
    both_sides::assert_equal(&new, &cloud, &shop).await;
    // The replaced one hears nothing of it, however often it knocks.
    old.stands(&old_owner, "fenced", |status| status["standing"] == "fenced").await;
    let heard = both_sides::log_of_box(old.branch()).await;
    assert!(!heard.iter().any(|(doc, _)| doc == newest.uuid().as_bytes()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_restored_from_an_older_backup_gets_back_what_it_had_sent() {
    let (cloud, shop) = open().await;
    let mut caja = Caja::of(&cloud, &shop, shop.branch_id).await;
    let owner = caja.tablet_of("marcela").await;
    let carta = carta(&owner).await;
    let mut books = Books::over(carta.clone());
    Rush { till: &owner, carta: &carta, clock: &cloud.clock, books: &mut books }.sell(10).await;
    caja.settles(&cloud, &shop).await;
    let copy = caja.data().join("older.db");
    backup::backup(&caja.database(), &copy).expect("a sound backup");
    Rush { till: &owner, carta: &carta, clock: &cloud.clock, books: &mut books }.sell(20).await;
    caja.settles(&cloud, &shop).await;
    let before = both_sides::assert_equal(&caja, &cloud, &shop).await;
    assert_eq!(before["sales_order"].len(), 30);

    caja.stop().await;
    for ending in ["db-wal", "db-shm"] {
        // SQLite may have removed it.
        drop(std::fs::remove_file(caja.database().with_extension(ending)));
    }
    std::fs::copy(&copy, caja.database()).expect("the backup is put in place");
    caja.start().await;
    // It sells before it has everything back: its numbers must not repeat those it forgot.
    let owner = caja.tablet_of("marcela").await;
    caja.settles(&cloud, &shop).await;
    assert_eq!(both_sides::assert_equal(&caja, &cloud, &shop).await, before);
    Rush { till: &owner, carta: &carta, clock: &cloud.clock, books: &mut books }.sell(5).await;
    caja.settles(&cloud, &shop).await;
    both_sides::assert_equal(&caja, &cloud, &shop).await;
    books.audit_reports(&owner).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cloud_restored_from_an_older_copy_gets_everything_back_from_the_boxes() {
    let (mut cloud, shop) = open().await;
    let chapinero = Caja::of(&cloud, &shop, shop.branch_id).await;
    let kennedy: BranchId = "brn_019cb73181e57bd5ab24d226a3439a62".parse().expect("an id");
    let kennedy = Caja::of(&cloud, &shop, kennedy).await;
    let boxes = [&chapinero, &kennedy];
    let mut sold = 0;
    for round in 0..2 {
        for caja in boxes {
            let owner = caja.tablet_of("marcela").await;
            let carta = carta(&owner).await;
            let mut books = Books::over(carta.clone());
            Rush { till: &owner, carta: &carta, clock: &cloud.clock, books: &mut books }.sell(10).await;
            sold += 10;
            caja.settles(&cloud, &shop).await;
        }
        if round == 0 {
            cloud.stop().await;
            copy_folder(&cloud.data(), &cloud.data().with_extension("older"));
            cloud.start().await;
        }
    }
    // The owner changed something after the copy, and the boxes have it.
    let category = json!({"category_id": fastops_tests::ids::mint("cat"), "name": "Temporada"});
    shop.owner.post("/categories", &category).await.ok();
    let mut before = Vec::new();
    for caja in boxes {
        caja.settles(&cloud, &shop).await;
        before.push(both_sides::assert_equal(caja, &cloud, &shop).await);
    }
    cloud.stop().await;
    std::fs::remove_dir_all(cloud.data().join("companies")).expect("the disk is gone");
    std::fs::remove_file(cloud.data().join("control.db")).expect("the disk is gone");
    copy_folder(&cloud.data().with_extension("older"), &cloud.data());
    cloud.start().await;
    for (caja, before) in boxes.into_iter().zip(&before) {
        caja.settles(&cloud, &shop).await;
        assert_eq!(&both_sides::assert_equal(caja, &cloud, &shop).await, before);
    }
    let found = cloud.query(shop.company_id, "SELECT 1 FROM sales_order").await;
    assert_eq!(found.len(), sold);
    both_sides::rebuild(&chapinero, &cloud, &shop).await;
    both_sides::assert_equal(&chapinero, &cloud, &shop).await;
    std::fs::remove_dir_all(cloud.data().with_extension("older")).expect("tidied up");
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
}
