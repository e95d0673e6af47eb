//! The one thread that writes. It drains whatever waits, runs it in one transaction, syncs once, and answers all.
//!
//! Invariants: nothing is answered or published before its commit is on disk; work that fails leaves nothing behind
//! and does not touch its neighbours in the group; the queue is bounded.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use super::error::{During, StoreError};
use super::working::Working;

/// Work that may wait for the writer before new work is refused with [`StoreError::Busy`].
pub const QUEUE_LIMIT: usize = 1024;
/// Work done in one transaction at most, so that the first of a group never waits long for the last.
const GROUP_LIMIT: usize = 64;

/// How surely the work must be on disk when it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Survives a power cut: anything a person or a printer is told.
    Full,
    /// Survives a crash of the process, and a power cut once any later [`Durability::Full`] commit is done:
    /// progress of a print job, last-seen times. Costs no sync of its own.
    Relaxed,
}

/// What a piece of work gets: the open transaction and the aggregates held in memory.
#[derive(Debug)]
pub struct Work<'a> {
    /// The transaction of the group.
    pub tx: &'a Transaction<'a>,
    /// Aggregates and clock of the branch, dropped whenever the group does not commit.
    pub working: &'a mut Working,
}

type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
/// Does the work; gives why it failed, if it did, and how to answer it.
type Run = Box<dyn FnOnce(Result<&mut Work<'_>, StoreError>) -> (Option<StoreError>, Answer) + Send>;

enum Message {
    Job(Job),
    /// Ends the thread once everything before it is done.
    Stop,
}

struct Job {
    durability: Durability,
    run: Run,
}

/// The sending side of the writer's queue; cheap to clone.
#[derive(Debug, Clone)]
pub struct Writer {
    queue: SyncSender<Message>,
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Job").field("durability", &self.durability).finish_non_exhaustive()
    }
}

impl Writer {
    /// Starts the thread over an open connection. It ends when every [`Writer`] is dropped and the queue is empty.
    pub fn start(conn: Connection, working: Working) -> (Self, JoinHandle<()>) {
        let (queue, waiting) = sync_channel(QUEUE_LIMIT);
        let mut group = Group { conn, working, full: true, failed: false };
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || group.serve(&waiting))
            .expect("a thread can be started");
        (Self { queue }, thread)
    }

    /// Runs `work` inside the next group and answers once that group is committed.
    ///
    /// # Errors
    /// What `work` returns, or why its group could not be committed. In both cases nothing of it is stored.
    pub async fn run<T, F>(&self, durability: Durability, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Work<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let run: Run = Box::new(move |scope| {
            let result = catch_unwind(AssertUnwindSafe(|| work(scope?)))
                .unwrap_or_else(|panic| Err(StoreError::Panicked(panic_text(&*panic))));
            let failed = result.as_ref().err().map(StoreError::again);
            // The caller may be gone; the work stands all the same.
            let answer: Answer = Box::new(move |committed| drop(reply.send(committed.and(result))));
            (failed, answer)
        });
        self.queue.try_send(Message::Job(Job { durability, run })).map_err(|refused| match refused {
            TrySendError::Full(_) => StoreError::Busy,
            TrySendError::Disconnected(_) => StoreError::Closed,
        })?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    /// Lets the thread end once everything queued so far is committed; later work is refused.
    pub fn stop(&self) {
        // A queue that is gone has stopped already.
        drop(self.queue.send(Message::Stop));
    }
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_owned())
}

struct Group {
    conn: Connection,
    working: Working,
    /// Whether `synchronous` is FULL at the moment.
    full: bool,
    /// A sync failed: what is on disk is unknown (see fsyncgate), so nothing more is accepted.
    failed: bool,
}

impl Group {
    fn serve(&mut self, waiting: &Receiver<Message>) {
        while let Ok(Message::Job(first)) = waiting.recv() {
            let mut jobs = VecDeque::from([first]);
            let mut stop = false;
            while jobs.len() < GROUP_LIMIT && !stop {
                match waiting.try_recv() {
                    Ok(Message::Job(job)) => jobs.push_back(job),
                    Ok(Message::Stop) => stop = true,
                    Err(_) => break,
                }
            }
            self.commit(jobs);
            if stop {
                return;
            }
        }
    }

    fn commit(&mut self, mut jobs: VecDeque<Job>) {
        let mut answers = Vec::with_capacity(jobs.len());
        let committed =
            if self.failed { Err(StoreError::DiskFailed) } else { self.attempt(&mut jobs, &mut answers) };
        match committed {
            Ok(()) => {
                self.working.publish();
                for answer in answers {
                    answer(Ok(()));
                }
            }
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "a group was not committed");
                self.failed |= matches!(error, StoreError::DiskFailed);
                self.working.forget();
                for answer in answers {
                    answer(Err(error.again()));
                }
                for job in jobs {
                    let (_, answer) = (job.run)(Err(error.again()));
                    answer(Ok(()));
                }
            }
        }
    }

    /// Runs the jobs in one transaction. On failure those that did not get to run are still in `jobs`.
    fn attempt(&mut self, jobs: &mut VecDeque<Job>, answers: &mut Vec<Answer>) -> Result<(), StoreError> {
        let full = jobs.iter().any(|job| job.durability == Durability::Full);
        if full != self.full {
            let level = if full { "FULL" } else { "NORMAL" };
            self.conn.pragma_update(None, "synchronous", level).during("set synchronous")?;
            self.full = full;
        }
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate).during("begin")?;
        while let Some(job) = jobs.pop_front() {
            step(&tx, "SAVEPOINT job").during("open a savepoint")?;
            let mark = self.working.mark();
            let (failed, answer) = (job.run)(Ok(&mut Work { tx: &tx, working: &mut self.working }));
            answers.push(answer);
            if let Some(error) = failed {
                if tx.is_autocommit() {
                    // SQLite gave the whole transaction up (<https://sqlite.org/lang_transaction.html>, 3.1: disk full,
                    // I/O error): there is nothing to undo, and what others did is gone with it.
                    return Err(error);
                }
                self.working.undo_to(mark);
                step(&tx, "ROLLBACK TO job").during("undo a job")?;
            }
            step(&tx, "RELEASE job").during("close a savepoint")?;
        }
        self.working.before_commit(&tx)?;
        tx.commit().during("commit")
    }
}

/// Runs a statement that takes and gives nothing.
pub(super) fn step(tx: &Transaction<'_>, sql: &str) -> rusqlite::Result<()> {
    tx.prepare_cached(sql)?.execute([]).map(drop)
}
