//! Two branches that sold for two days, and the books of each.

#![expect(clippy::unwrap_used, reason = "what panics in a helper of a test fails the test")]

use fastops_tests::cloud_world::{CloudWorld, Shop};
use fastops_tests::hand_clock::FRIDAY_NOON_MS;
use serde_json::Value;
use shared_model::ids::BranchId;
use shared_model::order::payment::Method;
use shared_model::time::Timestamp;

use crate::counter::{self, Counter, Sale};

pub const HOUR_MS: i64 = 3_600_000;
pub const DAY_MS: i64 = 24 * HOUR_MS;
pub const THURSDAY: &str = "2026-11-19";
pub const FRIDAY: &str = "2026-11-20";

/// A sale so many hours before Friday noon; the day is as the calendar has it.
pub fn sale(hours_ago: i64, day: &str, papas: u32, jugos: u32, paid_by: Method) -> Sale {
    let at = Timestamp::from_ms(FRIDAY_NOON_MS - hours_ago * HOUR_MS);
    Sale { at, day: day.parse().unwrap(), papas, jugos, off: 0, paid_by, cancelled: false }
}

/// Two branches that sold on Thursday and Friday, and a week before; and the books of each.
pub struct Chain {
    pub world: CloudWorld,
    pub shop: Shop,
    pub north: BranchId,
    pub counters: [Counter; 2],
    pub books: [Vec<Sale>; 2],
}

impl Chain {
    pub async fn open() -> Self {
        // On the heap: every story would carry it on its stack.
        Box::pin(Self::begin()).await
    }

    async fn begin() -> Self {
        let world = CloudWorld::open().await;
        let shop = world.register("Papa Criolla").await;
        let north = counter::branch(&world, &shop, "Norte").await;
        let mut counters =
            [Counter::open(&world, &shop, shop.branch_id).await, Counter::open(&world, &shop, north).await];
        let books = [
            vec![
                sale(7 * 24 + 2, "2026-11-13", 1, 0, Method::Cash),
                sale(24, THURSDAY, 3, 1, Method::Cash),
                Sale { off: 1_500, ..sale(23, THURSDAY, 0, 2, Method::Nequi) },
                sale(2, FRIDAY, 1, 1, Method::Cash),
                Sale { cancelled: true, ..sale(1, FRIDAY, 9, 0, Method::Cash) },
                sale(0, FRIDAY, 2, 0, Method::Card),
            ],
            vec![sale(26, THURSDAY, 5, 5, Method::Card), sale(3, FRIDAY, 0, 1, Method::Cash)],
        ];
        for (counter, book) in counters.iter_mut().zip(&books) {
            for sale in book {
                counter.sells(&world, sale).await;
            }
        }
        Self { world, shop, north, counters, books }
    }

    /// Orders, total and cancelled orders of some days, from the books.
    pub fn sum(&self, branch: usize, days: &[&str]) -> (i64, i64, i64) {
        let of_days =
            || self.books[branch].iter().filter(|sale| days.contains(&sale.day.to_string().as_str()));
        let sold: Vec<i64> = of_days().filter(|sale| !sale.cancelled).map(Sale::total).collect();
        let cancelled = of_days().filter(|sale| sale.cancelled).count();
        (sold.len().try_into().unwrap(), sold.iter().sum(), cancelled.try_into().unwrap())
    }
}

pub fn sums(figures: &Value) -> (i64, i64, i64) {
    let number = |name: &str| figures[name].as_i64().unwrap_or_else(|| panic!("{name} of {figures}"));
    (number("orders"), number("total"), number("cancelled"))
}

pub fn plus(one: (i64, i64, i64), other: (i64, i64, i64)) -> (i64, i64, i64) {
    (one.0 + other.0, one.1 + other.1, one.2 + other.2)
}

pub fn rows(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().unwrap().iter()
}
