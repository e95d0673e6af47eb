//! A company's store as one box may see it: its branch and what belongs to the company, nothing else.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use shared_model::ids::{BranchId, CompanyId};
use shared_model::sync::digest::{Digest, Span, prefix};
use shared_model::sync::drive::{Replica, StorageFailed, Stored, Told};
use shared_model::sync::frame::{Hashes, Prefixes};
use shared_model::sync::peer::{Delivery, Opened, Origin, Page, Read, Rejected};
use shared_model::sync::{Entry, Mark};
use tokio::sync::Mutex;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

use super::door;
use shared_model::wire::platform::BoxStatus;

use crate::boxes::Grant;
use crate::cloud::Cloud;
use crate::merge;
use crate::store::table::event::{self, Audience, NewEvent};
use crate::store::table::{dead_letter, log, peer};
use crate::store::{Changed, Mode, StoreError, Tx};

/// Documents that are named when the log grew; with more the box reads them in sequence.
const NAMED_MAX: u32 = 64;

/// The store behind one conversation.
#[derive(Debug)]
pub struct BranchReplica {
    cloud: Cloud,
    grant: Grant,
    opened: Opened,
    changes: Mutex<Receiver<Changed>>,
    /// Up to where the log was when growth was last told.
    seen: AtomicU64,
    /// Whether this conversation has said which process of the box is at the other end.
    met: AtomicBool,
}

impl BranchReplica {
    /// Looks up where syncing with the box stands.
    pub async fn open(cloud: Cloud, grant: Grant) -> Result<Self, StoreError> {
        let changes = Mutex::new(cloud.store().changes());
        let box_id = grant.box_id;
        let look =
            move |tx: &mut Tx<'_>| Ok((peer::find(tx, box_id)?, peer::marks(tx, box_id)?, log::end(tx)?.seq));
        let (known, remembered, seen) = cloud.store().tenant(grant.company, Mode::Read, look).await?;
        let author = cloud.author();
        let opened = Opened {
            replica: author.replica,
            epoch: author.epoch,
            expected: Some(grant.replica),
            recv: known.map_or_else(Mark::default, |peer| peer.received),
            remembered,
            healing: known.is_some_and(|peer| peer.healing),
        };
        Ok(Self { cloud, grant, opened, changes, seen: AtomicU64::new(seen), met: AtomicBool::new(false) })
    }

    /// What the conversation begins with.
    pub fn opened(&self) -> Opened {
        self.opened.clone()
    }

    /// A replaced box hands in and hears nothing.
    fn is_deaf(&self) -> bool {
        self.grant.status == BoxStatus::Fenced
    }

    async fn read_in<T, F>(&self, query: F) -> Stored<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        self.cloud.store().tenant(self.grant.company, Mode::Read, query).await.map_err(failed)
    }

    async fn write_in<T, F>(&self, work: F) -> Stored<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        self.cloud.store().tenant(self.grant.company, Mode::Write, work).await.map_err(failed)
    }

    /// Remembers which process of the box this is; says aloud when two live boxes have one identity.
    async fn meet(&self, them: Origin) -> Stored<()> {
        if self.met.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        let (grant, now) = (self.grant, self.cloud.now());
        let write = move |tx: &mut Tx<'_>| {
            let split = peer::hello(tx, grant.box_id, them.epoch, now)?;
            if split {
                event::append(tx, &[split_brain(&grant)], now)?;
                tx.ring()?;
            }
            Ok(split)
        };
        if self.write_in(write).await? {
            tracing::error!(box_id = %self.grant.box_id, "two live boxes have one identity");
        }
        Ok(())
    }
}

fn split_brain(grant: &Grant) -> NewEvent {
    let message = "Dos cajas encendidas usan la misma identidad en esta sucursal. Lo que vendieron las dos está guardado; \
                   apaga la que no debe estar y revisa los turnos repetidos.";
    let data = serde_json::json!({
        "type": "split_brain", "severity": "high", "message": message, "action_required": true,
        "box_id": grant.box_id, "branch_id": grant.branch,
    });
    NewEvent { branch: Some(grant.branch), kind: "system:alert".to_owned(), audience: Audience::Admin, data }
}

impl Replica for BranchReplica {
    async fn check_marks(&self, marks: Vec<Mark>) -> Stored<Option<Mark>> {
        self.read_in(move |tx| {
            let mut marks = marks;
            marks.sort_by_key(|mark| std::cmp::Reverse(mark.seq));
            for mark in marks {
                if log::has_mark(tx, mark)? {
                    return Ok(Some(mark));
                }
            }
            Ok(None)
        })
        .await
    }

    async fn read(&self, read: Read) -> Stored<Page> {
        self.meet(read.skip).await?;
        let (branch, deaf) = (self.grant.branch, self.is_deaf());
        self.read_in(move |tx| if deaf { log::nothing(tx, read.after) } else { log::read(tx, branch, read) })
            .await
    }

