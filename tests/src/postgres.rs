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

/// How long one try of a start after a crash may take.
const AGAIN: Duration = Duration::from_secs(3);

/// Who made the server; may do anything, and is used to look behind the curtain only.
const SUPERUSER: &str = "postgres";

/// Runs the server until the pipe on its input breaks, which it does however the process that holds it ends; then stops it
/// and removes its folder. The shell between the two buries a server that was killed: as long as it is a zombie the next one
/// takes it for alive.
const KEEPER: &str = r#"folder=$1; shift; sh -c '"$@"; :' sh "$@" </dev/null >"$folder/log" 2>&1 & read -r _
kill -QUIT "$(head -n 1 "$folder/data/postmaster.pid")"; wait $!; rm -rf "$folder""#;

/// A server in a folder of its own.
#[derive(Debug)]
pub struct Server {
    folder: PathBuf,
    /// Hold the pipes; never read. One for each start.
    keepers: Vec<Child>,
}

/// A database of one test, empty but for what its owner makes.
#[derive(Debug)]
pub struct Database {
    folder: PathBuf,
    name: String,
}

/// A new empty database on this process's server.
pub fn database() -> Database {
    static SERVER: OnceLock<Server> = OnceLock::new();
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let server = SERVER.get_or_init(|| Server::start().expect("a PostgreSQL for the tests"));
    let name = format!("t{}", COUNT.fetch_add(1, Ordering::Relaxed));
    server.database(&name).expect("a database for the test")
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
    /// A server of one's own, to be killed.
    ///
    /// # Errors
    /// When there is no PostgreSQL on this machine, or it does not start.
    pub fn start() -> Result<Self> {
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
        let mut server = Self { folder, keepers: Vec::new() };
        server.run(PATIENCE)?;
        server.psql("CREATE ROLE fastops_owner LOGIN CREATEROLE")?;
        Ok(server)
    }

    /// Makes an empty database.
    ///
    /// # Errors
    /// When there is one of this name.
    pub fn database(&self, name: &str) -> Result<Database> {
        self.psql(&format!("CREATE DATABASE {name} OWNER fastops_owner"))?;
        Ok(Database { folder: self.folder.clone(), name: name.to_owned() })
    }

    /// `kill -9`, and a new start over the same data.
    ///
    /// # Errors
    /// When it does not come back.
    pub fn crash(&mut self) -> Result<()> {
        let pid = std::fs::read_to_string(self.folder.join("data/postmaster.pid")).context("a process id")?;
        let pid = pid.lines().next().context("a process id")?.to_owned();
        succeed(Command::new("kill").args(["-9", &pid]))?;
        let begun = Instant::now();
        // Its children notice by themselves; until they have gone nobody may start over the same data.
        loop {
            match self.run(AGAIN) {
                Ok(()) => return Ok(()),
                Err(error) if begun.elapsed() > PATIENCE => return Err(error),
                Err(_) => {}
            }
        }
    }

    fn run(&mut self, patience: Duration) -> Result<()> {
        let (bin, root) = (binaries()?, succeed(Command::new("id").arg("-u"))?.trim() == "0");
        let server = as_postgres(root, &bin.join("postgres"));
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "sh"]).arg(&self.folder).arg(server.get_program()).args(server.get_args());
        keeper.arg("-D").arg(self.folder.join("data")).arg("-k").arg(&self.folder);
        for setting in ["listen_addresses=", "max_connections=300", "shared_buffers=64MB"] {
            keeper.args(["-c", setting]);
        }
        // In a group of its own: Ctrl-C must reach us alone, or the keeper dies before it has cleaned up.
        let keeper = std::os::unix::process::CommandExt::process_group(&mut keeper, 0)
            .current_dir(&self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("start PostgreSQL")?;
        self.keepers.push(keeper);
        let begun = Instant::now();
        while !ready(&bin, &self.folder) {
            if begun.elapsed() > patience {
                bail!("PostgreSQL does not start:\n{}", std::fs::read_to_string(self.folder.join("log"))?);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
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
