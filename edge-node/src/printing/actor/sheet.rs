//! One sheet, from the first byte to the word that it is out.

use shared_model::receipt::layout::lay_out;
use shared_model::receipt::ticket::Ticket;
use tokio::time::Instant;

use super::super::escpos::{Fence, ProcessId, encode};
use super::super::event::PrintEvent;
use super::super::plan::{self, Try, Verdict};
use super::super::timing::ms;
use super::super::transport::tcp::Confirmed;
use super::{Actor, mint, reason_of};
use crate::store::StoreError;
use crate::store::print_job::{self, Brief, Claimed, Confirm, Next, Outcome, Reason};

/// How a taken sheet ended, and whether the printer can take another at once.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) outcome: Outcome,
    pub(super) goes_on: bool,
}

impl Actor {
    /// Sends one sheet that was recorded as under way.
    pub(super) async fn print(&mut self, job: &Claimed, id: ProcessId) -> Done {
        let profile = self.config.profile.profile();
        let ticket = match Ticket::from_bytes(&job.ticket) {
            Ok(ticket) => ticket,
            Err(error) => {
                tracing::error!(job = %job.brief.id, error = &error as &dyn std::error::Error, "unreadable ticket");
                return Done { outcome: Outcome::Failed { reason: Reason::Unreadable }, goes_on: true };
            }
        };
        let shared = &self.shared;
        let ticket = plan::marked(ticket, job, shared.now(), &shared.zone, &shared.timing);
        let lines = lay_out(&ticket, profile.paper);
        let bytes = encode(&lines, &profile, id);
        let patience = plan::patience(plan::paper_time(&lines, profile.mm_per_s), &shared.timing);
        let attempt = self.send(&bytes, id, profile.fence, patience, &job.brief).await;
        self.conclude(attempt, bytes.len())
    }

    async fn send(
        &mut self,
        bytes: &[u8],
        id: ProcessId,
        fence: Fence,
        patience: std::time::Duration,
        sheet: &Brief,
    ) -> Try {
        let no_progress = self.shared.timing.no_progress;
        let Some(link) = self.link.as_mut() else { return Try { sent: 0, end: Err(Reason::Reset) } };
        link.expect_sheet();
        let (sent, result) = link.send(bytes, no_progress).await;
        let end = match result {
            Ok(()) => self.await_paper(id, fence, patience, sheet).await,
            Err(error) => Err(reason_of(&error)),
        };
        Try { sent, end }
    }

    /// Waits for the word. When the printer ran out of paper in the middle it has all the bytes and will print the rest
    /// after the change: sending again would double it, so the connection is kept and waited on.
    async fn await_paper(
        &mut self,
        id: ProcessId,
        fence: Fence,
        patience: std::time::Duration,
        sheet: &Brief,
    ) -> Result<Confirm, Reason> {
        let timing = self.shared.timing;
        let begun = Instant::now();
        let (mut until, mut told) = (begun + patience, false);
        loop {
            let link = self.link.as_mut().ok_or(Reason::Reset)?;
            match link.confirm(id, until).await.map_err(|error| reason_of(&error))? {
                Confirmed::Echo if fence == Fence::ProcessId => return Ok(Confirm::Echo),
                Confirmed::Status if fence == Fence::Status => return Ok(Confirm::Status),
                // The answer to a question that was not asked: printers that pair both commands.
                Confirmed::Echo | Confirmed::Status => link.expect_sheet(),
                Confirmed::Silence => {
                    let health = link.ask_health(timing.status).await.map_err(|error| reason_of(&error))?;
                    let Some(obstacle) = plan::obstacle(health) else {
                        if self.trouble.is_none() {
                            return Err(Reason::NoEcho);
                        }
                        // The paper was changed a moment ago; give it the time of the whole sheet again.
                        self.tell_state(None);
                        until = Instant::now() + patience;
                        continue;
                    };
                    self.tell_state(Some(obstacle));
                    if begun.elapsed() >= timing.late_echo || self.is_stopping() {
                        return Err(obstacle);
                    }
                    if begun.elapsed() >= timing.fallback && !told {
                        told = true;
                        self.tell_fallback(sheet.clone());
                    }
                    if let Err(error) = self.sweep().await {
                        tracing::error!(
                            error = &error as &dyn std::error::Error,
                            "could not look after waiting sheets"
                        );
                    }
                    until = Instant::now() + timing.blocked_poll;
                }
            }
        }
    }

    fn conclude(&mut self, attempt: Try, total: usize) -> Done {
        let (now, wall) = (Instant::now(), self.shared.now());
        let (bytes_total, bytes_sent) = (count(total), count(attempt.sent));
        match plan::judge(attempt) {
            Verdict::Printed(confirm) => {
                self.breaker.succeeded();
                self.tell_state(None);
                // A push that came while the sheet printed says whether there is paper for the next one.
                let goes_on = self.fresh_link().is_some();
                Done { outcome: Outcome::Printed { confirm, bytes_total }, goes_on }
            }
            Verdict::Again(reason) => {
                self.link = None;
                let until = self.breaker.failed(now, &self.shared.timing);
                self.tell_state(Some(reason));
                Done { outcome: Outcome::Retry { reason, at: wall.plus_ms(ms(until - now)) }, goes_on: false }
            }
            Verdict::Uncertain(reason) => {
                // A fresh connection, so that a late echo or half a command of this one disturbs nothing.
                self.link = None;
                self.breaker.failed(now, &self.shared.timing);
                self.tell_state(Some(reason));
                let outcome = Outcome::Uncertain { reason, bytes_total, bytes_sent, copy: mint() };
                Done { outcome, goes_on: false }
            }
        }
    }

    /// Records how a sheet ended and, in the same write, takes the next one when there is an id for it.
    pub(super) async fn settle(
        &mut self,
        sheet: Brief,
        outcome: Outcome,
        next_id: Option<ProcessId>,
    ) -> Result<Next, StoreError> {
        let (printer, job, now) = (self.config.id, sheet.id, self.shared.now());
        let work = move |tx: &rusqlite::Transaction<'_>| {
            let copy = print_job::settle(tx, job, outcome, now)?;
            let next = match next_id {
                Some(id) => print_job::claim_next(tx, printer, &id.text(), now)?,
                None => Next::Nothing,
            };
            Ok((copy, next))
        };
        let (copy, next) = self.shared.write(work).await?;
        match outcome {
            Outcome::Printed { confirm, .. } => self.shared.tell(PrintEvent::Printed { sheet, confirm }),
            Outcome::Failed { reason } => self.shared.tell(PrintEvent::Failed { sheet, reason }),
            Outcome::Uncertain { reason, .. } => {
                self.shared.tell(PrintEvent::Uncertain { sheet, reason, copy: copy.clone() });
                if let Some(copy) = copy {
                    self.shared.tell(PrintEvent::Queued(copy));
                }
            }
            Outcome::Retry { .. } => (),
        }
        Ok(next)
    }
}

fn count(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