    async fn read_documents(&self, docs: Vec<Uuid>, skip: Origin) -> Stored<Vec<Entry>> {
        if self.is_deaf() {
            return Ok(Vec::new());
        }
        let branch = self.grant.branch;
        self.read_in(move |tx| log::whole(tx, branch, &docs, Some(skip))).await
    }

    async fn read_hashes(&self, wanted: Hashes) -> Stored<Vec<Entry>> {
        if self.is_deaf() {
            return Ok(Vec::new());
        }
        let branch = self.grant.branch;
        self.read_in(move |tx| {
            let held = log::hashes(tx, branch, wanted.span)?;
            let mut docs: Vec<Uuid> =
                held.iter().filter(|(_, hash)| names(&wanted, hash)).map(|(doc, _)| *doc).collect();
            docs.sort_unstable();
            docs.dedup();
            let mut entries = log::whole(tx, branch, &docs, None)?;
            entries.retain(|entry| names(&wanted, &entry.chunk.hash));
            Ok(entries)
        })
        .await
    }

    async fn apply(&self, delivery: Delivery) -> Stored<Vec<Rejected>> {
        self.meet(delivery.origin).await?;
        let (sender, author, now) =
            (door::sender(&self.cloud, &self.grant), self.cloud.author(), self.cloud.now());
        let taken = self.write_in(move |tx| merge::take(tx, &sender, delivery, author, now)).await?;
        for rejected in &taken.refused {
            tracing::warn!(box_id = %self.grant.box_id, doc = %rejected.doc, why = rejected.why.code(), "a change was refused");
        }
        Ok(taken.refused)
    }

    async fn keep_acked(&self, mark: Mark) -> Stored<()> {
        let (box_id, now) = (self.grant.box_id, self.cloud.now());
        self.write_in(move |tx| peer::acked(tx, box_id, mark.seq, now)).await
    }

    async fn healing(&self) -> Stored<()> {
        let box_id = self.grant.box_id;
        tracing::warn!(%box_id, "a box has more of ours than we have: it gives it back");
        let epoch = self.opened.epoch;
        let now = self.cloud.now();
        self.write_in(move |tx| {
            if peer::find(tx, box_id)?.is_none() {
                peer::hello(tx, box_id, epoch, now)?;
            }
            peer::set_healing(tx, box_id, true)
        })
        .await
    }

    async fn digest(&self, spans: Vec<Span>) -> Stored<Vec<Digest>> {
        let branch = self.grant.branch;
        self.read_in(move |tx| spans.into_iter().map(|span| digest(tx, branch, span)).collect()).await
    }

    async fn hashes(&self, span: Span) -> Stored<Hashes> {
        let branch = self.grant.branch;
        self.read_in(move |tx| {
            let prefixes = held(tx, branch, span)?.iter().map(prefix).collect();
            Ok(Hashes { span, prefixes: Prefixes(prefixes) })
        })
        .await
    }

    async fn grown(&self) -> Vec<Uuid> {
        let company: CompanyId = self.grant.company;
        let mut changes = self.changes.lock().await;
        loop {
            match changes.recv().await {
                Ok(Changed::Company(other)) if other != company => continue,
                Ok(Changed::Company(_) | Changed::Anything) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => std::future::pending().await,
            }
            let (branch, seen) = (self.grant.branch, self.seen.load(Ordering::Relaxed));
            let Ok((docs, end)) = self.read_in(move |tx| log::changed(tx, branch, seen, NAMED_MAX)).await
            else {
                // Asked for again when it grows next, or read in sequence.
                return Vec::new();
            };
            if end > seen {
                self.seen.store(end, Ordering::Relaxed);
                let named = docs.len() < usize::try_from(NAMED_MAX).unwrap_or(usize::MAX);
                return if named { docs } else { Vec::new() };
            }
        }
    }

    async fn told(&self, told: Told) {
        match told {
            Told::Refused(reject) => {
                tracing::warn!(box_id = %self.grant.box_id, doc = ?reject.doc, code = reject.code, "a box refused a change");
            }
            Told::Notice(notice) => {
                tracing::info!(box_id = %self.grant.box_id, code = notice.code, "a box says");
            }
        }
    }
}

fn held(tx: &mut Tx<'_>, branch: BranchId, span: Span) -> Result<Vec<[u8; 32]>, StoreError> {
    let mut held: Vec<[u8; 32]> = log::hashes(tx, branch, span)?.into_iter().map(|(_, hash)| hash).collect();
    held.extend(dead_letter::hashes(tx, span)?);
    Ok(held)
}

fn digest(tx: &mut Tx<'_>, branch: BranchId, span: Span) -> Result<Digest, StoreError> {
    Ok(Digest::of(span, held(tx, branch, span)?.iter()))
}

fn names(wanted: &Hashes, hash: &[u8; 32]) -> bool {
    wanted.prefixes.0.contains(&prefix(hash))
}

fn failed(error: StoreError) -> StorageFailed {
    StorageFailed(format!("{:#}", anyhow::Error::from(error)))
}
