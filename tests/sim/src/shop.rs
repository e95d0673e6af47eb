//! What people do: real orders through the real rules, prices edited on both sides, and retries when no answer came.

use std::collections::{BTreeMap, BTreeSet};

use shared_model::document::{Author, Chunk, DocKind, Document, order, registers};
use shared_model::ids::{
    CategoryId, LineId, OrderId, PaymentId, ProductId, SendId, StaffId, StationId, StepId,
};
use shared_model::menu::{Menu, Product};
use shared_model::money::Money;
use shared_model::order::command::{Command, NewLine, NewOrder, NewPayment, Parts};
use shared_model::order::decide::{self, Context};
use shared_model::order::payment::Method;
use shared_model::order::stage::StepTo;
use shared_model::order::tax::TaxKind;
use shared_model::order::{Event, OrderType};
use shared_model::staff::{Actor, Role};
use shared_model::time::{BusinessDay, Timestamp};
use uuid::Uuid;

use crate::bug::{Bug, planted};
use crate::dice::Dice;
use crate::disk::{Disk, Owner, Row, Turn};
use crate::store;

/// One request of a person, the same on every retry.
#[derive(Debug, Clone)]
pub struct Request {
    pub id: u64,
    pub day: BusinessDay,
    pub what: What,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub enum What {
    Open(NewOrder),
    Ask(Uuid, Command),
    Price(Uuid, i64),
}

/// A change that a request made.
#[derive(Debug, Clone)]
pub struct Effect {
    pub request: u64,
    pub doc: Uuid,
    pub hash: [u8; 32],
    pub payments: Vec<(PaymentId, Money)>,
}

/// Where and when something is done.
#[derive(Debug, Clone, Copy)]
pub struct Here {
    pub owner: Owner,
    pub author: Author,
    pub wall: Timestamp,
}

fn named(number: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | number)
}

/// A product of the menu that everybody sells.
pub fn product(number: u128) -> Product {
    Product {
        product_id: ProductId::new(named(number)),
        category_id: CategoryId::new(named(900)),
        name: format!("producto {number}"),
        description: None,
        price: Money::from_pesos(5_000 + i64::try_from(number).unwrap_or(0) * 700),
        channel_prices: vec![],
        variants: vec![],
        modifier_group_ids: vec![],
        combo_slots: vec![],
        recipe: vec![],
        without_recipe: true,
        station_id: Some(StationId::new(named(901))),
        tax: TaxKind::Inc,
        position: 0,
        active: true,
        sold_out: false,
        emoji: None,
    }
}

fn menu() -> Menu {
    let products = (1..=3).map(product).map(|product| (product.product_id, product));
    Menu { products: products.collect(), ..Menu::default() }
}

fn admin() -> Actor {
    Actor { staff_id: StaffId::new(named(902)), name: "Andrés".to_owned(), roles: vec![Role::Admin] }
}

/// Something somebody might ask for here.
pub fn invent(
    disk: &Disk,
    owner: Owner,
    products: &[Uuid],
    day: BusinessDay,
    now: Timestamp,
    dice: &mut Dice,
) -> What {
    let here: Vec<Uuid> = disk
        .turns
        .iter()
        .filter(|(_, turn)| turn.day == day && turn.owner.company == owner.company)
        .map(|(doc, _)| *doc)
        .collect();
    let order = dice.pick(&here).copied();
    match (dice.below(10), order) {
        (0, _) => What::Price(
            *dice.pick(products).unwrap_or(&Uuid::nil()),
            1_000 * i64::try_from(dice.between(1, 40)).unwrap_or(1),
        ),
        (1..=4, _) | (_, None) => What::Open(new_order(now, dice)),
        (5 | 6, Some(order)) => {
            What::Ask(order, Command::Pay { payments: vec![payment(disk, order, now, dice)] })
        }
        (7, Some(order)) => {
            let lines = vec![line(now, dice)];
            What::Ask(order, Command::AddLines { lines, send: Some(SendId::new(dice.id(now))) })
        }
        (8, Some(order)) if dice.below(3) == 0 => {
            What::Ask(order, Command::Cancel { reason: "se fueron".to_owned() })
        }
        (_, Some(order)) => {
            let to =
                *dice.pick(&[StepTo::Preparing, StepTo::Ready, StepTo::Delivered]).unwrap_or(&StepTo::Ready);
            let step_id = StepId::new(dice.id(now));
            What::Ask(
                order,
                Command::Step { step_id, to, parts: Parts::Matching { send: None, station: None } },
            )
        }
    }
}

