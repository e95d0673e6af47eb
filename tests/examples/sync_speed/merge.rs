//! What merging costs the cloud, without a line: packs are read from a box's log, unpacked, merged and committed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use cloud_sync::merge::{Sender, take};
use cloud_sync::store::table::peer;
use cloud_sync::store::{Database, Mode, Store};
use ed25519_dalek::SigningKey;
use edge_node::store::log::feed;
use shared_model::document::Author;
use shared_model::ids::{BoxId, BranchId, CompanyId};
use shared_model::sync::frame::Packed;
use shared_model::sync::inspect::inspect;
use shared_model::sync::pack::{BATCH_BYTES, Parcel, pack, unpack};
use shared_model::sync::peer::{Delivery, Origin};
use shared_model::sync::{Incoming, Mark};
use shared_model::time::Timestamp;
use uuid::Uuid;

/// One batch as it lies on the wire.
#[derive(Debug, Clone)]
pub struct Batch {
    pub packed: Packed,
    pub to: Mark,
}

/// A box's whole log in batches, and who wrote it.
#[derive(Debug, Clone)]
pub struct Log {
    pub batches: Vec<Batch>,
    pub origin: Origin,
    pub branch: BranchId,
    pub changes: u64,
    pub bytes: usize,
}

/// Reads a box's log behind a position as it would be sent.
pub async fn read(store: &edge_node::store::Store, from: u64) -> Result<Log> {
    let catalog = store.announcements.catalog.borrow().clone();
    let branch = catalog.home().context("a box without a branch")?.branch_id;
    let read = move |conn: &rusqlite::Connection| {
        let (mut batches, mut after, mut changes) = (Vec::new(), from, 0_u64);
        loop {
            let limit = feed::Limit { bytes: BATCH_BYTES, entries: shared_model::sync::pack::ENTRIES_MAX };
            let page = feed::after(conn, after, None, limit)?;
            changes += u64::try_from(page.entries.len()).unwrap_or(0);
            let parcel = |entry: &shared_model::sync::Entry| Parcel {
                kind: entry.kind.number(),
                doc: entry.doc,
                bytes: entry.chunk.bytes.clone(),
            };
            let parcels: Vec<Parcel> = page.entries.iter().map(parcel).collect();
            if !parcels.is_empty() {
                batches.push(Batch { packed: pack(&parcels), to: page.to });
            }
            after = page.to.seq;
            if !page.more {
                return Ok((batches, changes));
            }
        }
    };
    let (batches, changes) = store.readers.read(read).await?;
    let author =
        store.writer.run(edge_node::store::Durability::Relaxed, |work| Ok(work.working.author)).await?;
    let bytes = batches.iter().map(|batch| batch.packed.zstd.len() + 24).sum();
    let origin = Origin { replica: author.replica, epoch: author.epoch };
    Ok(Log { batches, origin, branch, changes, bytes })
}

/// A database with room for companies.
pub struct Cloud {
    store: Store,
}

impl Cloud {
    pub fn new(database: impl Database + 'static) -> Self {
        Self { store: Store::new(Arc::new(database)) }
    }

    /// The store under it.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// A new company.
    pub async fn company(&self) -> Result<CompanyId> {
        let company = CompanyId::new(Uuid::now_v7());
        self.store.create(company).await?;
        Ok(company)
    }

    /// Merges a whole log into a company; answers how long it took.
    pub async fn merge_into(&self, company: CompanyId, log: &Log) -> Result<Duration> {
        let sender = Sender {
            box_id: BoxId::new(Uuid::now_v7()),
            company_id: company,
            branch_id: log.branch,
            replica: log.origin.replica,
            root: SigningKey::from_bytes(&[7; 32]).verifying_key(),
        };
        let origin = log.origin;
        let hello = move |tx: &mut cloud_sync::store::Tx<'_>| {
            peer::hello(tx, sender.box_id, origin.epoch, Timestamp::from_ms(1)).map(drop)
        };
        self.store.tenant(company, Mode::Write, hello).await?;
        let begun = Instant::now();
        for batch in log.batches.clone() {
            let work = move |tx: &mut cloud_sync::store::Tx<'_>| {
                let author = Author { replica: [9; 8], epoch: 1 };
                let taken = take(tx, &sender, delivery(&batch, origin), author, Timestamp::from_ms(1))?;
                Ok(taken.refused.len())
            };
            let refused = self.store.tenant(company, Mode::Write, work).await?;
            anyhow::ensure!(refused == 0, "{refused} changes were refused");
        }
        Ok(begun.elapsed())
    }
}

/// What the peer makes of a batch.
fn delivery(batch: &Batch, origin: Origin) -> Delivery {
    let parcels = unpack(&batch.packed).expect("our own pack");
    let incoming = |parcel: Parcel| Incoming {
        kind: shared_model::document::DocKind::from_number(parcel.kind).expect("our own kind"),
        doc: parcel.doc,
        change: inspect(parcel.bytes).expect("our own change"),
    };
    Delivery {
        origin,
        entries: parcels.into_iter().map(incoming).collect(),
        refused: Vec::new(),
        to: Some(batch.to),
        healing: false,
        healed: false,
    }
}
