//! What happens on every link: people sell while the line is bad, sell on while it is gone, and then it comes back.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::json;
use tokio::time::sleep;

use crate::ledger;
use crate::profile::Profile;
use crate::town::{Sold, Town};
use crate::wire::Counts;

/// Orders of which nothing is asked but how fast they are taken when all is well.
const CALM_ORDERS: u32 = 100;
/// How long a box may take to notice that nobody is there.
const NOTICE: Duration = Duration::from_secs(75);
/// How long is waited for the cloud beyond what the profile allows, so that a slow link still gives a number.
const OVERTIME: u64 = 4;
const POLL: Duration = Duration::from_millis(50);

/// What is asked of a visit.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Orders that wait for the line.
    pub orders: u32,
    /// How long the line stays cut once the box noticed, which it is given time for; none: it comes back at once, with
    /// the box still thinking that all is well.
    pub dark_s: Option<u32>,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Visited {
    pub name: &'static str,
    pub orders: usize,
    /// From the line being back until the cloud has every change and the box knows it.
    pub converged: Duration,
    pub counts: Counts,
    /// What had to travel, packed.
    pub payload: u64,
    pub path: String,
    /// Until the box said that the cloud is out of reach.
    pub noticed: Option<Duration>,
    pub calm_p99: Duration,
    pub bad_p99: Duration,
    pub cut_p99: Duration,
    /// What the two sides' databases do not agree on.
    pub differences: Vec<String>,
}

impl Visited {
    /// Bytes on the link for a hundred bytes that had to travel.
    pub fn bytes_percent(&self) -> u64 {
        self.counts.bytes() * 100 / self.payload.max(1)
    }

    /// What was promised and not kept.
    pub fn broken(&self, profile: &Profile) -> Vec<String> {
        let mut broken = self.differences.clone();
        if self.converged > Duration::from_secs(profile.within_s) {
            broken.push(format!("{:?} after the line was back, not {} s", self.converged, profile.within_s));
        }
        // Of a few orders most of it is saying hello.
        if self.payload > 100_000 && self.bytes_percent() > profile.bytes_percent {
            broken.push(format!(
                "{} % of the payload on the link, not {}",
                self.bytes_percent(),
                profile.bytes_percent
            ));
        }
        if !profile.paths.is_empty() && !profile.paths.contains(&self.path.as_str()) {
            broken.push(format!("by the way {}, not {:?}", self.path, profile.paths));
        }
        // Twice as slow and a disk's hiccup: the machine is shared, the writer is not waiting for the link.
        let most = 2 * self.calm_p99 + Duration::from_millis(50);
        for (when, p99) in [("on the bad line", self.bad_p99), ("without a line", self.cut_p99)] {
            if p99 > most {
                broken.push(format!("orders took {p99:?} {when}, {:?} on a good one", self.calm_p99));
            }
        }
        broken
    }
}

/// Goes through it all.
pub async fn visit(profile: &Profile, plan: Plan) -> Result<Visited> {
    let mut town = Town::open().await?;
    let visited = through(&mut town, profile, plan).await;
    if visited.as_ref().map_or(true, |visited| !visited.broken(profile).is_empty()) {
        println!("{}", town.last_words());
    }
    visited
}

async fn through(town: &mut Town, profile: &Profile, plan: Plan) -> Result<Visited> {
    let within = Duration::from_secs(profile.within_s * OVERTIME);
    town.until(NOTICE, |status| status["connected"] == true).await.context("on a good line")?;
    let calm = town.sell(CALM_ORDERS).await?;
    town.until(NOTICE, |status| status["pending_changes"] == 0).await.context("on a good line")?;

    town.wire.set(&profile.bad[0], &profile.bad[1]).await?;
    let bad = town.sell(plan.orders / 10).await?;
    let cut = json!({"cut": true});
    town.wire.set(&cut, &cut).await?;
    let cloud = ledger::company(&town.company_file())?;
    // What left before the cut may still arrive.
    sleep(Duration::from_secs(1)).await;
    let (held, begin) = (ledger::count(&cloud)?, ledger::end(&town.box_data())?);
    let gone = town.sell(plan.orders).await?;
    let noticed = match plan.dark_s {
        Some(dark) => {
            let noticed = town.until(NOTICE, |status| status["connected"] == false).await?;
            sleep(Duration::from_secs(dark.into())).await;
            Some(noticed)
        }
        None => None,
    };
    let payload = ledger::packed_after(&town.box_data(), begin)?;

    town.wire.count().await?;
    town.wire.set(&profile.back[0], &profile.back[1]).await?;
    let back = Instant::now();
    let all = calm.orders.len() + bad.orders.len() + gone.orders.len();
    while ledger::count(&cloud)? < all {
        if back.elapsed() > within {
            let has = ledger::count(&cloud)?;
            bail!(
                "the cloud has {has} of {all} orders {within:?} after the line was back; it had {held} before"
            );
        }
        sleep(POLL).await;
    }
    let mut counts = town.wire.count().await?;
    // Rows of an order may still grow: its payment is a change of its own.
    let mut converged = back.elapsed();
    let told = town.until(within, |status| status["pending_changes"] == 0).await?;
    let acknowledged =
        [&calm, &bad, &gone].into_iter().flat_map(|sold: &Sold| sold.orders.iter().cloned()).collect();
    let mut differences = ledger::differences(&town.box_data(), &cloud, &acknowledged)?;
    if !differences.is_empty() {
        // Once more with patience, to know whether it is late or wrong.
        sleep(POLL).await;
        differences = ledger::differences(&town.box_data(), &cloud, &acknowledged)?;
    }
    converged += told;
    let more = town.wire.count().await?;
    counts = sum(counts, more);
    let path = town.status().await?["path"].as_str().unwrap_or("none").to_owned();
    Ok(Visited {
        name: profile.name,
        orders: gone.orders.len(),
        converged,
        counts,
        payload,
        path,
        noticed,
        calm_p99: calm.p99(),
        bad_p99: bad.p99(),
        cut_p99: gone.p99(),
        differences,
    })
}

fn sum(mut counts: Counts, more: Counts) -> Counts {
    for (whole, part) in [(&mut counts.up, more.up), (&mut counts.down, more.down)] {
        whole.packets += part.packets;
        whole.bytes += part.bytes;
        whole.udp += part.udp;
        whole.tcp += part.tcp;
        whole.lost += part.lost;
        whole.largest = whole.largest.max(part.largest);
    }
    counts
}
