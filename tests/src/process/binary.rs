//! Finding the program under test.
//!
//! Cargo names a program only to the tests of its own package, so we ask cargo to build it: that takes a moment when it is
//! fresh, and a test never runs against the program of yesterday. It is built with the profile this test was built with,
//! into the same target directory. `FASTOPS_EDGE_NODE=path` tests another program instead, for example a released one.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context as _, Result, anyhow, ensure};

/// The box's program, built if need be.
pub fn edge_node() -> Result<PathBuf> {
    static FOUND: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let found = FOUND.get_or_init(|| find().map_err(|error| format!("{error:#}")));
    found.clone().map_err(|error| anyhow!(error))
}

fn find() -> Result<PathBuf> {
    if let Some(given) = std::env::var_os("FASTOPS_EDGE_NODE") {
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
        .args(["build", "--locked", "--package", "edge-node", "--bin", "edge-node", "--target-dir"])
        .arg(target)
        .args(["--profile", if name == "debug" { "dev" } else { name }])
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = build.output().context("run cargo build")?;
    ensure!(output.status.success(), "cargo build: {}", String::from_utf8_lossy(&output.stderr));
    Ok(profile.join("edge-node"))
}
