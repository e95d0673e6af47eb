//! A cloud in one process: the cloud itself over files in a folder or a PostgreSQL database, a mailbox, and browsers as many
//! as come.

use std::net::{TcpListener, UdpSocket};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use cloud_sync::auth::secret::hash_password;
use cloud_sync::cloud::Cloud;
use cloud_sync::http::rate::{Rate, Rates};
use cloud_sync::keys::Keys;
use cloud_sync::mail::Mailer;
use cloud_sync::seed::plant_file;
use cloud_sync::serve::{self, Options, Running};
use cloud_sync::store::postgres::{Config, Postgres};
use cloud_sync::store::sqlite::Sqlite;
use cloud_sync::store::table::register;
use cloud_sync::store::{Database, Mode, Row, Store, Tx};
use cloud_sync::sync;
use cloud_sync::tenant::edit;
use serde_json::{Value, json};
use shared_model::ids::{BranchId, CompanyId, StaffId};
use shared_model::staff::{Role, Staff};
use tempfile::TempDir;
use uuid::Uuid;

use crate::answer::Answer;
use crate::hand_clock::{FRIDAY_NOON_MS, HandClock};
use crate::postgres;
use crate::tablet::{Door, Tablet};
use crate::world::GUARD;

/// What everybody types.
pub const PASSWORD: &str = "papas-con-todo-2026";
/// The super admin's address.
pub const PLATFORM_EMAIL: &str = "plataforma@fastops.example";

/// How a cloud is set up.
#[derive(Debug, Clone)]
pub struct Setup {
    pub rates: Rates,
    /// How boxes get in.
    pub ways: sync::Options,
    /// Where it listens, the same after every start.
    pub listen: std::net::SocketAddr,
    /// The database it shares with other instances; none: files in its folder.
    pub shared: Option<Arc<postgres::Database>>,
}

impl Setup {
    /// Files, QUIC and the web; nobody is held up for asking often.
    pub fn plain() -> Self {
        let plenty = Rate { burst: 100_000, every: Duration::from_micros(1) };
        Self {
            rates: Rates { door: plenty, tenant: plenty },
            ways: sync::Options { quic: Some(free_udp()), ..sync::Options::default() },
            listen: free_tcp(),
            shared: None,
        }
    }

    /// Nothing but the web.
    pub fn web_only() -> Self {
        Self { ways: sync::Options::default(), ..Self::plain() }
    }

    /// An instance over a PostgreSQL database.
    pub fn over(shared: Arc<postgres::Database>) -> Self {
        Self { shared: Some(shared), ..Self::plain() }
    }
}

/// An address for TCP that nobody uses, and that nobody is given who asks for any: a cloud that starts anew must find it
/// free.
pub fn free_tcp() -> std::net::SocketAddr {
    free(|address| TcpListener::bind(address).is_ok())
}

/// The same for UDP.
pub fn free_udp() -> std::net::SocketAddr {
    free(|address| UdpSocket::bind(address).is_ok())
}

/// The next port below those that the system gives to whoever asks for any (ip(7), ip_local_port_range).
fn free(is_free: impl Fn(std::net::SocketAddr) -> bool) -> std::net::SocketAddr {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let first = std::process::id() % 20_000;
    let mut ports =
        std::iter::repeat_with(|| 10_000 + (first + NEXT.fetch_add(1, Ordering::Relaxed)) % 20_000);
    let address = |port: u32| {
        let port = u16::try_from(port).expect("a port below 30,000");
        std::net::SocketAddr::from((std::net::Ipv4Addr::LOCALHOST, port))
    };
    ports.by_ref().map(address).find(|address| is_free(*address)).expect("a port is free")
}

/// A cloud at work.
#[derive(Debug)]
pub struct CloudWorld {
    /// Its wall clock.
    pub clock: HandClock,
    folder: TempDir,
    door: Door,
    running: Option<(Running, Arc<dyn Database>)>,
    setup: Setup,
}

/// A company with its owner signed in.
#[derive(Debug, Clone)]
pub struct Shop {
    pub company_id: CompanyId,
    pub slug: String,
    pub branch_id: BranchId,
    pub owner: Tablet,
    /// What the owner was told when they registered.
    pub session: Value,
}

impl CloudWorld {
    /// An empty cloud on a Friday at noon, on which nobody is held up for asking often.
    pub async fn open() -> Self {
        Self::set_up(Setup::plain()).await
    }

    /// An empty cloud with these rates.
    pub async fn with_rates(rates: Rates) -> Self {
        Self::set_up(Setup { rates, ..Setup::plain() }).await
    }

