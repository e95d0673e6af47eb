//! The tablets: threads that post orders, each over its own kept-alive connection.
//!
//! Client and box share the machine's cores, so a client thread does almost nothing: the line bodies are written
//! beforehand, a request is one write, and answers are looked at only for status and number.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};

use crate::cart::Carts;
use crate::http::Client;
use crate::latency::Latencies;
use crate::mint::mint;

/// How orders arrive.
#[derive(Debug, Clone, Copy)]
pub enum Arrival {
    /// Each client posts its next order when the last is answered.
    Closed { clients: usize },
    /// One order every so often, whether or not the last is answered. At most 16 wait for an answer at a time.
    Open { every: Duration },
}

/// An accepted order, by the wall clock, in microseconds since 1970.
#[derive(Debug)]
pub struct Accepted {
    pub order_id: String,
    /// What people call it.
    pub number: String,
    pub sent_us: u64,
    pub answered_us: u64,
}

/// What a stage of load gave.
#[derive(Debug, Default)]
pub struct Load {
    pub posts: Latencies,
    pub accepted: Vec<Accepted>,
    /// Answers that were no 201, by status; 0 is a broken connection.
    pub errors: BTreeMap<u16, usize>,
    pub took: Duration,
}

/// Clients that an open arrival may keep busy.
const OPEN_CLIENTS: usize = 16;

/// Posts orders for a while. `keep` collects each accepted order; without it only the count of posts is kept.
pub fn run(client: &Client, carts: &Carts, arrival: Arrival, limit: Duration, keep: bool) -> Result<Load> {
    let started = Instant::now();
    let next = AtomicUsize::new(0);
    let clients = match arrival {
        Arrival::Closed { clients } => clients,
        Arrival::Open { .. } => OPEN_CLIENTS,
    };
    let mut all = Load::default();
    std::thread::scope(|scope| {
        let turns: Vec<_> = (0..clients)
            .map(|_| {
                let (client, next) = (client.another(), &next);
                scope.spawn(move || one_client(client, carts, arrival, next, started, limit, keep))
            })
            .collect();
        for turn in turns {
            let one = turn.join().ok().context("a client thread panicked")??;
            all.posts.merge(one.posts);
            all.accepted.extend(one.accepted);
            one.errors
                .into_iter()
                .for_each(|(status, count)| *all.errors.entry(status).or_default() += count);
        }
        anyhow::Ok(())
    })?;
    all.took = started.elapsed();
    Ok(all)
}

fn one_client(
    mut client: Client,
    carts: &Carts,
    arrival: Arrival,
    next: &AtomicUsize,
    started: Instant,
    limit: Duration,
    keep: bool,
) -> Result<Load> {
    let mut load = Load::default();
    loop {
        let nth = next.fetch_add(1, Ordering::Relaxed);
        let mut due = Instant::now();
        if let Arrival::Open { every } = arrival {
            let after = every * u32::try_from(nth).unwrap_or(u32::MAX);
            if after >= limit {
                return Ok(load);
            }
            due = started + after;
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
        }
        if started.elapsed() >= limit {
            return Ok(load);
        }
        let order = carts.order(nth);
        let sent_us = wall_us()?;
        let answer = client.request("POST", "/api/v1/orders", Some(&mint("cmd")), &order.body);
        // Counted from when it was due, so that a stalled box is not excused by the clients it stalled.
        load.posts.add(due.elapsed());
        match answer {
            Ok(answer) if answer.status == 201 => {
                if keep {
                    let number = answer.json()?["number"].as_str().unwrap_or_default().to_owned();
                    load.accepted.push(Accepted {
                        order_id: order.order_id,
                        number,
                        sent_us,
                        answered_us: wall_us()?,
                    });
                }
            }
            Ok(answer) => *load.errors.entry(answer.status).or_default() += 1,
            Err(_) => *load.errors.entry(0).or_default() += 1,
        }
    }
}

/// The wall clock in microseconds, shared with the printers and the listening screen.
fn wall_us() -> Result<u64> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).context("the clock is before 1970")?;
    u64::try_from(since.as_micros()).context("the clock is far ahead")
}
