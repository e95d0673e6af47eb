//! The ratchet: nothing new may be too long, and what is too long already may only get shorter.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// Lines a file may have.
pub const FILE_LINES: usize = 400;
/// Lines a function may have.
pub const FUNCTION_LINES: usize = 70;

/// What is too long and has been for a while: name to lines. Committed as `xtask/ratchet.json`.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ratchet {
    /// By path from the top folder.
    pub files: BTreeMap<String, usize>,
    /// By `path::function`.
    pub functions: BTreeMap<String, usize>,
}

impl Ratchet {
    /// Reads the committed list.
    pub fn load(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("read {}", path.display()))
    }

    /// Writes the list.
    pub fn save(&self, path: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self).context("write the ratchet")?;
        std::fs::write(path, text + "\n").with_context(|| format!("write {}", path.display()))
    }

    /// What is wrong with the lengths `measured` (only what passes a limit), given this list.
    pub fn complaints(&self, measured: &Self) -> Vec<String> {
        let mut said = compare(&self.files, &measured.files, FILE_LINES);
        said.extend(compare(&self.functions, &measured.functions, FUNCTION_LINES));
        said
    }

    /// The list after everything that shrank; it never grows here.
    pub fn lowered(&self, measured: &Self) -> Self {
        Self {
            files: lower(&self.files, &measured.files),
            functions: lower(&self.functions, &measured.functions),
        }
    }
}

fn compare(
    allowed: &BTreeMap<String, usize>,
    measured: &BTreeMap<String, usize>,
    limit: usize,
) -> Vec<String> {
    let mut said = Vec::new();
    for (name, lines) in measured {
        let most = allowed.get(name).copied().unwrap_or(limit);
        if *lines > most {
            said.push(format!("{name}: {lines} lines, at most {most}: split it"));
        }
    }
    for (name, most) in allowed {
        let lines = measured.get(name).copied().unwrap_or_default();
        if lines < *most {
            said.push(format!("{name}: no longer {most} lines: `cargo xtask tidy --lower` keeps the gain"));
        }
    }
    said
}

fn lower(allowed: &BTreeMap<String, usize>, measured: &BTreeMap<String, usize>) -> BTreeMap<String, usize> {
    let kept = allowed.iter().filter_map(|(name, most)| {
        let lines = measured.get(name)?;
        Some((name.clone(), *lines.min(most)))
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, usize)]) -> Ratchet {
        let files = list.iter().map(|(name, lines)| ((*name).to_owned(), *lines)).collect();
        Ratchet { files, functions: BTreeMap::new() }
    }

    #[test]
    fn nothing_new_may_pass_the_limit() {
        let said = Ratchet::default().complaints(&files(&[("a.rs", 401)]));
        assert_eq!(said, ["a.rs: 401 lines, at most 400: split it"]);
    }

    #[test]
    fn old_offenders_may_only_shrink() {
        let old = files(&[("a.rs", 500)]);
        assert!(old.complaints(&files(&[("a.rs", 500)])).is_empty());
        assert_eq!(old.complaints(&files(&[("a.rs", 501)])).len(), 1);
        assert_eq!(old.complaints(&files(&[("a.rs", 450)])).len(), 1);
        assert_eq!(old.complaints(&files(&[])).len(), 1);
    }

    #[test]
    fn lowering_never_raises_and_never_adds() {
        let old = files(&[("a.rs", 500), ("b.rs", 450), ("gone.rs", 600)]);
        let now = files(&[("a.rs", 480), ("b.rs", 470), ("new.rs", 900)]);
        assert_eq!(old.lowered(&now), files(&[("a.rs", 480), ("b.rs", 450)]));
    }
}
