//! One order in the books.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::What;
use super::price::Row;

/// The smallest coin people still give back: fifty pesos.
const COIN: i64 = 5_000;

/// One order.
#[derive(Debug)]
pub struct Account {
    pub day: String,
    pub order_type: String,
    pub number: String,
    pub cancelled: bool,
    /// Sheets that are owed, by where they go.
    pub papers: Vec<Paper>,
    pub payments: Vec<Money>,
    name: Option<String>,
    lines: Vec<Line>,
    sends: BTreeSet<String>,
    discount: i64,
}

/// A sheet of paper.
#[derive(Debug, Clone)]
pub struct Paper {
    pub place: Place,
    pub is_void: bool,
    /// What must stand on it.
    pub names: Vec<String>,
}

/// Where a sheet goes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Station(String),
    Till,
}

/// Money received.
#[derive(Debug, Clone)]
pub struct Money {
    pub method: String,
    pub amount: i64,
    pub rounding: i64,
    payment_id: String,
    change: i64,
}

#[derive(Debug)]
struct Line {
    row: Row,
    sent: bool,
    voided: bool,
    /// How far each part is: 0 pending, 1 preparing, 2 ready, 3 delivered.
    stages: Vec<u8>,
}

impl Account {
    pub fn open(order_type: &str, day: &str, turn: u32, name: Option<String>) -> Self {
        let letter = match order_type {
            "dine_in" => 'M',
            "takeaway" => 'L',
            _ => 'D',
        };
        Self {
            day: day.to_owned(),
            order_type: order_type.to_owned(),
            number: format!("{letter}-{turn:03}"),
            cancelled: false,
            papers: Vec::new(),
            payments: Vec::new(),
            name,
            lines: Vec::new(),
            sends: BTreeSet::new(),
            discount: 0,
        }
    }

    pub fn take(&mut self, what: What) {
        match what {
            What::Opened { .. } => unreachable!("an order is opened once"),
            What::Added(added) => self.lines.extend(added.into_iter().map(Line::new)),
            What::Sent(send_id) => self.send(send_id),
            What::Voided(line_id) => self.void(&line_id),
            What::Discounted(amount) => self.discount += amount,
            What::Cancelled => self.cancel(),
            What::Paid(payments) => self.pay(&payments),
            What::Stepped(step) => self.step(&step),
        }
    }

    fn send(&mut self, send_id: String) {
        if !self.sends.insert(send_id) {
            return;
        }
        let fresh = self.lines.iter_mut().filter(|line| !line.sent && !line.voided);
        let mut stations: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in fresh {
            line.sent = true;
            line.tell(&mut stations);
        }
        self.owe(stations, false);
    }

    fn void(&mut self, line_id: &str) {
        let line =
            self.lines.iter_mut().find(|line| line.row.line_id == line_id).expect("a line of the order");
        assert!(!std::mem::replace(&mut line.voided, true), "a line is voided once");
        let mut stations = BTreeMap::new();
        if line.sent {
            line.tell(&mut stations);
        }
        self.owe(stations, true);
    }

    fn cancel(&mut self) {
        self.cancelled = true;
        let mut stations = BTreeMap::new();
        self.lines.iter().filter(|line| line.is_live()).for_each(|line| line.tell(&mut stations));
        self.owe(stations, true);
    }

    fn owe(&mut self, stations: BTreeMap<String, Vec<String>>, is_void: bool) {
        let papers =
            stations.into_iter().map(|(id, names)| Paper { place: Place::Station(id), is_void, names });
        self.papers.extend(papers);
    }

    fn pay(&mut self, asked: &[Value]) {
        for payment in asked {
            let payment_id = payment["payment_id"].as_str().expect("a payment id").to_owned();
            if self.payments.iter().any(|known| known.payment_id == payment_id) {
                continue;
            }
            let (due, asked) = (self.due(), payment["amount"].as_i64().expect("an amount"));
            let method = payment["method"].as_str().expect("a method").to_owned();
            let in_coins = due - due % COIN;
            let settles = method == "cash" && asked >= in_coins;
            let (amount, rounding) = if settles { (in_coins, due - in_coins) } else { (asked, 0) };
            let change = payment["tendered"].as_i64().map_or(0, |tendered| tendered - amount);
            self.payments.push(Money { method, amount, rounding, payment_id, change });
        }
        if self.due() == 0 {
            let names = vec![self.number.clone()];
            self.papers.push(Paper { place: Place::Till, is_void: false, names });
        }
    }

