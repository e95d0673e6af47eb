//! What the cloud does by itself now and then: forgetting what expired, beginning plans that are due, and completing what a
//! process that died left undone.

use std::time::Duration;

use crate::cloud::Cloud;
use crate::store::StoreError;
use crate::store::control::{login_attempt, password_reset, session};

/// How often.
const PACE: Duration = Duration::from_mins(1);
/// Attempts that nobody added to for this long are forgotten, in milliseconds.
const ATTEMPTS_MS: i64 = 2 * 24 * 3_600_000;

/// Runs until it is aborted. Every step is safe to run twice, and on several instances at once.
pub async fn run(cloud: Cloud) {
    loop {
        if let Err(error) = once(&cloud).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "upkeep failed; it will be tried again");
        }
        tokio::time::sleep(PACE).await;
    }
}

/// One round.
pub async fn once(cloud: &Cloud) -> Result<(), StoreError> {
    forget(cloud).await?;
    cloud.begin_due_plans().await?;
    cloud.hand_out_missing().await
}

async fn forget(cloud: &Cloud) -> Result<(), StoreError> {
    let now = cloud.now();
    cloud
        .note(move |tx| {
            session::prune(tx, now)?;
            password_reset::prune(tx, now)?;
            login_attempt::prune(tx, now.plus_ms(-ATTEMPTS_MS)).map(drop)
        })
        .await
}
