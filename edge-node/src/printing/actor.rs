//! One physical printer: a task that owns its connection and takes one sheet at a time, so at most one sheet per
//! printer can ever be in doubt, and a dead printer delays no other.
//!
//! Killing it anywhere is safe: a sheet is recorded as under way before its first byte goes out.

mod sheet;

use std::sync::Arc;

use shared_model::ids::PrintJobId;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep_until};
use uuid::Uuid;

use super::PrinterConfig;
use super::breaker::{Breaker, Gate};
use super::escpos::ProcessId;
use super::event::{PrintEvent, trouble_words};
use super::plan;
use super::shared::Shared;
use super::timing::ms;
use super::transport::tcp::{Link, LinkError};
use crate::store::StoreError;
use crate::store::print_job::{self, Brief, Next, Reason, State, Swept};

/// The state of one printer's task.
#[derive(Debug)]
pub struct Actor {
    config: PrinterConfig,
    shared: Arc<Shared>,
    wake: Arc<Notify>,
    stop: watch::Receiver<bool>,
    link: Option<Link>,
    breaker: Breaker,
    trouble: Option<Reason>,
    next_id: u64,
}

/// What to wait for.
#[derive(Debug, Clone, Copy)]
enum Rest {
    /// For work.
    Idle,
    /// For a moment; the printer is in trouble.
    Until(Instant),
}

impl Actor {
    /// A printer's task, not yet running.
    pub fn new(
        config: PrinterConfig,
        shared: Arc<Shared>,
        wake: Arc<Notify>,
        stop: watch::Receiver<bool>,
    ) -> Self {
        // Ids of an earlier run must not look like ours: they start from the clock, a hundred for each second.
        let next_id = u64::try_from(shared.now().ms()).unwrap_or(0) / 10;
        Self { config, shared, wake, stop, link: None, breaker: Breaker::default(), trouble: None, next_id }
    }

    /// Prints until told to stop.
    pub async fn run(mut self) {
        if let Err(error) = self.settle_leftovers().await {
            tracing::error!(printer = %self.config.id, error = &error as &dyn std::error::Error, "could not settle leftovers");
        }
        while !self.is_stopping() {
            let rest = match self.work().await {
                Ok(rest) => rest,
                Err(error) => {
                    tracing::error!(printer = %self.config.id, error = &error as &dyn std::error::Error, "printing pauses");
                    Rest::Until(Instant::now() + self.shared.timing.blocked_poll)
                }
            };
            self.rest(rest).await;
        }
    }

    /// Told to stop, or nobody is left to tell.
    fn is_stopping(&self) -> bool {
        *self.stop.borrow() || self.stop.has_changed().is_err()
    }

    /// A task of this printer that panicked may have left a sheet under way.
    async fn settle_leftovers(&self) -> Result<(), StoreError> {
        let (printer, now) = (self.config.id, self.shared.now());
        let found = self.shared.write(move |tx| print_job::abandon(tx, printer, now, mint)).await?;
        self.shared.tell_doubts(found);
        Ok(())
    }

    async fn work(&mut self) -> Result<Rest, StoreError> {
        if let Gate::Wait(until) = self.breaker.gate(Instant::now()) {
            return self.wait_in_trouble(until).await;
        }
        let is_surely_ready = self.fresh_link().is_some();
        if !is_surely_ready {
            let printer = self.config.id;
            let due = self.shared.store.readers.read(move |conn| print_job::head(conn, printer)).await?;
            let Some(due) = due else { return Ok(Rest::Idle) };
            if let Err(error) = self.get_ready().await {
                return self.hold(due.id, error).await;
            }
        }
        self.print_all().await
    }

    fn fresh_link(&mut self) -> Option<&mut Link> {
        let fresh = self.shared.timing.fresh;
        self.link
            .as_mut()
            .filter(|link| link.fresh_health(fresh).is_some_and(|health| plan::obstacle(health).is_none()))
    }

    /// Connects and asks how the printer is; costs no paper, so it is also the probe of a breaker.
    async fn get_ready(&mut self) -> Result<(), NotReady> {
        let timing = self.shared.timing;
        let mut link = match self.link.take() {
            Some(link) => link,
            None => Link::connect(&self.config.address, &timing).await?,
        };
        let health = match link.ask_health(timing.status).await {
            Ok(health) => health,
            // A connection left from earlier may be dead without our knowing; nothing was sent, so try a new one.
            Err(LinkError::Broken(_)) => {
                link = Link::connect(&self.config.address, &timing).await?;
                link.ask_health(timing.status).await?
            }
            Err(error) => return Err(error.into()),
        };
        self.link = Some(link);
        match plan::obstacle(health) {
            None => Ok(()),
            Some(reason) => Err(NotReady::Blocked(reason)),
        }
    }

    /// Lets the next sheet wait: nothing of it was sent.
    async fn hold(&mut self, job: PrintJobId, why: NotReady) -> Result<Rest, StoreError> {
        let (now, wall, timing) = (Instant::now(), self.shared.now(), self.shared.timing);
        let (state, reason, until) = match why {
            NotReady::Blocked(reason) => (State::Blocked, reason, now + timing.blocked_poll),
            NotReady::Down(reason) => {
                self.link = None;
                (State::RetryWait, reason, self.breaker.failed(now, &timing))
            }
        };
        let retry_at = Some(wall.plus_ms(ms(until - now)));
        self.shared.write(move |tx| print_job::hold(tx, job, state, reason, retry_at, wall)).await?;
        self.tell_state(Some(reason));
        self.wait_in_trouble(until).await
    }

