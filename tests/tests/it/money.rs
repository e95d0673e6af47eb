//! Money: mixed tenders, change, coins that do not exist, and references that prove a payment once.

use fastops_tests::carta::{by, cash, dine_in, paid, sent};
use fastops_tests::ids::mint;
use fastops_tests::model::Books;
use fastops_tests::tablet::path;
use fastops_tests::world::{World, words};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_bill_is_settled_by_card_and_cash_with_change_and_rounding() {
    let world = World::open().await;
    let (till, owner) = (world.till().await, world.owner().await);
    let carta = world.carta(&till).await;
    let mut books = Books::over(carta.clone());
    let body = sent(dine_in("1", [carta.lines_of(3, "Hamburguesa sencilla")]));
    let order = till.sell(&body).await;
    books.opened(world.clock.now_ms(), &body, &order);
    // 12,34 pesos off leaves odd coins on the bill.
    let discount = json!({"discount_id": mint("dsc"), "amount": 1_234, "reason": "cortesía"});
    till.post(&path(&order, "/discount"), &discount).await.refused(403, "forbidden");
    let less = owner.post(&path(&order, "/discount"), &discount).await.ok();
    books.discounted(1_234, &less);
    assert_eq!(less["totals"]["due_in_cash"], 4_345_000);

    let body = json!({"payments": [by("card", 2_000_000, "AUT-991"), cash(2_345_000, 5_000_000)]});
    let settled = till.post(&path(&order, "/pay"), &body).await.ok();
    books.paid(&body, &settled);
    let totals = &settled["totals"];
    assert_eq!((&totals["paid"], &totals["rounding"]), (&4_345_000.into(), &3_766.into()));
    assert_eq!((&totals["due"], &totals["change"]), (&0.into(), &2_655_000.into()));
    assert_eq!(settled["payment_state"], "paid");

    let receipt = words(&world.tape("Caja").await[0]);
    for said in ["Datáfono", "Efectivo", "26.550", "M-001", "901.742.385-2"] {
        assert!(receipt.contains(said), "{said} is missing: {receipt}");
    }
    books.audit(&world, &owner).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reference_proves_one_payment() {
    let world = World::open().await;
    let till = world.till().await;
    let carta = world.carta(&till).await;
    let one = till.sell(&paid(dine_in("1", [carta.line("Tinto")]), [by("nequi", 250_000, "M777")])).await;
    assert_eq!(one["payment_state"], "paid");
    let two = till.sell(&dine_in("2", [carta.line("Tinto")])).await;
    till.pay(&two, [by("nequi", 250_000, " M777 ")]).await.refused(409, "reference-used");
    till.pay(&two, [by("nequi", 250_000, "  ")]).await.refused(422, "reference-missing");
    let twice = [by("card", 100_000, "A1"), by("card", 150_000, "A1")];
    till.pay(&two, twice).await.refused(409, "reference-used");
    assert_eq!(till.order(&two).await["payment_state"], "unpaid");
    till.pay(&two, [by("nequi", 250_000, "M778")]).await.ok();
    let opened = paid(dine_in("3", [carta.line("Tinto")]), [by("nequi", 250_000, "M778")]);
    till.post("/orders", &opened).await.refused(409, "reference-used");
    assert_eq!(world.count("SELECT count(*) FROM sales_order").await, 2, "a refused sale leaves nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_pays_too_much_or_too_little_by_mistake() {
    let world = World::open().await;
    let (till, owner) = (world.till().await, world.owner().await);
    let carta = world.carta(&till).await;
    let order = till.sell(&sent(dine_in("1", [carta.line("Tinto")]))).await;
    till.pay(&order, [cash(300_000, 300_000)]).await.refused(422, "overpaid");
    till.pay(&order, [cash(250_000, 200_000)]).await.refused(422, "invalid-field");
    till.pay(&order, [cash(-1, 200_000)]).await.refused(422, "invalid-field");
    till.pay(&order, [cash(0, 0)]).await.refused(422, "invalid-field");
    let half = till.pay(&order, [cash(100_000, 100_000)]).await.ok();
    assert_eq!((&half["payment_state"], &half["totals"]["due"]), (&"partial".into(), &150_000.into()));
    assert_eq!(world.count("SELECT count(*) FROM print_job WHERE kind = 'receipt'").await, 0);
    till.add_round(&order, json!([carta.line("Tinto")])).await.refused(409, "order-paid");
    owner.void(&order, &half["lines"][0]["line_id"], "error").await.refused(409, "order-has-payments");
    owner.cancel(&order, "error").await.refused(409, "order-has-payments");
    let large = json!({"discount_id": mint("dsc"), "amount": 150_001, "reason": "cortesía"});
    owner.post(&path(&order, "/discount"), &large).await.refused(422, "discount-too-large");
    till.pay(&order, [cash(150_000, 150_000)]).await.ok();
    assert_eq!(world.tape("Caja").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tills_charge_one_bill_and_one_is_told() {
    let world = World::open().await;
    let (one, two) = (world.till().await, world.tablet_of("julian").await);
    let carta = world.carta(&one).await;
    let order = one.sell(&sent(dine_in("1", [carta.line("Tinto")]))).await;
    let (first, second) =
        tokio::join!(one.pay(&order, [cash(250_000, 250_000)]), two.pay(&order, [cash(250_000, 250_000)]));
    let (taken, told): (Vec<_>, Vec<_>) =
        [first, second].into_iter().partition(|answer| answer.status == 200);
    assert_eq!((taken.len(), told.len()), (1, 1));
    for answer in told {
        answer.refused(409, "nothing-due");
    }
    assert_eq!(one.order(&order).await["totals"]["paid"], 250_000);
}
