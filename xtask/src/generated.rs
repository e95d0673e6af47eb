//! What is generated and committed: the OpenAPI documents from the box and the cloud, the TypeScript clients from the
//! documents. A stale one fails the check, so that a screen never speaks to a server that is not there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::repo::{self, Profile};
use crate::{sh, ui};

/// Who describes its API, and where the description is committed.
const DOCUMENTS: [(&str, &str); 2] =
    [("edge-node", "edge-node/openapi.json"), ("cloud-sync", "cloud-sync/openapi.json")];
/// Where the clients are committed.
const CLIENT: &str = "shared-model/ts/client";

/// Writes the documents.
pub fn write_openapi() -> Result<()> {
    let binaries = repo::build_binaries(Profile::Dev)?;
    for (program, path) in DOCUMENTS {
        let text = openapi(&binaries, program)?;
        fs::write(repo::root().join(path), text).with_context(|| format!("write {path}"))?;
    }
    Ok(())
}

/// Writes the clients.
pub fn write_client() -> Result<()> {
    ui::install(repo::root())?;
    sh::run(&mut sh::npm(repo::root(), &["run", "--silent", "generate"]))
}

/// Fails when a committed document is not what its program says of itself.
pub fn openapi_is_fresh() -> Result<()> {
    let binaries = repo::build_binaries(Profile::Dev)?;
    for (program, path) in DOCUMENTS {
        let committed = fs::read(repo::root().join(path)).with_context(|| format!("read {path}"))?;
        if committed != openapi(&binaries, program)? {
            bail!("{path} is stale: run `cargo xtask openapi` and commit it");
        }
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

fn openapi(binaries: &Path, program: &str) -> Result<Vec<u8>> {
    sh::capture(Command::new(binaries.join(program)).arg("openapi"))
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
