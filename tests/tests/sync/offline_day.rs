//! A day without a line.

use std::time::Instant;

use fastops_tests::both_sides;
use fastops_tests::caja::Caja;
use fastops_tests::carta::Carta;
use fastops_tests::cloud_world::CloudWorld;
use fastops_tests::model::Books;
use fastops_tests::rush::Rush;

/// Orders of the day.
const ORDERS: usize = 300;

#[tokio::test(flavor = "multi_thread")]
async fn a_day_without_a_line_is_in_the_cloud_when_the_line_is_back() {
    let mut cloud = CloudWorld::open().await;
    let shop = cloud.plant("la-papa-criolla.json", "marcela", "marcela-criolla-2026").await;
    let caja = Caja::of(&cloud, &shop, shop.branch_id).await;
    let owner = caja.tablet_of("marcela").await;
    cloud.stop().await;
    caja.reaches(None).await;

    let carta = Carta(owner.get("/menu").await.ok());
    let mut books = Books::over(carta.clone());
    let began = Instant::now();
    Rush { till: &owner, carta: &carta, clock: &cloud.clock, books: &mut books }.sell(ORDERS).await;
    println!("{ORDERS} orders sold without a line in {:?}", began.elapsed());
    let status = caja.status(&owner).await;
    let pending = status["pending_changes"].as_i64().expect("a number");
    assert!(pending >= i64::try_from(ORDERS).expect("few"), "{status}");
    let text = status["text"].as_str().expect("a sentence");
    assert!(text.contains("Sin conexión") && text.contains(&pending.to_string()), "{text}");

    cloud.start().await;
    let up = Instant::now();
    caja.reaches_it().await;
    let met = Instant::now();
    caja.settles(&cloud, &shop).await;
    println!(
        "{pending} changes: the box came back after {:?} and had caught up {:?} later",
        met - up,
        met.elapsed()
    );
    let rows = both_sides::assert_equal(&caja, &cloud, &shop).await;
    assert_eq!(rows["sales_order"].len(), ORDERS);
    both_sides::rebuild(&caja, &cloud, &shop).await;
    assert_eq!(both_sides::assert_equal(&caja, &cloud, &shop).await, rows, "a rebuild makes the same rows");
    books.audit_reports(&owner).await;
    caja.stands(&owner, "the cloud has acknowledged all", |status| status["pending_changes"] == 0).await;
}
