//! Where things lie in the repository, so that every chore works from any folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The top folder of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the top folder")
}

/// The cargo that runs us, or whichever is installed.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// What `cargo metadata` says of the workspace's own crates.
pub fn metadata() -> Result<serde_json::Value> {
    let output = cargo()
        .args(["metadata", "--format-version=1", "--no-deps", "--locked"])
        .output()
        .context("run cargo metadata")?;
    anyhow::ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).context("read cargo metadata")
}

/// Which build is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    Dev,
    Release,
}

/// Builds the box, the cloud and the virtual printer and answers the folder their binaries are in.
pub fn build_binaries(profile: Profile) -> Result<PathBuf> {
    let mut command = cargo();
    command.args(["build", "--locked"]);
    for package in ["edge-node", "cloud-sync", "virtual-printer"] {
        command.args(["--package", package]);
    }
    if profile == Profile::Release {
        command.arg("--release");
    }
    crate::sh::run(&mut command)?;
    let target =
        metadata()?["target_directory"].as_str().context("cargo metadata has no target folder")?.to_owned();
    Ok(Path::new(&target).join(if profile == Profile::Release { "release" } else { "debug" }))
}

/// The seed file of the demonstration shop.
pub fn demo_shop() -> PathBuf {
    root().join("edge-node/demo/salchipapas.json")
}
