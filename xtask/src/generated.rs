//! What is generated and committed: the OpenAPI document from the box, the TypeScript client from the document. A
//! stale one fails the check, so that a screen never speaks to a box that is not there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::repo::{self, Profile};
use crate::{sh, ui};

/// Where the document is committed.
const OPENAPI: &str = "edge-node/openapi.json";
/// Where the client is committed.
const CLIENT: &str = "shared-model/ts/client";

/// Writes the document.
pub fn write_openapi() -> Result<()> {
    fs::write(repo::root().join(OPENAPI), openapi()?).with_context(|| format!("write {OPENAPI}"))
}

/// Writes the client.
pub fn write_client() -> Result<()> {
    ui::install(repo::root())?;
    sh::run(&mut sh::npm(repo::root(), &["run", "--silent", "generate"]))
}

/// Fails when the committed document is not what the box says of itself.
pub fn openapi_is_fresh() -> Result<()> {
    let committed = fs::read(repo::root().join(OPENAPI)).with_context(|| format!("read {OPENAPI}"))?;
    if committed != openapi()? {
        bail!("{OPENAPI} is stale: run `cargo xtask openapi` and commit it");
    }
    Ok(())
}

/// Fails when generating the client anew changes a committed file; the changed files stay, ready to be committed.
pub fn client_is_fresh() -> Result<()> {
    let folder = repo::root().join(CLIENT);
    let before = contents(&folder)?;
    write_client()?;
    let after = contents(&folder)?;
    let changed: Vec<String> = after
        .iter()
        .filter(|(path, text)| before.get(*path) != Some(text))
        .map(|(path, _)| path.display().to_string())
        .collect();
    if !changed.is_empty() {
        bail!("{CLIENT} was stale and is new now, commit it: {}", changed.join(", "));
    }
    Ok(())
}

fn openapi() -> Result<Vec<u8>> {
    let binaries = repo::build_binaries(Profile::Dev)?;
    sh::capture(Command::new(binaries.join("edge-node")).arg("openapi"))
}

/// Every file under a folder that people could commit.
fn contents(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| format!("look into {}", folder.display()))? {
        let entry = entry.context("look into a folder")?;
        let path = entry.path();
        if entry.file_name() == "node_modules" {
            continue;
        }
        if path.is_dir() {
            found.extend(contents(&path)?);
        } else {
            let text = fs::read(&path).with_context(|| format!("read {}", path.display()))?;
            found.insert(path, text);
        }
    }
    Ok(found)
}