    fn step(&mut self, step: &str) {
        let live = self.lines.iter_mut().filter(|line| line.is_live()).flat_map(|line| &mut line.stages);
        let mut live: Vec<&mut u8> = live.collect();
        match step {
            "start" => live.iter_mut().filter(|stage| ***stage == 0).for_each(|stage| **stage = 1),
            "ready" => live.iter_mut().filter(|stage| ***stage < 2).for_each(|stage| **stage = 2),
            "delivered" => live.iter_mut().for_each(|stage| **stage = 3),
            "recall" => {
                let top = live.iter().map(|stage| **stage).filter(|stage| (1..=2).contains(stage)).max();
                live.iter_mut().filter(|stage| Some(***stage) == top).for_each(|stage| **stage -= 1);
            }
            other => panic!("the kitchen has no step {other}"),
        }
    }

    pub fn total(&self) -> i64 {
        self.subtotal() - self.discount.min(self.subtotal())
    }

    pub fn subtotal(&self) -> i64 {
        self.lines.iter().filter(|line| !line.voided).map(|line| line.row.unit * line.row.quantity).sum()
    }

    pub fn due(&self) -> i64 {
        self.total() - self.payments.iter().map(|payment| payment.amount + payment.rounding).sum::<i64>()
    }

    /// By product: pieces sold and what they cost, pieces taken back (after the kitchen had them) and what they cost.
    pub fn products(&self) -> impl Iterator<Item = (&str, [i64; 4])> {
        self.lines.iter().filter_map(|line| {
            let (product_id, pieces, price) =
                (line.row.product_id.as_str(), line.row.quantity, line.row.unit * line.row.quantity);
            match (line.voided, self.cancelled) {
                (false, false) => Some((product_id, [pieces, price, 0, 0])),
                (true, _) if !line.sent => None,
                (true, _) | (false, true) => Some((product_id, [0, 0, pieces, price])),
            }
        })
    }

    /// Parts a kitchen still has to make.
    pub fn open_parts(&self) -> i64 {
        let live = self.lines.iter().filter(|line| line.is_live() && !self.cancelled);
        let open = live.flat_map(|line| &line.stages).filter(|stage| **stage < 2).count();
        i64::try_from(open).expect("a small number")
    }

    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    pub fn status(&self) -> &'static str {
        let stages = self.lines.iter().filter(|line| line.is_live()).flat_map(|line| &line.stages);
        let (least, most) = (stages.clone().min(), stages.max());
        match (least, most) {
            (Some(3), _) => "delivered",
            _ if self.cancelled => "cancelled",
            (Some(2), _) => "ready",
            (Some(1), _) | (Some(_), Some(1..)) => "preparing",
            (Some(_), _) => "sent",
            (None, _) => "open",
        }
    }

    /// The order as the API should show it.
    pub fn statement(&self) -> Value {
        let lines: BTreeMap<&str, Value> = self
            .lines
            .iter()
            .map(|line| {
                let Line { row, sent, voided, .. } = line;
                (row.line_id.as_str(), json!([row.quantity, row.unit, row.unit * row.quantity, sent, voided]))
            })
            .collect();
        let payments: BTreeMap<&str, Value> = self
            .payments
            .iter()
            .map(|payment| {
                let Money { method, amount, rounding, payment_id, change } = payment;
                (payment_id.as_str(), json!([method, amount, rounding, change]))
            })
            .collect();
        let due = self.due();
        let payment_state = match (self.payments.is_empty(), due) {
            (true, _) => "unpaid",
            (false, 0) => "paid",
            (false, _) => "partial",
        };
        json!({
            "number": self.number, "order_type": self.order_type, "business_day": self.day, "name": self.name,
            "status": self.status(), "payment_state": payment_state, "lines": lines, "payments": payments,
            "subtotal": self.subtotal(), "discount": self.discount.min(self.subtotal()), "total": self.total(),
            "paid": self.payments.iter().map(|payment| payment.amount).sum::<i64>(),
            "rounding": self.payments.iter().map(|payment| payment.rounding).sum::<i64>(),
            "change": self.payments.iter().map(|payment| payment.change).sum::<i64>(),
            "due": due, "due_in_cash": due - due % COIN,
        })
    }
}

impl Line {
    fn new(row: Row) -> Self {
        let stages = vec![0; row.parts.len()];
        Self { row, sent: false, voided: false, stages }
    }

    fn is_live(&self) -> bool {
        self.sent && !self.voided
    }

    fn tell(&self, stations: &mut BTreeMap<String, Vec<String>>) {
        for part in &self.row.parts {
            let Some(station) = &part.station else { continue };
            let said = format!("{} {}", self.row.quantity, part.name);
            stations.entry(station.clone()).or_default().push(said);
        }
    }
}
