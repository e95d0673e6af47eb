//! A printer on the network, raw bytes to port 9100. Counts exactly what went out, listens while it writes, and gives
//! up on a printer that makes no progress. Knows nothing of jobs.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep_until, timeout, timeout_at};

use super::super::escpos::{ProcessId, command};
use super::super::timing::Timing;
use super::reply::{Health, Replies, Reply};

/// Bytes handed to the kernel at once, so that `bytes_sent` says something about the printer.
const CHUNK: usize = 1024;

/// Why a printer could not be used.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// Nothing accepts connections there in time.
    #[error("the printer cannot be reached")]
    Unreachable(#[source] io::Error),
    /// It answers no status request.
    #[error("the printer does not answer")]
    NoReply,
    /// The connection broke.
    #[error("the connection to the printer broke")]
    Broken(#[source] io::Error),
    /// It takes no more bytes.
    #[error("the printer takes no more bytes")]
    Stalled,
}

/// How waiting for a sheet ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmed {
    /// The process id came back.
    Echo,
    /// The queued status request was answered.
    Status,
    /// Neither did in time.
    Silence,
}

/// One connection.
#[derive(Debug)]
pub struct Link {
    stream: TcpStream,
    replies: Replies,
    health: Option<Health>,
    heard_at: Instant,
    last_echo: Option<[u8; 4]>,
    status_answers: u32,
    now_answers: Vec<u8>,
}

impl Link {
    /// Connects to `host:port` and completes whatever command an earlier connection left in the middle.
    pub async fn connect(address: &str, timing: &Timing) -> Result<Self, LinkError> {
        let connecting = timeout(timing.connect, TcpStream::connect(address)).await;
        let late = |_| io::Error::from(io::ErrorKind::TimedOut);
        let stream = connecting.map_err(late).flatten().map_err(LinkError::Unreachable)?;
        stream.set_nodelay(true).map_err(LinkError::Unreachable)?;
        let mut link = Self {
            stream,
            replies: Replies::default(),
            health: None,
            heard_at: Instant::now(),
            last_echo: None,
            status_answers: 0,
            now_answers: Vec::new(),
        };
        let (_, completed) = link.send(&command::COMPLETE_WHAT_BROKE, timing.status).await;
        completed?;
        Ok(link)
    }

    /// What the printer last said about itself, if it said anything within `age`.
    pub fn fresh_health(&self, age: Duration) -> Option<Health> {
        self.health.filter(|_| self.heard_at.elapsed() < age)
    }

    /// Asks how it is (`DLE EOT` 4, 2, 1) and waits for all three answers; asks a second time before giving up.
    pub async fn ask_health(&mut self, patience: Duration) -> Result<Health, LinkError> {
        for _ in 0..2 {
            self.now_answers.clear();
            let (_, sent) = self.send(&command::STATUS_NOW, patience).await;
            sent?;
            let deadline = Instant::now() + patience;
            while let Ok(heard) = timeout_at(deadline, self.listen()).await {
                heard?;
                if let Some(answers) = self.now_answers.first_chunk::<3>() {
                    let health = Health::from_now(*answers);
                    self.health = Some(health);
                    return Ok(health);
                }
            }
        }
        Err(LinkError::NoReply)
    }

    /// Sends all of `bytes` and says how many the kernel took, also when it fails in the middle.
    pub async fn send(&mut self, bytes: &[u8], no_progress: Duration) -> (usize, Result<(), LinkError>) {
        let mut sent = 0;
        let mut give_up = Instant::now() + no_progress;
        let mut buffer = [0; 256];
        while sent < bytes.len() {
            let (mut reader, mut writer) = self.stream.split();
            let chunk = &bytes[sent..bytes.len().min(sent + CHUNK)];
            // Both futures are cancel safe: the one that loses has neither read nor written.
            tokio::select! {
                written = writer.write(chunk) => match written {
                    Ok(0) => return (sent, Err(LinkError::Broken(io::ErrorKind::WriteZero.into()))),
                    Ok(count) => {
                        sent += count;
                        give_up = Instant::now() + no_progress;
                    }
                    Err(error) => return (sent, Err(LinkError::Broken(error))),
                },
                read = reader.read(&mut buffer) => match read {
                    Ok(0) => return (sent, Err(LinkError::Broken(io::ErrorKind::UnexpectedEof.into()))),
                    Ok(count) => self.hear(&buffer[..count]),
                    Err(error) => return (sent, Err(LinkError::Broken(error))),
                },
                () = sleep_until(give_up) => return (sent, Err(LinkError::Stalled)),
            }
        }
        (sent, Ok(()))
    }

    /// Forgets earlier answers to queued requests, so that the next one belongs to the next sheet.
    pub fn expect_sheet(&mut self) {
        self.status_answers = 0;
        self.last_echo = None;
    }

    /// Waits until the printer says that the sheet `id` is out. An echo of another id says nothing about it.
    pub async fn confirm(&mut self, id: ProcessId, until: Instant) -> Result<Confirmed, LinkError> {
        loop {
            if self.last_echo == Some(id.bytes()) {
                return Ok(Confirmed::Echo);
            }
            if self.status_answers > 0 {
                return Ok(Confirmed::Status);
            }
            match timeout_at(until, self.listen()).await {
                Ok(heard) => heard?,
                Err(_) => return Ok(Confirmed::Silence),
            }
        }
    }

    /// Waits for the printer to say something. Fails when the connection ends.
    pub async fn listen(&mut self) -> Result<(), LinkError> {
        let mut buffer = [0; 256];
        match self.stream.read(&mut buffer).await {
            Ok(0) => Err(LinkError::Broken(io::ErrorKind::UnexpectedEof.into())),
            Ok(count) => {
                self.hear(&buffer[..count]);
                Ok(())
            }
            Err(error) => Err(LinkError::Broken(error)),
        }
    }

    fn hear(&mut self, bytes: &[u8]) {
        self.heard_at = Instant::now();
        for byte in bytes {
            match self.replies.take(*byte) {
                Some(Reply::Echo(id)) => self.last_echo = Some(id),
                Some(Reply::Push(status)) => self.health = Some(Health::from_push(status)),
                // Three are asked for; a printer that talks on does not fill memory.
                Some(Reply::Now(status)) if self.now_answers.len() < 3 => self.now_answers.push(status),
                Some(Reply::WhenDone(_)) => self.status_answers += 1,
                Some(Reply::Now(_)) | None => (),
            }
        }
    }
}
