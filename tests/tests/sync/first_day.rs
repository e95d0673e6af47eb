//! A code turns a blank box into the branch's box.

use std::time::{Duration, Instant};

use fastops_tests::both_sides;
use fastops_tests::caja::Caja;
use fastops_tests::carta::{Carta, cash, dine_in, paid, sent};
use fastops_tests::cloud_world::CloudWorld;
use fastops_tests::ids::mint;
use fastops_tests::model::Books;
use fastops_tests::rush::Rush;
use fastops_tests::wait::until;
use serde_json::json;
use shared_model::wire::sync::SyncPath;

#[tokio::test(flavor = "multi_thread")]
async fn a_code_turns_a_blank_box_into_the_box_of_its_branch() {
    let cloud = CloudWorld::open().await;
    let shop = cloud.plant("la-papa-criolla.json", "marcela", "marcela-criolla-2026").await;
    let person = json!({"staff_id": mint("stf"), "name": "Nubia Ochoa", "username": "nubia", "roles": ["cashier"],
        "password": "arepa-de-choclo-2026", "pin": "4417"});
    let nubia = shop.owner.post("/staff", &person).await.ok();
    let caja = Caja::of(&cloud, &shop, shop.branch_id).await;
    assert_eq!(caja.path(), Some(SyncPath::Direct));

    // Staff sign in at the box with what was set in the cloud: password first, then the PIN on the tablet they used.
    let mut till = caja.login(&shop.slug, "nubia", "arepa-de-choclo-2026").await;
    till.pin(&nubia["staff_id"], "4417").await.ok();
    till.pin(&nubia["staff_id"], "4418").await.refused(401, "bad-pin");
    let owner = caja.tablet_of("marcela").await;
    let status = caja.status(&owner).await;
    assert_eq!((&status["enrolled"], &status["connected"]), (&json!(true), &json!(true)));

    let carta = Carta(till.get("/menu").await.ok());
    let mut books = Books::over(carta.clone());
    let began = Instant::now();
    let body = sent(dine_in("1", [carta.line("Tinto")]));
    let order = till.sell(&paid(body.clone(), [cash(250_000, 250_000)])).await;
    books.opened(cloud.clock.now_ms(), &paid(body, [cash(250_000, 250_000)]), &order);
    let id = order["order_id"].as_str().expect("an id").to_owned();
    let sql = format!("SELECT 1 FROM sales_order WHERE order_id = '{id}'");
    until("the order is in the cloud", || async {
        !cloud.query(shop.company_id, sql.clone()).await.is_empty()
    })
    .await;
    let took = began.elapsed();
    println!("sold and in the cloud's rows: {took:?}");
    assert!(took < Duration::from_secs(2), "{took:?}");

    Rush { till: &owner, carta: &carta, clock: &cloud.clock, books: &mut books }.sell(24).await;
    caja.settles(&cloud, &shop).await;
    books.audit_reports(&owner).await;
    both_sides::assert_equal(&caja, &cloud, &shop).await;
    for (day, total) in books.sold_by_day() {
        let report = owner.get(&format!("/reports/daily?date={day}")).await.ok();
        assert_eq!(report["figures"]["total"], total, "{day} at the box");
        let sql = format!(
            "SELECT CAST(sum(total) AS BIGINT) FROM rollup WHERE dimension = 'sales' AND business_day = '{day}'"
        );
        let row = cloud.query(shop.company_id, sql).await.remove(0);
        assert_eq!(row.get::<i64>(0).expect("a sum"), total, "{day} in the cloud");
    }
}
