//! Processes we start and must not leave behind: the box and its virtual printers.

use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// How long a process may take to end after being asked.
const GRACE: Duration = Duration::from_secs(10);

/// Process ids of everything that runs, in the order of starting.
static RUNNING: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// Set when somebody asked us to end: from then on a child that ends is no accident.
static STOPPING: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C or SIGTERM stops every child, newest first, and then ends us with `code`: a signal by itself
/// would run no destructors and leave the children behind.
pub fn stop_all_when_asked(farewell: String, code: i32) -> Result<()> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().context("start the wait")?;
    std::thread::spawn(move || {
        if runtime.block_on(asked_to_stop()).is_ok() {
            STOPPING.store(true, Ordering::SeqCst);
            println!("{farewell}");
            let running = RUNNING.lock().map(|running| running.clone()).unwrap_or_default();
            for pid in running.into_iter().rev() {
                let asked = terminate(pid);
                let started = Instant::now();
                while asked.is_ok() && runs(pid) && started.elapsed() < GRACE {
                    std::thread::sleep(Duration::from_millis(10));
                }
            }
            std::process::exit(code);
        }
    });
    Ok(())
}

/// Whether we are ending because somebody asked.
pub fn stopping() -> bool {
    STOPPING.load(Ordering::SeqCst)
}

/// Resolves at Ctrl-C or SIGTERM.
async fn asked_to_stop() -> Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("listen for SIGTERM")?;
    tokio::select! {
        stopped = tokio::signal::ctrl_c() => stopped.context("listen for Ctrl-C"),
        _ = terminate.recv() => Ok(()),
    }
}

/// Whether a process still does anything; one that ended and was not yet waited for (`Z`) does not.
fn runs(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, after_name)| !after_name.starts_with('Z'))
}

/// The standard library only knows SIGKILL, and a box must get the chance to finish what it holds.
fn terminate(pid: u32) -> std::io::Result<ExitStatus> {
    Command::new("sh").args(["-c", &format!("kill -TERM {pid}")]).status()
}

/// A running program; dropping it stops it.
#[derive(Debug)]
pub struct Child {
    name: &'static str,
    process: std::process::Child,
    log: PathBuf,
}

impl Child {
    /// Starts a program whose output goes to a log file, in a process group of its own: Ctrl-C reaches us alone, and
    /// we stop the box before the printers it is printing on.
    pub fn start(name: &'static str, command: &mut Command, log: &Path) -> Result<Self> {
        let file = File::create(log).with_context(|| format!("create {}", log.display()))?;
        let errors = file.try_clone().context("share the log file")?;
        let process = command
            .stdin(Stdio::null())
            .stdout(file)
            .stderr(errors)
            .process_group(0)
            .spawn()
            .map_err(|error| crate::sh::missing(command, error))?;
        if let Ok(mut running) = RUNNING.lock() {
            running.push(process.id());
        }
        Ok(Self { name, process, log: log.to_owned() })
    }

    /// What people call it.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The process id.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// How it ended, if it ended by itself.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.process.try_wait().with_context(|| format!("look at {}", self.name))
    }

    /// Everything it has said.
    pub fn said(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// The end of what it has said, for an error message.
    pub fn last_words(&self) -> String {
        let said = self.said();
        let lines: Vec<&str> = said.lines().collect();
        lines[lines.len().saturating_sub(15)..].join("\n")
    }

    /// Asks `done` until it answers; fails with its last words when the process ends or the limit passes first.
    pub fn wait_for<T>(&mut self, limit: Duration, mut done: impl FnMut(&Self) -> Option<T>) -> Result<T> {
        let started = Instant::now();
        loop {
            if let Some(found) = done(self) {
                return Ok(found);
            }
            if let Some(status) = self.ended()? {
                anyhow::bail!("{} ended with {status}:\n{}", self.name, self.last_words());
            }
            if started.elapsed() > limit {
                anyhow::bail!("{} is not ready after {limit:?}:\n{}", self.name, self.last_words());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Asks it to end, waits, and kills it when it does not.
    pub fn stop(&mut self) {
        if !matches!(self.process.try_wait(), Ok(None)) {
            return;
        }
        let asked = terminate(self.pid());
        let started = Instant::now();
        while asked.is_ok() && started.elapsed() < GRACE {
            if !matches!(self.process.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        // Already gone is as good as killed.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.stop();
        if let Ok(mut running) = RUNNING.lock() {
            running.retain(|pid| *pid != self.pid());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, folder: &Path) -> Child {
        Child::start("shell", Command::new("sh").args(["-c", script]), &folder.join("log")).unwrap()
    }

    #[test]
    fn a_child_is_asked_before_it_is_killed() {
        let folder = tempfile::tempdir().unwrap();
        let mut child =
            shell("trap 'echo bye; exit 0' TERM; echo up; while :; do read -t 1 x <&- ; done", folder.path());
        child.wait_for(GRACE, |child| child.said().contains("up").then_some(())).unwrap();
        child.stop();
        assert!(child.said().contains("bye"), "{}", child.said());
    }

    #[test]
    fn a_child_that_dies_says_its_last_words() {
        let folder = tempfile::tempdir().unwrap();
        let mut child = shell("echo no paper; exit 7", folder.path());
        let error = child.wait_for::<()>(GRACE, |_| None).unwrap_err().to_string();
        assert!(error.contains("no paper") && error.contains('7'), "{error}");
    }
}
