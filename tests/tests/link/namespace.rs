//! A network of our own: the test starts itself again where it may do to the network what it likes.

use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};
use fastops_tests::process::binary;

const INSIDE: &str = "FASTOPS_INSIDE_NAMESPACE";
const CANNOT: &str = "FASTOPS_NO_NAMESPACES";

/// Which of the two processes this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// In the branch's network: do the work.
    Inside,
    /// The other one did it, and it went well; or this machine is known not to be able to.
    Outside,
}

/// Goes into a network namespace and runs the test of this name there.
pub fn enter(test: &str) -> Result<Where> {
    if std::env::var_os(INSIDE).is_some() {
        return Ok(Where::Inside);
    }
    if std::env::var_os(CANNOT).is_some() {
        println!("not tested: {CANNOT} says that this machine has no network namespaces");
        return Ok(Where::Outside);
    }
    for (program, package) in
        [("unshare", "util-linux"), ("nsenter", "util-linux"), ("ip", "iproute2"), ("python3", "python3")]
    {
        let known = Command::new(program).arg(if program == "ip" { "-V" } else { "--version" }).output();
        known.with_context(|| {
            format!(
                "`{program}` is not on this machine: `apt-get install {package}` ({CANNOT}=1 goes without)"
            )
        })?;
    }
    let tried = Command::new("unshare").args(["--map-root-user", "--net", "true"]).output()?;
    if !tried.status.success() {
        let said = String::from_utf8_lossy(&tried.stderr);
        bail!(
            "this kernel lets nobody make a network namespace: {}\n(`sysctl kernel.unprivileged_userns_clone=1`, or run \
             as root; {CANNOT}=1 goes without this test)",
            said.trim()
        );
    }
    // Built out here: cargo may need the network that is not in there.
    let (edge, cloud) = (binary::edge_node()?, binary::cloud_sync()?);
    let status = Command::new("unshare")
        .args(["--map-root-user", "--net", "--"])
        .arg(std::env::current_exe().context("where this test is")?)
        .args(["--exact", test, "--nocapture"])
        .env(INSIDE, "1")
        .env("FASTOPS_EDGE_NODE", edge)
        .env("FASTOPS_CLOUD_SYNC", cloud)
        .status()
        .context("start the test in a network of its own")?;
    ensure!(status.success(), "inside its network the test failed; what it said is above");
    Ok(Where::Outside)
}