    /// A cloud as set up, on a Friday at noon.
    pub async fn set_up(setup: Setup) -> Self {
        Self::begin(TempDir::new().expect("a folder"), HandClock::at(FRIDAY_NOON_MS), setup).await
    }

    /// Another instance over the same database.
    pub async fn twin(&self) -> Self {
        let folder = TempDir::new().expect("a folder");
        let shared = self.setup.shared.clone().expect("files are one instance's");
        std::fs::copy(self.data().join("root.key"), folder.path().join("root.key")).expect("the root key");
        let setup = Setup { rates: self.setup.rates, ..Setup::over(shared) };
        Self::begin(folder, self.clock.clone(), setup).await
    }

    async fn begin(folder: TempDir, clock: HandClock, setup: Setup) -> Self {
        let door = Door::new(setup.listen);
        let running = start(folder.path(), &clock, &setup).await;
        Self { clock, folder, door, running: Some(running), setup }
    }

    /// Stops the cloud.
    pub async fn stop(&mut self) {
        let (running, database) = self.running.take().expect("the cloud runs");
        running.stop().await;
        drop(database);
    }

    /// Starts the cloud that was stopped, over the same data, where it was.
    pub async fn start(&mut self) {
        self.running = Some(start(self.folder.path(), &self.clock, &self.setup).await);
    }

    /// Stops the cloud and starts it over the same data.
    pub async fn restart(&mut self) {
        self.stop().await;
        self.start().await;
    }

    /// Its folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// The cloud from inside.
    pub fn cloud(&self) -> &Cloud {
        &self.running().0.cloud
    }

    /// The boxes that are here.
    pub fn present(&self) -> &sync::Present {
        &self.running().0.present
    }

    /// Asks a company's tables.
    pub async fn query(&self, company: CompanyId, sql: impl Into<String>) -> Vec<Row> {
        let (database, sql) = (Arc::clone(&self.running().1), sql.into());
        let read = tokio::task::spawn_blocking(move || {
            let mut rows = Vec::new();
            let read = database.tenant(company, Mode::Read, &mut |tx| {
                rows = tx.query(&sql, &[])?;
                Ok(())
            });
            read.map(|()| rows)
        });
        read.await.expect("asking does not panic").expect("the database can be read")
    }

    /// Whether it may share its database with others.
    pub fn is_shared(&self) -> bool {
        self.setup.shared.is_some()
    }

    fn running(&self) -> &(Running, Arc<dyn Database>) {
        self.running.as_ref().expect("the cloud runs")
    }

    /// What boxes type to reach it.
    pub fn url(&self) -> String {
        format!("http://{}", self.door.addr())
    }

    /// Plants a company from a file; its owner is signed in.
    pub async fn plant(&self, file: &str, owner: &str, password: &str) -> Shop {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cloud-sync/demo").join(file);
        let planted = plant_file(self.cloud(), &path).await.expect("the file is sound");
        let mut browser = self.browser();
        let session = self.try_login(&browser, &planted.slug, owner, password).await.ok();
        keep(&mut browser, &session);
        Shop {
            company_id: planted.company_id,
            slug: planted.slug,
            branch_id: parsed(&session["branch"]["branch_id"]),
            owner: browser,
            session,
        }
    }

    /// Where it can be reached.
    pub fn door(&self) -> Door {
        self.door.clone()
    }

    /// A browser that was never here.
    pub fn browser(&self) -> Tablet {
        Tablet::fresh(self.door())
    }

    /// Registers a business whose owner is called `ana`, and stays signed in.
    pub async fn register(&self, name: &str) -> Shop {
        let mut owner = self.browser();
        let session = owner.post("/auth/register", &registration(name)).await.ok();
        keep(&mut owner, &session);
        Shop {
            company_id: parsed(&session["company"]["company_id"]),
            slug: session["company"]["slug"].as_str().expect("a short name").to_owned(),
            branch_id: parsed(&session["branch"]["branch_id"]),
            owner,
            session,
        }
    }

    /// Signs somebody in in a browser of their own.
    pub async fn login(&self, shop: &Shop, username: &str) -> Tablet {
        let mut browser = self.browser();
        let session = self.try_login(&browser, &shop.slug, username, PASSWORD).await.ok();
        keep(&mut browser, &session);
        browser
    }

    /// Tries to sign somebody in.
    pub async fn try_login(&self, browser: &Tablet, slug: &str, username: &str, password: &str) -> Answer {
        let body = json!({"company": slug, "username": username, "password": password});
        browser.post("/auth/login", &body).await
    }

