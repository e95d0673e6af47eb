//! Bytes on their way to the host.

/// Replies with the time they are due, oldest first.
#[derive(Debug, Default)]
pub struct Replies {
    waiting: Vec<Reply>,
    /// The latest echo nobody was there to hear. The TM-L90 manual: if the host is not ready, only the latest id is sent.
    unheard: Option<[u8; 7]>,
}

#[derive(Debug)]
struct Reply {
    due_us: u64,
    bytes: Vec<u8>,
    echo: Option<[u8; 7]>,
}

impl Replies {
    /// Adds bytes to send at `due_us`.
    pub fn extend(&mut self, due_us: u64, bytes: impl IntoIterator<Item = u8>) {
        let bytes: Vec<u8> = bytes.into_iter().collect();
        if !bytes.is_empty() {
            self.waiting.push(Reply { due_us, bytes, echo: None });
        }
    }

    /// Adds the echo of `GS ( H`: `37 22 d1 d2 d3 d4 00`.
    pub fn echo(&mut self, [a, b, c, d]: [u8; 4], due_us: u64) {
        let block = [0x37, 0x22, a, b, c, d, 0];
        self.waiting.push(Reply { due_us, bytes: block.to_vec(), echo: Some(block) });
    }

    /// When the next one is due.
    pub fn next_due_us(&self) -> Option<u64> {
        self.waiting.iter().map(|reply| reply.due_us).min()
    }

    /// Takes what is due. Without a host it is lost, except that the latest echo waits for the next host.
    pub fn take(&mut self, now_us: u64, connected: bool) -> Vec<u8> {
        let mut due = Vec::new();
        if connected && let Some(echo) = self.unheard.take() {
            due.extend(echo);
        }
        self.waiting.retain(|reply| {
            if reply.due_us > now_us {
                return true;
            }
            if connected {
                due.extend(&reply.bytes);
            } else {
                self.unheard = reply.echo.or(self.unheard);
            }
            false
        });
        due
    }
}
