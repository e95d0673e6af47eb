//! `cargo xtask tidy`: the rules of the house that a compiler does not know. Also runs as a test of this crate, so
//! that `cargo test` finds what CI would.

mod crates;
mod functions;
mod lexer;
mod ratchet;
mod rules;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::repo;
use ratchet::{FILE_LINES, FUNCTION_LINES, Ratchet};

/// Folders that hold nothing people wrote.
const SKIPPED: [&str; 7] = ["target", "node_modules", "dist", "data", ".git", "tape", ".venv"];
/// Files that are read as text, by the end of their name.
const TEXT: [&str; 14] = [
    ".rs", ".ts", ".tsx", ".mjs", ".js", ".py", ".sh", ".md", ".toml", ".sql", ".css", ".html", ".yml",
    ".json",
];
/// Files whose length is limited.
const MEASURED: [&str; 7] = [".rs", ".ts", ".tsx", ".mjs", ".js", ".py", ".css"];

/// `cargo xtask tidy`
#[derive(Debug, Default, clap::Args)]
pub struct Tidy {
    /// Lower the recorded lengths of files and functions that got shorter
    #[arg(long)]
    lower: bool,
}

impl Tidy {
    /// Checks the repository; fails with everything that is wrong.
    pub fn run(self) -> Result<()> {
        let list = repo::root().join("xtask/ratchet.json");
        if self.lower {
            let (_, measured) = look(repo::root())?;
            return Ratchet::load(&list)?.lowered(&measured).save(&list);
        }
        let said = complaints(repo::root(), &list)?;
        if said.is_empty() {
            return Ok(());
        }
        bail!("{}\n{} things to tidy", said.join("\n"), said.len())
    }
}

/// Everything that is wrong under a folder.
fn complaints(root: &Path, list: &Path) -> Result<Vec<String>> {
    let (mut said, measured) = look(root)?;
    said.extend(Ratchet::load(list)?.complaints(&measured));
    said.extend(crates::complaints(&repo::metadata()?));
    Ok(said)
}

/// Reads every file once: what is wrong with it, and how long it is where it passes a limit.
fn look(root: &Path) -> Result<(Vec<String>, Ratchet)> {
    let mut paths = Vec::new();
    collect(root, &mut paths)?;
    let (mut said, mut measured) = (Vec::new(), Ratchet::default());
    for path in paths {
        let name =
            path.strip_prefix(root).context("a file outside the repository")?.to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).with_context(|| format!("read {name}"))?;
        said.extend(rules::any_text(&name, &text));
        let lines = text.lines().count();
        if lines > FILE_LINES && ends_with(&name, &MEASURED) && !is_generated(&name, &text) {
            measured.files.insert(name.clone(), lines);
        }
        if ends_with(&name, &[".rs"]) {
            let source = lexer::split(&text);
            said.extend(rules::rust(&name, &text, &source));
            let long =
                functions::functions(&source).into_iter().filter(|function| function.lines > FUNCTION_LINES);
            measured
                .functions
                .extend(long.map(|function| (format!("{name}::{}", function.name), function.lines)));
        }
    }
    Ok((said, measured))
}

/// All text files under a folder, in name order.
fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("look into {}", folder.display()))?;
    let mut entries =
        entries.collect::<Result<Vec<_>, _>>().with_context(|| format!("look into {}", folder.display()))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().with_context(|| format!("look at {name}"))?;
        if kind.is_dir() && !SKIPPED.contains(&name.as_str()) {
            collect(&entry.path(), paths)?;
        } else if kind.is_file() && (ends_with(&name, &TEXT) || entry.path().ends_with(".ci/run")) {
            paths.push(entry.path());
        }
    }
    Ok(())
}

fn ends_with(name: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| name.ends_with(ending))
}

/// Generators say so at the top of what they write, or we say so in its name.
fn is_generated(name: &str, text: &str) -> bool {
    ["/generated.ts", "-generated.ts"].iter().any(|ending| name.ends_with(ending))
        || text.lines().take(5).any(|line| line.to_ascii_lowercase().contains("generated"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_is_tidy() {
        let said = complaints(repo::root(), &repo::root().join("xtask/ratchet.json")).unwrap();
        assert!(said.is_empty(), "{}", said.join("\n"));
    }

    #[test]
    fn a_long_file_a_long_function_and_a_machine_path_are_found() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("target")).unwrap();
        fs::write(folder.path().join("target/ignored.rs"), "no module sentence").unwrap();
        fs::write(
            folder.path().join("a.rs"),
            format!("//! A.\nfn long() {{\n{}}}\n", "    x();\n".repeat(400)),
        )
        .unwrap();
        fs::write(folder.path().join("b.ts"), format!("// generated\n{}", "\n".repeat(500))).unwrap();
        fs::write(folder.path().join("c.md"), ["see ", "/home", "/me/x"].concat()).unwrap();
        let (said, measured) = look(folder.path()).unwrap();
        assert_eq!(said.len(), 1, "{said:?}");
        assert_eq!(measured.files.into_iter().collect::<Vec<_>>(), [("a.rs".to_owned(), 403)]);
        assert_eq!(measured.functions.into_iter().collect::<Vec<_>>(), [("a.rs::long".to_owned(), 402)]);
    }
}
