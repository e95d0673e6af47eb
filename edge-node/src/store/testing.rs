//! Copies of a small branch for tests: papas that the kitchen makes and gaseosas that nobody has to make.

use rusqlite::Connection;
use serde_json::json;
use shared_model::branch::Branch;
use shared_model::document::{Author, Chunk};
use shared_model::ids::{CompanyId, LineId, OrderId, PaymentId, ProductId, SendId, StaffId};
use shared_model::menu::Product;
use shared_model::money::Money;
use shared_model::order::command::{Command, NewLine, NewOrder, NewPayment};
use shared_model::order::payment::Method;
use shared_model::order::{Customer, OrderType};
use shared_model::staff::{Actor, Role};
use shared_model::sync::peer::Origin;
use shared_model::sync::{Incoming, Mark, inspect::inspect};
use shared_model::time::{Hlc, Timestamp};
use uuid::Uuid;

pub use super::edit::{put, set_availability};
use super::log::feed;
use super::merge::{Batch, Outcome, merge};
use super::open::open_writer;
pub use super::order_command::run as order;
use super::seed::{Seed, plant};
use super::{Announcements, StoreError, Work, Working, edit, order_command, rebuild};

/// A Sunday evening in Bogotá.
pub const NOW: Timestamp = Timestamp::from_ms(1_795_394_460_000);

/// An id that is a number.
pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// What is sold.
pub const PAPAS: u128 = 0x0a;
pub const GASEOSA: u128 = 0x0b;
pub const BRANCH: u128 = 0xb1;
pub const COMPANY: u128 = 0xc0;

/// One copy of the branch's database, driven without a thread.
#[derive(Debug)]
pub struct Copy {
    _dir: tempfile::TempDir,
    pub conn: Connection,
    pub working: Working,
    pub announcements: Announcements,
}

impl Copy {
    /// An empty copy.
    pub fn blank(replica: u8) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let conn = open_writer(&dir.path().join("branch.db")).unwrap();
        conn.pragma_update(None, "synchronous", "OFF").unwrap();
        let announcements = Announcements::default();
        let author = Author { replica: [replica; 8], epoch: u32::from(replica) };
        let working = Working::new(author, Hlc::default(), announcements.clone());
        Self { _dir: dir, conn, working, announcements }
    }

    /// A copy that was set up.
    pub fn seeded(replica: u8) -> Self {
        let mut copy = Self::blank(replica);
        copy.run(|work| plant(work, seed(), NOW)).unwrap();
        copy
    }

    /// Does something as the writer would, and commits it.
    pub fn run<T>(&mut self, job: impl FnOnce(&mut Work<'_>) -> Result<T, StoreError>) -> T {
        let tx = self.conn.transaction().unwrap();
        let done = job(&mut Work { tx: &tx, working: &mut self.working }).unwrap();
        self.working.before_commit(&tx).unwrap();
        tx.commit().unwrap();
        self.working.publish();
        done
    }

    /// Carries out a command of the admin.
    pub fn order(&mut self, order: u128, command: &Command, at: Timestamp) {
        let order_id = OrderId::new(id(order));
        // Refusals are as good as anything else: what matters is that both copies agree.
        drop(self.run(|work| order_command::run(work, order_id, command, &admin(), at)));
    }

    /// Edits a product as the admin would.
    pub fn edit(&mut self, product: u128, change: impl FnOnce(&mut Product)) {
        self.run(|work| {
            let catalog = work.working.catalog(work.tx)?;
            let mut edited = catalog.menu.products[&ProductId::new(id(product))].clone();
            change(&mut edited);
            let expected = catalog.version_of(id(product));
            edit::update_product(work, edited, expected, NOW)
        })
        .unwrap();
    }

    /// Everything in the log, as it would come to another copy.
    pub fn told(&self, own_only: bool) -> Vec<Incoming> {
        let skip = own_only.then_some(CLOUD);
        let stretch =
            feed::after(&self.conn, 0, skip, feed::Limit { bytes: usize::MAX, entries: usize::MAX }).unwrap();
        let incoming = |entry: shared_model::sync::Entry| Incoming {
            kind: entry.kind,
            doc: entry.doc,
            change: inspect(entry.chunk.bytes).unwrap(),
        };
        stretch.entries.into_iter().map(incoming).collect()
    }

    /// Merges changes.
    pub fn hear(&mut self, changes: Vec<Incoming>) -> Outcome {
        self.run(|work| merge(work, batch(changes), NOW))
    }

    /// The end of the log.
    pub fn end(&self) -> Mark {
        feed::end(&self.conn).unwrap()
    }

    /// Every row that is made from documents. Versions are positions in the copy's own log.
    pub fn rows(&self, with_versions: bool) -> Vec<String> {
        let mut rows = Vec::new();
        for table in ["sales_order", "order_line", "kitchen_item", "payment", "register", "rollup"] {
            let mut query = self.conn.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).unwrap();
            let names: Vec<String> = query.column_names().map(str::to_owned).collect();
            let mut found = query.query([]).unwrap();
            while let Some(row) = found.next().unwrap() {
                let shown = names.iter().enumerate().filter(|(_, name)| with_versions || *name != "version");
                let value = |at| row.get::<_, rusqlite::types::Value>(at).unwrap();
                let cells: Vec<String> = shown.map(|(at, name)| format!("{name}={:?}", value(at))).collect();
                rows.push(format!("{table}: {}", cells.join(" ")));
            }
        }
        rows
    }

    /// Fails unless making the rows anew changes nothing.
    pub fn assert_rebuilds(&mut self) {
        let before = self.rows(true);
        self.run(|work| rebuild::rebuild(work.tx));
        assert_eq!(self.rows(true), before);
    }
}

