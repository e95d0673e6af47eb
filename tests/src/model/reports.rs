//! Holding the books against the reports, to the peso.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::account::Account;
use crate::carta::rows;
use crate::tablet::Tablet;

/// Every day's sales, payments and products.
pub async fn audit_reports(accounts: &BTreeMap<String, Account>, owner: &Tablet) {
    let mut days: BTreeMap<&str, Vec<&Account>> = BTreeMap::new();
    for account in accounts.values() {
        days.entry(&account.day).or_default().push(account);
    }
    for (day, of_day) in days {
        let daily = owner.get(&format!("/reports/daily?date={day}")).await.ok();
        let range = format!("from={day}&to={day}");
        let payments = owner.get(&format!("/reports/payments?{range}")).await.ok();
        let products = owner.get(&format!("/reports/products?{range}")).await.ok();
        let staff = owner.get(&format!("/reports/staff?{range}")).await.ok();
        let hours = owner.get(&format!("/reports/hours?{range}")).await.ok();
        audit_sales(day, &of_day, &daily);
        audit_payments(day, &of_day, &payments);
        audit_products(day, &of_day, &products);
        let total = &daily["figures"]["total"];
        let sum = |list: &Value| rows(list).filter_map(|row| row["total"].as_i64()).sum::<i64>();
        assert_eq!(sum(&staff["people"]), *total, "{day} by person");
        assert_eq!(sum(&hours["hours"]), *total, "{day} by hour");
        assert_eq!(sum(&products["products"]), *total, "{day} by product");
    }
}

fn audit_sales(day: &str, of_day: &[&Account], daily: &Value) {
    let live = || of_day.iter().filter(|account| !account.cancelled);
    let gone = || of_day.iter().filter(|account| account.cancelled);
    let figures = &daily["figures"];
    let expected = [
        ("orders", whole(live().count())),
        ("cancelled", whole(gone().count())),
        ("subtotal", live().map(|account| account.subtotal()).sum()),
        ("discount", live().map(|account| account.subtotal() - account.total()).sum()),
        ("total", live().map(|account| account.total()).sum()),
        // Everything the demo shop sells carries 8 % INC inside its price.
        ("tax", live().map(|account| (account.total() * 16 + 108) / 216).sum()),
        ("cancelled_total", gone().map(|account| account.total()).sum()),
    ];
    for (field, expected) in expected {
        assert_eq!(figures[field], expected, "{field} of {day}: {daily}");
    }
    for part in ["by_day", "by_type"] {
        let sum: i64 = rows(&daily[part]).filter_map(|row| row["figures"]["total"].as_i64()).sum();
        assert_eq!(sum, figures["total"], "{part} of {day}");
    }
    let taxed: i64 = rows(&daily["taxes"])
        .map(|tax| tax["base"].as_i64().unwrap_or(-1) + tax["amount"].as_i64().unwrap_or(-1))
        .sum();
    assert_eq!(taxed, figures["total"], "taxes of {day}");
}

fn audit_payments(day: &str, of_day: &[&Account], report: &Value) {
    let mut methods: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for payment in of_day.iter().flat_map(|account| &account.payments) {
        let sum = methods.entry(&payment.method).or_default();
        *sum = (sum.0 + 1, sum.1 + payment.amount);
    }
    let shown = rows(&report["methods"]).filter(|row| row["payments"] != 0).map(|row| {
        let numbers = (row["payments"].as_i64().unwrap_or(-1), row["amount"].as_i64().unwrap_or(-1));
        (row["method"].as_str().unwrap_or_default(), numbers)
    });
    assert_eq!(shown.collect::<BTreeMap<_, _>>(), methods, "methods of {day}");
    let payments = of_day.iter().flat_map(|account| &account.payments);
    let rounding: i64 = payments.map(|payment| payment.rounding).sum();
    let due: i64 = of_day.iter().filter(|account| !account.cancelled).map(|account| account.due()).sum();
    let shown = json!([report["rounding"], report["overpaid"], report["due"]]);
    assert_eq!(shown, json!([rounding, 0, due]), "{day}: {report}");
}

fn audit_products(day: &str, of_day: &[&Account], report: &Value) {
    let mut sold: BTreeMap<&str, [i64; 4]> = BTreeMap::new();
    for account in of_day {
        for (product_id, counted) in account.products() {
            let sums = sold.entry(product_id).or_default();
            *sums = std::array::from_fn(|nth| sums[nth] + counted[nth]);
        }
    }
    sold.retain(|_, sums| *sums != [0; 4]);
    let mut shown: BTreeMap<&str, [i64; 4]> = BTreeMap::new();
    for row in rows(&report["products"]) {
        let sums = shown.entry(row["product_id"].as_str().unwrap_or_default()).or_default();
        for (sum, field) in sums.iter_mut().zip(["quantity", "gross", "lost_quantity", "lost_total"]) {
            *sum += row[field].as_i64().unwrap_or(-1);
        }
    }
    shown.retain(|_, sums| *sums != [0; 4]);
    assert_eq!(shown, sold, "products of {day}");
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).expect("a small number")
}