    /// Looks after what waits behind a printer in trouble, and finds out when to look again.
    async fn wait_in_trouble(&mut self, until: Instant) -> Result<Rest, StoreError> {
        let swept = self.sweep().await?;
        let deadline = swept.next.map(|at| {
            let left = at.since(self.shared.now()).max(0);
            Instant::now() + std::time::Duration::from_millis(u64::try_from(left).unwrap_or(0))
        });
        Ok(Rest::Until(deadline.map_or(until, |deadline| deadline.min(until))))
    }

    async fn sweep(&mut self) -> Result<Swept, StoreError> {
        let (printer, now, after) = (self.config.id, self.shared.now(), ms(self.shared.timing.fallback));
        let swept = self.shared.write(move |tx| print_job::sweep(tx, printer, now, after)).await?;
        swept.expired.iter().for_each(|sheet| self.shared.tell(PrintEvent::Expired(sheet.clone())));
        swept.fallback.iter().for_each(|sheet| self.tell_fallback(sheet.clone()));
        Ok(swept)
    }

    /// Prints sheet after sheet; recording one and taking the next is one write.
    async fn print_all(&mut self) -> Result<Rest, StoreError> {
        let mut id = self.take_id();
        let mut next = self.claim(id).await?;
        loop {
            match next {
                Next::Nothing => return Ok(Rest::Idle),
                Next::Expired(sheet) => {
                    self.shared.tell(PrintEvent::Expired(sheet));
                    id = self.take_id();
                    next = self.claim(id).await?;
                }
                Next::Job(job) => {
                    let done = self.print(&job, id).await;
                    id = self.take_id();
                    let goes_on = done.goes_on && !self.is_stopping();
                    next = self.settle(job.brief, done.outcome, goes_on.then_some(id)).await?;
                    if !goes_on {
                        return self.pause().await;
                    }
                }
            }
        }
    }

    /// After a sheet that did not simply print.
    async fn pause(&mut self) -> Result<Rest, StoreError> {
        match self.breaker.gate(Instant::now()) {
            Gate::Wait(until) => self.wait_in_trouble(until).await,
            Gate::Open => Ok(Rest::Until(Instant::now())),
        }
    }

    async fn claim(&self, id: ProcessId) -> Result<Next, StoreError> {
        let (printer, now) = (self.config.id, self.shared.now());
        self.shared.write(move |tx| print_job::claim_next(tx, printer, &id.text(), now)).await
    }

    fn take_id(&mut self) -> ProcessId {
        self.next_id = (self.next_id + 1) % ProcessId::COUNT;
        ProcessId::of(self.next_id)
    }

    async fn rest(&mut self, rest: Rest) {
        let timing = self.shared.timing;
        let since = Instant::now();
        loop {
            let until = match rest {
                Rest::Idle => since + timing.idle_look,
                Rest::Until(until) => until,
            };
            tokio::select! {
                () = sleep_until(until) => break,
                _ = self.stop.changed() => return,
                () = self.wake.notified() => {
                    if let Rest::Until(until) = rest {
                        // However many orders come in, a printer in trouble is looked at twice a second.
                        sleep_until(until.min(since + timing.trouble_pace)).await;
                    }
                    return;
                }
                heard = listen(self.link.as_mut()) => {
                    if heard.is_err() {
                        self.link = None;
                    }
                    let health = self.link.as_ref().and_then(|link| link.fresh_health(timing.fresh));
                    let before = self.trouble;
                    if let Some(health) = health {
                        self.tell_state(plan::obstacle(health));
                    }
                    if before != self.trouble && self.breaker.is_calm() {
                        return;
                    }
                }
            }
        }
        let is_unused = |link: &Link| link.fresh_health(timing.idle_close).is_none();
        if matches!(rest, Rest::Idle) && self.link.as_ref().is_some_and(is_unused) {
            self.link = None;
        }
    }

    /// Tells when the printer's condition changed.
    fn tell_state(&mut self, trouble: Option<Reason>) {
        if self.trouble == trouble {
            return;
        }
        self.trouble = trouble;
        let message = format!("La impresora {} {}.", self.config.name, trouble_words(trouble));
        tracing::info!(printer = %self.config.id, ?trouble, "printer changed");
        self.shared.tell(PrintEvent::PrinterState { printer: self.config.id, trouble, message });
    }

    fn tell_fallback(&self, sheet: Brief) {
        let message = format!(
            "#{} no ha salido en papel: la impresora {} {}. Prepárelo desde la pantalla.",
            sheet.order_label,
            self.config.name,
            trouble_words(self.trouble.or(Some(Reason::NoReply)))
        );
        self.shared.tell(PrintEvent::Fallback { sheet, message });
    }
}

/// Why nothing can be sent at the moment.
#[derive(Debug, Clone, Copy)]
enum NotReady {
    /// A person has to act; not a failure of the printer.
    Blocked(Reason),
    /// It does not answer.
    Down(Reason),
}

impl From<LinkError> for NotReady {
    fn from(error: LinkError) -> Self {
        Self::Down(reason_of(&error))
    }
}

fn reason_of(error: &LinkError) -> Reason {
    tracing::debug!(error = error as &dyn std::error::Error, "printer connection");
    match error {
        LinkError::Unreachable(_) => Reason::Unreachable,
        LinkError::NoReply => Reason::NoReply,
        LinkError::Broken(_) => Reason::Reset,
        LinkError::Stalled => Reason::Stalled,
    }
}

async fn listen(link: Option<&mut Link>) -> Result<(), LinkError> {
    match link {
        Some(link) => link.listen().await,
        None => std::future::pending().await,
    }
}

/// A new sheet's id.
pub fn mint() -> PrintJobId {
    PrintJobId::new(Uuid::now_v7())
}
