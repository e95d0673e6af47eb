//! The link between branch and cloud: a program of its own, told over a pipe what to do to packets.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

/// Where the cloud is, seen from the branch.
pub const CLOUD: &str = "10.77.0.2";

const PATIENCE: Duration = Duration::from_secs(20);

/// A running link; dropping it takes both namespaces' devices away.
#[derive(Debug)]
pub struct Wire {
    _child: Child,
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    /// A process in the cloud's namespace.
    holder: u32,
}

/// What entered one direction of the link.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct Count {
    pub packets: u64,
    pub bytes: u64,
    pub udp: u64,
    pub tcp: u64,
    pub lost: u64,
    pub largest: u64,
}

/// What entered the link since the last count.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct Counts {
    /// From the branch.
    pub up: Count,
    /// To the branch.
    pub down: Count,
}

impl Counts {
    /// All bytes, IP headers and lost packets included.
    pub fn bytes(&self) -> u64 {
        self.up.bytes + self.down.bytes
    }
}

impl Wire {
    /// Lays the link; everything passes at once.
    pub async fn lay() -> Result<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/link/link.py");
        let mut command = Command::new("python3");
        command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().context("start the link")?;
        let orders = child.stdin.take().context("the link takes no orders")?;
        let answers = BufReader::new(child.stdout.take().context("the link says nothing")?).lines();
        let mut wire = Self { _child: child, orders, answers, holder: 0 };
        let told = wire.hear().await?;
        wire.holder =
            told["cloud"].as_u64().and_then(|pid| pid.try_into().ok()).context("the cloud's end")?;
        Ok(wire)
    }

    /// A command that runs at the cloud's end.
    pub fn at_the_cloud(&self, program: &Path) -> Command {
        let mut command = Command::new("nsenter");
        command.args(["--target", &self.holder.to_string(), "--net", "--"]).arg(program);
        command
    }

    /// Spoils packets like this from now on.
    pub async fn set(&mut self, up: &Value, down: &Value) -> Result<()> {
        self.ask(&json!({"do": "set", "up": up, "down": down})).await.map(drop)
    }

    /// What entered since the last count.
    pub async fn count(&mut self) -> Result<Counts> {
        let told = self.ask(&json!({"do": "count"})).await?;
        serde_json::from_value(told).context("what the link counted")
    }

    async fn ask(&mut self, order: &Value) -> Result<Value> {
        self.orders.write_all(format!("{order}\n").as_bytes()).await.context("tell the link")?;
        self.hear().await
    }

    async fn hear(&mut self) -> Result<Value> {
        let line =
            timeout(PATIENCE, self.answers.next_line()).await.context("the link does not answer")??;
        serde_json::from_str(&line.context("the link ended; what it said is above")?)
            .context("the link's answer")
    }
}
