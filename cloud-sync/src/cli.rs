//! Arguments of the cloud's program, and what each command does.

use std::io::{IsTerminal as _, Read as _, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use clap::{Parser, Subcommand};
use cloud_sync::clock::Clock;
use cloud_sync::cloud::{Cloud, Config};
use cloud_sync::http::rate::Rates;
use cloud_sync::keys::{Keys, random};
use cloud_sync::mail::Mailer;
use cloud_sync::seed::plant_file;
use cloud_sync::serve::{self, Options};
use cloud_sync::store::postgres::{Config as PostgresConfig, Postgres};
use cloud_sync::store::sqlite::Sqlite;
use cloud_sync::store::{Database, Mode, Store};
use cloud_sync::{merge, sync};
use shared_model::ids::CompanyId;
use tracing_subscriber::EnvFilter;

/// The cloud: companies, sync with their boxes, dashboards and reports.
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
    /// Runs an instance until SIGINT or SIGTERM.
    Serve {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        door: Door,
        #[command(flatten)]
        mail: Mail,
    },
    /// People who run the platform.
    #[command(subcommand)]
    Admin(AdminCommand),
    /// Makes every row of a company anew from its documents. Stop its instances first.
    Rebuild {
        #[command(flatten)]
        data: Data,
        /// The company, `com_…`.
        #[arg(long)]
        company: CompanyId,
    },
    /// Plants a company from a file; planting it again changes what differs. Not while an instance runs over the same folder.
    Seed {
        #[command(flatten)]
        data: Data,
        /// Such as cloud-sync/demo/la-papa-criolla.json.
        file: PathBuf,
    },
    /// Prints the API's description (OpenAPI 3.1).
    Openapi,
}

#[derive(Debug, Subcommand)]
enum AdminCommand {
    /// Makes a super admin. The password is read from standard input; at a terminal one is made and printed once.
    Create {
        #[command(flatten)]
        data: Data,
        #[arg(long)]
        email: String,
        #[arg(long)]
        name: String,
    },
}

#[derive(Debug, clap::Args)]
struct Data {
    /// Folder of the databases and the keys.
    #[arg(long = "data", env = "FASTOPS_DATA", default_value = "data")]
    folder: PathBuf,
    /// A PostgreSQL database, as its serving role, instead of files in the folder: for several instances side by side.
    #[arg(long, env = "FASTOPS_POSTGRES", hide_env_values = true)]
    postgres: Option<String>,
    /// The same database as its owner: creates and updates roles, tables and policies first.
    #[arg(long, env = "FASTOPS_POSTGRES_OWNER", hide_env_values = true, requires = "postgres")]
    postgres_owner: Option<String>,
    /// The root key in hex, for instances that share one; none: the folder's, made at the first start.
    #[arg(long, env = "FASTOPS_ROOT_KEY", hide_env_values = true, conflicts_with = "root_key_file")]
    root_key: Option<String>,
    /// A file with the root key in hex.
    #[arg(long, env = "FASTOPS_ROOT_KEY_FILE")]
    root_key_file: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct Door {
    /// Address and port; port 0 picks a free one and prints it.
    #[arg(long, env = "FASTOPS_LISTEN", default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// What people type, such as https://app.example.co; none: where it listens.
    #[arg(long, env = "FASTOPS_PUBLIC_URL")]
    public_url: Option<String>,
    /// Believe the last address in X-Forwarded-For: a proxy of ours writes it.
    #[arg(long, env = "FASTOPS_BEHIND_PROXY")]
    behind_proxy: bool,
    /// Where boxes dial in over QUIC; `off`: they come over the web only.
    #[arg(long, env = "FASTOPS_QUIC", default_value = "127.0.0.1:4433", value_parser = maybe_address)]
    quic: Maybe,
    /// What boxes dial, host:port, where that is not where it listens; may be given more than once.
    #[arg(long, env = "FASTOPS_QUIC_PUBLIC", value_delimiter = ',')]
    quic_public: Vec<String>,
    /// Where the relay for networks without UDP listens; none: there is none.
    #[arg(long, env = "FASTOPS_RELAY")]
    relay: Option<SocketAddr>,
    /// The address boxes know the relay by, such as https://relay.example.co.
    #[arg(long, env = "FASTOPS_RELAY_PUBLIC")]
    relay_public: Option<String>,
}

/// An address, or none by choice.
#[derive(Debug, Clone, Copy)]
struct Maybe(Option<SocketAddr>);

fn maybe_address(text: &str) -> Result<Maybe, std::net::AddrParseError> {
    if text == "off" { Ok(Maybe(None)) } else { text.parse().map(|address| Maybe(Some(address))) }
}

#[derive(Debug, clap::Args)]
struct Mail {
    /// Server for letters: smtp://user:password@host:587?tls=required or smtps://…; none: files in the folder `mail`.
    #[arg(long, env = "FASTOPS_SMTP", hide_env_values = true)]
    smtp: Option<String>,
    /// Who letters are from.
    #[arg(long, env = "FASTOPS_MAIL_FROM", default_value = "FastOps <no-responder@localhost>")]
    mail_from: String,
}

/// Does what the arguments ask.
pub fn run() -> anyhow::Result<ExitCode> {
    let Arguments { log, command } = Arguments::parse();
    log_to_stderr(&log)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match command {
        Command::Serve { data, door, mail } => runtime.block_on(serve(&data, door, &mail))?,
        Command::Admin(AdminCommand::Create { data, email, name }) => {
            runtime.block_on(create_admin(&data, &email, &name))?;
        }
        Command::Rebuild { data, company } => runtime.block_on(rebuild(&data, company))?,
        Command::Seed { data, file } => runtime.block_on(seed(&data, &file))?,
        Command::Openapi => say(&cloud_sync::http::document().to_pretty_json()?),
    }
    Ok(ExitCode::SUCCESS)
}

fn log_to_stderr(level: &str) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(level).context("--log")?;
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        logs.init();
    } else {
        logs.json().init();
    }
    Ok(())
}

