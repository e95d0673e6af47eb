//! Holding the books against the API, the database and the paper.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Books;
use super::account::{Account, Paper, Place};
use super::reports::audit_reports;
use crate::carta::rows;
use crate::tablet::Tablet;
use crate::world::{World, words};

impl Books {
    /// Compares everything; panics at the first thing that differs.
    pub async fn audit(&self, world: &World, owner: &Tablet) {
        let accounts = self.accounts();
        for (order_id, account) in &accounts {
            let order = owner.get(&format!("/orders/{order_id}")).await.ok();
            assert_eq!(shown(&order), account.statement(), "order {order_id}");
            assert_taxes(&order["totals"], account.total());
        }
        audit_days(&accounts, owner).await;
        audit_reports(&accounts, owner).await;
        audit_rows(&accounts, world).await;
        audit_paper(&accounts, world).await;
    }
}

fn shown(order: &Value) -> Value {
    let lines: BTreeMap<&str, Value> = rows(&order["lines"])
        .map(|line| {
            let (sent, voided) = (!line["round"].is_null(), line["stage"] == "voided");
            let id = line["line_id"].as_str().unwrap_or_default();
            (id, json!([line["quantity"], line["unit_price"], line["total"], sent, voided]))
        })
        .collect();
    let payments: BTreeMap<&str, Value> = rows(&order["payments"])
        .map(|payment| {
            let id = payment["payment_id"].as_str().unwrap_or_default();
            (id, json!([payment["method"], payment["amount"], payment["rounding"], payment["change"]]))
        })
        .collect();
    let mut shown = json!({"lines": lines, "payments": payments, "name": order["customer"]["name"]});
    for field in ["number", "order_type", "business_day", "status", "payment_state"] {
        shown[field] = order[field].clone();
    }
    for field in ["subtotal", "discount", "total", "paid", "rounding", "change", "due", "due_in_cash"] {
        shown[field] = order["totals"][field].clone();
    }
    shown
}

/// Everything the demo shop sells carries 8 % INC inside its price, so the tax of a bill is 8/108 of it.
fn assert_taxes(totals: &Value, total: i64) {
    let sum = |field: &str| rows(&totals["taxes"]).filter_map(|tax| tax[field].as_i64()).sum::<i64>();
    assert_eq!(sum("base") + sum("amount"), total, "taxes add up: {totals}");
    assert_eq!(sum("amount"), (total * 16 + 108) / 216, "8 % INC: {totals}");
}

async fn audit_days(accounts: &BTreeMap<String, Account>, owner: &Tablet) {
    let mut days: BTreeMap<&str, Vec<&Account>> = BTreeMap::new();
    for account in accounts.values() {
        days.entry(&account.day).or_default().push(account);
    }
    for (day, of_day) in days {
        let stats = owner.get(&format!("/orders/stats?day={day}")).await.ok();
        let live: Vec<_> = of_day.iter().filter(|account| !account.cancelled).collect();
        let sold: i64 = live.iter().map(|account| account.total()).sum();
        let orders = i64::try_from(live.len()).expect("a small number");
        assert_eq!(stats["business_day"], day);
        assert_eq!(stats["orders"], orders, "{day}: {stats}");
        assert_eq!(stats["cancelled"], of_day.len() - live.len(), "{day}: {stats}");
        assert_eq!(stats["sold"], sold, "{day}: {stats}");
        assert_eq!(stats["average"], sold / 100 / orders.max(1) * 100, "{day}: {stats}");
        let mut by_type: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
        for account in &live {
            let entry = by_type.entry(&account.order_type).or_default();
            *entry = (entry.0 + 1, entry.1 + account.total());
        }
        let shown = rows(&stats["by_type"]).filter(|of| of["orders"] != 0).map(|of| {
            let numbers = (of["orders"].as_i64().unwrap_or(-1), of["sold"].as_i64().unwrap_or(-1));
            (of["order_type"].as_str().unwrap_or_default(), numbers)
        });
        assert_eq!(shown.collect::<BTreeMap<_, _>>(), by_type, "{day}");
        let mut by_method: BTreeMap<&str, i64> = BTreeMap::new();
        for payment in of_day.iter().flat_map(|account| &account.payments) {
            *by_method.entry(&payment.method).or_default() += payment.amount;
        }
        let shown = rows(&stats["by_method"])
            .map(|of| (of["method"].as_str().unwrap_or_default(), of["amount"].as_i64().unwrap_or(-1)));
        assert_eq!(shown.collect::<BTreeMap<_, _>>(), by_method, "{day}");
    }
}

