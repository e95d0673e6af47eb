//! A box at a branch that sells by the core's own rules and hands its changes in as a box does: what the cloud has of it
//! went through the real merge.

#![expect(clippy::unwrap_used, reason = "what panics in a helper of a test fails the test")]

use cloud_sync::boxes::Grant;
use cloud_sync::merge::{self, Sender, Taken};
use cloud_sync::store::control::boxes::{self, EnrolledBox};
use cloud_sync::store::table::peer;
use cloud_sync::store::{Mode, Tx};
use fastops_tests::cloud_world::{CloudWorld, Shop};
use shared_model::branch::Branch;
use shared_model::document::{Author, DocKind, Document, order};
use shared_model::ids::{
    BoxId, BranchId, CategoryId, CompanyId, DiscountId, LineId, OrderId, PaymentId, ProductId, StaffId,
};
use shared_model::menu::{Menu, Product};
use shared_model::money::Money;
use shared_model::order::command::{Command, NewLine, NewOrder, NewPayment};
use shared_model::order::decide::{self, Context};
use shared_model::order::payment::Method;
use shared_model::order::{Event, Order, OrderType};
use shared_model::staff::{Actor, Role};
use shared_model::sync::Refused;
use shared_model::sync::entry::{Chain, Mark};
use shared_model::sync::inspect::inspect;
use shared_model::sync::merge::Incoming;
use shared_model::sync::peer::{Delivery, Origin, TurnedAway};
use shared_model::time::{BusinessDay, Hlc, Timestamp};
use shared_model::wire::platform::BoxStatus;
use uuid::Uuid;

/// One box with the menu of its branch: papas at $ 12.000, jugo at $ 4.500.
pub struct Counter {
    pub branch_id: BranchId,
    pub box_id: BoxId,
    company: CompanyId,
    sender: Sender,
    author: Author,
    clock: Hlc,
    menu: Menu,
    cashier: Actor,
    mark: Mark,
    turn: u32,
}

/// What is sold to one guest.
#[derive(Debug, Clone, Copy)]
pub struct Sale {
    pub at: Timestamp,
    pub day: BusinessDay,
    pub papas: u32,
    pub jugos: u32,
    /// Taken off, in pesos.
    pub off: i64,
    pub paid_by: Method,
    pub cancelled: bool,
}

pub const PAPAS: i64 = 12_000;
pub const JUGO: i64 = 4_500;

impl Sale {
    /// What it comes to, in minor units, by the arithmetic of a counter.
    pub fn total(&self) -> i64 {
        (i64::from(self.papas) * PAPAS + i64::from(self.jugos) * JUGO - self.off) * 100
    }
}

/// One more branch of a company, like its first.
pub async fn branch(world: &CloudWorld, shop: &Shop, name: &str) -> BranchId {
    let first: Branch = world.find(shop, shop.branch_id.uuid()).await;
    let branch_id = BranchId::new(Uuid::now_v7());
    let other = Branch { branch_id, name: name.to_owned(), is_main: false, ..first };
    world.write(shop, other, Some(branch_id)).await;
    branch_id
}

/// Bytes that are no change.
pub fn nonsense(nth: u8) -> TurnedAway {
    let (kind, doc) = (DocKind::Order.number(), Uuid::now_v7());
    TurnedAway { kind, doc, hash: [nth; 32], bytes: vec![nth], why: Refused::Malformed }
}

fn product(id: u64, name: &str, pesos: i64) -> Product {
    let text = serde_json::json!({"product_id": ProductId::new(Uuid::from_u64_pair(7, id)),
        "category_id": CategoryId::new(Uuid::from_u64_pair(8, 1)), "name": name, "price": pesos * 100,
        "without_recipe": true});
    serde_json::from_value(text).unwrap()
}

impl Counter {
    /// A live box at a branch, enrolled and heard of once.
    pub async fn open(world: &CloudWorld, shop: &Shop, branch_id: BranchId) -> Self {
        let (box_id, company) = (BoxId::new(Uuid::now_v7()), shop.company_id);
        let replica: [u8; 8] = box_id.uuid().as_bytes()[8..].try_into().unwrap();
        let mut endpoint = [0; 32];
        endpoint[..16].copy_from_slice(box_id.uuid().as_bytes());
        let boxed = EnrolledBox {
            box_id,
            company_id: company,
            branch_id,
            endpoint,
            replica,
            certificate: vec![0],
            generation: 1,
            status: BoxStatus::Live,
            enrolled_at: world.cloud().now(),
        };
        world.cloud().note(move |tx| boxes::put(tx, &boxed)).await.unwrap();
        let now = world.cloud().now();
        let hello = move |tx: &mut Tx<'_>| peer::hello(tx, box_id, 1, now);
        world.cloud().store().tenant(company, Mode::Write, hello).await.unwrap();
        let mut menu = Menu::default();
        for product in [product(1, "Papas", PAPAS), product(2, "Jugo", JUGO)] {
            menu.products.insert(product.product_id, product);
        }
        let roles = vec![Role::Cashier, Role::Admin];
        Self {
            branch_id,
            box_id,
            company,
            sender: Sender {
                box_id,
                company_id: company,
                branch_id,
                replica,
                root: world.cloud().keys().verifying(),
            },
            author: Author { replica, epoch: 1 },
            clock: Hlc::default(),
            menu,
            cashier: Actor {
                staff_id: StaffId::new(Uuid::from_u64_pair(9, 1)),
                name: "Camila".to_owned(),
                roles,
            },
            mark: Mark { seq: 0, chain: Chain::default() },
            turn: 0,
        }
    }

