//! Whether a round costs the same however much is held: days of the same size are merged beside ever more documents.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use cloud_sync::store::sqlite::Sqlite;
use cloud_sync::store::table::log::{self, NewEntry};
use cloud_sync::store::{Mode, Tx};
use shared_model::document::{Chunk, DocKind};
use shared_model::ids::BranchId;
use shared_model::sync::peer::{Origin, Read};
use uuid::Uuid;

use crate::merge::{Cloud, Log};

/// Documents beside which is measured.
const HELD: [u64; 3] = [1_000, 100_000, 1_000_000];
/// Documents added in one transaction.
const STEP: u64 = 20_000;

/// Merges one day after the other beside ever more documents; answers how long each took and how long an empty round takes.
pub async fn rounds(folder: &Path, days: &[Log; 3]) -> Result<Vec<(u64, Duration, Duration)>> {
    let cloud = Cloud::new(Sqlite::open(&folder.join("growth"))?);
    let company = cloud.company().await?;
    let (mut held, mut measured) = (0, Vec::new());
    for (wanted, day) in HELD.into_iter().zip(days) {
        while held < wanted {
            let count = STEP.min(wanted - held);
            cloud.store().tenant(company, Mode::Write, move |tx| fill(tx, held, count)).await?;
            held += count;
        }
        let took = cloud.merge_into(company, day).await?;
        measured.push((wanted, took, idle(&cloud, company, day.branch, day.origin).await?));
    }
    Ok(measured)
}

/// What a box that has everything asks when it comes back.
async fn idle(
    cloud: &Cloud,
    company: shared_model::ids::CompanyId,
    branch: BranchId,
    skip: Origin,
) -> Result<Duration> {
    let end = cloud.store().tenant(company, Mode::Read, log::end).await?;
    let begun = Instant::now();
    for _ in 0..100 {
        let round = move |tx: &mut Tx<'_>| {
            log::has_mark(tx, end)?;
            log::read(tx, branch, Read { after: end.seq, skip, max_bytes: usize::MAX }).map(drop)
        };
        cloud.store().tenant(company, Mode::Read, round).await?;
    }
    Ok(begun.elapsed() / 100)
}

/// Documents of other branches and other days.
fn fill(tx: &mut Tx<'_>, first: u64, count: u64) -> Result<(), cloud_sync::store::StoreError> {
    let entry = |n: u64| {
        let mut hash = [0; 32];
        hash[..8].copy_from_slice(&n.to_be_bytes());
        NewEntry {
            kind: DocKind::Order,
            doc: Uuid::from_u64_pair(n.wrapping_mul(0x9e37_79b9_7f4a_7c15), n),
            branch: Some(BranchId::new(Uuid::from_u128(u128::from(n % 40)))),
            origin: None,
            chunk: Chunk { hash, bytes: vec![7; 300] },
        }
    };
    let entries: Vec<NewEntry> = (first..first + count).map(entry).collect();
    let end = log::end(tx)?;
    log::append(tx, end, &entries).map(drop)
}
