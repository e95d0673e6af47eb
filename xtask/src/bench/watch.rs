//! Who else sees an order: a kitchen screen (the official Socket.IO client in Node) and the paper.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::load::Accepted;
use crate::child::Child;
use crate::http::Client;
use crate::latency::Latencies;
use crate::{repo, sh};

/// How long late events and tickets are waited for after the last order.
const LATE: Duration = Duration::from_secs(10);

/// A screen that writes down when it heard of each order.
#[derive(Debug)]
pub struct Screen(Child);

impl Screen {
    /// Connects a screen and waits until the box took it in.
    pub fn open(server: &str, token: &str, log: &Path) -> Result<Self> {
        let mut node = sh::node(repo::root(), "tests/scripts/socketio-check/listen.mjs");
        node.env("FASTOPS_URL", server).env("FASTOPS_TOKEN", token);
        let mut child = Child::start("listen.mjs", &mut node, log)?;
        child.wait_for(LATE, |child| child.said().lines().any(|line| line == "connected").then_some(()))?;
        Ok(Self(child))
    }

    /// From posting an order to the event at the screen; the second value counts orders never heard of.
    pub fn delays(mut self, accepted: &[Accepted]) -> Result<(Latencies, usize)> {
        let started = Instant::now();
        let mut heard = self.heard();
        while heard.len() < accepted.len() && started.elapsed() < LATE {
            anyhow::ensure!(self.0.ended()?.is_none(), "the screen went away:\n{}", self.0.last_words());
            std::thread::sleep(Duration::from_millis(50));
            heard = self.heard();
        }
        let mut seen = Latencies::default();
        for order in accepted {
            if let Some(at_us) = heard.get(&order.order_id) {
                seen.add_us(at_us.saturating_sub(order.sent_us));
            }
        }
        let missing = accepted.len() - seen.count();
        Ok((seen, missing))
    }

    /// Order to the moment it was heard of, in microseconds since 1970.
    fn heard(&self) -> BTreeMap<String, u64> {
        let said = self.0.said();
        let pairs = said.lines().filter_map(|line| {
            let (order, at_us) = line.split_once(' ')?;
            Some((order.to_owned(), at_us.parse().ok()?))
        });
        pairs.collect()
    }
}

/// Reads the printers' tapes while tickets come out.
#[derive(Debug)]
pub struct Paper {
    client: Client,
    /// Printer to the newest ticket already read.
    read: BTreeMap<String, u64>,
    /// Turn number to when the first of its tickets was complete, in ms since 1970.
    complete_ms: BTreeMap<String, u64>,
}

impl Paper {
    /// Starts at the present end of each tape.
    pub fn open(printers: Client) -> Result<Self> {
        let mut client = printers;
        let list = client.get("/printers")?;
        let ends = list.as_array().into_iter().flatten().filter_map(|printer| {
            Some((printer["name"].as_str()?.to_owned(), printer["last_seq"].as_u64()?))
        });
        let read = ends.collect();
        Ok(Self { client, read, complete_ms: BTreeMap::new() })
    }

    /// Reads what came out since; call it often, a printer shows its newest 60 tickets only.
    pub fn look(&mut self) -> Result<()> {
        for (name, last) in &mut self.read {
            let tickets = self.client.get(&format!("/printers/{name}/tickets?after={last}"))?;
            for ticket in tickets.as_array().into_iter().flatten() {
                *last = ticket["seq"].as_u64().context("a ticket without a number")?.max(*last);
                let at_ms = ticket["finished_at_ms"].as_u64().context("a ticket without a time")?;
                for number in numbers(ticket["text"].as_str().unwrap_or_default()) {
                    let first = self.complete_ms.entry(number).or_insert(at_ms);
                    *first = at_ms.min(*first);
                }
            }
        }
        Ok(())
    }

    /// From posting an order, and from its answer, to its first complete ticket; and how many never came out.
    pub fn delays(mut self, accepted: &[Accepted]) -> Result<(Latencies, Latencies, usize)> {
        let started = Instant::now();
        let owed = |paper: &Self| accepted.iter().any(|order| !paper.complete_ms.contains_key(&order.number));
        self.look()?;
        while owed(&self) && started.elapsed() < LATE {
            std::thread::sleep(Duration::from_millis(100));
            self.look()?;
        }
        let (mut from_post, mut from_answer) = (Latencies::default(), Latencies::default());
        for order in accepted {
            if let Some(at_ms) = self.complete_ms.get(&order.number) {
                from_post.add_us((at_ms * 1000).saturating_sub(order.sent_us));
                from_answer.add_us((at_ms * 1000).saturating_sub(order.answered_us));
            }
        }
        let missing = accepted.len() - from_post.count();
        Ok((from_post, from_answer, missing))
    }
}

/// The turn numbers (`M-047`) on a ticket.
pub fn numbers(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words.filter(|word| is_number(word)).map(str::to_owned).collect()
}

fn is_number(word: &str) -> bool {
    let Some((kind, digits)) = word.split_once('-') else { return false };
    matches!(kind, "M" | "L" | "D") && digits.len() >= 3 && digits.bytes().all(|digit| digit.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turn_numbers_are_found_on_a_ticket() {
        assert_eq!(numbers("COMANDA  #M-047\nCalle 59 # 9-34  L-1\nD-1834."), ["M-047", "D-1834"]);
    }
}
