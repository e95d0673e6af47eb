//! What owners read of all their branches: figures that agree with books kept here, and nothing for those it is
//! not meant for.

#![expect(clippy::unwrap_used, reason = "what panics in a helper of a test fails the test")]

use cloud_sync::merge;
use cloud_sync::store::table::rollup::{self, Span};
use cloud_sync::store::{Mode, Tx};
use fastops_tests::cloud_world::CloudWorld;
use serde_json::{Value, json};
use shared_model::ids::BranchId;
use shared_model::order::payment::Method;
use shared_model::report::rollup::{Dimension, RollupRow};
use shared_model::staff::Role;

use crate::chain::{Chain, DAY_MS, FRIDAY, THURSDAY, plus, rows, sums};
use crate::counter::{self, Sale};

#[tokio::test(flavor = "multi_thread")]
async fn each_branch_agrees_with_its_books_and_all_with_their_sum() {
    let chain = Chain::open().await;
    let owner = &chain.shop.owner;
    let branches = [chain.shop.branch_id, chain.north];
    let both = [THURSDAY, FRIDAY];
    for day in both {
        for (nth, branch) in branches.iter().enumerate() {
            let daily = owner.get(&format!("/reports/daily?date={day}&branch_id={branch}")).await.ok();
            assert_eq!(sums(&daily["figures"]), chain.sum(nth, &[day]), "{day} {nth}");
        }
        let daily = owner.get(&format!("/reports/daily?date={day}")).await.ok();
        let expected = plus(chain.sum(0, &[day]), chain.sum(1, &[day]));
        assert_eq!(sums(&daily["figures"]), expected, "{day}");
    }
    let span = "from=2026-11-19&to=2026-11-20";
    let all = plus(chain.sum(0, &both), chain.sum(1, &both));
    let consolidated = owner.get(&format!("/reports/consolidated?{span}")).await.ok();
    assert_eq!(sums(&consolidated["figures"]), all);
    for of in rows(&consolidated["branches"]) {
        let nth = branches.iter().position(|id| of["branch_id"] == id.to_string()).unwrap();
        assert_eq!(sums(&of["figures"]), chain.sum(nth, &both), "{of}");
    }
    assert_eq!(rows(&consolidated["branches"]).count(), 2);
    for path in [
        format!("/reports/sales?{span}"),
        "/reports/weekly?date=2026-11-20".to_owned(),
        "/reports/weekly".to_owned(),
    ] {
        assert_eq!(sums(&owner.get(&path).await.ok()["figures"]), all, "{path}");
    }
    let month = owner.get("/reports/monthly?month=2026-11").await.ok();
    let with_before = plus(all, chain.sum(0, &["2026-11-13"]));
    assert_eq!(sums(&month["figures"]), with_before);
    // The other reports, against the same books.
    let products = owner.get(&format!("/reports/products?{span}")).await.ok();
    let sold =
        || chain.books.iter().flatten().filter(|sale| *sale.day.to_string() >= *THURSDAY && !sale.cancelled);
    let papas: u32 = sold().map(|sale| sale.papas).sum();
    let found = rows(&products["products"]).find(|product| product["name"] == "Papas").unwrap();
    assert_eq!((&found["quantity"], &found["lost_quantity"]), (&json!(papas), &json!(9)));
    assert_eq!(products["total"], all.1);
    let payments = owner.get(&format!("/reports/payments?{span}")).await.ok();
    for method in [Method::Cash, Method::Card, Method::Nequi] {
        let by: i64 = sold().filter(|sale| sale.paid_by == method).map(Sale::total).sum();
        let found = rows(&payments["methods"]).find(|of| of["method"] == method.as_str()).unwrap();
        assert_eq!(found["amount"], by, "{method:?}");
    }
    let staff = owner.get(&format!("/reports/staff?{span}")).await.ok();
    assert_eq!(staff["people"][0]["total"], all.1, "one cashier works at both");
    let hours = owner.get(&format!("/reports/hours?{span}&branch_id={}", chain.north)).await.ok();
    let busy: Vec<_> = rows(&hours["hours"]).filter(|of| of["orders"] != 0).map(|of| &of["hour"]).collect();
    assert_eq!(busy, [9, 10]);
}

