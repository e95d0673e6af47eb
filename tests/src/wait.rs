//! Waiting for something to be so, with an end to patience.

use std::time::Duration;

use tokio::time::{sleep, timeout};

use crate::world::GUARD;

/// Between two looks.
const LOOK: Duration = Duration::from_millis(10);

/// Waits until it is so.
pub async fn until<F: Future<Output = bool>>(what: &str, mut so: impl FnMut() -> F) {
    until_some(what, || {
        let so = so();
        async { so.await.then_some(()) }
    })
    .await;
}

/// Waits until there is something.
pub async fn until_some<T, F: Future<Output = Option<T>>>(what: &str, mut look: impl FnMut() -> F) -> T {
    let found = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            sleep(LOOK).await;
        }
    };
    timeout(GUARD, found).await.unwrap_or_else(|_| panic!("in vain: {what}"))
}
