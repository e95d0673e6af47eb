//! A PostgreSQL of our own for the tests of one process: made anew in a temporary folder, reached over a socket in it, and
//! gone with the process however that ends. Every test gets a database of its own inside it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};

/// Longer than any start may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// Who made the server; may do anything, and is used to look behind the curtain only.
const SUPERUSER: &str = "postgres";

/// Runs the server until the pipe on its input breaks, which it does however the process that holds it ends; then stops it
/// and removes its folder.
const KEEPER: &str = r#"folder=$1; shift; "$@" </dev/null >"$folder/log" 2>&1 & read -r _; kill -QUIT $!; wait $!; rm -rf "$folder""#;

/// The server of this process.
#[derive(Debug)]
pub struct Server {
    folder: PathBuf,
    /// Holds the pipe; never read.
    _keeper: Child,
}

/// A database of one test, empty but for what its owner makes.
#[derive(Debug)]
pub struct Database {
    folder: &'static Path,
    name: String,
}

/// A new empty database on this process's server.
pub fn database() -> Database {
    static SERVER: OnceLock<Server> = OnceLock::new();
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let server = SERVER.get_or_init(|| Server::start().expect("a PostgreSQL for the tests"));
    let name = format!("t{}", COUNT.fetch_add(1, Ordering::Relaxed));
    server.psql(&format!("CREATE DATABASE {name} OWNER fastops_owner")).expect("a database for the test");
    Database { folder: &server.folder, name }
}

impl Database {
    /// The URL of the role that serves.
    pub fn app(&self) -> String {
        self.url("fastops_app")
    }

    /// The URL of the role that owns the tables; it may make roles, and is no superuser.
    pub fn owner(&self) -> String {
        self.url("fastops_owner")
    }

    /// The URL of a role that policies do not hold for.
    pub fn superuser(&self) -> String {
        self.url(SUPERUSER)
    }

    fn url(&self, user: &str) -> String {
        let folder = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://{user}@{folder}/{}", self.name)
    }
}

impl Server {
    fn start() -> Result<Self> {
        let bin = binaries()?;
        // Sockets have short names: not below the build folder.
        let folder = tempfile::Builder::new().prefix("fastops-pg-").tempdir_in("/tmp")?.keep();
        let root = succeed(Command::new("id").arg("-u"))?.trim() == "0";
        if root {
            succeed(Command::new("chown").arg(SUPERUSER).arg(&folder))?;
        }
        let data = folder.join("data");
        let mut initdb = as_postgres(root, &bin.join("initdb"));
        initdb.args(["--auth=trust", "--locale=C", "--encoding=UTF8", "--username", SUPERUSER, "--pgdata"]);
        succeed(initdb.arg(&data))?;
        let server = as_postgres(root, &bin.join("postgres"));
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "sh"]).arg(&folder).arg(server.get_program()).args(server.get_args());
        keeper.arg("-D").arg(&data).arg("-k").arg(&folder);
        for setting in ["listen_addresses=", "max_connections=300", "shared_buffers=64MB"] {
            keeper.args(["-c", setting]);
        }
        // In a group of its own: Ctrl-C must reach us alone, or the keeper dies before it has cleaned up.
        let mut keeper = std::os::unix::process::CommandExt::process_group(&mut keeper, 0)
            .current_dir(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("start PostgreSQL")?;
        let begun = Instant::now();
        while !ready(&bin, &folder) {
            if keeper.try_wait()?.is_some() || begun.elapsed() > PATIENCE {
                bail!("PostgreSQL does not start:\n{}", std::fs::read_to_string(folder.join("log"))?);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let server = Self { folder, _keeper: keeper };
        server.psql("CREATE ROLE fastops_owner LOGIN CREATEROLE")?;
        Ok(server)
    }

    fn psql(&self, sql: &str) -> Result<String> {
        let mut psql = Command::new(binaries()?.join("psql"));
        psql.args(["-qAtX", "-v", "ON_ERROR_STOP=1", "-U", SUPERUSER, "-d", "postgres", "-c", sql, "-h"]);
        succeed(psql.arg(&self.folder))
    }
}

fn ready(bin: &Path, folder: &Path) -> bool {
    let mut ask = Command::new(bin.join("pg_isready"));
    ask.args(["-q", "-U", SUPERUSER, "-d", "postgres", "-h"]).arg(folder);
    ask.status().is_ok_and(|status| status.success())
}

/// PostgreSQL refuses to run as root.
fn as_postgres(root: bool, program: &Path) -> Command {
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid", SUPERUSER, "--regid", SUPERUSER, "--init-groups"]).arg(program).current_dir("/");
    command
}

/// The newest server on this machine.
fn binaries() -> Result<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().filter_map(Result::ok);
    let newest = versions
        .filter_map(|entry| {
            Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin")))
        })
        .filter(|(_, bin)| bin.join("postgres").exists())
        .max();
    newest.map(|(_, bin)| bin).context("no PostgreSQL on this machine: apt-get install postgresql")
}

fn succeed(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("run {command:?}"))?;
    ensure!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).context("what it said is no UTF-8")
}
