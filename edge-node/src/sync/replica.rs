//! The store of the box as a conversation with the cloud sees it. Everything a box has is the cloud's to have; the cloud
//! decides what of its own a box may have.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use shared_model::document::DocKind;
use shared_model::sync::digest::{Digest, Span, prefix};
use shared_model::sync::drive::{Replica, StorageFailed, Stored, Told};
use shared_model::sync::frame::{Hashes, Notice, Prefixes, Reject};
use shared_model::sync::inspect::{CHUNK_MAX, inspect};
use shared_model::sync::pack::{BATCH_BYTES, ENTRIES_MAX};
use shared_model::sync::peer::{Delivery, Opened, Origin, Page, Read, Rejected, TurnedAway};
use shared_model::sync::{Entry, Incoming, Mark};
use tokio::sync::watch;
use uuid::Uuid;

use super::Link;
use super::link::tell;
use crate::clock::Clock;
use crate::store::dead_letter::{self, Direction, Letter};
use crate::store::log::feed::{self, Limit};
use crate::store::merge::{Batch, Outcome, merge};
use crate::store::peer::{self, Standing};
use crate::store::{Durability, Store, StoreError, Work, peer_mark};

/// Changes merged in one job of the writer: selling goes on between two jobs.
const MERGED_AT_ONCE: usize = 128;
/// How long to wait when the writer has too much to do.
const BUSY: Duration = Duration::from_millis(100);
/// How often to wait for it.
const BUSY_MAX: usize = 50;

/// This box in one conversation.
#[derive(Debug)]
pub struct BoxReplica {
    store: Store,
    clock: Clock,
    link: Link,
    met: watch::Sender<bool>,
    /// How the box stands is settled for this conversation: the cloud took or gave something and so holds it for a member,
    /// or it said that the box is none. A replaced box still hands in what it sold; being thanked for that changes nothing.
    settled: AtomicBool,
}

impl BoxReplica {
    /// A conversation that is about to begin.
    pub fn new(store: Store, clock: Clock, link: Link) -> Self {
        Self { store, clock, link, met: watch::Sender::new(false), settled: AtomicBool::new(false) }
    }

    /// Waits until the cloud said who it is.
    pub async fn met(&self) {
        // The sender lives as long as this.
        drop(self.met.subscribe().wait_for(|met| *met).await);
    }

    /// What the conversation begins with.
    pub async fn opened(&self) -> Result<Opened, StoreError> {
        let read = |work: &mut Work<'_>| {
            let peer = peer::read(work.tx)?;
            let author = work.working.author;
            Ok(Opened {
                replica: author.replica,
                epoch: author.epoch,
                // Any instance of the cloud: who it is was settled by the connection.
                expected: None,
                recv: peer.received,
                remembered: peer_mark::all(work.tx)?,
                healing: peer.healing,
            })
        };
        self.store.writer.run(Durability::Relaxed, read).await
    }

    async fn question<T, F>(&self, query: F) -> Stored<T>
    where
        T: Send + 'static,
        F: FnOnce(&rusqlite::Connection) -> Result<T, StoreError> + Send + 'static,
    {
        self.store.readers.read(query).await.map_err(failed)
    }

    async fn merge(&self, batch: Batch) -> Stored<Outcome> {
        let now = self.clock.now();
        for _ in 0..BUSY_MAX {
            let again = batch.clone();
            match self.store.writer.run(Durability::Full, move |work| merge(work, again, now)).await {
                Err(StoreError::Busy) => tokio::time::sleep(BUSY).await,
                done => return done.map_err(failed),
            }
        }
        Err(failed(StoreError::Busy))
    }

    /// The cloud exchanges with this box: whatever kept it out is over.
    async fn trust(&self) -> Stored<()> {
        if self.settled.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        self.stand(Standing::Member).await.map_err(failed)
    }

    async fn stand(&self, standing: Standing) -> Result<(), StoreError> {
        let put = move |work: &mut Work<'_>| {
            let before = peer::read(work.tx)?.standing;
            if before != standing {
                peer::put_standing(work.tx, standing)?;
            }
            Ok(before != standing)
        };
        if self.store.writer.run(Durability::Full, put).await? {
            let path = self.link.path().filter(|_| standing == Standing::Member);
            tell(&self.store, path, standing, self.clock.now()).await?;
        }
        Ok(())
    }

    async fn refused_there(&self, reject: Reject) -> Result<(), StoreError> {
        let now = self.clock.now();
        let put = move |work: &mut Work<'_>| {
            let Reject { hash, doc, code, detail } = reject;
            // What is not ours to begin with is nothing to show.
            let Some(kind) = feed::kind_of(work.tx, doc.0, &hash)? else { return Ok(()) };
            // The bytes are in the log.
            let letter =
                Letter { hash, kind, doc: doc.0, direction: Direction::Out, code, detail, bytes: vec![] };
            dead_letter::put(work.tx, &letter, now)
        };
        self.store.writer.run(Durability::Full, put).await
    }

    async fn noticed(&self, notice: &Notice) -> Result<(), StoreError> {
        tracing::warn!(code = notice.code, text = notice.text, "the cloud says");
        let standing = match notice.code.as_str() {
            "fenced" => Standing::Fenced,
            "revoked" => Standing::Revoked,
            _ => return Ok(()),
        };
        self.settled.store(true, Ordering::Relaxed);
        self.stand(standing).await
    }
}

