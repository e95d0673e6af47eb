//! A private PostgreSQL that keeps its data in a folder, for a demo or a measurement. It listens on this machine only and
//! wants a password. Debian's own server, if it runs, is left alone. Start it before its clients: it ends once they are gone,
//! and children are stopped newest first.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::child::Child;
use crate::sh;

const PATIENCE: Duration = Duration::from_mins(1);
/// Owns the database, and no table of it is reached in its name while serving.
const OWNER: &str = "fastops_owner";
const SERVING: &str = "fastops_app";
const DATABASE: &str = "fastops";

/// `cargo xtask postgres`
#[derive(Debug, clap::Args)]
pub struct Postgres {
    /// Where its data is kept
    #[arg(long)]
    folder: PathBuf,
    /// Port on this machine
    #[arg(long, default_value_t = 5499)]
    port: u16,
}

impl Postgres {
    /// Runs a server until somebody presses Ctrl-C.
    pub fn run(self) -> Result<()> {
        let mut server = Server::start(&self.folder, self.port)?;
        println!(
            "owner, who migrates: {}
role that serves:    {}
Ctrl-C stops it",
            server.owner(),
            server.app()
        );
        server.child.wait_for(Duration::MAX, |_| None)
    }
}

/// A running server; dropping it stops it, and so does Ctrl-C.
#[derive(Debug)]
pub struct Server {
    child: Child,
    port: u16,
    password: String,
}

impl Server {
    /// Starts a server on a folder's data, which is made when there is none yet.
    ///
    /// # Errors
    /// When PostgreSQL is not installed, or does not start; the error carries its last words.
    pub fn start(folder: &Path, port: u16) -> Result<Self> {
        let bin = binaries()?;
        fs::create_dir_all(folder).with_context(|| format!("create {}", folder.display()))?;
        let folder = folder.canonicalize().context("find the folder")?;
        let data = folder.join("data");
        let password = password(&folder)?;
        if !data.join("PG_VERSION").exists() {
            own(&folder)?;
            let mut initdb = as_postgres(&bin.join("initdb"))?;
            initdb.args(["--auth=scram-sha-256", "--locale=C", "--encoding=UTF8", "--username", "postgres"]);
            initdb.arg("--pwfile").arg(folder.join("password")).arg("--pgdata").arg(&data);
            sh::capture(&mut initdb)?;
        }
        let mut serve = as_postgres(&bin.join("postgres"))?;
        serve.arg("-D").arg(&data).args(["-p", &port.to_string(), "-h", "127.0.0.1"]);
        // No socket: its name may be too long for where the folder is.
        serve.args(["-c", "unix_socket_directories="]);
        let mut child = Child::start("PostgreSQL", &mut serve, &folder.join("log"))?;
        let mut ready = Command::new(bin.join("pg_isready"));
        ready.args(["-q", "-h", "127.0.0.1", "-d", "postgres", "-U", "postgres", "-p", &port.to_string()]);
        child.wait_for(PATIENCE, |_| ready.status().is_ok_and(|status| status.success()).then_some(()))?;
        let server = Self { child, port, password };
        let furnished = folder.join("furnished");
        if !furnished.exists() {
            // Nobody was served yet: what was cut short the last time is begun anew.
            let owner = format!("CREATE ROLE {OWNER} LOGIN CREATEROLE PASSWORD '{}'", server.password);
            for sql in [
                &format!("DROP DATABASE IF EXISTS {DATABASE}"),
                &format!("DROP ROLE IF EXISTS {OWNER}"),
                &owner,
                &format!("CREATE DATABASE {DATABASE} OWNER {OWNER}"),
            ] {
                server.psql(&bin, sql)?;
            }
            fs::write(&furnished, "").context("write that the server is furnished")?;
        }
        Ok(server)
    }

    /// The server's process.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Connection string of the role that serves; it exists once the owner migrated.
    pub fn app(&self) -> String {
        self.url(SERVING)
    }

    /// Connection string of the owner, who migrates.
    pub fn owner(&self) -> String {
        self.url(OWNER)
    }

    fn url(&self, user: &str) -> String {
        format!("postgres://{user}:{}@127.0.0.1:{}/{DATABASE}", self.password, self.port)
    }

    fn psql(&self, bin: &Path, sql: &str) -> Result<()> {
        let mut psql = Command::new(bin.join("psql"));
        psql.env("PGPASSWORD", &self.password);
        psql.args(["-qX", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-U", "postgres", "-d", "postgres"]);
        sh::run(psql.args(["-p", &self.port.to_string(), "-c", sql]))
    }
}

/// The password of all roles of this server; made with its folder and known to it alone.
fn password(folder: &Path) -> Result<String> {
    let path = folder.join("password");
    if !path.exists() {
        hidden(&path, &uuid::Uuid::now_v7().simple().to_string()).context("write the password")?;
    }
    Ok(fs::read_to_string(&path).context("read the password")?.trim().to_owned())
}

/// Writes a file that only its owner reads.
pub fn hidden(path: &Path, text: &str) -> Result<()> {
    fs::write(path, "").with_context(|| format!("create {}", path.display()))?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).context("hide a secret")?;
    fs::write(path, text).with_context(|| format!("write {}", path.display()))
}

/// PostgreSQL refuses to run as root: then Debian's own user runs it.
fn as_postgres(program: &Path) -> Result<Command> {
    if !root()? {
        return Ok(Command::new(program));
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid", "postgres", "--regid", "postgres", "--init-groups"])
        .arg(program)
        .current_dir("/");
    Ok(command)
}

/// Gives the folder to whoever runs the server.
fn own(folder: &Path) -> Result<()> {
    if root()? {
        sh::run(Command::new("chown").arg("-R").arg("postgres").arg(folder))?;
    }
    Ok(())
}

fn root() -> Result<bool> {
    Ok(sh::capture(Command::new("id").arg("-u"))?.trim_ascii() == b"0")
}

/// Programs of the newest server on this machine.
fn binaries() -> Result<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().filter_map(Result::ok);
    let newest = versions
        .filter_map(|entry| {
            Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin")))
        })
        .filter(|(_, bin)| bin.join("postgres").exists())
        .max();
    let Some((_, bin)) = newest else {
        bail!("PostgreSQL is not on this machine: `apt-get install postgresql`")
    };
    Ok(bin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn free_port() -> u16 {
        std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
    }

    #[test]
    fn data_outlives_the_server() {
        let folder = tempfile::Builder::new().prefix("fastops-pg-").tempdir_in("/tmp").unwrap();
        let bin = binaries().unwrap();
        for sql in ["CREATE DATABASE kept", "DROP DATABASE kept"] {
            let mut server = Server::start(folder.path(), free_port()).unwrap();
            assert!(server.app().contains("fastops_app:") && server.owner().contains("fastops_owner:"));
            server.psql(&bin, sql).unwrap();
            assert!(server.child.ended().unwrap().is_none());
            let pid = server.child.pid();
            drop(server);
            assert!(!Path::new(&format!("/proc/{pid}")).exists());
        }
    }
}