fn new_order(now: Timestamp, dice: &mut Dice) -> NewOrder {
    let order_type = *dice.pick(&[OrderType::DineIn, OrderType::Takeaway]).unwrap_or(&OrderType::DineIn);
    NewOrder {
        order_id: OrderId::new(dice.id(now)),
        order_type,
        table: Some("5".to_owned()),
        customer: None,
        guests: None,
        note: None,
        lines: (0..dice.between(1, 3)).map(|_| line(now, dice)).collect(),
        send_id: Some(SendId::new(dice.id(now))),
        payments: vec![],
    }
}

fn line(now: Timestamp, dice: &mut Dice) -> NewLine {
    NewLine {
        line_id: LineId::new(dice.id(now)),
        product_id: ProductId::new(named(u128::from(dice.between(1, 3)))),
        variant_id: None,
        quantity: 1,
        modifiers: vec![],
        components: vec![],
        note: None,
    }
}

fn payment(disk: &Disk, order: Uuid, now: Timestamp, dice: &mut Dice) -> NewPayment {
    let author = Author { replica: [0; 8], epoch: 0 };
    let due = store::order_of(disk, order, author).map_or(Money::ZERO, |(_, order)| decide::due(&order));
    // Sometimes a part of it, so that two tills can both be right; always in coins that exist.
    let coins = due.minor() / 5_000;
    let coins = if dice.below(2) == 0 && coins > 1 { coins / 2 } else { coins };
    let amount = Money::from_minor(coins * 5_000);
    NewPayment {
        payment_id: PaymentId::new(dice.id(now)),
        method: Method::Cash,
        amount,
        tendered: None,
        reference: None,
    }
}

/// Does what is asked for, in a transaction that the caller commits. None: refused, or there is nothing to do.
pub fn execute(disk: &mut Disk, here: Here, request: &Request) -> Result<Option<Effect>, String> {
    if !disk.rest.answered.insert(request.id) {
        return Ok(None);
    }
    match &request.what {
        What::Price(doc, pesos) => Ok(reprice(disk, here, request.id, *doc, *pesos)),
        What::Open(new) => open(disk, here, request, new),
        What::Ask(doc, command) => Ok(ask(disk, here, request, *doc, command)),
    }
}

fn context<'a>(
    menu: &'a Menu,
    actor: &'a Actor,
    disk: &'a mut Disk,
    here: Here,
    day: BusinessDay,
    used: &'a BTreeSet<String>,
    next_turn: u32,
) -> Context<'a> {
    Context {
        menu,
        actor,
        now: here.wall,
        clock: &mut disk.rest.hlc,
        business_day: day,
        next_turn,
        cash_rounding: Money::from_pesos(50),
        used_references: used,
    }
}

fn open(disk: &mut Disk, here: Here, request: &Request, new: &NewOrder) -> Result<Option<Effect>, String> {
    let doc = new.order_id.uuid();
    if disk.turns.contains_key(&doc) {
        return Ok(None);
    }
    let alike: Vec<Turn> = disk
        .turns
        .values()
        .filter(|turn| {
            turn.owner == here.owner && turn.day == request.day && turn.order_type == new.order_type
        })
        .copied()
        .collect();
    let next = if planted(Bug::TurnFromCount) {
        u32::try_from(alike.iter().filter(|turn| !turn.cancelled).count()).unwrap_or(0)
    } else {
        alike.iter().map(|turn| turn.turn).max().unwrap_or(0)
    } + 1;
    if alike.iter().any(|turn| turn.turn == next) {
        return Err(format!("S2: turn {next} was given twice"));
    }
    let (menu, actor, used) = (menu(), admin(), BTreeSet::new());
    let mut cx = context(&menu, &actor, disk, here, request.day, &used, next);
    let Ok(decision) = decide::open(new.order_id, new, &mut cx) else { return Ok(None) };
    let document = Document::new(here.author);
    Ok(record(disk, here, request, doc, document, &decision.events))
}