impl Replica for BoxReplica {
    async fn check_marks(&self, marks: Vec<Mark>) -> Stored<Option<Mark>> {
        self.met.send_replace(true);
        self.question(move |conn| feed::highest_common(conn, &marks)).await
    }

    async fn read(&self, read: Read) -> Stored<Page> {
        self.met.send_replace(true);
        let limit = Limit { bytes: read.max_bytes.clamp(CHUNK_MAX, BATCH_BYTES), entries: ENTRIES_MAX };
        self.question(move |conn| feed::after(conn, read.after, Some(read.skip), limit)).await
    }

    async fn read_documents(&self, docs: Vec<Uuid>, skip: Origin) -> Stored<Vec<Entry>> {
        self.question(move |conn| {
            let entries = docs.into_iter().map(|doc| feed::of_document(conn, doc, skip));
            Ok(entries.collect::<Result<Vec<_>, _>>()?.concat())
        })
        .await
    }

    async fn read_hashes(&self, hashes: Hashes) -> Stored<Vec<Entry>> {
        let limit = Limit { bytes: BATCH_BYTES, entries: ENTRIES_MAX };
        self.question(move |conn| {
            let wanted = hashes.prefixes.0.into_iter().collect();
            feed::of_prefixes(conn, hashes.span, &wanted, limit)
        })
        .await
    }

    async fn apply(&self, delivery: Delivery) -> Stored<Vec<Rejected>> {
        let Delivery { origin, mut entries, refused, to, healed, .. } = delivery;
        let mut refused: Vec<Letter> = refused.into_iter().map(letter).collect();
        let mut rejected = Vec::new();
        // In several jobs, so that selling goes on between them. The cursor moves with the last one only: whatever keeps
        // it from coming, the rest is sent again and known.
        loop {
            let rest = entries.split_off(entries.len().min(MERGED_AT_ONCE));
            let last = rest.is_empty();
            let batch = Batch {
                source: origin,
                changes: std::mem::replace(&mut entries, rest),
                refused: std::mem::take(&mut refused),
                cursor: to.filter(|_| last),
                healed: healed && last,
            };
            let outcome = self.merge(batch).await?;
            let told =
                |one: crate::store::merge::Rejected| Rejected { hash: one.hash, doc: one.doc, why: one.why };
            rejected.extend(outcome.rejected.into_iter().map(told));
            if last {
                break;
            }
        }
        self.trust().await?;
        Ok(rejected)
    }

    async fn keep_acked(&self, mark: Mark) -> Stored<()> {
        let now = self.clock.now();
        // Only for showing: the cloud says at every meeting where it is.
        let put = move |work: &mut Work<'_>| peer::put_acked(work.tx, mark.seq, now);
        match self.store.writer.run(Durability::Relaxed, put).await {
            Ok(()) | Err(StoreError::Busy) => self.trust().await,
            Err(error) => Err(failed(error)),
        }
    }

    async fn healing(&self) -> Stored<()> {
        let put = |work: &mut Work<'_>| peer::put_healing(work.tx, true);
        self.store.writer.run(Durability::Full, put).await.map_err(failed)
    }

    async fn digest(&self, spans: Vec<Span>) -> Stored<Vec<Digest>> {
        self.question(move |conn| spans.into_iter().map(|span| digest(conn, span)).collect()).await
    }

