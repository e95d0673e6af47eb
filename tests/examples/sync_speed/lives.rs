//! Orders from the first tap to the last, made by the box's own writer: what a branch has to hand in.

use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use anyhow::{Context as _, Result, bail};
use edge_node::auth::keys::Keys;
use edge_node::clock::Clock;
use edge_node::seed_file::plant_file;
use edge_node::serve::database;
use edge_node::store::answered::Fingerprint;
use edge_node::store::execute::execute;
use edge_node::store::intent::{Envelope, Intent, Outcome};
use edge_node::store::{Durability, Store};
use fastops_tests::carta::Carta;
use serde_json::Value;
use shared_model::ids::{CommandId, OrderId, PaymentId, SendId, StepId};
use shared_model::order::OrderType;
use shared_model::order::command::{Command, NewLine, NewOrder, NewPayment, Parts};
use shared_model::order::payment::Method;
use shared_model::order::stage::StepTo;
use shared_model::staff::{Actor, Role};
use shared_model::view;
use uuid::Uuid;

/// Changes of one order life.
pub const CHANGES: u64 = 6;

/// A branch whose orders are made without screens, paper or sockets.
#[derive(Debug)]
pub struct Branch {
    store: Store,
    /// The thread that writes; only where the branch was opened.
    writer: Option<JoinHandle<()>>,
    carta: Carta,
    actor: Actor,
    clock: Clock,
}

/// The seed of the demonstration shop.
fn seed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../edge-node/demo/salchipapas.json")
}

impl Branch {
    /// A branch in a data folder, set up from the demonstration shop unless it is already.
    pub async fn open(data: &Path) -> Result<Self> {
        std::fs::create_dir_all(data)?;
        let (keys, clock) = (Keys::load(data)?, Clock::system());
        let (store, writer) = Store::open(&database(data))?;
        plant_file(&store, &keys, &seed(), clock.now()).await?;
        let catalog = store.announcements.catalog.borrow().clone();
        let carta = Carta(serde_json::to_value(view::menu(&catalog.menu, 0))?);
        let staff = catalog.staff.values().next().context("nobody works here")?;
        let actor = Actor { staff_id: staff.staff_id, name: staff.name.clone(), roles: vec![Role::Admin] };
        Ok(Self { store, writer: Some(writer), carta, actor, clock })
    }

    /// The store under it.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Commits what is queued and closes the database.
    pub fn close(self) -> Result<()> {
        self.store.writer.stop();
        drop(self.store);
        match self.writer.map(JoinHandle::join) {
            Some(Err(_)) => bail!("the writer did not end well"),
            Some(Ok(())) | None => Ok(()),
        }
    }

    /// Sells so many orders, each through its whole life, several at a time as tablets would.
    pub async fn sell(&self, orders: u32) -> Result<()> {
        let mut tills = tokio::task::JoinSet::new();
        for till in 0..16 {
            let branch = Self {
                store: self.store.clone(),
                writer: None,
                carta: Carta(self.carta.0.clone()),
                actor: self.actor.clone(),
                clock: self.clock.clone(),
            };
            tills.spawn(async move {
                for nth in (till..orders).step_by(16) {
                    branch.life(nth).await?;
                }
                anyhow::Ok(())
            });
        }
        while let Some(done) = tills.join_next().await {
            done??;
        }
        Ok(())
    }

    /// One life: opened, sent, begun, ready, paid, delivered.
    async fn life(&self, nth: u32) -> Result<()> {
        let order_id = OrderId::new(Uuid::now_v7());
        let mut lines =
            vec![self.carta.line(&self.product(nth)), self.line("Tinto"), self.line("Yuca frita")];
        if nth.is_multiple_of(2) {
            lines.push(self.line("Tinto"));
        }
        let lines = lines.into_iter().map(serde_json::from_value::<NewLine>).collect::<Result<_, _>>()?;
        let open = NewOrder {
            order_id,
            order_type: OrderType::DineIn,
            table: Some((nth % 20 + 1).to_string()),
            customer: None,
            guests: Some(2),
            note: None,
            lines,
            send_id: None,
            payments: Vec::new(),
        };
        self.tap(order_id, Command::Open(open)).await?;
        self.tap(order_id, Command::Send { send_id: SendId::new(Uuid::now_v7()) }).await?;
        self.step(order_id, StepTo::Preparing).await?;
        let ready = self.step(order_id, StepTo::Ready).await?;
        let payment = NewPayment {
            payment_id: PaymentId::new(Uuid::now_v7()),
            method: Method::Cash,
            amount: serde_json::from_value(ready["totals"]["due_in_cash"].clone())?,
            tendered: None,
            reference: None,
        };
        self.tap(order_id, Command::Pay { payments: vec![payment] }).await?;
        self.step(order_id, StepTo::Delivered).await.map(drop)
    }

    async fn step(&self, order_id: OrderId, to: StepTo) -> Result<Value> {
        let parts = Parts::Matching { send: None, station: None };
        self.tap(order_id, Command::Step { step_id: StepId::new(Uuid::now_v7()), to, parts }).await
    }

    async fn tap(&self, order_id: OrderId, command: Command) -> Result<Value> {
        let envelope = Envelope {
            command_id: CommandId::new(Uuid::now_v7()),
            fingerprint: Fingerprint::default(),
            actor: self.actor.clone(),
            now: self.clock.now(),
            intent: Intent::Order { order_id, command },
        };
        let done = self.store.writer.run(Durability::Full, move |work| execute(work, envelope)).await?;
        match done {
            Outcome::Answered { answer, .. } => Ok(serde_json::from_slice(&answer.body)?),
            Outcome::Refused(refusal) => bail!("refused: {refusal:?}"),
        }
    }

    /// The menu goes round, so that lines differ as they do in a shop.
    fn product(&self, nth: u32) -> String {
        let names = self.carta.names();
        names[usize::try_from(nth).unwrap_or(0) % names.len()].clone()
    }

    fn line(&self, name: &str) -> Value {
        self.carta.line(name)
    }
}
