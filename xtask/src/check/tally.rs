//! How many tests passed and failed, read from what the test runners say.

use std::fmt;
use std::ops::AddAssign;

use anyhow::Result;

use crate::{repo, sh, ui};

/// Counted tests.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
}

impl Tally {
    /// A step that is one test and passed.
    pub const ONE: Self = Self { passed: 1, failed: 0 };
    /// A step that is one test and failed.
    pub const FAILED: Self = Self { passed: 0, failed: 1 };

    /// A runner that failed without naming a failed test (it did not compile) is one failure.
    fn or_failed(self, succeeded: bool) -> Self {
        if succeeded || self.failed > 0 { self } else { Self { failed: 1, ..self } }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// All Rust tests of the workspace.
pub fn cargo_test() -> Result<Tally> {
    let mut all = Tally::default();
    let mut cargo = repo::cargo();
    cargo.args(["test", "--locked", "--workspace", "--no-fail-fast"]).env("CARGO_TERM_COLOR", "never");
    let succeeded = sh::tee(&mut cargo, |line| all += rust_line(line).unwrap_or_default())?;
    Ok(all.or_failed(succeeded))
}

/// All tests of the screens.
pub fn npm_test() -> Result<Tally> {
    ui::install(repo::root())?;
    let mut all = Tally::default();
    let mut npm = sh::npm(repo::root(), &["test"]);
    npm.env("NO_COLOR", "1").env("CI", "1");
    let succeeded = sh::tee(&mut npm, |line| all += vitest_line(line).unwrap_or_default())?;
    Ok(all.or_failed(succeeded))
}

/// `test result: ok. 12 passed; 1 failed; …`
fn rust_line(line: &str) -> Option<Tally> {
    count(line.strip_prefix("test result:")?)
}

/// `      Tests  1 failed | 11 passed (12)`
fn vitest_line(line: &str) -> Option<Tally> {
    count(line.trim_start().strip_prefix("Tests ")?)
}

fn count(text: &str) -> Option<Tally> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let before =
        |name: &str| words.windows(2).find(|pair| pair[1] == name).and_then(|pair| pair[0].parse().ok());
    let (passed, failed) = (before("passed"), before("failed"));
    if passed.is_none() && failed.is_none() {
        return None;
    }
    Some(Tally { passed: passed.unwrap_or(0), failed: failed.unwrap_or(0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runners_are_understood() {
        let line = "test result: FAILED. 12 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s";
        assert_eq!(rust_line(line), Some(Tally { passed: 12, failed: 1 }));
        assert_eq!(vitest_line("      Tests  11 passed (11)"), Some(Tally { passed: 11, failed: 0 }));
        assert_eq!(
            vitest_line("      Tests  1 failed | 11 passed (12)"),
            Some(Tally { passed: 11, failed: 1 })
        );
        assert_eq!(vitest_line(" Test Files  2 passed (2)"), None);
        assert_eq!(rust_line("test a::b ... ok"), None);
    }

    #[test]
    fn not_compiling_is_a_failure() {
        assert_eq!(Tally::default().or_failed(false), Tally::FAILED);
        assert_eq!(Tally { passed: 2, failed: 1 }.or_failed(false), Tally { passed: 2, failed: 1 });
    }
}
