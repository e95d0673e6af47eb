//! A small shop for tests: papas from the fryer, hamburguesas from the grill in two sizes with a required sauce, gaseosas
//! that nobody has to make, and a combo of all three.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use uuid::Uuid;

use crate::ids::{
    CategoryId, ComboSlotId, DiscountId, IngredientId, LineId, ModifierGroupId, ModifierId, OrderId,
    PaymentId, PrinterId, ProductId, SendId, StaffId, StationId, StepId, VariantId, VoidId,
};
use crate::menu::{
    ComboOption, ComboSlot, Menu, Modifier, ModifierGroup, Product, RecipeItem, Station, Variant,
};
use crate::money::Money;
use crate::order::command::{Command, NewComponent, NewLine, NewModifier, NewOrder, NewPayment, Parts};
use crate::order::decide::{self, Context, Decision};
use crate::order::payment::Method;
use crate::order::stage::StepTo;
use crate::order::tax::TaxKind;
use crate::order::{Event, Order, OrderType, PartRef, Rejection};
use crate::quantity::Quantity;
use crate::staff::{Actor, Role};
use crate::time::{BusinessDay, Hlc, Timestamp};

/// A Sunday evening in Bogotá.
pub const NOW: Timestamp = Timestamp::from_ms(1_795_394_460_000);

/// An id that reads like its name: its first 16 bytes.
fn named(name: &str) -> Uuid {
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(name.bytes()) {
        *to = from;
    }
    Uuid::from_bytes(bytes)
}

macro_rules! named_ids {
    ($($short:ident: $id:ident,)+) => {$(
        pub fn $short(name: &str) -> $id {
            $id::new(named(name))
        }
    )+};
}

named_ids! {
    prd: ProductId, var: VariantId, grp: ModifierGroupId, modi: ModifierId, slt: ComboSlotId, ing: IngredientId,
    sta: StationId, lin: LineId, snd: SendId, stp: StepId, vod: VoidId, dsc: DiscountId, pay: PaymentId,
    ord: OrderId, stf: StaffId, cat: CategoryId,
}

/// The name a test gave an id.
fn name_of(id: Uuid) -> String {
    String::from_utf8_lossy(id.as_bytes()).trim_end_matches('\0').to_owned()
}

pub fn pesos(pesos: i64) -> Money {
    Money::from_pesos(pesos)
}

fn actor(name: &str, role: Role) -> Actor {
    Actor { staff_id: stf(name), name: name.to_owned(), roles: vec![role] }
}

pub fn cashier() -> Actor {
    actor("Camila", Role::Cashier)
}

pub fn admin() -> Actor {
    actor("Andrés", Role::Admin)
}

pub fn cook() -> Actor {
    actor("Coco", Role::Kitchen)
}

pub fn courier() -> Actor {
    actor("Dora", Role::Delivery)
}

fn grams(name: &str, grams: u32) -> RecipeItem {
    RecipeItem { ingredient_id: ing(name), quantity: Quantity::from_units(grams) }
}

pub fn product(name: &str, price: i64, station: Option<&str>) -> Product {
    Product {
        product_id: prd(name),
        category_id: cat("carta"),
        name: name.to_owned(),
        description: None,
        price: pesos(price),
        channel_prices: vec![],
        variants: vec![],
        modifier_group_ids: vec![],
        combo_slots: vec![],
        recipe: vec![],
        without_recipe: true,
        station_id: station.map(sta),
        tax: TaxKind::Inc,
        position: 0,
        active: true,
        sold_out: false,
        emoji: None,
    }
}

fn modifier(name: &str, price: i64, max: u32) -> Modifier {
    let recipe = vec![grams(name, 15)];
    Modifier {
        modifier_id: modi(name),
        name: name.to_owned(),
        price: pesos(price),
        max,
        is_default: false,
        recipe,
        active: true,
    }
}

fn size(name: &str, price: i64, beef: u32) -> Variant {
    Variant {
        variant_id: var(name),
        name: name.to_owned(),
        price: pesos(price),
        recipe: vec![grams("carne", beef)],
    }
}

fn slot(name: &str, options: &[(&str, Option<&str>, i64)]) -> ComboSlot {
    let option = |(product, size, surcharge): &(&str, Option<&str>, i64)| ComboOption {
        product_id: prd(product),
        variant_id: size.map(var),
        surcharge: pesos(*surcharge),
    };
    ComboSlot { slot_id: slt(name), name: name.to_owned(), options: options.iter().map(option).collect() }
}

pub fn sauces() -> ModifierGroup {
    ModifierGroup {
        modifier_group_id: grp("salsas"),
        name: "salsas".to_owned(),
        required: true,
        min: 1,
        max: 3,
        modifiers: vec![modifier("rosada", 0, 2), modifier("tocineta", 2_500, 2)],
    }
}

