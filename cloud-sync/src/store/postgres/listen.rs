//! Hears what any instance committed, on a connection of its own that is made anew for ever. What was said while there was
//! none is lost, so listeners are then told to look at everything.

use std::time::Duration;

use futures_util::{StreamExt, stream};
use shared_model::ids::CompanyId;
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::{sleep, timeout};
use tokio_postgres::{AsyncMessage, NoTls};

use super::config::Config;
use super::session::CHANNEL;
use crate::store::Bell;
use crate::store::error::StoreError;

const BACKOFF_MIN: Duration = Duration::from_millis(100);
const BACKOFF_MAX: Duration = Duration::from_secs(5);
/// A peer that vanished without a word is noticed after this long.
const PULSE: Duration = Duration::from_secs(15);

/// Starts to listen for ever; returns when it does. Blocks.
pub fn start(config: &Config, bell: Bell, handle: &Handle) -> Result<AbortHandle, StoreError> {
    let config = config.serving();
    let (listening, mut started) = watch::channel(false);
    let task = handle.spawn(async move {
        let mut backoff = BACKOFF_MIN;
        loop {
            let lost = listen(&config, &bell, &listening).await;
            let first = !listening.send_replace(false);
            backoff = if first { (backoff * 2).min(BACKOFF_MAX) } else { BACKOFF_MIN };
            tracing::warn!(error = %lost, retry_in = ?backoff, "no longer hears what other instances commit");
            sleep(backoff).await;
        }
    });
    let hears = handle.block_on(async {
        let first = timeout(Duration::from_secs(10), started.wait_for(|listening| *listening));
        first.await.is_ok_and(|heard| heard.is_ok())
    });
    if hears {
        return Ok(task.abort_handle());
    }
    task.abort();
    Err(StoreError::Unavailable("it does not let us listen".into()))
}

/// Listens until the connection is lost; answers why it was.
async fn listen(
    config: &tokio_postgres::Config,
    bell: &Bell,
    listening: &watch::Sender<bool>,
) -> Box<dyn std::error::Error + Send + Sync> {
    let (client, mut connection) = match config.connect(NoTls).await {
        Ok(connected) => connected,
        Err(error) => return error.into(),
    };
    let mut messages = stream::poll_fn(move |context| connection.poll_message(context));
    let hear = async {
        loop {
            match messages.next().await {
                Some(Ok(AsyncMessage::Notification(said))) => match said.payload().parse() {
                    Ok(company) => bell.ring(CompanyId::new(company)),
                    Err(_) => {
                        tracing::warn!(payload = said.payload(), "a notification that names no company");
                    }
                },
                Some(Ok(_)) => {}
                Some(Err(error)) => return error.into(),
                None => return "the connection was closed".into(),
            }
        }
    };
    let pulse = async {
        if let Err(error) = client.batch_execute(&format!("LISTEN {CHANNEL}")).await {
            return error.into();
        }
        bell.ring_all();
        listening.send_replace(true);
        loop {
            sleep(PULSE).await;
            match timeout(PULSE, client.batch_execute("")).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => return error.into(),
                Err(late) => return late.into(),
            }
        }
    };
    tokio::select! {
        why = hear => why,
        why = pulse => why,
    }
}
