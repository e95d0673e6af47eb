//! One run of the box's program, from its start to whatever ends it.

use std::fs::OpenOptions;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// Longer than any start or stop may take; a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running box. Dropping it kills it.
#[derive(Debug)]
pub struct Edge {
    child: Child,
    /// Where it listens.
    pub addr: SocketAddr,
    /// From starting the program until it said that it can take orders.
    pub took: Duration,
    pid: u32,
}

impl Edge {
    /// Starts `command` (`edge-node serve …`, perhaps wrapped), logging to the end of `log`, and waits until it listens.
    ///
    /// # Errors
    /// When it ends without listening; the error carries what it said.
    pub async fn start(mut command: Command, log: &Path) -> Result<Self> {
        let log_file = OpenOptions::new().create(true).append(true).open(log).context("open the log")?;
        let begun = Instant::now();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log_file).kill_on_drop(true);
        let mut child = command.spawn().with_context(|| format!("start {command:?}"))?;
        let pid = child.id().context("the box has no process id")?;
        let out = child.stdout.take().context("the box has no output")?;
        let mut lines = BufReader::new(out).lines();
        let first = timeout(PATIENCE, lines.next_line()).await.context("the box said nothing")??;
        let Some(first) = first else {
            let status = child.wait().await?;
            bail!("the box ended with {status}:\n{}", last_words(log));
        };
        let addr = first.strip_prefix("listening on http://").context("where the box listens")?.parse()?;
        let took = begun.elapsed();
        Ok(Self { child, addr, took, pid })
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// Whether it can take orders: the status of `/health/ready`.
    pub async fn ready(&self) -> Result<u16> {
        let url = format!("http://{}/health/ready", self.addr);
        Ok(reqwest::get(url).await.context("ask whether it is ready")?.status().as_u16())
    }

    /// `kill -9`: no destructor runs, nothing is flushed.
    pub async fn kill(mut self) -> Result<()> {
        self.child.kill().await.context("kill the box")
    }

    /// SIGTERM; answers how it ended and how long that took.
    pub async fn terminate(mut self) -> Result<(ExitStatus, Duration)> {
        let begun = Instant::now();
        let told = Command::new("sh").args(["-c", &format!("kill -TERM {}", self.pid)]).status().await?;
        ensure!(told.success(), "SIGTERM could not be sent");
        let status = timeout(PATIENCE, self.child.wait()).await.context("the box does not stop")??;
        Ok((status, begun.elapsed()))
    }
}

/// The end of a log, for an error message.
pub fn last_words(log: &Path) -> String {
    let said = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = said.lines().collect();
    lines[lines.len().saturating_sub(40)..].join("\n")
}
