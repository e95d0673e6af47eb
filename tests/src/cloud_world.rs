//! A cloud in one process: the cloud itself over files in a folder, a mailbox, and browsers as many as come.

use std::sync::Arc;
use std::time::Duration;

use cloud_sync::auth::secret::hash_password;
use cloud_sync::cloud::Cloud;
use cloud_sync::http::rate::{Rate, Rates};
use cloud_sync::keys::Keys;
use cloud_sync::mail::Mailer;
use cloud_sync::serve::{self, Options, Running};
use cloud_sync::store::sqlite::Sqlite;
use cloud_sync::store::table::register;
use cloud_sync::store::{Mode, Store, Tx};
use cloud_sync::sync;
use cloud_sync::tenant::edit;
use serde_json::{Value, json};
use shared_model::ids::{BranchId, CompanyId, StaffId};
use shared_model::staff::{Role, Staff};
use tempfile::TempDir;
use uuid::Uuid;

use crate::answer::Answer;
use crate::hand_clock::{FRIDAY_NOON_MS, HandClock};
use crate::tablet::{Door, Tablet};
use crate::world::GUARD;

/// What everybody types.
pub const PASSWORD: &str = "papas-con-todo-2026";
/// The super admin's address.
pub const PLATFORM_EMAIL: &str = "plataforma@fastops.example";

/// A cloud at work.
#[derive(Debug)]
pub struct CloudWorld {
    /// Its wall clock.
    pub clock: HandClock,
    folder: TempDir,
    door: Door,
    running: Option<Running>,
    rates: Rates,
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
        let plenty = Rate { burst: 100_000, every: Duration::from_micros(1) };
        Self::with_rates(Rates { door: plenty, tenant: plenty }).await
    }

    /// An empty cloud with these rates.
    pub async fn with_rates(rates: Rates) -> Self {
        let (folder, clock) = (TempDir::new().expect("a folder"), HandClock::at(FRIDAY_NOON_MS));
        let running = start(&folder, &clock, rates).await;
        let door = Door::new(running.addr);
        Self { clock, folder, door, running: Some(running), rates }
    }

    /// Stops the cloud and starts it over the same data; browsers find it again.
    pub async fn restart(&mut self) {
        self.close().await;
        self.reopen().await;
    }

    /// Its databases and keys.
    pub fn data(&self) -> std::path::PathBuf {
        self.folder.path().to_owned()
    }

    /// Stops the cloud.
    pub async fn close(&mut self) {
        self.running.take().expect("the cloud runs").stop().await;
    }

    /// Starts the cloud that was stopped, over the same data.
    pub async fn reopen(&mut self) {
        let running = start(&self.folder, &self.clock, self.rates).await;
        self.door.move_to(running.addr);
        self.running = Some(running);
    }

    /// The cloud from inside.
    pub fn cloud(&self) -> &Cloud {
        &self.running.as_ref().expect("the cloud runs").cloud
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

async fn start(folder: &TempDir, clock: &HandClock, rates: Rates) -> Running {
    let data = folder.path();
    let keys = Keys::load(data, None).expect("keys");
    let store = Store::new(Arc::new(Sqlite::open(data).expect("databases")));
    let options = Options {
        store,
        keys,
        clock: clock.for_cloud(),
        mailer: Mailer::Folder(data.join("mail")),
        listen: "127.0.0.1:0".parse().expect("an address"),
        public_url: None,
        behind_proxy: false,
        rates,
        sync: sync::Options {
            quic: Some("127.0.0.1:0".parse().expect("an address")),
            ..sync::Options::default()
        },
    };
    serve::start(options).await.expect("the cloud starts")
}
