//! Reports: a day that agrees with the books, files that open, and questions that make no sense.

use edge_node::store::rollup;
use fastops_tests::answer::Answer;
use fastops_tests::carta::{by, cash, delivery, dine_in, paid, rows, sent, takeaway};
use fastops_tests::hand_clock::FRIDAY_NOON_MS;
use fastops_tests::ids::mint;
use fastops_tests::model::Books;
use fastops_tests::tablet::{Tablet, path};
use fastops_tests::world::World;
use serde_json::{Value, json};

const HOUR_MS: i64 = 3_600_000;

/// A Friday at the counter: three sales, one of them cut by a discount and a void, and one called off.
async fn friday(world: &World) -> (Books, Tablet) {
    let (till, owner) = (world.till().await, world.owner().await);
    let carta = world.carta(&till).await;
    let mut books = Books::over(carta.clone());
    let now = world.clock.now_ms();
    let body = sent(dine_in("1", [carta.lines_of(3, "Hamburguesa sencilla"), carta.line("Tinto")]));
    let table = till.sell(&body).await;
    books.opened(now, &body, &table);
    let line_id =
        rows(&table["lines"]).find(|line| line["name"] == "Tinto").expect("a coffee")["line_id"].clone();
    let less = owner.void(&table, &line_id, "frío").await.ok();
    books.voided(&line_id, &less);
    let discount = json!({"discount_id": mint("dsc"), "amount": 1_234, "reason": "cortesía"});
    let less = owner.post(&path(&table, "/discount"), &discount).await.ok();
    books.discounted(1_234, &less);
    let body = json!({"payments": [by("card", 2_000_000, "AUT-991"), cash(2_345_000, 5_000_000)]});
    books.paid(&body, &till.post(&path(&table, "/pay"), &body).await.ok());

    let body = paid(sent(takeaway("Camila", [carta.line("Tinto")])), [by("nequi", 250_000, "M1")]);
    books.opened(now, &body, &till.sell(&body).await);
    let body = sent(delivery("Luis", [carta.line("Yuca frita")]));
    let unpaid = till.sell(&body).await;
    books.opened(now, &body, &unpaid);
    let body = sent(dine_in("2", [carta.line("Yuca frita")]));
    let gone = till.sell(&body).await;
    books.opened(now, &body, &gone);
    books.cancelled(&owner.cancel(&gone, "se fueron").await.ok());
    (books, owner)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_agrees_with_the_books_to_the_peso() {
    let world = World::open().await;
    let (books, owner) = friday(&world).await;
    books.audit(&world, &owner).await;

    let daily = owner.get("/reports/daily").await.ok();
    assert_eq!(daily["period"], json!({"kind": "day", "from": "2026-11-20", "to": "2026-11-20"}));
    assert_eq!((&daily["figures"]["orders"], &daily["figures"]["cancelled"]), (&3.into(), &1.into()));
    assert_eq!(daily["growth_bp"], Value::Null, "nothing was sold on Thursday");
    let removals: Vec<_> = rows(&daily["removals"]).map(|row| (&row["kind"], &row["reason"])).collect();
    let said = |kind: &str, reason: &str| (Value::from(kind), Value::from(reason));
    let expected = [said("void", "frío"), said("cancel", "se fueron"), said("discount", "cortesía")];
    assert_eq!(removals, expected.iter().map(|(kind, reason)| (kind, reason)).collect::<Vec<_>>());
    let hours = owner.get("/reports/hours?from=2026-11-20&to=2026-11-20").await.ok();
    let busy: Vec<_> =
        rows(&hours["hours"]).filter(|hour| hour["orders"] != 0).map(|hour| &hour["hour"]).collect();
    assert_eq!(busy, [12], "noon in Bogotá");
    let staff = owner.get("/reports/staff?from=2026-11-20&to=2026-11-20").await.ok();
    assert_eq!(rows(&staff["people"]).map(|of| of["removals"].as_i64().unwrap()).sum::<i64>(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn weeks_months_and_other_days_are_sums_of_days() {
    let world = World::open().await;
    let (mut books, _) = friday(&world).await;
    world.clock.set_ms(FRIDAY_NOON_MS + 24 * HOUR_MS);
    let owner = world.owner().await;
    let carta = world.carta(&owner).await;
    let body = sent(dine_in("1", [carta.line("Yuca frita")]));
    books.opened(world.clock.now_ms(), &body, &owner.sell(&body).await);
    books.audit(&world, &owner).await;
    let figures = async |path: &str| owner.get(path).await.ok();
    let friday = figures("/reports/daily?date=2026-11-20").await;
    let saturday = figures("/reports/daily").await;
    let total = |report: &Value| report["figures"]["total"].as_i64().unwrap();
    assert_eq!(saturday["previous"], friday["figures"]);
    for (path, days) in [
        ("/reports/weekly?date=2026-11-20", 7),
        ("/reports/monthly?month=2026-11", 30),
        ("/reports/monthly", 30),
        ("/reports/sales?from=2026-11-19&to=2026-11-21", 3),
    ] {
        let report = figures(path).await;
        assert_eq!(rows(&report["by_day"]).count(), days, "{path}");
        assert_eq!(total(&report), total(&friday) + total(&saturday), "{path}");
    }
    assert_eq!(figures("/reports/weekly?date=2026-11-27").await["previous"]["orders"], 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_from_before_the_sums_is_counted_when_it_is_opened() {
    let mut world = World::open().await;
    let (books, _) = friday(&world).await;
    world.branch().write(|work| rollup::clear(work.tx)).await.expect("the sums can be cleared");
    assert_eq!(world.count("SELECT count(*) FROM rollup").await, 0);
    world.restart().await;
    let owner = world.owner().await;
    books.audit(&world, &owner).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_come_with_a_name_and_open() {
    let world = World::open().await;
    let (_, owner) = friday(&world).await;
    let file = async |format: &str, report: &str| -> Answer {
        owner.get(&format!("/reports/export/{format}?report={report}&from=2026-11-16&to=2026-11-22")).await
    };
    for (report, name) in [
        ("sales", "ventas"),
        ("products", "productos"),
        ("hours", "horas"),
        ("payments", "pagos"),
        ("staff", "personal"),
    ] {
        for (format, content, starts) in [
            ("csv", "text/csv; charset=utf-8", "\u{feff}"),
            ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK"),
            ("pdf", "application/pdf", "%PDF-1.7"),
        ] {
            let answer = file(format, report).await;
            assert_eq!(answer.header("content-type"), Some(content));
            let said = format!("attachment; filename=\"{name}-2026-11-16-a-2026-11-22.{format}\"");
            assert_eq!(answer.header("content-disposition"), Some(said.as_str()));
            assert!(answer.text.trim_start_matches('\u{feff}').len() > 40, "{report}.{format}");
            // The answer's text leaves the mark out.
            assert!(format == "csv" || answer.text.starts_with(starts), "{report}.{format}");
        }
    }
    let csv = file("csv", "sales").await.text;
    let cells: Vec<Vec<&str>> = csv.lines().map(|line| line.split(';').collect()).collect();
    assert_eq!((cells.len(), cells[0].len()), (9, 8), "a header, seven days and the total: {csv}");
    assert_eq!((cells[5][0], cells[5][1..].to_vec()), ("20/11/2026", cells[8][1..].to_vec()));
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_that_make_no_sense_are_told_so() {
    let world = World::open().await;
    let owner = world.owner().await;
    for path in [
        "/reports/daily?date=ayer",
        "/reports/daily?date=2026-02-30",
        "/reports/monthly?month=2026-13",
        "/reports/monthly?month=2026-11-01",
        "/reports/sales?from=2026-11-20",
        "/reports/products?from=&to=",
        "/reports/export/csv?report=stock&from=2026-11-20&to=2026-11-20",
    ] {
        owner.get(path).await.refused(400, "bad-request");
    }
    let told = async |range: &str| {
        let problem = owner.get(&format!("/reports/products?{range}")).await.refused(422, "invalid-field");
        problem["detail"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(told("from=2026-11-21&to=2026-11-20").await, "La fecha final es anterior a la inicial.");
    assert_eq!(told("from=2025-01-01&to=2026-11-20").await, "El período es muy largo: máximo 400 días.");
    let years = "La fecha debe estar entre los años 2000 y 2199.";
    assert_eq!(told("from=1999-01-01&to=1999-01-02").await, years);
    assert_eq!(told("from=9999-12-31&to=9999-12-31").await, years);
    owner.get("/reports/weekly?date=9999-12-31").await.refused(422, "invalid-field");
    owner
        .get("/reports/export/docx?report=sales&from=2026-11-20&to=2026-11-20")
        .await
        .refused(404, "not-found");
}