/// Whoever everything comes from.
pub const CLOUD: Origin = Origin { replica: *b"la nube!", epoch: 77 };

/// Changes as they come.
pub fn batch(changes: Vec<Incoming>) -> Batch {
    Batch { source: CLOUD, changes, refused: vec![], cursor: None, healed: false }
}

/// Whoever does things in tests.
pub fn admin() -> Actor {
    Actor { staff_id: StaffId::new(id(1)), name: "Andrés".to_owned(), roles: vec![Role::Admin] }
}

/// An order of one line, for the kitchen at once, perhaps paid.
pub fn open(order: u128, product: u128, paid: Option<i64>) -> Command {
    let payment = |amount| NewPayment {
        payment_id: PaymentId::new(id(order << 8 | 0xee)),
        method: Method::Cash,
        amount: Money::from_pesos(amount),
        tendered: None,
        reference: None,
    };
    Command::Open(NewOrder {
        order_id: OrderId::new(id(order)),
        order_type: OrderType::Takeaway,
        table: None,
        customer: Some(Customer { name: Some("Camila".to_owned()), phone: None, address: None }),
        guests: None,
        note: None,
        lines: vec![line(order << 8, product)],
        send_id: Some(SendId::new(id(order << 8 | 0xff))),
        payments: paid.map(payment).into_iter().collect(),
    })
}

/// Two of something.
pub fn line(line: u128, product: u128) -> NewLine {
    NewLine {
        line_id: LineId::new(id(line)),
        product_id: ProductId::new(id(product)),
        variant_id: None,
        quantity: 2,
        modifiers: vec![],
        components: vec![],
        note: None,
    }
}

/// Bytes that are no change of anything.
pub fn garbage(hash: u8) -> shared_model::sync::Inspected {
    let chunk = Chunk { hash: [hash; 32], bytes: vec![hash; 20] };
    shared_model::sync::Inspected { chunk, author: [9; 8], epoch: 1 }
}

/// What the shop starts with.
pub fn seed() -> Seed {
    let text = |prefix: &str, number: u128| format!("{prefix}_{}", id(number).simple());
    let product = |number, name: &str, station: Option<String>| {
        json!({
            "product_id": text("prd", number), "category_id": text("cat", 2), "name": name, "price": 500_000,
            "without_recipe": true, "station_id": station,
        })
    };
    serde_json::from_value(json!({
        "branch": branch(BRANCH),
        "staff": [{"staff_id": text("stf", 1), "name": "Andrés", "username": "andres", "roles": ["admin"]}],
        "stations": [{"station_id": text("sta", 3), "name": "Freidora", "printer_id": text("prn", 4)}],
        "printers": [{"printer_id": text("prn", 4), "name": "Cocina", "address": "127.0.0.1:9100", "width_mm": 80,
                      "role": "station"}],
        "ingredients": [], "modifier_groups": [],
        "categories": [{"category_id": text("cat", 2), "name": "Carta"}],
        "products": [product(PAPAS, "Papas", Some(text("sta", 3))), product(GASEOSA, "Gaseosa", None)],
    }))
    .unwrap()
}

/// A branch of the company.
pub fn branch(number: u128) -> Branch {
    Branch {
        branch_id: shared_model::ids::BranchId::new(id(number)),
        company_id: CompanyId::new(id(COMPANY)),
        company_slug: "papas".to_owned(),
        name: "Centro".to_owned(),
        business_name: "Papas S. A. S.".to_owned(),
        nit: "900.123.456-8".to_owned(),
        address: "Calle 59 # 9-34".to_owned(),
        zone: "America/Bogota".to_owned(),
        closes_at_min: 360,
        cash_rounding: Money::from_pesos(50),
        code: Some("CEN".to_owned()),
        phone: None,
        latitude_udeg: None,
        longitude_udeg: None,
        active: true,
        is_main: true,
    }
}