fn ask(disk: &mut Disk, here: Here, request: &Request, doc: Uuid, command: &Command) -> Option<Effect> {
    let (document, order) = store::order_of(disk, doc, here.author)?;
    disk.rest.hlc = disk.rest.hlc.max(order::latest(&order));
    let (menu, actor, used) = (menu(), admin(), BTreeSet::new());
    let mut cx = context(&menu, &actor, disk, here, request.day, &used, 0);
    let mut decision = decide::decide(&order, command, &mut cx).ok()?;
    if planted(Bug::PaymentsLastWriterWins) {
        let paid = order.paid();
        for event in &mut decision.events {
            if let Event::Paid { payment_id, payment } = event {
                *payment_id = PaymentId::new(doc);
                payment.tendered = None;
                payment.rounding = Money::ZERO;
                payment.amount = Money::from_minor(payment.amount.minor() + paid.minor());
            }
        }
    }
    record(disk, here, request, doc, document, &decision.events)
}

fn record(
    disk: &mut Disk,
    here: Here,
    request: &Request,
    doc: Uuid,
    mut document: Document,
    events: &[Event],
) -> Option<Effect> {
    order::write(&mut document, events).expect("an order can be written");
    let chunk = document.commit(here.wall)?;
    let effect = Effect { request: request.id, doc, hash: chunk.hash, payments: handed_over(&request.what) };
    let owner = disk.of_doc(doc).first().map_or(here.owner, |row| row.owner);
    disk.append(Row { chunk, kind: DocKind::Order, doc, owner, origin: None });
    store::note_turn(disk, doc, owner, &document);
    Some(effect)
}

/// What the customer handed over, whatever was made of it.
fn handed_over(what: &What) -> Vec<(PaymentId, Money)> {
    let What::Ask(_, Command::Pay { payments }) = what else { return Vec::new() };
    payments.iter().map(|payment| (payment.payment_id, payment.amount)).collect()
}

fn reprice(disk: &mut Disk, here: Here, request: u64, doc: Uuid, pesos: i64) -> Option<Effect> {
    let rows = disk.of_doc(doc);
    let owner = rows.first()?.owner;
    let mut document = Document::load(rows.iter().map(|row| row.chunk.bytes.as_slice()), here.author).ok()?;
    let before: Product = registers::read(&document).ok()?;
    let after = Product { price: Money::from_pesos(pesos), ..before.clone() };
    registers::write(&mut document, Some(&before), &after).ok()?;
    let chunk = document.commit(here.wall)?;
    let hash = chunk.hash;
    disk.append(Row { chunk, kind: DocKind::Product, doc, owner, origin: None });
    Some(Effect { request, doc, hash, payments: vec![] })
}

/// The first change of a company's product.
pub fn create(author: Author, wall: Timestamp, doc: Uuid, number: u128) -> Chunk {
    let mut document = Document::new(author);
    let product = Product { product_id: ProductId::new(doc), ..product(number) };
    registers::write(&mut document, None, &product).expect("a product can be written");
    document.commit(wall).expect("something was written")
}

/// Money received by order, on a disk.
pub fn money(disk: &Disk, author: Author) -> BTreeMap<Uuid, Vec<(PaymentId, Money)>> {
    let orders = disk.turns.keys().filter_map(|doc| Some((*doc, store::order_of(disk, *doc, author)?.1)));
    orders
        .map(|(doc, order)| (doc, order.payments.iter().map(|(id, payment)| (*id, payment.amount)).collect()))
        .collect()
}