    /// Sells, and hands it in.
    pub async fn sells(&mut self, world: &CloudWorld, sale: &Sale) {
        let (order_id, events) = self.decide(sale);
        let mut document = Document::new(self.author);
        order::write(&mut document, &events).unwrap();
        let chunk = document.commit(sale.at).unwrap();
        let change = inspect(chunk.bytes).unwrap();
        self.mark = Mark { seq: self.mark.seq + 1, chain: self.mark.chain.next(&change.chunk.hash) };
        let incoming = Incoming { kind: DocKind::Order, doc: order_id.uuid(), change };
        let taken = self.hands_in(world, vec![incoming], vec![]).await;
        assert_eq!((taken.merged, taken.refused.len()), (1, 0), "{taken:?}");
    }

    /// Hands in what the cloud can only put away.
    pub async fn sends_nonsense(&mut self, world: &CloudWorld, refused: TurnedAway) {
        self.hands_in(world, vec![], vec![refused]).await;
    }

    /// What the cloud knows it by while it is connected.
    pub fn grant(&self) -> Grant {
        Grant {
            box_id: self.box_id,
            company: self.company,
            branch: self.branch_id,
            endpoint: [0; 32],
            replica: self.sender.replica,
            generation: 1,
            status: BoxStatus::Live,
        }
    }

    async fn hands_in(&self, world: &CloudWorld, entries: Vec<Incoming>, refused: Vec<TurnedAway>) -> Taken {
        let origin = Origin { replica: self.author.replica, epoch: 1 };
        let delivery =
            Delivery { origin, entries, refused, to: Some(self.mark), healing: false, healed: false };
        let (sender, author, now) = (self.sender, world.cloud().author(), world.cloud().now());
        let take = move |tx: &mut Tx<'_>| merge::take(tx, &sender, delivery, author, now);
        world.cloud().store().tenant(self.company, Mode::Write, take).await.unwrap()
    }

    fn decide(&mut self, sale: &Sale) -> (OrderId, Vec<Event>) {
        let ids: Vec<ProductId> = self.menu.products.keys().copied().collect();
        let wanted = ids.into_iter().zip([sale.papas, sale.jugos]).filter(|(_, quantity)| *quantity > 0);
        let lines = wanted.map(|(product_id, quantity)| NewLine {
            line_id: LineId::new(Uuid::now_v7()),
            product_id,
            variant_id: None,
            quantity,
            modifiers: vec![],
            components: vec![],
            note: None,
        });
        let order_id = OrderId::new(Uuid::now_v7());
        let new = NewOrder {
            order_id,
            order_type: OrderType::Takeaway,
            table: None,
            customer: None,
            guests: None,
            note: None,
            lines: lines.collect(),
            send_id: None,
            payments: vec![],
        };
        self.turn += 1;
        let mut context = Context {
            menu: &self.menu,
            actor: &self.cashier,
            now: sale.at,
            clock: &mut self.clock,
            business_day: sale.day,
            next_turn: self.turn,
            cash_rounding: Money::from_pesos(50),
            used_references: &std::collections::BTreeSet::new(),
        };
        let opened = decide::open(order_id, &new, &mut context).unwrap();
        let (mut state, mut events): (Order, Vec<Event>) = (opened.order, opened.events);
        for command in commands(sale) {
            let decision = decide::decide(&state, &command, &mut context).unwrap();
            state = decision.order;
            events.extend(decision.events);
        }
        (order_id, events)
    }
}

fn commands(sale: &Sale) -> Vec<Command> {
    if sale.cancelled {
        return vec![Command::Cancel { reason: "se fue".to_owned() }];
    }
    let mut commands = Vec::new();
    if sale.off > 0 {
        let (discount_id, amount) = (DiscountId::new(Uuid::now_v7()), Money::from_pesos(sale.off));
        commands.push(Command::Discount { discount_id, amount, reason: "cortesía".to_owned() });
    }
    let payment_id = PaymentId::new(Uuid::now_v7());
    let reference = sale.paid_by.has_reference().then(|| payment_id.to_string());
    let amount = Money::from_minor(sale.total());
    let payment = NewPayment { payment_id, method: sale.paid_by, amount, tendered: None, reference };
    commands.push(Command::Pay { payments: vec![payment] });
    commands
}
