//! One conversation with one box, from hello to goodbye.

use std::time::{Duration, Instant};

use shared_model::sync::drive::{Clock as Driven, FrameSink, FrameSource, converse};
use shared_model::sync::pack::BATCH_BYTES;
use shared_model::sync::peer::{Config, Peer};
use shared_model::time::Timestamp;

use super::door::{self, SCHEMA};
use super::present::Present;
use super::replica::BranchReplica;
use shared_model::wire::platform::BoxStatus;

use crate::boxes::Grant;
use crate::clock::Clock;
use crate::cloud::Cloud;

/// Bytes of changes in one batch, before they are packed: see the box's `sync::dial`.
const BATCH: usize = BATCH_BYTES / 4;

/// Talks with a box until one of the two goes.
pub async fn hold<S, H>(cloud: &Cloud, present: &Present, grant: Grant, pipe: (S, H))
where
    S: FrameSink,
    H: FrameSource,
{
    let (_seated, left) = present.sit(&grant);
    let ticks = Ticks { began: Instant::now(), clock: cloud.clock().clone() };
    let replica = match BranchReplica::open(cloud.clone(), grant).await {
        Ok(replica) => replica,
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, box_id = %grant.box_id, "a box has to wait");
            return;
        }
    };
    let config = Config { schema: SCHEMA, capabilities: 0, compares: false, batch_bytes: BATCH };
    let mut peer = Peer::new(config, replica.opened(), ticks.now());
    if grant.status == BoxStatus::Fenced {
        peer = peer.greeting(door::fenced());
    }
    tracing::info!(box_id = %grant.box_id, branch = %grant.branch, "a box is here");
    tokio::select! {
        reason = converse(peer, &replica, pipe, &ticks) => {
            tracing::info!(box_id = %grant.box_id, %reason, "a box went");
        }
        _ = left => tracing::info!(box_id = %grant.box_id, "a box was asked to go"),
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
