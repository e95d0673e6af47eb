//! A box of a branch in one process, enrolled at a cloud as an installer would do it: with a code, over HTTP.

use std::path::{Path, PathBuf};

use edge_node::auth::keys::Keys;
use edge_node::branch::Branch;
use edge_node::printing::timing::Timing;
use edge_node::serve::{self, Options, Running, database};
use edge_node::store::membership::{self, Membership};
use edge_node::store::{Durability, Store, StoreError, Work, rebuild};
use edge_node::sync::enrol;
use serde_json::{Value, json};
use shared_model::ids::BranchId;
use shared_model::wire::sync::SyncPath;
use tempfile::TempDir;

use crate::both_sides;
use crate::cloud_world::{CloudWorld, Shop, keep};
use crate::hand_clock::HandClock;
use crate::tablet::{Door, Tablet};
use crate::wait::{until, until_some};

/// A box.
#[derive(Debug)]
pub struct Caja {
    clock: HandClock,
    folder: TempDir,
    door: Door,
    running: Option<Running>,
}

/// A code for a box of a branch.
pub async fn code_for(shop: &Shop, branch: BranchId) -> String {
    let given = shop.owner.bare_post(&format!("/branches/{branch}/boxes")).await.ok();
    given["code"].as_str().expect("a code").to_owned()
}

impl Caja {
    /// A box out of its carton, not switched on yet.
    pub fn blank(clock: &HandClock) -> Self {
        let door = Door::new(std::net::SocketAddr::from(([127, 0, 0, 1], 9)));
        Self { clock: clock.clone(), folder: TempDir::new().expect("a folder"), door, running: None }
    }

    /// The box of a branch, with everything that the cloud has for it.
    pub async fn of(cloud: &CloudWorld, shop: &Shop, branch: BranchId) -> Self {
        let mut caja = Self::blank(&cloud.clock);
        caja.enrol(&cloud.url(), &code_for(shop, branch).await).await.expect("the code is good");
        caja.start().await;
        caja.settles(cloud, shop).await;
        caja
    }

    /// Redeems a code.
    ///
    /// # Errors
    /// When the cloud does not take it.
    pub async fn enrol(&self, cloud: &str, code: &str) -> anyhow::Result<Membership> {
        let now = self.clock.for_box().now();
        if let Some(running) = &self.running {
            return enrol::enrol(self.data(), running.branch.store(), cloud, code, now).await;
        }
        let (store, writer) = Store::open(&database(self.data()))?;
        let member = enrol::enrol(self.data(), &store, cloud, code, now).await;
        store.writer.stop();
        drop(store);
        writer.join().expect("the writer ends well");
        member
    }

    /// Writes into the database of a box that is switched off.
    pub async fn rewrite(&self, work: impl FnOnce(&mut Work<'_>) -> Result<(), StoreError> + Send + 'static) {
        assert!(self.running.is_none(), "the box is off");
        let (store, writer) = Store::open(&self.database()).expect("a database");
        store.writer.run(Durability::Full, work).await.expect("it is written");
        store.writer.stop();
        drop(store);
        writer.join().expect("the writer ends well");
    }

    /// Switches it on.
    pub async fn start(&mut self) {
        let listen = "127.0.0.1:0".parse().expect("an address");
        let (data, clock) = (self.data().to_owned(), self.clock.for_box());
        let started = serve::start(Options { data, listen, clock, timing: Timing::default() }).await;
        let running = started.expect("the box starts");
        self.door.move_to(running.addr);
        self.running = Some(running);
    }

    /// Switches it off.
    pub async fn stop(&mut self) {
        self.running.take().expect("the box runs").stop().await;
    }

    /// Off and on again.
    pub async fn restart(&mut self) {
        self.stop().await;
        self.start().await;
    }

    /// The box from inside.
    pub fn branch(&self) -> &Branch {
        &self.running.as_ref().expect("the box runs").branch
    }

    /// Its data.
    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// Its database.
    pub fn database(&self) -> PathBuf {
        database(self.data())
    }

    /// Its secrets.
    pub fn keys(&self) -> Keys {
        Keys::load(self.data()).expect("keys")
    }

    /// What it is to the cloud.
    pub async fn membership(&self) -> Membership {
        let read = self.branch().read(membership::read).await;
        read.expect("the box can be read").expect("it is the box of a branch")
    }

    /// Where it is reached.
    pub fn door(&self) -> Door {
        self.door.clone()
    }

    /// A browser in the shop.
    pub fn browser(&self) -> Tablet {
        Tablet::fresh(self.door())
    }

    /// Somebody of the demo company, signed in.
    pub async fn tablet_of(&self, username: &str) -> Tablet {
        let mut tablet = self.browser();
        tablet.login(username).await;
        tablet
    }

    /// Somebody signed in with what they type.
    pub async fn login(&self, slug: &str, username: &str, password: &str) -> Tablet {
        let mut tablet = self.browser();
        let body = json!({"company": slug, "username": username, "password": password});
        let session = tablet.post("/auth/login", &body).await.ok();
        keep(&mut tablet, &session);
        tablet
    }

    /// How it stands with the cloud, as everybody is told.
    pub async fn status(&self, tablet: &Tablet) -> Value {
        tablet.get("/sync/status").await.ok()
    }

    /// Waits until the status is as wanted.
    pub async fn stands(&self, tablet: &Tablet, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        until_some(what, || async { Some(self.status(tablet).await).filter(&wanted) }).await
    }

    /// The way by which it reaches the cloud now.
    pub fn path(&self) -> Option<SyncPath> {
        self.branch().link().path()
    }

    /// Waits until the cloud is reached so, or not at all.
    pub async fn reaches(&self, path: Option<SyncPath>) {
        let mut link = self.branch().link().watch();
        let reached = tokio::time::timeout(crate::world::GUARD, link.wait_for(|now| *now == path)).await;
        reached.unwrap_or_else(|_| panic!("{path:?} is not reached")).expect("the box runs");
    }

    /// Waits until the cloud is reached by any way: the box may have been about to try the next one when the cloud came.
    pub async fn reaches_it(&self) {
        let mut link = self.branch().link().watch();
        let reached = tokio::time::timeout(crate::world::GUARD, link.wait_for(Option::is_some)).await;
        reached.expect("the cloud is reached").expect("the box runs");
    }

    /// Waits until box and cloud have the same changes.
    pub async fn settles(&self, cloud: &CloudWorld, shop: &Shop) {
        let (company, branch) = (shop.company_id, self.membership().await.branch_id);
        until("box and cloud have the same changes", || async {
            both_sides::log_of_box(self.branch()).await
                == both_sides::log_of_cloud(cloud, company, branch).await
        })
        .await;
    }

    /// Makes all its rows anew.
    pub async fn rebuild(&self) {
        let writer = &self.branch().store().writer;
        let rebuilt = writer.run(Durability::Full, |work| rebuild::rebuild(work.tx)).await;
        rebuilt.expect("the rows can be made anew");
    }
}
