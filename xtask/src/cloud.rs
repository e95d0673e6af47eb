//! Instances of the cloud, as a demonstration or a check needs them: seeded once, then served.

use std::fs;
use std::io::Read as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::child::Child;
use crate::{postgres, sh, shop};

/// Where an instance listens; port 0 takes a free one.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub listen: SocketAddr,
    /// Where boxes dial in.
    pub quic: SocketAddr,
}

/// What all instances share: the databases and the root key.
#[derive(Debug)]
pub struct Base {
    pub binaries: PathBuf,
    /// A folder in it for each instance, and what they share.
    pub data: PathBuf,
    pub logs: PathBuf,
    /// Two roles of a PostgreSQL database; none: SQLite in the folder, for one instance.
    pub postgres: Option<(String, String)>,
}

/// An instance at work; dropping it stops it.
#[derive(Debug)]
pub struct Instance {
    pub child: Child,
    pub listen: SocketAddr,
}

impl Base {
    /// Whether nothing was seeded here yet.
    pub fn is_new(&self) -> bool {
        !self.planted().exists()
    }

    /// Plants companies. What was cut short the last time is done again: planting twice changes nothing.
    pub fn seed(&self, files: &[PathBuf]) -> Result<()> {
        for file in files {
            let mut seed = self.command("seed", 0)?;
            sh::run(seed.env("FASTOPS_LOG", "warn").arg(file))?;
        }
        fs::write(self.planted(), "").context("write that the companies are planted")
    }

    /// Starts an instance, counted from 0, and waits until it answers.
    pub fn start(&self, number: usize, place: Place) -> Result<Instance> {
        let mut serve = self.command("serve", number)?;
        serve.args(["--listen", &place.listen.to_string(), "--quic", &place.quic.to_string()]);
        let log = self.logs.join(format!("cloud-sync-{}.log", number + 1));
        let mut child = Child::start("cloud-sync", &mut serve, &log)?;
        let listen = shop::listening(&mut child)?;
        shop::ready(&mut child, listen)?;
        Ok(Instance { child, listen })
    }

    fn planted(&self) -> PathBuf {
        self.data.join("planted")
    }

    fn command(&self, name: &str, number: usize) -> Result<Command> {
        let folder = self.data.join(format!("cloud-{}", number + 1));
        fs::create_dir_all(&folder).with_context(|| format!("create {}", folder.display()))?;
        let mut command = Command::new(self.binaries.join("cloud-sync"));
        command.arg(name).arg("--data").arg(&folder);
        if let Some((app, owner)) = &self.postgres {
            command.env("FASTOPS_POSTGRES", app).env("FASTOPS_POSTGRES_OWNER", owner);
            command.arg("--root-key-file").arg(root_key(&self.data)?);
        }
        Ok(command)
    }
}

/// The key that instances over one database share, made the first time.
fn root_key(data: &Path) -> Result<PathBuf> {
    let path = data.join("root.key");
    if !path.exists() {
        let mut key = [0; 32];
        fs::File::open("/dev/urandom")
            .and_then(|mut file| file.read_exact(&mut key))
            .context("make a key")?;
        let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        postgres::hidden(&path, &hex).context("write the root key")?;
    }
    Ok(path)
}
