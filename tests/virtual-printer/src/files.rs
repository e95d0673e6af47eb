//! Keeps the tape on disk as well: `NNNN.txt`, `NNNN.png` and `NNNN.bin` per ticket.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::device::Shared;
use crate::tape::Ticket;

/// Writes tickets as they are finished, and again when queries after the cut made them longer.
pub async fn keep(shared: Arc<Shared>, dir: PathBuf) {
    let mut changes = shared.changed.subscribe();
    let mut last = (0, 0);
    loop {
        let fresh = newer_than(&shared, last);
        if let Some(ticket) = fresh.last() {
            last = (ticket.seq, ticket.raw.len());
            let dir = dir.clone();
            let written = tokio::task::spawn_blocking(move || fresh.iter().try_for_each(|t| write(&dir, t)));
            if let Ok(Err(error)) = written.await {
                tracing::warn!(%error, "a ticket could not be written to the tape folder");
            }
        } else if changes.changed().await.is_err() {
            return;
        }
    }
}

fn newer_than(shared: &Shared, (seq, bytes): (u64, usize)) -> Vec<Arc<Ticket>> {
    let machine = shared.machine();
    let newer = |ticket: &&Arc<Ticket>| ticket.seq > seq || ticket.seq == seq && ticket.raw.len() > bytes;
    let mut fresh: Vec<_> = machine.tape().tickets().rev().take_while(newer).cloned().collect();
    fresh.reverse();
    fresh
}

fn write(dir: &Path, ticket: &Ticket) -> io::Result<()> {
    let file = |extension: &str| dir.join(format!("{:04}.{extension}", ticket.seq));
    std::fs::write(file("bin"), &ticket.raw)?;
    std::fs::write(file("txt"), &ticket.text)?;
    std::fs::write(file("png"), ticket.png())
}
