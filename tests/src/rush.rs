//! A day's orders of all kinds, one after the other: tables, takeaways and deliveries, rounds, lines taken back, discounts,
//! cancellations, every way to pay; and the bookkeeper writes along.

use serde_json::{Value, json};

use crate::carta::{Carta, by, cash, delivery, dine_in, paid, sent, takeaway};
use crate::hand_clock::HandClock;
use crate::ids::mint;
use crate::model::Books;
use crate::tablet::{Tablet, path};

/// The till on a busy day; whoever works there may discount and take back.
#[derive(Debug)]
pub struct Rush<'a> {
    pub till: &'a Tablet,
    pub carta: &'a Carta,
    pub clock: &'a HandClock,
    pub books: &'a mut Books,
}

impl Rush<'_> {
    /// Sells `count` orders; answers their ids.
    pub async fn sell(&mut self, count: usize) -> Vec<Value> {
        let mut orders = Vec::with_capacity(count);
        for nth in 0..count {
            orders.push(self.order(nth).await);
        }
        orders
    }

    async fn order(&mut self, nth: usize) -> Value {
        let lines = self.lines(nth);
        let mut body = match nth % 4 {
            0 => dine_in(["1", "2", "5"][nth % 3], lines),
            1 => delivery("Andrés Niño", lines),
            _ => takeaway("Camila", lines),
        };
        if nth % 5 != 4 {
            body = sent(body);
        }
        if nth % 6 == 3 {
            let asked = json!({"order_type": body["order_type"], "lines": body["lines"]});
            let quoted = self.till.post("/orders/quote", &asked).await.ok();
            let due = quoted["totals"]["due"].as_i64().expect("what is due");
            body = paid(body, [by("nequi", due, &mint("ref"))]);
        }
        let order = self.till.sell(&body).await;
        self.books.opened(self.clock.now_ms(), &body, &order);
        let id = json!({"order_id": body["order_id"]});
        self.happens(nth, &id, &order).await;
        id
    }

    /// What becomes of it.
    async fn happens(&mut self, nth: usize, id: &Value, order: &Value) {
        match nth % 6 {
            0 => {
                let body = json!({"lines": self.lines(nth + 7), "send_id": mint("snd")});
                let answer = self.till.post(&path(id, "/lines"), &body).await.ok();
                self.books.added(&body, &answer);
                self.pay(nth, id).await;
            }
            1 => {
                let body = json!({"discount_id": mint("dsc"), "amount": 100_000, "reason": "cortesía"});
                let answer = self.till.post(&path(id, "/discount"), &body).await;
                self.books.discounted(100_000, &answer.ok());
                self.pay(nth, id).await;
            }
            2 => {
                let line_id = order["lines"][0]["line_id"].clone();
                let answer = self.till.void(id, &line_id, "se equivocó").await.ok();
                self.books.voided(&line_id, &answer);
            }
            4 if nth % 12 == 4 => {
                let answer = self.till.cancel(id, "se fueron").await.ok();
                self.books.cancelled(&answer);
            }
            5 => self.pay(nth, id).await,
            _ => {}
        }
    }

    async fn pay(&mut self, nth: usize, id: &Value) {
        let totals = self.till.order(id).await["totals"].clone();
        let due = totals["due"].as_i64().expect("what is due");
        let coins = totals["due_in_cash"].as_i64().expect("what is due");
        if due == 0 {
            return;
        }
        let payments = match nth % 3 {
            0 => vec![cash(coins, coins + 2_000_000)],
            1 => vec![by("card", due, &mint("ref"))],
            _ => vec![by("daviplata", due / 2, &mint("ref"))],
        };
        let body = json!({"payments": payments});
        let answer = self.till.post(&path(id, "/pay"), &body).await.ok();
        self.books.paid(&body, &answer);
    }

    fn lines(&self, nth: usize) -> Vec<Value> {
        let names = self.carta.names();
        let pick = |line: usize| {
            let quantity = u32::try_from((nth + line) % 3 + 1).expect("small");
            self.carta.lines_of(quantity, &names[(nth * 31 + line * 13) % names.len()])
        };
        (0..=nth % 3).map(pick).collect()
    }
}
