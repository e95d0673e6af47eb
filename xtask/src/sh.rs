//! Running other programs: a missing one is named together with how to get it, a failing one stops the chore.

use std::io::{BufRead, BufReader, ErrorKind};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};

/// Runs a command to its end, its output going to the terminal.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|error| missing(command, error))?;
    if !status.success() {
        bail!("`{}` ended with {status}", describe(command));
    }
    Ok(())
}

/// Runs a command and answers what it wrote to its standard output.
pub fn capture(command: &mut Command) -> Result<Vec<u8>> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| missing(command, error))?;
    if !output.status.success() {
        bail!("`{}` ended with {}", describe(command), output.status);
    }
    Ok(output.stdout)
}

/// Runs a command whose output goes to the terminal and, line by line, to `each`. Answers whether it succeeded.
pub fn tee(command: &mut Command, mut each: impl FnMut(&str)) -> Result<bool> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| missing(command, error))?;
    let out = child.stdout.take().context("the child has no output")?;
    for line in BufReader::new(out).lines() {
        let line = line.context("read what the child says")?;
        println!("{line}");
        each(&line);
    }
    Ok(child.wait().context("wait for the child")?.success())
}

/// `npm` in a folder.
pub fn npm(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(folder).args(args);
    command
}

/// `node` in a folder.
pub fn node(folder: &Path, script: &str) -> Command {
    let mut command = Command::new("node");
    command.current_dir(folder).arg(script);
    command
}

/// The words a person would have typed.
pub fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Says which program is missing and where it comes from.
pub fn missing(command: &Command, error: std::io::Error) -> anyhow::Error {
    let program = command.get_program().to_string_lossy().into_owned();
    if error.kind() != ErrorKind::NotFound {
        return anyhow!(error).context(format!("run `{}`", describe(command)));
    }
    let cure = match program.as_str() {
        "node" | "npm" | "npx" => {
            "install Node.js 20.19 or newer: https://nodejs.org or `apt-get install nodejs npm`"
        }
        "python3" => "`apt-get install python3-venv`",
        "chromium" => "`apt-get install chromium`",
        _ => "install it, or build it first",
    };
    anyhow!("`{program}` is not on this machine: {cure}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_is_named_with_its_cure() {
        let error = run(Command::new("npm").env("PATH", "")).unwrap_err().to_string();
        assert!(error.contains("Node.js"), "{error}");
        let error = run(&mut Command::new("no-such-program-anywhere")).unwrap_err().to_string();
        assert!(error.contains("no-such-program-anywhere"), "{error}");
    }

    #[test]
    fn a_failing_program_stops_the_chore() {
        let error = run(Command::new("sh").args(["-c", "exit 3"])).unwrap_err().to_string();
        assert!(error.contains("sh -c exit 3") && error.contains('3'), "{error}");
    }
}
