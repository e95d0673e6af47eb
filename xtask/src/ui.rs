//! Builds the screens: install what the lock says when it changed, build, precompress.
//!
//! npm never runs inside `build.rs`: a box without screens must still compile, and cargo must not wait for a network.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::{repo, sh};

/// Where the web projects are: the branch's and the owners'.
const WEBS: [&str; 2] = ["edge-node/web", "cloud-sync/web"];

/// Installs if needed, builds, precompresses.
pub fn build() -> Result<()> {
    let root = repo::root();
    for web in WEBS {
        ensure!(root.join(web).join("package.json").exists(), "there is no {web}/package.json to build");
    }
    install(root)?;
    sh::run(&mut sh::npm(root, &["run", "--silent", "build"]))?;
    WEBS.iter().try_for_each(|web| touch(&root.join(web).join("dist/index.html")))
}

/// Cargo notices new screens by the time of this file; a restored folder carries old times.
fn touch(index: &Path) -> Result<()> {
    let page =
        fs::File::options().append(true).open(index).with_context(|| format!("open {}", index.display()))?;
    page.set_modified(std::time::SystemTime::now()).context("touch the built page")
}

/// Installs a folder's packages exactly as its lock says, and only when the lock changed since the last time.
pub fn install(folder: &Path) -> Result<()> {
    let lock = fs::read(folder.join("package-lock.json"))
        .with_context(|| format!("read package-lock.json in {}", folder.display()))?;
    let stamp = folder.join("node_modules/.lock-stamp");
    if fs::read(&stamp).is_ok_and(|seen| seen == lock) {
        return Ok(());
    }
    sh::run(&mut sh::npm(
        folder,
        &["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"],
    ))?;
    fs::write(&stamp, &lock).context("remember which lock is installed")
}
