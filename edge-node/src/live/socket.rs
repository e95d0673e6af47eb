//! The Socket.IO side: letting screens in, giving them what they missed, telling them what happens.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::json;
use shared_model::staff::Actor;
use shared_model::wire::events::EventEnvelope;
use socketioxide::SocketIo;
use socketioxide::TransportType;
use socketioxide::extract::{SocketRef, TryData};
use socketioxide::layer::SocketIoLayer;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinHandle;

use super::audience::{hears, room, rooms};
use crate::branch::Branch;
use crate::store::event::{self, StoredEvent};

/// Events given to a screen that reconnects; with more it fetches everything anew.
const REPLAY_MAX: u32 = 500;
/// How often the people behind open sockets are looked up again.
const RECHECK: Duration = Duration::from_secs(2);

/// What a screen says when it connects.
#[derive(Debug, Default, Deserialize)]
struct Hello {
    #[serde(default)]
    token: String,
    #[serde(default)]
    last_seq: Option<i64>,
}

#[derive(Debug, Serialize)]
struct Replay {
    events: Vec<EventEnvelope>,
    latest: i64,
}

/// The token a socket came with, to look its person up again.
#[derive(Debug, Clone)]
struct Admitted(String);

/// The sockets of the box.
#[derive(Debug)]
pub struct Sockets {
    io: SocketIo,
    tasks: Vec<JoinHandle<()>>,
}

impl Sockets {
    /// Says goodbye and ends.
    pub async fn stop(self) {
        self.tasks.iter().for_each(JoinHandle::abort);
        self.io.close().await;
    }
}

/// Starts telling screens what happens.
pub fn start(branch: &Branch) -> (SocketIoLayer, Sockets) {
    let (layer, io) = SocketIo::builder()
        .ping_interval(Duration::from_secs(10))
        .ping_timeout(Duration::from_secs(8))
        .max_payload(64 * 1024)
        .ws_max_message_size(64 * 1024)
        .max_buffer_size(512)
        .transports([TransportType::Websocket])
        .build_layer();
    let door = branch.clone();
    io.ns("/", move |socket: SocketRef, TryData::<Hello>(hello)| {
        admit(door.clone(), socket, hello.unwrap_or_default())
    });
    let tasks = vec![
        tokio::spawn(tell(branch.clone(), io.clone())),
        tokio::spawn(recheck(branch.clone(), io.clone())),
    ];
    (layer, Sockets { io, tasks })
}

async fn admit(branch: Branch, socket: SocketRef, hello: Hello) {
    let catalog = branch.catalog();
    let actor = branch.auth().authenticate(&hello.token);
    let (Some(actor), Some(home)) = (actor, catalog.home()) else {
        drop(socket.emit("unauthorized", &json!({"code": "unauthorized"})));
        drop(socket.disconnect());
        return;
    };
    socket.extensions.insert(Admitted(hello.token));
    // Joined first: what happens while the gap is read comes twice rather than never.
    socket.join(rooms(home, &actor));
    if let Err(error) = catch_up(&branch, &socket, &actor, hello.last_seq).await {
        tracing::error!(error = &error as &dyn std::error::Error, "a screen could not be caught up");
        drop(socket.disconnect());
    }
}

async fn catch_up(
    branch: &Branch,
    socket: &SocketRef,
    actor: &Actor,
    last_seq: Option<i64>,
) -> Result<(), crate::store::StoreError> {
    let after = last_seq.unwrap_or(i64::MAX);
    let read =
        branch.read(move |conn| Ok((event::after(conn, after, REPLAY_MAX + 1)?, event::latest(conn)?)));
    let (missed, latest) = read.await?;
    let complete = missed.len() <= usize::try_from(REPLAY_MAX).unwrap_or(usize::MAX)
        && missed.first().is_none_or(|first| Some(first.envelope.seq) == last_seq.map(|seq| seq + 1))
        && last_seq.is_some_and(|seq| seq <= latest);
    if complete {
        let heard = missed.into_iter().filter(|stored| hears(actor, stored.audience));
        let events = heard.map(|stored| stored.envelope).collect();
        drop(socket.emit("sync:replay", &Replay { events, latest }));
    } else {
        drop(socket.emit("sync:full", &json!({"latest": latest})));
    }
    Ok(())
}

/// Passes committed events on. When it falls behind, screens are told to fetch everything anew.
async fn tell(branch: Branch, io: SocketIo) {
    let mut events = branch.store().announcements.events.subscribe();
    loop {
        match events.recv().await {
            Ok(group) => pass_on(&branch, &io, &group),
            Err(RecvError::Lagged(groups)) => {
                tracing::warn!(groups, "events came faster than screens could be told");
                drop(io.broadcast().emit("sync:full", &json!({"latest": 0})).await);
            }
            Err(RecvError::Closed) => return,
        }
    }
}

fn pass_on(branch: &Branch, io: &SocketIo, group: &Arc<[StoredEvent]>) {
    let catalog = branch.catalog();
    let Some(home) = catalog.home() else { return };
    for stored in group.iter() {
        let room = room(home, stored.audience);
        for socket in io.within(room).sockets() {
            // A screen whose buffer is full has lost an event: it must come back and ask for the gap.
            if socket.emit(stored.envelope.kind.as_str(), &stored.envelope).is_err() {
                drop(socket.disconnect());
            }
        }
    }
}

/// Drops the sockets of people who are not allowed any more.
async fn recheck(branch: Branch, io: SocketIo) {
    let mut pause = tokio::time::interval(RECHECK);
    loop {
        pause.tick().await;
        for socket in io.sockets() {
            let admitted = socket.extensions.get::<Admitted>();
            if admitted.is_some_and(|Admitted(token)| branch.auth().authenticate(&token).is_none()) {
                drop(socket.disconnect());
            }
        }
    }
}
