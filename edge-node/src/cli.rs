//! Arguments of the box's program, and what each command does.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::{Parser, Subcommand};
use edge_node::auth::keys::Keys;
use edge_node::clock::Clock;
use edge_node::printing::timing::Timing;
use edge_node::seed_file::plant_file;
use edge_node::serve::{self, Options, database};
use edge_node::store::{Durability, Store, backup, rebuild};
use tracing_subscriber::EnvFilter;

/// The box of one branch: orders, kitchen, printers and till, with or without internet.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Arguments {
    /// What to log: error, warn, info, debug; also per module.
    #[arg(long, global = true, env = "FASTOPS_LOG", default_value = "info")]
    log: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the box until SIGINT or SIGTERM.
    Serve {
        #[command(flatten)]
        data: Data,
        /// Address and port; port 0 picks a free one and prints it.
        #[arg(long, env = "FASTOPS_LISTEN", default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
    },
    /// Sets a box up from a file: branch, people, printers and menu.
    Seed {
        #[command(flatten)]
        data: Data,
        file: PathBuf,
    },
    /// Makes this the box of a branch, with a code that the cloud shows an admin. Also of a running box: it begins to sync
    /// within seconds, and takes the company's PINs at its next start.
    Enrol {
        #[command(flatten)]
        data: Data,
        /// The cloud's address: https://…
        #[arg(long, env = "FASTOPS_CLOUD")]
        cloud: String,
        #[arg(long)]
        code: String,
    },
    /// Says whether the data is sound.
    Doctor {
        #[command(flatten)]
        data: Data,
        /// For programs.
        #[arg(long)]
        json: bool,
    },
    /// Makes every table anew from the documents. Stop the box first.
    Rebuild {
        #[command(flatten)]
        data: Data,
    },
    /// Copies the database, also of a running box, and checks the copy.
    Backup {
        #[command(flatten)]
        data: Data,
        target: PathBuf,
    },
    /// Puts a checked backup in place; the present file is set aside, never deleted. Stop the box first.
    Restore {
        #[command(flatten)]
        data: Data,
        source: PathBuf,
    },
    /// Prints the API's description (OpenAPI 3.1).
    Openapi,
}

#[derive(Debug, clap::Args)]
struct Data {
    /// Directory of the database and the keys.
    #[arg(long, env = "FASTOPS_DATA", default_value = "data")]
    data: PathBuf,
}

/// Does what the arguments ask.
pub fn run() -> anyhow::Result<ExitCode> {
    let Arguments { log, command } = Arguments::parse();
    log_to_stderr(&log)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match command {
        Command::Serve { data, listen } => runtime.block_on(serve(data.data, listen))?,
        Command::Seed { data, file } => runtime.block_on(seed(&data.data, &file))?,
        Command::Enrol { data, cloud, code } => runtime.block_on(enrol(&data.data, &cloud, &code))?,
        Command::Doctor { data, json } => return Ok(doctor(&data.data, json)),
        Command::Rebuild { data } => runtime.block_on(rebuild_tables(&data.data))?,
        Command::Backup { data, target } => {
            let changes = backup::backup(&database(&data.data), &target)?;
            say(&format!("{}: {changes} changes, checked", target.display()));
        }
        Command::Restore { data, source } => restore(&data.data, &source)?,
        Command::Openapi => say(&edge_node::http::document().to_pretty_json()?),
    }
    Ok(ExitCode::SUCCESS)
}

fn log_to_stderr(level: &str) -> anyhow::Result<()> {
    use std::io::IsTerminal as _;
    let filter = EnvFilter::try_new(level).context("--log")?;
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        logs.init();
    } else {
        logs.json().init();
    }
    Ok(())
}

async fn serve(data: PathBuf, listen: SocketAddr) -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    let running =
        serve::start(Options { data, listen, clock: Clock::system(), timing: Timing::default() }).await?;
    say(&format!("listening on http://{}", running.addr));
    tokio::select! {
        _ = terminated.recv() => {}
        _ = interrupted.recv() => {}
    }
    running.stop().await;
    Ok(())
}

