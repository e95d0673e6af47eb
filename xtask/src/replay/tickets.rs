//! Whether every ticket came out exactly once, by what the printers have on their tapes.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::menu::STATIONS;
use crate::bench::numbers;
use crate::http::Client;

/// How long the printers may be silent before the count is taken.
const SILENCE: Duration = Duration::from_secs(20);

/// Where each printer's tape ended before we began.
#[derive(Debug)]
pub struct Tapes {
    printers: Client,
    ends: BTreeMap<&'static str, u64>,
}

/// What the count gave.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub once: usize,
    /// `order at station`, never printed.
    pub missing: Vec<String>,
    /// `order at station`, printed more than once.
    pub repeated: Vec<String>,
}

impl Tapes {
    /// Notes where the tapes end now.
    pub fn open(mut printers: Client) -> Result<Self> {
        let ends = newest(&mut printers)?;
        Ok(Self { printers, ends })
    }

    /// Waits until as many tickets came out as are owed, or none came for a while; then counts.
    pub fn count(mut self, owed: &[(String, &'static str)]) -> Result<Count> {
        let (mut seen, mut since) = (0, Instant::now());
        loop {
            let now = newest(&mut self.printers)?;
            let out: u64 =
                now.iter().map(|(name, end)| end - self.ends.get(name).copied().unwrap_or_default()).sum();
            if usize::try_from(out)? >= owed.len() || since.elapsed() > SILENCE {
                break;
            }
            if out != seen {
                (seen, since) = (out, Instant::now());
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        let printed = self.read()?;
        Ok(compare(owed, &printed))
    }

    /// How often each turn number stands on a new ticket of each printer.
    fn read(&mut self) -> Result<BTreeMap<(String, &'static str), usize>> {
        let mut printed = BTreeMap::new();
        for (name, end) in newest(&mut self.printers)? {
            for seq in self.ends.get(name).copied().unwrap_or_default() + 1..=end {
                let answer = self.printers.request(
                    "GET",
                    &format!("/printers/{name}/tickets/{seq}.txt"),
                    None,
                    b"",
                )?;
                anyhow::ensure!(answer.status == 200, "ticket {seq} of {name}: {}", answer.status);
                let mut on_it = numbers(&String::from_utf8_lossy(&answer.body));
                on_it.sort_unstable();
                on_it.dedup();
                for number in on_it {
                    *printed.entry((number, name)).or_default() += 1;
                }
            }
        }
        Ok(printed)
    }
}

fn newest(printers: &mut Client) -> Result<BTreeMap<&'static str, u64>> {
    let list = printers.get("/printers")?;
    let list = list.as_array().context("the printers are no list")?;
    STATIONS
        .iter()
        .map(|name| {
            let printer = list.iter().find(|printer| printer["name"] == *name);
            let end = printer.with_context(|| format!("no printer {name}"))?["last_seq"].as_u64();
            Ok((*name, end.context("a printer without a last ticket")?))
        })
        .collect()
}

fn compare(owed: &[(String, &'static str)], printed: &BTreeMap<(String, &'static str), usize>) -> Count {
    let mut count = Count::default();
    for ticket in owed {
        match printed.get(ticket).copied().unwrap_or_default() {
            0 => count.missing.push(format!("{} at {}", ticket.0, ticket.1)),
            1 => count.once += 1,
            _ => count.repeated.push(format!("{} at {}", ticket.0, ticket.1)),
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tickets_are_counted_by_order_and_station() {
        let ticket = |number: &str, station| (number.to_owned(), station);
        let owed = [ticket("M-001", "Parrilla"), ticket("M-001", "Bebidas"), ticket("L-002", "Parrilla")];
        let printed = BTreeMap::from([(owed[0].clone(), 1), (owed[2].clone(), 2)]);
        let count = compare(&owed, &printed);
        assert_eq!(count.once, 1);
        assert_eq!(count.missing, ["M-001 at Bebidas"]);
        assert_eq!(count.repeated, ["L-002 at Parrilla"]);
    }
}
