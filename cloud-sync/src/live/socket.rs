//! The Socket.IO side: letting screens in, giving them what they missed, telling them what happens.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::json;
use shared_model::ids::CompanyId;
use shared_model::wire::events::EventEnvelope;
use socketioxide::SocketIo;
use socketioxide::TransportType;
use socketioxide::extract::{SocketRef, TryData};
use socketioxide::layer::SocketIoLayer;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinHandle;

use super::audience::{company_room, hears, rooms};
use super::feed::{PAGE, Told, missed, told};
use crate::auth::{AuthError, Member};
use crate::cloud::Cloud;
use crate::store::table::event;
use crate::store::{Changed, StoreError};

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

/// Who a socket was let in for, and the token to look them up by again.
#[derive(Clone)]
struct Admitted {
    token: String,
    member: Member,
}

/// The sockets of this instance.
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
pub fn start(cloud: &Cloud) -> (SocketIoLayer, Sockets) {
    let (layer, io) = SocketIo::builder()
        .ping_interval(Duration::from_secs(10))
        .ping_timeout(Duration::from_secs(8))
        .max_payload(64 * 1024)
        .ws_max_message_size(64 * 1024)
        .max_buffer_size(512)
        .transports([TransportType::Websocket])
        .build_layer();
    let (door, position) = (cloud.clone(), Told::default());
    let at = position.clone();
    io.ns("/", move |socket: SocketRef, TryData::<Hello>(hello)| {
        admit(door.clone(), at.clone(), socket, hello.unwrap_or_default())
    });
    let tasks = vec![
        tokio::spawn(tell(cloud.clone(), position, io.clone())),
        tokio::spawn(recheck(cloud.clone(), io.clone())),
    ];
    (layer, Sockets { io, tasks })
}

async fn admit(cloud: Cloud, position: Told, socket: SocketRef, hello: Hello) {
    let Ok(member) = cloud.member(&hello.token).await else {
        drop(socket.emit("unauthorized", &json!({"code": "unauthorized"})));
        drop(socket.disconnect());
        return;
    };
    socket.extensions.insert(Admitted { token: hello.token, member: member.clone() });
    // Told of and joined first: what happens while the gap is read comes twice rather than never.
    socket.join(rooms(&member));
    let caught_up = async {
        position.begin(&cloud, member.company_id).await?;
        catch_up(&cloud, &socket, &member, hello.last_seq).await
    };
    if let Err(error) = caught_up.await {
        tracing::error!(error = &error as &dyn std::error::Error, "a screen could not be caught up");
        drop(socket.disconnect());
    }
}

async fn catch_up(
    cloud: &Cloud,
    socket: &SocketRef,
    member: &Member,
    last_seq: Option<i64>,
) -> Result<(), StoreError> {
    let (missed, latest) = missed(cloud, member.company_id, last_seq).await?;
    match missed {
        Some(missed) => {
            let heard = missed.iter().filter(|event| hears(member, event));
            let events = heard.map(told).collect();
            drop(socket.emit("sync:replay", &Replay { events, latest }));
        }
        None => drop(socket.emit("sync:full", &json!({"latest": latest}))),
    }
    Ok(())
}

/// Passes committed events on, from whichever instance they came.
async fn tell(cloud: Cloud, position: Told, io: SocketIo) {
    let mut rings = cloud.store().changes();
    loop {
        let changed = match rings.recv().await {
            Ok(Changed::Company(company)) => vec![company],
            // Which companies changed is not known: all that have sockets are looked at.
            Ok(Changed::Anything) | Err(RecvError::Lagged(_)) => position.companies(),
            Err(RecvError::Closed) => return,
        };
        for company in changed {
            if let Err(error) = pass_on(&cloud, &position, &io, company).await {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "screens were not told; the next change does it"
                );
            }
        }
    }
}

async fn pass_on(
    cloud: &Cloud,
    position: &Told,
    io: &SocketIo,
    company: CompanyId,
) -> Result<(), StoreError> {
    while let Some(after) = position.at(company) {
        let sockets = io.within(company_room(company)).sockets();
        if sockets.is_empty() {
            position.forget(company);
            return Ok(());
        }
        let events = cloud.read(company, move |tx| event::after(tx, after, PAGE)).await?;
        let Some(last) = events.last() else { return Ok(()) };
        for event in &events {
            let envelope = told(event);
            for socket in &sockets {
                let admitted = socket.extensions.get::<Admitted>();
                let heard = admitted.is_some_and(|admitted| hears(&admitted.member, event));
                // A screen whose buffer is full has lost an event: it must come back and ask for the gap.
                if heard && socket.emit(envelope.kind.as_str(), &envelope).is_err() {
                    drop(socket.clone().disconnect());
                }
            }
        }
        position.advance(company, last.envelope.seq);
    }
    Ok(())
}

/// Drops the sockets of people who are not allowed any more, or not for the same any more. A database that does not answer
/// drops nobody.
async fn recheck(cloud: Cloud, io: SocketIo) {
    let mut pause = tokio::time::interval(RECHECK);
    loop {
        pause.tick().await;
        let mut looked_up = BTreeMap::new();
        for socket in io.sockets() {
            let Some(admitted) = socket.extensions.get::<Admitted>() else { continue };
            if !looked_up.contains_key(&admitted.token) {
                let stays = still(&cloud, &admitted).await;
                looked_up.insert(admitted.token.clone(), stays);
            }
            if looked_up.get(&admitted.token) == Some(&false) {
                drop(socket.disconnect());
            }
        }
    }
}

async fn still(cloud: &Cloud, admitted: &Admitted) -> bool {
    match cloud.known_member(&admitted.token).await {
        Ok(member) => {
            let before = &admitted.member;
            member.actor.roles == before.actor.roles && member.branch_ids == before.branch_ids
        }
        Err(AuthError::Store(_)) => true,
        Err(_) => false,
    }
}
