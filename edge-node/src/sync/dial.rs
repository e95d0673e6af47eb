//! Reaching the cloud, for ever: every way in turn, the first that answers is kept as long as it lives, and after it a
//! pause that grows with every failure.

use std::time::{Duration, Instant};

use ed25519_dalek::SigningKey;
use iroh::Endpoint;
use shared_model::sync::backoff::Backoff;
use shared_model::sync::drive::{Clock as Driven, FrameSink, FrameSource, converse};
use shared_model::sync::pack::BATCH_BYTES;
use shared_model::sync::peer::{Config, Peer, Reason};
use shared_model::time::Timestamp;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::replica::BoxReplica;
use super::route::{self, Route, routes};
use super::{Link, link, quic, replica, socket};
use crate::auth::keys::random;
use crate::clock::Clock;
use crate::store::membership::{self, Membership};
use crate::store::peer::{self, Standing};
use crate::store::{Store, StoreError};

/// How long a way may take until the cloud has answered; a dead address takes half a minute to say so by itself.
const ANSWER: Duration = Duration::from_secs(3);
/// How long a conversation must have lasted to count as a success.
const LASTING: Duration = Duration::from_secs(30);
/// How often a box that stands alone looks whether it was enrolled.
const ALONE: Duration = Duration::from_secs(5);
/// How long saying goodbye may take.
const GOODBYE: Duration = Duration::from_millis(500);
/// The newest layout of documents that this program knows.
const SCHEMA: u16 = 1;

/// The task that keeps the box in touch with the cloud.
#[derive(Debug)]
pub struct Dialler {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Dialler {
    /// Begins. A box without a membership waits for one.
    pub fn start(store: Store, clock: Clock, key: SigningKey, link: Link) -> Self {
        let (stop, stopped) = oneshot::channel();
        let mut wire = Line { store, clock, key, link, endpoint: None, told: (false, Standing::Member) };
        let task = tokio::spawn(async move {
            tokio::select! {
                () = wire.keep() => {}
                _ = stopped => {}
            }
            wire.hang_up().await;
        });
        Self { stop, task }
    }