#[tokio::test(flavor = "multi_thread")]
async fn any_report_of_any_branches_can_be_asked_for() {
    let chain = Chain::open().await;
    let owner = &chain.shop.owner;
    let ask = async |kind: &str, branches: &[BranchId]| {
        let body = json!({"kind": kind, "from": THURSDAY, "to": FRIDAY, "branch_ids": branches});
        owner.post("/reports/custom", &body).await.ok()
    };
    let span = "from=2026-11-19&to=2026-11-20";
    for kind in ["sales", "products", "hours", "payments", "staff", "consolidated"] {
        let all = owner.get(&format!("/reports/{kind}?{span}")).await.ok();
        assert_eq!(ask(kind, &[]).await, json!({"kind": kind, "report": all}));
    }
    let north = owner.get(&format!("/reports/sales?{span}&branch_id={}", chain.north)).await.ok();
    // Naming a branch twice does not count it twice.
    assert_eq!(ask("sales", &[chain.north, chain.north]).await["report"], north);
    let one = ask("consolidated", &[chain.north]).await;
    assert_eq!(rows(&one["report"]["branches"]).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reads_of_branches_that_are_not_theirs() {
    let chain = Chain::open().await;
    let other = chain.world.register("La Catorce").await;
    let span = "from=2026-11-19&to=2026-11-20";
    assert_eq!(sums(&other.owner.get("/reports/daily").await.ok()["figures"]), (0, 0, 0));
    let theirs = other.owner.get(&format!("/reports/consolidated?{span}")).await.ok();
    assert_eq!((rows(&theirs["branches"]).count(), sums(&theirs["figures"])), (1, (0, 0, 0)));
    assert_eq!(rows(&other.owner.get("/dashboard/today").await.ok()["branches"]).count(), 1);
    // A manager of one branch knows only that one; for both the rest does not exist.
    chain.world.hire(&chain.shop, "norma", Role::Admin, Some(chain.north)).await;
    let norma = chain.world.login(&chain.shop, "norma").await;
    let hidden = chain.shop.branch_id;
    for browser in [&other.owner, &norma] {
        for path in [
            format!("/reports/daily?branch_id={hidden}"),
            format!("/reports/weekly?branch_id={hidden}"),
            format!("/reports/monthly?branch_id={hidden}"),
            format!("/reports/sales?{span}&branch_id={hidden}"),
            format!("/reports/products?{span}&branch_id={hidden}"),
            format!("/reports/hours?{span}&branch_id={hidden}"),
            format!("/reports/payments?{span}&branch_id={hidden}"),
            format!("/reports/staff?{span}&branch_id={hidden}"),
            format!("/reports/export/csv?report=sales&{span}&branch_id={hidden}"),
        ] {
            browser.get(&path).await.refused(404, "not-found");
        }
        let body = json!({"kind": "sales", "from": THURSDAY, "to": FRIDAY, "branch_ids": [hidden]});
        browser.post("/reports/custom", &body).await.refused(404, "not-found");
    }
    let only_north = chain.sum(1, &[THURSDAY, FRIDAY]);
    assert_eq!(sums(&norma.get(&format!("/reports/sales?{span}")).await.ok()["figures"]), only_north);
    let dashboard = norma.get("/dashboard/today").await.ok();
    assert_eq!(dashboard["branches"][0]["branch_id"], chain.north.to_string());
    assert_eq!((rows(&dashboard["branches"]).count(), &dashboard["company"]["boxes_live"]), (1, &json!(1)));
    assert_eq!(rows(&norma.get("/sync/status").await.ok()["items"]).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_that_make_no_sense_are_told_what_is_wrong() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    for (path, why) in [
        ("/reports/sales?from=2026-11-20&to=2026-11-19", "La fecha final es anterior a la inicial."),
        ("/reports/consolidated?from=2026-01-01&to=2027-06-01", "El período es muy largo: máximo 400 días."),
        ("/reports/daily?date=1999-12-31", "La fecha debe estar entre los años 2000 y 2199."),
        ("/reports/monthly?month=2400-01", "La fecha debe estar entre los años 2000 y 2199."),
    ] {
        let problem = shop.owner.get(path).await.refused(422, "invalid-field");
        assert_eq!(problem["detail"], why, "{path}");
    }
    for path in [
        "/reports/daily?date=mañana",
        "/reports/daily?date=2026-02-30",
        "/reports/monthly?month=2026-13",
        "/reports/sales?from=2026-11-20",
        "/reports/daily?branch_id=centro",
        "/reports/export/csv?report=stock&from=2026-11-20&to=2026-11-20",
        "/sync/dead-letters?limit=nada",
    ] {
        shop.owner.get(path).await.refused(400, "bad-request");
    }
    shop.owner
        .get("/reports/export/docx?report=sales&from=2026-11-20&to=2026-11-20")
        .await
        .refused(404, "not-found");
    shop.owner.get("/sync/dead-letters?limit=0").await.refused(422, "invalid-field");
    shop.owner.get("/sync/dead-letters?cursor=zzz").await.refused(422, "invalid-field");
    let strange = json!({"kind": "stock", "from": FRIDAY, "to": FRIDAY});
    shop.owner.post("/reports/custom", &strange).await.refused(422, "invalid-field");
    let reversed = json!({"kind": "sales", "from": FRIDAY, "to": THURSDAY});
    shop.owner.post("/reports/custom", &reversed).await.refused(422, "invalid-field");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lapsed_company_still_reads_how_today_goes() {
    let world = CloudWorld::open().await;
    let shop = world.register("Papa Criolla").await;
    world.clock.advance_ms(30 * DAY_MS);
    let owner = world.login(&shop, "ana").await;
    owner.get("/reports/daily").await.ok();
    owner.get(&format!("/reports/daily?date=2026-12-20&branch_id={}", shop.branch_id)).await.ok();
    for free in ["/dashboard/today", "/sync/status", "/sync/dead-letters"] {
        owner.get(free).await.ok();
    }
    let span = "from=2026-12-20&to=2026-12-20";
    for path in [
        "/reports/daily?date=2026-12-19".to_owned(),
        "/reports/weekly".to_owned(),
        "/reports/monthly".to_owned(),
        format!("/reports/sales?{span}"),
        format!("/reports/products?{span}"),
        format!("/reports/hours?{span}"),
        format!("/reports/payments?{span}"),
        format!("/reports/staff?{span}"),
        format!("/reports/consolidated?{span}"),
        format!("/reports/export/pdf?report=sales&{span}"),
    ] {
        owner.get(&path).await.refused(402, "subscription-lapsed");
    }
    let body = json!({"kind": "sales", "from": "2026-12-20", "to": "2026-12-20"});
    owner.post("/reports/custom", &body).await.refused(402, "subscription-lapsed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_page_says_how_every_branch_does() {
    let chain = Chain::open().await;
    let owner = chain.shop.owner.clone();
    let page = owner.get("/dashboard/today").await.ok();
    let [main, north] = [&page["branches"][0], &page["branches"][1]];
    assert_eq!(
        (&main["is_main"], &north["name"], &main["business_day"]),
        (&json!(true), &json!("Norte"), &json!(FRIDAY))
    );
    assert_eq!(sums(&main["sales"]["figures"]), chain.sum(0, &[FRIDAY]));
    assert_eq!(sums(&north["sales"]["figures"]), chain.sum(1, &[FRIDAY]));
    let together = plus(chain.sum(0, &[FRIDAY]), chain.sum(1, &[FRIDAY]));
    assert_eq!(sums(&page["company"]["sales"]["figures"]), together);
    // 24.000 by card at noon and 16.500 in cash at ten: what counts against last week's 12.000 is the latter.
    assert_eq!(
        main["sales"]["methods"],
        json!([
            {"method": "card", "payments": 1, "amount": 2_400_000, "share_bp": 5926},
            {"method": "cash", "payments": 1, "amount": 1_650_000, "share_bp": 4074},
        ])
    );
    assert_eq!(main["sales"]["last_week"]["total"], 1_200_000);
    assert_eq!(main["sales"]["last_week_so_far"]["total"], 1_200_000);
    assert_eq!(main["sales"]["growth_bp"], 3_750);
    assert_eq!(north["sales"]["growth_bp"], Value::Null);
    let boxed = &main["boxes"][0];
    assert_eq!(
        (&boxed["status"], &boxed["generation"], &boxed["online"]),
        (&json!("live"), &json!(1), &json!(true))
    );
    assert_eq!((&boxed["pending"], &page["company"]["boxes_online"]), (&Value::Null, &json!(2)));
    // A minute of silence, and nobody is connected.
    chain.world.clock.advance_ms(61_000);
    let page = owner.get("/dashboard/today").await.ok();
    assert_eq!((&page["company"]["boxes_live"], &page["company"]["boxes_online"]), (&json!(2), &json!(0)));
    let status = owner.get("/sync/status").await.ok();
    let of_main =
        rows(&status["items"]).find(|of| of["branch_id"] == chain.shop.branch_id.to_string()).unwrap();
    assert_eq!((&of_main["received_seq"], &of_main["acked_seq"]), (&json!(chain.books[0].len()), &json!(0)));
    assert_eq!((&of_main["behind"], &of_main["box"]["online"]), (&status["log_seq"], &json!(false)));
    // Whoever is connected to this instance is online, however quiet.
    let seat = chain.world.cloud().present().sit(&chain.counters[1].grant());
    assert_eq!(owner.get("/dashboard/today").await.ok()["company"]["boxes_online"], 1);
    drop(seat);
    assert_eq!(owner.get("/dashboard/today").await.ok()["company"]["boxes_online"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_taken_is_listed_without_what_it_says() {
    let mut chain = Chain::open().await;
    let world = &chain.world;
    for nth in 0..5_u8 {
        let counter = &mut chain.counters[usize::from(nth % 2)];
        counter.sends_nonsense(world, counter::nonsense(nth)).await;
        world.clock.advance_ms(i64::from(nth / 3));
    }
    let owner = &chain.shop.owner;
    let (mut seen, mut path) = (Vec::new(), "/sync/dead-letters?limit=2".to_owned());
    loop {
        let page = owner.get(&path).await.ok();
        seen.extend(rows(&page["items"]).cloned());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/sync/dead-letters?limit=2&cursor={cursor}");
    }
    assert_eq!(seen.len(), 5);
    let mut ids: Vec<_> = seen.iter().map(|letter| letter["letter_id"].as_str().unwrap()).collect();
    assert!(seen.is_sorted_by_key(|letter| -letter["at_ms"].as_i64().unwrap()));
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 5, "each once");
    let letter = seen.iter().find(|letter| letter["branch_name"] == "Norte").unwrap();
    assert_eq!((&letter["code"], &letter["doc_kind"]), (&json!("malformed"), &json!("order")));
    assert_eq!(letter["text"], "no se puede leer: los bytes no son un cambio");
    assert!(seen.iter().all(|letter| !letter.to_string().contains("bytes\"")), "{seen:?}");
    let page = owner.get("/dashboard/today").await.ok();
    let counts = [&page["branches"][0], &page["branches"][1], &page["company"]].map(|of| &of["dead_letters"]);
    assert_eq!(counts, [3, 2, 5]);
    chain.world.hire(&chain.shop, "norma", Role::Admin, Some(chain.north)).await;
    let norma = chain.world.login(&chain.shop, "norma").await;
    let hers = norma.get("/sync/dead-letters").await.ok();
    assert!(rows(&hers["items"]).all(|letter| letter["branch_name"] == "Norte"));
    assert_eq!(rows(&hers["items"]).count(), 2);
}

const DIMENSIONS: [Dimension; 7] = [
    Dimension::Sales,
    Dimension::Tax,
    Dimension::Product,
    Dimension::Payment,
    Dimension::Settlement,
    Dimension::Staff,
    Dimension::Removal,
];

async fn all_sums(chain: &Chain) -> Vec<Vec<RollupRow>> {
    let day = |text: &str| text.parse().unwrap();
    let span = |branch, dimension| Span { branch, from: day("2026-01-01"), to: day("2026-12-31"), dimension };
    let branches = [chain.shop.branch_id, chain.north];
    let spans: Vec<Span> =
        branches.iter().flat_map(|branch| DIMENSIONS.map(|dimension| span(*branch, dimension))).collect();
    let read = chain.world.cloud().read(chain.shop.company_id, move |tx| rollup::of_spans(tx, &spans));
    read.await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn counting_everything_anew_changes_no_sum() {
    let chain = Chain::open().await;
    let before = all_sums(&chain).await;
    assert!(before.iter().filter(|rows| !rows.is_empty()).count() > 8, "{before:?}");
    let now = chain.world.cloud().now();
    let rebuild = move |tx: &mut Tx<'_>| merge::rebuild(tx, now);
    let anew = chain.world.cloud().store().tenant(chain.shop.company_id, Mode::Write, rebuild).await.unwrap();
    assert_eq!(anew.orders, chain.books.iter().map(Vec::len).sum::<usize>());
    assert_eq!(all_sums(&chain).await, before);
}