pub fn menu() -> Menu {
    let mut papas = product("papas", 12_000, Some("freidora"));
    papas.recipe = vec![grams("papa", 180)];
    let mut burger = product("hamburguesa", 0, Some("parrilla"));
    burger.variants = vec![size("sencilla", 18_000, 120), size("doble", 24_000, 240)];
    burger.modifier_group_ids = vec![grp("salsas")];
    let soda = product("gaseosa", 4_500, None);
    let mut combo = product("combo", 30_000, None);
    combo.combo_slots = vec![
        slot("plato", &[("hamburguesa", Some("sencilla"), 0), ("hamburguesa", Some("doble"), 5_000)]),
        slot("acompañante", &[("papas", None, 0)]),
        slot("bebida", &[("gaseosa", None, 0)]),
    ];
    let mut gone = product("malteada", 9_000, None);
    gone.sold_out = true;
    let mut old = product("perro", 9_000, None);
    old.active = false;
    let mut menu = Menu::default();
    menu.modifier_groups.insert(grp("salsas"), sauces());
    for name in ["parrilla", "freidora"] {
        let printer_id = PrinterId::new(named(name));
        let station = Station { station_id: sta(name), name: name.to_owned(), position: 0, printer_id };
        menu.stations.insert(sta(name), station);
    }
    for product in [papas, burger, soda, combo, gone, old] {
        menu.products.insert(product.product_id, product);
    }
    menu
}

/// One of a product, under a line id that is its name.
pub fn line(product: &str) -> NewLine {
    line_as(product, product)
}

/// One of a product, under a line id of its own.
pub fn line_as(label: &str, product: &str) -> NewLine {
    let sauce = |name: &str| vec![NewModifier { modifier_id: modi(name), quantity: 1 }];
    let component = |slot: &str, product: &str, size: Option<&str>| NewComponent {
        slot_id: slt(slot),
        product_id: prd(product),
        variant_id: size.map(var),
        modifiers: if size.is_some() { sauce("tocineta") } else { vec![] },
    };
    let components = match product {
        "combo" => vec![
            component("bebida", "gaseosa", None),
            component("plato", "hamburguesa", Some("doble")),
            component("acompañante", "papas", None),
        ],
        _ => vec![],
    };
    let burger = product == "hamburguesa";
    NewLine {
        line_id: lin(label),
        product_id: prd(product),
        variant_id: burger.then(|| var("sencilla")),
        quantity: 1,
        modifiers: if burger { sauce("rosada") } else { vec![] },
        components,
        note: None,
    }
}

pub fn new_order(lines: Vec<NewLine>) -> NewOrder {
    NewOrder {
        order_id: ord("pedido"),
        order_type: OrderType::DineIn,
        table: Some("5".to_owned()),
        customer: None,
        guests: None,
        note: None,
        lines,
        send_id: None,
        payments: vec![],
    }
}

pub fn cash(id: &str, amount: i64) -> NewPayment {
    NewPayment {
        payment_id: pay(id),
        method: Method::Cash,
        amount: pesos(amount),
        tendered: None,
        reference: None,
    }
}

pub fn card(id: &str, amount: i64, reference: &str) -> NewPayment {
    NewPayment { method: Method::Card, reference: Some(reference.to_owned()), ..cash(id, amount) }
}

pub fn send(id: &str) -> Command {
    Command::Send { send_id: snd(id) }
}

pub fn add(lines: Vec<NewLine>, send: Option<&str>) -> Command {
    Command::AddLines { lines, send: send.map(snd) }
}

pub fn void(id: &str, line: &str, reason: &str) -> Command {
    Command::VoidLine { void_id: vod(id), line: lin(line), reason: reason.to_owned() }
}

pub fn discount(id: &str, amount: i64) -> Command {
    Command::Discount { discount_id: dsc(id), amount: pesos(amount), reason: "cliente fiel".to_owned() }
}

pub fn cancel(reason: &str) -> Command {
    Command::Cancel { reason: reason.to_owned() }
}

pub fn charge(payments: Vec<NewPayment>) -> Command {
    Command::Pay { payments }
}

/// Moves everything that can move.
pub fn all(id: &str, to: StepTo) -> Command {
    Command::Step { step_id: stp(id), to, parts: Parts::Matching { send: None, station: None } }
}

/// Moves what one station makes.
pub fn at_station(id: &str, to: StepTo, station: &str) -> Command {
    Command::Step { step_id: stp(id), to, parts: Parts::Matching { send: None, station: Some(sta(station)) } }
}