async fn audit_rows(accounts: &BTreeMap<String, Account>, world: &World) {
    let all = || accounts.values();
    let count = |number: usize| i64::try_from(number).expect("a small number");
    let paid = |account: &Account| account.payments.iter().map(|payment| payment.amount).sum::<i64>();
    let expected = [
        ("SELECT count(*) FROM sales_order", count(accounts.len())),
        ("SELECT count(*) FROM order_line", count(all().map(Account::line_count).sum())),
        ("SELECT coalesce(sum(total), 0) FROM sales_order", all().map(Account::total).sum()),
        ("SELECT count(*) FROM payment", count(all().map(|account| account.payments.len()).sum())),
        ("SELECT coalesce(sum(amount), 0) FROM payment", all().map(paid).sum()),
        (
            "SELECT count(*) FROM kitchen_item WHERE stage IN ('pending', 'preparing') AND order_id IN
          (SELECT order_id FROM sales_order WHERE status <> 'cancelled')",
            all().map(Account::open_parts).sum(),
        ),
        (
            "SELECT count(*) FROM print_job WHERE kind <> 'drawer' AND copy_no = 0",
            count(all().map(|account| account.papers.len()).sum()),
        ),
        (
            "SELECT count(*) FROM (SELECT 1 FROM sales_order GROUP BY business_day, order_type, turn
          HAVING count(*) > 1)",
            0,
        ),
    ];
    for (sql, expected) in expected {
        assert_eq!(world.count(sql).await, expected, "{sql}");
    }
}

/// Every sheet that is owed came out once, on its printer, with its number and all its dishes; and nothing else did.
async fn audit_paper(accounts: &BTreeMap<String, Account>, world: &World) {
    world.settle_paper().await;
    let mut owed: BTreeMap<String, Vec<(String, &Paper)>> = BTreeMap::new();
    for account in accounts.values() {
        for paper in &account.papers {
            owed.entry(printer_of(world, &paper.place)).or_default().push((account.number.clone(), paper));
        }
    }
    for (printer_id, printer) in world.printers() {
        let mut came_out: Vec<String> = printer.tape().iter().map(|ticket| words(ticket)).collect();
        let mut owed = owed.remove(printer_id).unwrap_or_default();
        // The longest first, so that a short one is not found on another's sheet.
        owed.sort_by_key(|(_, paper)| std::cmp::Reverse(paper.names.concat().len()));
        for (number, paper) in owed {
            let fits = |sheet: &String| {
                let is_void = sheet.contains("ANULADO");
                sheet.contains(&number)
                    && is_void == paper.is_void
                    && paper.names.iter().all(|name| sheet.contains(name.as_str()))
            };
            let found = came_out.iter().position(fits);
            let found = found.unwrap_or_else(|| {
                panic!("{}: {number} {paper:?} is missing in {came_out:#?}", printer.name())
            });
            came_out.swap_remove(found);
        }
        assert!(came_out.is_empty(), "{} printed what nobody is owed: {came_out:#?}", printer.name());
    }
}

fn printer_of(world: &World, place: &Place) -> String {
    let id = match place {
        Place::Station(station) => {
            let mut stations = rows(&world.seed["stations"]);
            stations.find(|known| known["station_id"] == **station).map(|known| &known["printer_id"])
        }
        Place::Till => {
            let mut printers = rows(&world.seed["printers"]);
            printers.find(|known| known["role"] == "receipt").map(|known| &known["printer_id"])
        }
    };
    id.and_then(Value::as_str).expect("a printer").to_owned()
}