    /// Ends the conversation and the task.
    pub async fn stop(self) {
        // A task that ended already need not be told.
        let _ = self.stop.send(());
        drop(tokio::time::timeout(2 * GOODBYE, self.task).await);
    }
}

/// The box's end of the line.
struct Line {
    store: Store,
    clock: Clock,
    key: SigningKey,
    link: Link,
    /// Kept between conversations; opened anew when the relay changes.
    endpoint: Option<(Option<iroh::RelayUrl>, Endpoint)>,
    /// What people heard last: whether the cloud is reached, and whether it lets the box in.
    told: (bool, Standing),
}

impl Line {
    async fn keep(&mut self) {
        if let Err(error) = replica::reconsider(&self.store, &self.clock).await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "unknown kinds were not looked at again"
            );
        }
        let mut backoff = Backoff::default();
        loop {
            let member = match self.store.readers.read(membership::read).await {
                Ok(Some(member)) => member,
                Ok(None) => {
                    tokio::time::sleep(ALONE).await;
                    continue;
                }
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "the membership cannot be read");
                    tokio::time::sleep(ALONE).await;
                    continue;
                }
            };
            if self.round(&member).await >= LASTING {
                backoff.worked();
            }
            let pause = backoff.failed(u64::from_be_bytes(random()));
            tokio::time::sleep(Duration::from_millis(pause)).await;
        }
    }

    /// Tries every way once; answers how long the conversation lasted that came of it.
    async fn round(&mut self, member: &Membership) -> Duration {
        for route in routes(&member.cloud).await {
            let began = Instant::now();
            match self.talk(member, &route).await {
                Ok(Some(reason)) => {
                    tracing::info!(%reason, path = ?route.path(), "the conversation with the cloud ended");
                    return began.elapsed();
                }
                Ok(None) => tracing::debug!(path = ?route.path(), "the cloud did not answer"),
                Err(error) => tracing::debug!(error = format!("{error:#}"), path = ?route.path(), "no way"),
            }
        }
        Duration::ZERO
    }

    /// Holds a conversation by one way. None: the cloud did not answer in time.
    async fn talk(&mut self, member: &Membership, route: &Route) -> anyhow::Result<Option<Reason>> {
        match route {
            Route::Quic { to, path: _ } => {
                let endpoint = self.endpoint(member).await?;
                let dialled = tokio::time::timeout(ANSWER, quic::dial(&endpoint, to.clone())).await;
                let Ok(dialled) = dialled else { return Ok(None) };
                let (connection, sink, source) = dialled?;
                let ended = self.converse(route, sink, source).await;
                connection.close(0_u32.into(), b"");
                ended
            }
            Route::Socket(url) => {
                let dialled = socket::dial(url, &member.certificate, &self.key);
                let Ok(dialled) = tokio::time::timeout(ANSWER, dialled).await else { return Ok(None) };
                let (sink, source) = dialled?;
                self.converse(route, sink, source).await
            }
        }
    }

    async fn converse<S, H>(&mut self, route: &Route, sink: S, source: H) -> anyhow::Result<Option<Reason>>
    where
        S: FrameSink,
        H: FrameSource,
    {
        let replica = BoxReplica::new(self.store.clone(), self.clock.clone(), self.link.clone());
        let ticks = Ticks { began: Instant::now(), clock: self.clock.clone() };
        let config = Config { schema: SCHEMA, capabilities: 0, compares: true, batch_bytes: BATCH_BYTES };
        let peer = Peer::new(config, replica.opened().await?, ticks.now());
        let mut conversation = std::pin::pin!(converse(peer, &replica, (sink, source), &ticks));
        let answered = tokio::select! {
            reason = &mut conversation => return Ok(Some(reason)),
            met = tokio::time::timeout(ANSWER, replica.met()) => met.is_ok(),
        };
        if !answered {
            return Ok(None);
        }
        tracing::info!(path = ?route.path(), "the cloud is reached");
        self.link.set(Some(route.path()));
        self.tell().await?;
        let reason = conversation.await;
        self.link.set(None);
        self.tell().await?;
        Ok(Some(reason))
    }

    /// Tells people when something changed for them. A box that is kept out reaches the cloud only to hear that.
    async fn tell(&mut self) -> Result<(), StoreError> {
        let standing = self.store.readers.read(peer::read).await?.standing;
        let path = self.link.path().filter(|_| standing == Standing::Member);
        let now = (path.is_some(), standing);
        if self.told != now {
            self.told = now;
            link::tell(&self.store, path, standing, self.clock.now()).await?;
        }
        Ok(())
    }

    async fn endpoint(&mut self, member: &Membership) -> anyhow::Result<Endpoint> {
        let relay = route::relay(&member.cloud);
        if let Some((present, endpoint)) = &self.endpoint
            && *present == relay
        {
            return Ok(endpoint.clone());
        }
        self.hang_up().await;
        let endpoint = quic::open(&self.key, relay.clone()).await?;
        self.endpoint = Some((relay, endpoint.clone()));
        Ok(endpoint)
    }

    /// Closes the endpoint: dropping it would lose the last frames.
    async fn hang_up(&mut self) {
        self.link.set(None);
        if let Some((_, endpoint)) = self.endpoint.take() {
            drop(tokio::time::timeout(GOODBYE, endpoint.close()).await);
        }
    }
}

/// Time for the conversation.
struct Ticks {
    began: Instant,
    clock: Clock,
}

impl Driven for Ticks {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(i64::try_from(self.began.elapsed().as_millis()).unwrap_or(i64::MAX))
    }

    fn today(&self) -> Timestamp {
        self.clock.now()
    }

    async fn tick(&self) {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

#[cfg(test)]
mod tests;
