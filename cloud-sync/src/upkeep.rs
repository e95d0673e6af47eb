//! What the cloud does by itself now and then: forgetting what expired, beginning plans that are due, and completing what a
//! process that died left undone.

use std::time::Duration;

use shared_model::ids::CompanyId;

use crate::cloud::Cloud;
use crate::keys::random;
use crate::store::control::{company, enrolment, login_attempt, password_reset, session};
use crate::store::table::{answered, dead_letter, event};
use crate::store::{Mode, StoreError, Tx};

/// How often.
const PACE: Duration = Duration::from_mins(1);
/// Attempts that nobody added to for this long are forgotten, in milliseconds.
const ATTEMPTS_MS: i64 = 2 * 24 * 3_600_000;

/// Companies tidied up in a round: with ten thousand of them each has its turn every three and a half hours.
const COMPANIES: u32 = 50;
/// Events and answers are kept for a week, in milliseconds.
const KEPT_MS: i64 = 7 * 24 * 3_600_000;
/// Events of a company dropped in a round: nobody who writes there waits long.
const EVENTS: u32 = 5_000;
/// Codes that expired are kept for a day, in milliseconds.
const CODES_MS: i64 = 24 * 3_600_000;

/// Whose turn it is to be tidied up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Turn(Option<CompanyId>);

/// Runs until it is aborted. Every step is safe to run twice, and on several instances at once.
pub async fn run(cloud: Cloud) {
    // Begins anywhere: an instance that is started often must not always begin with the same companies.
    let mut turn = Turn(Some(CompanyId::new(uuid::Uuid::from_bytes(random()))));
    loop {
        match tidy(&cloud, turn, COMPANIES).await {
            Ok(next) => turn = next,
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "companies could not be listed");
            }
        }
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

/// Drops what expired of the `limit` companies whose turn it is; answers whose turn is next. One that fails holds up no other.
pub async fn tidy(cloud: &Cloud, Turn(after): Turn, limit: u32) -> Result<Turn, StoreError> {
    let companies = cloud.ask(move |tx| company::ids(tx, after, limit)).await?;
    let until = cloud.now().plus_ms(-KEPT_MS);
    for id in &companies {
        let tidy = move |tx: &mut Tx<'_>| {
            event::prune(tx, until, EVENTS)?;
            answered::prune(tx, until)?;
            dead_letter::bound(tx).map(drop)
        };
        if let Err(error) = cloud.store().tenant(*id, Mode::Write, tidy).await {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(company = %id, error, "a company could not be tidied up");
        }
    }
    let all = companies.len() < usize::try_from(limit).unwrap_or(usize::MAX);
    Ok(Turn(companies.last().copied().filter(|_| !all)))
}

async fn forget(cloud: &Cloud) -> Result<(), StoreError> {
    let now = cloud.now();
    cloud
        .note(move |tx| {
            session::prune(tx, now)?;
            password_reset::prune(tx, now)?;
            enrolment::prune(tx, now.plus_ms(-CODES_MS))?;
            login_attempt::prune(tx, now.plus_ms(-ATTEMPTS_MS)).map(drop)
        })
        .await
}