async fn seed(data: &Path, file: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(data).with_context(|| format!("creating {}", data.display()))?;
    let keys = Keys::load(data)?;
    let (store, writer) = Store::open(&database(data))?;
    let planted = plant_file(&store, &keys, file, Clock::system().now()).await;
    close(store, writer)?;
    say(&format!("{} new things from {}", planted?, file.display()));
    Ok(())
}

async fn enrol(data: &Path, cloud: &str, code: &str) -> anyhow::Result<()> {
    std::fs::create_dir_all(data).with_context(|| format!("creating {}", data.display()))?;
    let (store, writer) = Store::open(&database(data))?;
    let enrolled = edge_node::sync::enrol::enrol(data, &store, cloud, code, Clock::system().now()).await;
    close(store, writer)?;
    let member = enrolled?;
    say(&format!("{} is the box of {} now", member.box_id, member.branch_id));
    Ok(())
}

async fn rebuild_tables(data: &Path) -> anyhow::Result<()> {
    let path = database(data);
    if !path.exists() {
        bail!("there is no database in {}", data.display());
    }
    let (store, writer) = Store::open(&path)?;
    let rebuilt = store.writer.run(Durability::Full, |work| rebuild::rebuild(work.tx)).await;
    close(store, writer)?;
    let rebuilt = rebuilt?;
    say(&format!("{} orders and {} registers made anew", rebuilt.orders, rebuilt.registers));
    Ok(())
}

fn close(store: Store, writer: std::thread::JoinHandle<()>) -> anyhow::Result<()> {
    store.writer.stop();
    drop(store);
    writer.join().map_err(|_| anyhow::anyhow!("the writer did not end well"))
}

fn doctor(data: &Path, json: bool) -> ExitCode {
    let path = database(data);
    let checked = if path.exists() {
        backup::verify(&path).map_err(chain)
    } else {
        Err("there is no database".to_owned())
    };
    let free_keys = data.join("signing.key").exists() && data.join("pin.pepper").exists();
    let sound = checked.is_ok() && free_keys;
    if json {
        let report = serde_json::json!({
            "sound": sound, "changes": checked.as_ref().ok(), "database": checked.as_ref().err(), "keys": free_keys,
        });
        say(&report.to_string());
    } else {
        match &checked {
            Ok(changes) => say(&format!("base de datos: sana, {changes} cambios")),
            Err(error) => {
                say(&format!("base de datos: DAÑADA: {error}\n  restaura un respaldo: edge-node restore"));
            }
        }
        say(if free_keys { "llaves: están" } else { "llaves: FALTAN; nadie podrá entrar con PIN" });
    }
    if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn chain(error: edge_node::store::StoreError) -> String {
    format!("{:#}", anyhow::Error::from(error))
}

fn restore(data: &Path, source: &Path) -> anyhow::Result<()> {
    let changes =
        backup::verify(source).with_context(|| format!("{} is not a sound backup", source.display()))?;
    std::fs::create_dir_all(data)?;
    let path = database(data);
    let draft = path.with_extension("restoring");
    std::fs::copy(source, &draft).context("copying the backup")?;
    std::fs::File::open(&draft)?.sync_all()?;
    let aside = format!("aside-{}", Clock::system().now().ms());
    for ending in ["db", "db-wal", "db-shm"] {
        let present = path.with_extension(ending);
        if present.exists() {
            std::fs::rename(&present, present.with_extension(format!("{ending}.{aside}")))?;
        }
    }
    std::fs::rename(&draft, &path)?;
    std::fs::File::open(data)?.sync_all()?;
    say(&format!("{changes} changes restored; what was there is kept as *.{aside}"));
    Ok(())
}

/// The answer of a command goes to stdout; logs go to stderr.
fn say(text: &str) {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    // Nobody reading is no reason to fail.
    drop(writeln!(out, "{text}"));
}