    /// Makes a super admin and signs them in.
    pub async fn super_admin(&self) -> Tablet {
        let made = self.cloud().create_admin(PLATFORM_EMAIL, "Plataforma", PASSWORD).await;
        made.expect("a super admin can be made");
        let mut browser = self.browser();
        let body = json!({"email": PLATFORM_EMAIL, "password": PASSWORD});
        let session = browser.post("/admin/login", &body).await.ok();
        keep(&mut browser, &session);
        browser
    }

    /// Hires somebody, for a branch or for all.
    pub async fn hire(&self, shop: &Shop, username: &str, role: Role, branch: Option<BranchId>) -> StaffId {
        let staff_id = StaffId::new(Uuid::now_v7());
        let staff = Staff {
            staff_id,
            name: format!("{username} de {}", shop.slug),
            username: username.to_owned(),
            roles: vec![role],
            password: Some(hash_password(PASSWORD).expect("a verifier")),
            pin: None,
            session_epoch: 0,
            active: true,
            email: Some(format!("{username}@{}.example", shop.slug)),
            branch_ids: branch.into_iter().collect(),
        };
        self.write(shop, staff, None).await;
        staff_id
    }

    /// Writes one thing into a company, as its owner's screen would.
    pub async fn write<T>(&self, shop: &Shop, value: T, branch: Option<BranchId>)
    where
        T: shared_model::catalog::Editable + Send + 'static,
    {
        let (author, now) = (self.cloud().author(), self.cloud().now());
        let write = move |tx: &mut Tx<'_>| edit::put(tx, author, &value, branch, now);
        let written = self.cloud().store().tenant(shop.company_id, Mode::Write, write).await;
        written.expect("the cloud stores it");
    }

    /// One thing of a company, as committed.
    pub async fn find<T>(&self, shop: &Shop, id: Uuid) -> T
    where
        T: shared_model::catalog::Editable + Send + 'static,
    {
        let found = self.cloud().read(shop.company_id, move |tx| register::find::<T>(tx, id)).await;
        found.expect("the cloud can be read").expect("it is there").0
    }

    /// Letters so far, from the oldest on, once there are `count`.
    pub async fn letters(&self, count: usize) -> Vec<String> {
        let wait = async {
            loop {
                let letters = self.mailbox();
                if letters.len() >= count {
                    return letters;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(GUARD, wait).await.expect("letters come")
    }

    /// Letters that are there now.
    pub fn mailbox(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.path().join("mail")).into_iter().flatten().flatten();
        let mut paths: Vec<_> = files.map(|file| file.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "eml"));
        paths.sort();
        paths.iter().map(|path| std::fs::read_to_string(path).expect("a letter")).collect()
    }
}

/// What somebody sends who starts a business.
pub fn registration(name: &str) -> Value {
    let domain: String = name.to_lowercase().replace(' ', "-");
    let domain: String = domain.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let email = format!("ana@{domain}.example");
    json!({"name": name, "owner_name": "Ana Ruiz", "owner_email": email, "username": "ana", "password": PASSWORD})
}

/// Keeps the access token of an answer.
pub fn keep(browser: &mut Tablet, session: &Value) {
    browser.token = Some(session["access_token"].as_str().expect("an access token").to_owned());
}

/// An id in an answer.
pub fn parsed<I: std::str::FromStr>(value: &Value) -> I
where
    I::Err: std::fmt::Debug,
{
    value.as_str().expect("an id").parse().expect("an id")
}

/// What stands behind `token=` in a letter.
pub fn token_in(letter: &str) -> String {
    let (_, rest) = letter.split_once("token=").expect("a link");
    rest.split_whitespace().next().expect("a token").to_owned()
}

async fn start(data: &Path, clock: &HandClock, setup: &Setup) -> (Running, Arc<dyn Database>) {
    let keys = Keys::load(data, None).expect("keys");
    let database: Arc<dyn Database> = match &setup.shared {
        None => Arc::new(Sqlite::open(data).expect("databases")),
        Some(shared) => {
            let config = Config::parse(&shared.app()).and_then(|config| config.with_owner(&shared.owner()));
            let (config, runtime) = (config.expect("URLs"), tokio::runtime::Handle::current());
            let opened = tokio::task::spawn_blocking(move || Postgres::open(&config, runtime)).await;
            Arc::new(opened.expect("opening does not panic").expect("a database"))
        }
    };
    let options = Options {
        store: Store::new(Arc::clone(&database)),
        keys,
        clock: clock.for_cloud(),
        mailer: Mailer::Folder(data.join("mail")),
        listen: setup.listen,
        public_url: None,
        behind_proxy: false,
        rates: setup.rates,
        sync: setup.ways.clone(),
    };
    (serve::start(options).await.expect("the cloud starts"), database)
}