/// Moves the first part of each line.
pub fn bump(id: &str, to: StepTo, lines: &[&str]) -> Command {
    let parts = lines.iter().map(|line| PartRef { line_id: lin(line), part: 0 }).collect();
    Command::Step { step_id: stp(id), to, parts: Parts::Listed(parts) }
}

/// The shop at work: one clock, one menu, smallest coin 50 pesos.
#[derive(Debug, Clone)]
pub struct Shop {
    pub menu: Menu,
    pub clock: Hlc,
    pub used_references: BTreeSet<String>,
}

impl Shop {
    pub fn new() -> Self {
        Self { menu: menu(), clock: Hlc::default(), used_references: BTreeSet::new() }
    }

    fn with<T>(&mut self, actor: &Actor, act: impl FnOnce(&mut Context<'_>) -> T) -> T {
        act(&mut Context {
            menu: &self.menu,
            actor,
            now: NOW,
            clock: &mut self.clock,
            business_day: day(),
            next_turn: 47,
            cash_rounding: pesos(50),
            used_references: &self.used_references,
        })
    }

    pub fn open(&mut self, actor: &Actor, new: &NewOrder) -> Result<Decision, Rejection> {
        self.with(actor, |cx| decide::open(new.order_id, new, cx))
    }

    pub fn ask(&mut self, order: &Order, actor: &Actor, command: &Command) -> Result<Decision, Rejection> {
        self.with(actor, |cx| decide::decide(order, command, cx))
    }

    /// What the admin asks for and gets.
    pub fn does(&mut self, order: &Order, command: &Command) -> Order {
        self.ask(order, &admin(), command).unwrap().order
    }
}

pub fn day() -> BusinessDay {
    "2026-11-22".parse().unwrap()
}

/// An order whose lines were sent as its first round, and the shop it is in.
pub fn sent_order(products: &[&str]) -> (Shop, Order) {
    let (mut shop, order) = an_order(products);
    let order = shop.does(&order, &send("primera"));
    (shop, order)
}

/// An order of which nothing was sent, and the shop it is in.
pub fn an_order(products: &[&str]) -> (Shop, Order) {
    let mut shop = Shop::new();
    let lines = products.iter().map(|product| line(product)).collect();
    let order = shop.open(&cashier(), &new_order(lines)).unwrap().order;
    (shop, order)
}

/// A decision in words.
pub fn story(answer: &Result<Decision, Rejection>) -> String {
    match answer {
        Err(rejection) => format!("✗ {rejection}"),
        Ok(decision) if decision.events.is_empty() => "nothing new".to_owned(),
        Ok(decision) => decision.events.iter().map(in_words).collect::<Vec<_>>().join("; "),
    }
}

/// Rows of a decision table.
pub fn table(rows: impl IntoIterator<Item = (&'static str, Result<Decision, Rejection>)>) -> String {
    let mut text = String::new();
    for (case, answer) in rows {
        writeln!(text, "{case}: {}", story(&answer)).unwrap();
    }
    text
}

fn in_words(event: &Event) -> String {
    let names = |lines: &[LineId]| lines.iter().map(|id| name_of(id.uuid())).collect::<Vec<_>>().join("+");
    match event {
        Event::Opened(opened) => {
            format!("opened {:?} {} by {}", opened.order_type, opened.turn, opened.by_name)
        }
        Event::HeaderSet(header) => format!("table {:?}, note {:?}", header.table, header.note),
        Event::CustomerSet(customer) => format!("customer {:?}", customer.name),
        Event::LineAdded { line, .. } => format!("line {}×{} {}", line.quantity, line.name, line.total()),
        Event::Sent { send_id, sent } => format!("sent {}: {}", name_of(send_id.uuid()), names(&sent.lines)),
        Event::Stepped { step, .. } => {
            let parts =
                step.parts.iter().map(|part| format!("{}.{}", name_of(part.line_id.uuid()), part.part));
            format!("{:?}: {}", step.to, parts.collect::<Vec<_>>().join("+"))
        }
        Event::Voided { void, .. } => format!("voided {} ({})", names(&[void.line]), void.reason),
        Event::Discounted { discount, .. } => format!("discount {}", discount.amount),
        Event::Cancelled(cancel) => format!("cancelled ({}) by {}", cancel.reason, cancel.by_name),
        Event::Paid { payment, .. } => format!(
            "paid {:?} {} of {:?}, waived {}, change {}",
            payment.method,
            payment.amount,
            payment.tendered.map(|money| money.to_string()),
            payment.rounding,
            payment.change()
        ),
    }
}

/// The bytes of a fixture.
pub fn unhex(text: &str) -> Vec<u8> {
    let digits = text.trim().as_bytes();
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// A fixture of bytes.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}