impl Data {
    async fn open(&self) -> anyhow::Result<(Store, Keys)> {
        let given = match &self.root_key_file {
            Some(file) => {
                Some(std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?)
            }
            None => self.root_key.clone(),
        };
        let keys = Keys::load(&self.folder, given.as_deref())?;
        let database: Arc<dyn Database> = match &self.postgres {
            Some(url) => Arc::new(self.open_postgres(url).await.context("opening the database")?),
            None => Arc::new(Sqlite::open(&self.folder).context("opening the databases")?),
        };
        Ok((Store::new(database), keys))
    }

    async fn open_postgres(&self, url: &str) -> anyhow::Result<Postgres> {
        let mut config = PostgresConfig::parse(url)?;
        if let Some(owner) = &self.postgres_owner {
            config = config.with_owner(owner)?;
        }
        let handle = tokio::runtime::Handle::current();
        Ok(tokio::task::spawn_blocking(move || Postgres::open(&config, handle)).await??)
    }
}

async fn serve(data: &Data, door: Door, mail: &Mail) -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mailer = match &mail.smtp {
        Some(url) => Mailer::smtp(url, &mail.mail_from)?,
        None => Mailer::Folder(data.folder.join("mail")),
    };
    let (store, keys) = data.open().await?;
    let Door { listen, public_url, behind_proxy, quic, quic_public, relay, relay_public } = door;
    let sync = sync::Options { quic: quic.0, quic_public, relay, relay_public };
    let (clock, rates) = (Clock::system(), Rates::default());
    let options = Options { store, keys, clock, mailer, listen, public_url, behind_proxy, rates, sync };
    let running = serve::start(options).await?;
    say(&format!("listening on http://{}", running.addr));
    tokio::select! {
        _ = terminated.recv() => {}
        _ = interrupted.recv() => {}
    }
    running.stop().await;
    Ok(())
}

async fn rebuild(data: &Data, company: CompanyId) -> anyhow::Result<()> {
    let (store, _) = data.open().await?;
    let now = Clock::system().now();
    let rebuilt = store.tenant(company, Mode::Write, move |tx| merge::rebuild(tx, now)).await?;
    say(&format!("{} orders and {} registers made anew", rebuilt.orders, rebuilt.registers));
    Ok(())
}

async fn create_admin(data: &Data, email: &str, name: &str) -> anyhow::Result<()> {
    let made = std::io::stdin().is_terminal().then(|| BASE64.encode(random::<15>()));
    let password = if let Some(password) = &made {
        password.clone()
    } else {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("reading the password")?;
        text.trim_end_matches(['\r', '\n']).to_owned()
    };
    let (store, keys) = data.open().await?;
    let mailer = Mailer::Folder(data.folder.join("mail"));
    let config = Config { public_url: String::new(), behind_proxy: false, rates: Rates::default() };
    let cloud = Cloud::new(store, keys, Clock::system(), mailer, config);
    let id = cloud.create_admin(email, name, &password).await?;
    say(&format!("{id} {email}"));
    if made.is_some() {
        say(&format!("password, shown only now: {password}"));
    }
    Ok(())
}

async fn seed(data: &Data, file: &Path) -> anyhow::Result<()> {
    let (store, keys) = data.open().await?;
    let mailer = Mailer::Folder(data.folder.join("mail"));
    let config = Config { public_url: String::new(), behind_proxy: false, rates: Rates::default() };
    let cloud = Cloud::new(store, keys, Clock::system(), mailer, config);
    let planted = plant_file(&cloud, file).await?;
    say(&format!(
        "{} {}: {} branches, {} people, {} products",
        planted.company_id, planted.slug, planted.branches, planted.staff, planted.products
    ));
    Ok(())
}

/// The answer of a command goes to stdout; logs go to stderr.
fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    // Nobody reading is no reason to fail.
    drop(writeln!(out, "{text}"));
}
