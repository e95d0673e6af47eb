//! A busy hour: four tablets at once, three hundred taps at random; the books agree to the peso, and every table made
//! anew from the documents is the same to the byte.

use std::sync::{Arc, Mutex};

use edge_node::store::{Durability, rebuild};
use fastops_tests::answer::Answer;
use fastops_tests::carta::{Carta, by, cash, delivery, dine_in, sent, takeaway};
use fastops_tests::ids::mint;
use fastops_tests::model::Books;
use fastops_tests::tablet::{Tablet, path};
use fastops_tests::world::World;
use proptest::prelude::Strategy as _;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rusqlite::Connection;
use serde_json::{Value, json};

/// Taps of each of the four tablets.
const TAPS: usize = 75;
/// Hours that once failed are added here, so that they are tried for ever.
const SEEDS: [u8; 2] = [7, 58];

/// The books and the orders everybody can see.
struct Counter {
    books: Books,
    orders: Vec<Value>,
}

/// One tablet's taps: what it does (out of a hundred), and two choices.
type Tap = (u32, usize, usize);

fn taps(seed: u8, tablet: u8) -> Vec<Tap> {
    let mut bytes = [seed; 32];
    bytes[0] = tablet;
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let tap = (0..100_u32, 0..10_000_usize, 0..10_000_usize);
    let taps = proptest::collection::vec(tap, TAPS..=TAPS);
    taps.new_tree(&mut runner).expect("taps can be made").current()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_books_agree_after_a_busy_hour_and_so_do_the_documents() {
    for seed in SEEDS {
        busy_hour(seed).await;
    }
}

async fn busy_hour(seed: u8) {
    let world = World::open().await;
    let owner = world.owner().await;
    let carta = world.carta(&owner).await;
    let counter = Arc::new(Mutex::new(Counter { books: Books::over(carta.clone()), orders: Vec::new() }));
    let mut people = Vec::new();
    for (nth, username) in (0..).zip(["marcela", "daniela", "julian", "andres"]) {
        let shift = Shift {
            tablet: world.tablet_of(username).await,
            carta: carta.clone(),
            counter: Arc::clone(&counter),
            now_ms: world.clock.now_ms(),
        };
        people.push(tokio::spawn(shift.work(taps(seed, nth))));
    }
    for person in people {
        person.await.expect("nobody stumbles");
    }
    let books = Arc::into_inner(counter).expect("all have gone home").into_inner().expect("in order").books;
    books.audit(&world, &owner).await;
    assert!(world.count("SELECT count(*) FROM sales_order").await > 40, "seed {seed} sells too little");

    let before = world.sql(dump).await;
    let rebuilt = world.branch().store().writer.run(Durability::Full, |work| rebuild::rebuild(work.tx)).await;
    assert!(rebuilt.expect("the tables can be made anew").orders > 40);
    let after = world.sql(dump).await;
    for (was, is) in before.iter().zip(&after) {
        assert_eq!(was, is, "seed {seed}");
    }
    assert_eq!(before.len(), after.len());
    books.audit(&world, &owner).await;
}

struct Shift {
    tablet: Tablet,
    carta: Carta,
    counter: Arc<Mutex<Counter>>,
    now_ms: i64,
}

impl Shift {
    async fn work(self, taps: Vec<Tap>) {
        for tap in taps {
            self.tap(tap).await;
        }
    }

    /// Notes what was carried out; a refusal must be one, and leaves no trace in the books.
    fn note(&self, answer: &Answer, note: impl FnOnce(&mut Books, &Value)) {
        if answer.status >= 300 {
            assert!([403, 409, 422].contains(&answer.status), "{}: {}", answer.asked, answer.text);
            answer.assert_is_problem();
            return;
        }
        note(&mut self.counter.lock().expect("in order").books, &answer.body);
    }

    async fn tap(&self, (what, one, two): Tap) {
        let known = {
            let counter = self.counter.lock().expect("in order");
            let orders = &counter.orders;
            // Mostly the newest ones, as in a shop.
            orders.len().checked_sub(1).map(|last| orders[last.saturating_sub(one % 6)].clone())
        };
        let Some(order) = known.filter(|_| what >= 25) else { return self.sell(one, two).await };
        let tablet = &self.tablet;
        match what {
            25..40 => {
                let mut body = json!({"lines": self.lines(two, one)});
                if !one.is_multiple_of(3) {
                    body["send_id"] = mint("snd").into();
                }
                let answer = tablet.post(&path(&order, "/lines"), &body).await;
                self.note(&answer, |books, order| books.added(&body, order));
            }
            40..52 => {
                let send_id = mint("snd");
                let answer = tablet.post(&path(&order, "/send"), &json!({"send_id": send_id})).await;
                self.note(&answer, |books, order| books.sent(&send_id, order));
            }
            52..66 => self.step(&order, ["start", "ready", "recall"][one % 3]).await,
            66..72 => {
                let lines = tablet.order(&order).await["lines"].clone();
                let line_id = lines[two % lines.as_array().map_or(1, Vec::len)]["line_id"].clone();
                let answer = tablet.void(&order, &line_id, "se equivocó").await;
                self.note(&answer, |books, order| books.voided(&line_id, order));
            }
            72..76 => {
                let amount = i64::try_from(two * 37).expect("small") + 1;
                let body = json!({"discount_id": mint("dsc"), "amount": amount, "reason": "cortesía"});
                let answer = tablet.post(&path(&order, "/discount"), &body).await;
                self.note(&answer, |books, order| books.discounted(amount, order));
            }
            76..80 => {
                let answer = tablet.cancel(&order, "se fueron").await;
                self.note(&answer, Books::cancelled);
            }
            _ => self.pay(&order, one, two).await,
        }
    }

    async fn sell(&self, one: usize, two: usize) {
        let lines = self.lines(one, two);
        let mut body = match one % 4 {
            0 | 1 => dine_in("5", lines),
            2 => takeaway("Camila", lines),
            _ => delivery("Andrés", lines),
        };
        if !two.is_multiple_of(3) {
            body = sent(body);
        }
        let answer = self.tablet.post("/orders", &body).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        let mut counter = self.counter.lock().expect("in order");
        counter.books.opened(self.now_ms, &body, &answer.body);
        counter.orders.push(json!({"order_id": body["order_id"]}));
    }

    async fn step(&self, order: &Value, step: &str) {
        let answer = self.tablet.bump(order, step).await;
        self.note(&answer, |books, order| books.stepped(step, order));
    }

    async fn pay(&self, order: &Value, one: usize, two: usize) {
        let totals = self.tablet.order(order).await["totals"].clone();
        let (due, coins) =
            (totals["due"].as_i64().expect("due"), totals["due_in_cash"].as_i64().expect("due"));
        let payments = match one % 4 {
            0 => vec![cash(coins, coins + 2_000_000)],
            1 => vec![by("nequi", due, &mint("ref"))],
            2 => vec![by("card", due / 3, &mint("ref"))],
            _ => {
                let card = due / 2;
                let rest = due - card;
                vec![by("card", card, &mint("ref")), cash(rest - rest % 5_000, rest + 5_000)]
            }
        };
        // Now and then the same reference twice: refused, whoever comes second.
        let payments = if two.is_multiple_of(17) { vec![by("daviplata", due, "D-1")] } else { payments };
        let body = json!({"payments": payments});
        let answer = self.tablet.post(&path(order, "/pay"), &body).await;
        self.note(&answer, |books, order| books.paid(&body, order));
    }

    fn lines(&self, one: usize, two: usize) -> Vec<Value> {
        let names = self.carta.names();
        let pick = |nth: usize| {
            let quantity = u32::try_from((one + nth) % 3 + 1).expect("small");
            self.carta.lines_of(quantity, &names[(one * 31 + two * 17 + nth * 13) % names.len()])
        };
        (0..=one % 3).map(pick).collect()
    }
}

/// Every table that is made from documents, row by row in the sequence of its key.
fn dump(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let tables = [
        ("sales_order", "order_id"),
        ("order_line", "line_id"),
        ("kitchen_item", "line_id, part"),
        ("payment", "payment_id"),
        ("register", "doc_kind, doc_id"),
        ("rollup", "dimension, business_day, subject, label, detail"),
    ];
    let mut all = Vec::new();
    for (table, key) in tables {
        let mut query = conn.prepare(&format!("SELECT * FROM {table} ORDER BY {key}"))?;
        let columns = query.column_count();
        let mut found = query.query([])?;
        while let Some(row) = found.next()? {
            let values: Vec<String> = (0..columns)
                .map(|at| Ok(format!("{:?}", row.get_ref(at)?)))
                .collect::<rusqlite::Result<_>>()?;
            all.push(format!("{table}: {}", values.join(" | ")));
        }
    }
    Ok(all)
}
