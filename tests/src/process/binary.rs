//! Finding the programs under test.
//!
//! Cargo names a program only to the tests of its own package, so we ask cargo to build it: that takes a moment when it is
//! fresh, and a test never runs against the program of yesterday. It is built with the profile this test was built with,
//! into the same target directory. `FASTOPS_EDGE_NODE=path` and `FASTOPS_CLOUD_SYNC=path` test other programs instead, for
//! example released ones.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context as _, Result, anyhow, ensure};

/// The box's program, built if need be.
pub fn edge_node() -> Result<PathBuf> {
    static FOUND: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    once(&FOUND, || find("edge-node", "FASTOPS_EDGE_NODE"))
}

/// The cloud's program, built if need be.
pub fn cloud_sync() -> Result<PathBuf> {
    static FOUND: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    once(&FOUND, || find("cloud-sync", "FASTOPS_CLOUD_SYNC"))
}

fn once(
    found: &OnceLock<Result<PathBuf, String>>,
    find: impl FnOnce() -> Result<PathBuf>,
) -> Result<PathBuf> {
    let found = found.get_or_init(|| find().map_err(|error| format!("{error:#}")));
    found.clone().map_err(|error| anyhow!(error))
}

fn find(program: &str, given: &str) -> Result<PathBuf> {
    if let Some(given) = std::env::var_os(given) {
        return Ok(given.into());
    }
    let test = std::env::current_exe().context("where this test is")?;
    // target/<profile>/deps/<test>
    let profile = test.parent().and_then(Path::parent).context("this test is not in a target directory")?;
    let target = profile.parent().context("this test is not in a target directory")?;
    let name = profile.file_name().and_then(|name| name.to_str()).context("a profile without a name")?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build
        .args(["build", "--locked", "--target-dir"])
        .arg(target)
        .args(["--profile", if name == "debug" { "dev" } else { name }])
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    // Together, as the chores build them: alone, each would have its libraries with other features, and all of them anew.
    for package in ["edge-node", "cloud-sync", "virtual-printer"] {
        build.args(["--package", package]);
    }
    let output = build.output().context("run cargo build")?;
    ensure!(output.status.success(), "cargo build: {}", String::from_utf8_lossy(&output.stderr));
    Ok(profile.join(program))
}
