//! Reaching the cloud, for ever: every way, each with a start before the next; the first that answers is kept as long as it
//! lives. After it a pause, which grows when the cloud answers and does not keep us.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use ed25519_dalek::SigningKey;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use iroh::Endpoint;
use iroh::endpoint::Connection;
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

/// How long a way may take to open, and then the cloud to answer: two lost packets on a line of a second and more. A dead
/// address takes half a minute to say so by itself.
const ANSWER: Duration = Duration::from_secs(6);
/// What a better way is ahead of the next: enough for one lost packet, so that a bad line does not end up on a worse way.
const HEAD_START: Duration = Duration::from_millis(1_500);
/// Shortest and longest pause when nobody answered. It does not grow: packets that reach nobody are no burden to anybody,
/// and when the line is back people want to see it.
const SILENCE_MS: (u64, u64) = (250, 1_500);
/// Bytes of changes in one batch, before they are packed: of a batch that a bad line breaks off, all is sent again, and
/// one that takes longer than the silence that counts as death would never arrive.
const BATCH: usize = BATCH_BYTES / 4;
/// How long a conversation must have lasted to count as a success: less than a broken line takes to be noticed, so that a
/// line that comes and goes is not punished as a cloud that hangs up.
const LASTING: Duration = Duration::from_secs(10);
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
            let random = u64::from_be_bytes(random());
            let pause = match self.round(&member).await {
                Round::Talked(lasted) => {
                    if lasted >= LASTING {
                        backoff.worked();
                    }
                    backoff.failed(random)
                }
                Round::Silence => {
                    let (shortest, longest) = SILENCE_MS;
                    shortest + random % (longest - shortest)
                }
            };
            tokio::time::sleep(Duration::from_millis(pause)).await;
        }
    }

    /// Tries every way once; what came of it.
    async fn round(&mut self, member: &Membership) -> Round {
        let mut left = routes(&member.cloud).await;
        let mut round = Round::Silence;
        while !left.is_empty() {
            let endpoint = match self.endpoint(member).await {
                Ok(endpoint) => Some(endpoint),
                Err(error) => {
                    tracing::warn!(error = format!("{error:#}"), "no QUIC");
                    None
                }
            };
            let Some((route, opened)) = race(&left, endpoint.as_ref(), member, &self.key).await else {
                break;
            };
            let began = Instant::now();
            match self.talk(&route, opened).await {
                Ok(Some(reason)) => {
                    tracing::info!(%reason, path = ?route.path(), "the conversation with the cloud ended");
                    return Round::Talked(began.elapsed());
                }
                Ok(None) => tracing::debug!(path = ?route.path(), "the cloud opened and did not answer"),
                Err(error) => tracing::debug!(error = format!("{error:#}"), path = ?route.path(), "no way"),
            }
            // Something is there, even if it does not speak.
            round = Round::Talked(Duration::ZERO);
            left.retain(|other| *other != route);
        }
        round
    }

    /// Holds a conversation by an open way. None: the cloud did not answer in time.
    async fn talk(&mut self, route: &Route, opened: Opened) -> anyhow::Result<Option<Reason>> {
        match opened {
            Opened::Quic(connection, sink, source) => {
                let ended = self.converse(route, sink, source).await;
                connection.close(0_u32.into(), b"");
                ended
            }
            Opened::Socket(sink, source) => self.converse(route, sink, source).await,
        }
    }

    async fn converse<S, H>(&mut self, route: &Route, sink: S, source: H) -> anyhow::Result<Option<Reason>>
    where
        S: FrameSink,
        H: FrameSource,
    {
        let replica = BoxReplica::new(self.store.clone(), self.clock.clone(), self.link.clone());
        let ticks = Ticks { began: Instant::now(), clock: self.clock.clone() };
        let config = Config { schema: SCHEMA, capabilities: 0, compares: true, batch_bytes: BATCH };
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

/// What came of trying every way.
enum Round {
    /// Somebody was there, for so long.
    Talked(Duration),
    Silence,
}

/// A way that stands open.
enum Opened {
    Quic(Connection, quic::Sink, quic::Source),
    Socket(socket::Sink, socket::Source),
}

/// The way that is taken: the first that opens. When that is not the best one and took its time, then the line has just come
/// back and the better ones are waiting for their turn to send again: they get another start.
async fn race(
    routes: &[Route],
    endpoint: Option<&Endpoint>,
    member: &Membership,
    key: &SigningKey,
) -> Option<(Route, Opened)> {
    let began = Instant::now();
    let (route, opened) = first(routes, endpoint, member, key).await?;
    let better = routes.split(|other| *other == route).next().unwrap_or_default();
    if !better.is_empty() && began.elapsed() > 2 * HEAD_START {
        let again = first(better, endpoint, member, key);
        if let Ok(Some(better)) = tokio::time::timeout(HEAD_START, again).await {
            return Some(better);
        }
    }
    Some((route, opened))
}

/// The first way that opens. Each begins when the one before it has had its start, or as soon as all before it failed;
/// those that lose are dropped. None: no way opens.
async fn first(
    routes: &[Route],
    endpoint: Option<&Endpoint>,
    member: &Membership,
    key: &SigningKey,
) -> Option<(Route, Opened)> {
    let mut racing = FuturesUnordered::new();
    for route in routes {
        racing.push(open(route, endpoint, member, key));
        let started = tokio::time::sleep(HEAD_START);
        tokio::pin!(started);
        while !racing.is_empty() {
            tokio::select! {
                opened = racing.next() => if let Some(Some(opened)) = opened { return Some(opened) },
                () = &mut started => break,
            }
        }
    }
    while let Some(opened) = racing.next().await {
        if opened.is_some() {
            return opened;
        }
    }
    None
}

/// Opens a way, if it opens in time.
async fn open(
    route: &Route,
    endpoint: Option<&Endpoint>,
    member: &Membership,
    key: &SigningKey,
) -> Option<(Route, Opened)> {
    let dial = async {
        Ok::<_, anyhow::Error>(match route {
            Route::Quic { to, path: _ } => {
                let endpoint = endpoint.context("no QUIC")?;
                let (connection, sink, source) = quic::dial(endpoint, to.clone()).await?;
                Opened::Quic(connection, sink, source)
            }
            Route::Socket(url) => {
                let (sink, source) = socket::dial(url, &member.certificate, key).await?;
                Opened::Socket(sink, source)
            }
        })
    };
    match tokio::time::timeout(ANSWER, dial).await {
        Ok(Ok(opened)) => return Some((route.clone(), opened)),
        Ok(Err(error)) => tracing::debug!(error = format!("{error:#}"), path = ?route.path(), "no way"),
        Err(_) => tracing::debug!(path = ?route.path(), "the cloud did not answer"),
    }
    None
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