    async fn hashes(&self, span: Span) -> Stored<Hashes> {
        self.question(move |conn| {
            let mut prefixes = Vec::new();
            feed::visit(conn, span, |_, hash| prefixes.push(prefix(hash)))?;
            dead_letter::visit(conn, span, |hash| prefixes.push(prefix(hash)))?;
            Ok(Hashes { span, prefixes: Prefixes(prefixes) })
        })
        .await
    }

    async fn grown(&self) -> Vec<Uuid> {
        self.store.announcements.growth.next().await
    }

    async fn told(&self, told: Told) {
        let kept = match told {
            Told::Refused(reject) => self.refused_there(reject).await,
            Told::Notice(notice) => self.noticed(&notice).await,
        };
        if let Err(error) = kept {
            tracing::warn!(error = &error as &dyn std::error::Error, "what the cloud said was not kept");
        }
    }
}

/// Looks again at what a newer cloud sent before this program knew its kinds: they may be known by now. Once at each start.
pub async fn reconsider(store: &Store, clock: &Clock) -> Result<(), StoreError> {
    let now = clock.now();
    let again = move |work: &mut Work<'_>| {
        let mut changes = Vec::new();
        for letter in dead_letter::of_unknown_kinds(work.tx)? {
            let number = letter.kind.strip_prefix('#').and_then(|number| number.parse().ok());
            let Some(kind) = number.and_then(DocKind::from_number) else { continue };
            dead_letter::remove(work.tx, letter.id)?;
            // Bytes that are no change of a kind that is known would be sent again and refused for what they are.
            let Ok(change) = inspect(letter.bytes) else { continue };
            changes.push(Incoming { kind, doc: letter.doc, change });
        }
        if changes.is_empty() {
            return Ok(());
        }
        // By whom they came is not known any more; telling that one again does no harm.
        let source = Origin { replica: [0; 8], epoch: 0 };
        merge(work, Batch { source, changes, refused: vec![], cursor: None, healed: false }, now).map(drop)
    };
    store.writer.run(Durability::Full, again).await
}

/// What is held in a span; what was turned away counts.
fn digest(conn: &rusqlite::Connection, span: Span) -> Result<Digest, StoreError> {
    let mut digest = Digest { span, count: 0, xor: 0 };
    let mut add = |hash: &[u8; 32]| {
        digest.count += 1;
        digest.xor ^= u64::from_be_bytes(prefix(hash));
    };
    feed::visit(conn, span, |_, hash| add(hash))?;
    dead_letter::visit(conn, span, &mut add)?;
    Ok(digest)
}

fn letter(turned_away: TurnedAway) -> Letter {
    let TurnedAway { kind, doc, hash, bytes, why } = turned_away;
    let known = DocKind::from_number(kind);
    // A kind of a newer program has only its number here.
    let kind = known.map_or_else(|| format!("#{kind}"), |kind| kind.as_str().to_owned());
    let (code, detail) = (why.code().to_owned(), why.to_string());
    Letter { hash, kind, doc, direction: Direction::In, code, detail, bytes }
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn failed(error: StoreError) -> StorageFailed {
    StorageFailed(format!("{:#}", anyhow::Error::new(error.again())))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::store::testing::{Copy, NOW, garbage};

    #[tokio::test]
    async fn what_was_unknown_is_taken_once_its_kind_is_known() {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(&dir.path().join("branch.db")).unwrap();
        let clock = Clock::from_source(Arc::new(|| NOW));
        // As an older program put them away: a branch, and a kind that is of the future still.
        let branch = Copy::seeded(1).told(false).remove(0);
        let unknown = |number: u16, chunk: &shared_model::document::Chunk| {
            let why = shared_model::sync::Refused::UnknownKind;
            let (hash, bytes) = (chunk.hash, chunk.bytes.clone());
            let mut letter = letter(TurnedAway { kind: 900, doc: branch.doc, hash, bytes, why });
            letter.kind = format!("#{number}");
            letter
        };
        let letters = [unknown(900, &garbage(9).chunk), unknown(branch.kind.number(), &branch.change.chunk)];
        let put = move |work: &mut Work<'_>| {
            letters.iter().try_for_each(|letter| dead_letter::put(work.tx, letter, NOW))
        };
        store.writer.run(Durability::Full, put).await.unwrap();
        reconsider(&store, &clock).await.unwrap();
        assert_eq!(store.readers.read(dead_letter::count).await.unwrap(), 1);
        assert!(store.announcements.catalog.borrow().home().is_some());
    }
}
