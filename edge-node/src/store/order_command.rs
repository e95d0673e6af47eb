//! Carrying out a command on one order: load, decide, and write the change, the rows, the paper and the events.

use std::collections::BTreeSet;

use rusqlite::Connection;
use shared_model::document::{self, Author, DocKind, Document};
use shared_model::ids::OrderId;
use shared_model::order::command::Command;
use shared_model::order::decide::{self, Context, Decision};
use shared_model::order::{Event, Order, Rejection};
use shared_model::projection::{self, OrderRows};
use shared_model::staff::Actor;
use shared_model::time::Timestamp;
use shared_model::view;

use super::answered::Answer;
use super::error::{StoreError, unreadable};
use super::intent::{Carried, Refusal};
use super::working::Loaded;
use super::writer::Work;
use super::{catalog::Catalog, log, order_rows, payment, sales_order, story, tickets};

/// Runs a command; the answer is the order as it is then.
pub fn run(
    work: &mut Work<'_>,
    order_id: OrderId,
    command: &Command,
    actor: &Actor,
    now: Timestamp,
) -> Carried {
    let catalog = work.working.catalog(work.tx)?;
    let (Some(branch), Some(day_rule)) = (catalog.home(), catalog.day_rule()) else {
        return Ok(Err(Refusal::NotSetUp));
    };
    // A clock that jumped back must not date a sale before the last one.
    let now = now.max(work.working.hlc.at());
    let business_day = day_rule.day_of(now);
    let known = match work.working.take_order(order_id) {
        Some(loaded) => Some(loaded),
        None => load(work.tx, order_id, work.working.author)?,
    };
    let next_turn = if let Command::Open(new) = command {
        sales_order::next_turn(work.tx, business_day, new.order_type)?
    } else {
        0
    };
    let used_references = payment::used(work.tx, references(command))?;
    let mut clock = work.working.hlc;
    let mut context = Context {
        menu: &catalog.menu,
        actor,
        now,
        clock: &mut clock,
        business_day,
        next_turn,
        cash_rounding: branch.cash_rounding,
        used_references: &used_references,
    };
    let decided = match (&known, command) {
        (Some(_), Command::Open(_)) => Err(Rejection::OrderExists { order: order_id }),
        (Some(loaded), command) => decide::decide(&loaded.order, command, &mut context),
        (None, Command::Open(new)) => decide::open(order_id, new, &mut context),
        (None, _) => Err(Rejection::UnknownOrder),
    };
    work.working.hlc = clock;
    let decision = match decided {
        Ok(decision) => decision,
        Err(rejection) => {
            if let Some(loaded) = known {
                work.working.put_order(loaded);
            }
            return Ok(Err(rejection.into()));
        }
    };
    let created = known.is_none();
    let loaded = match known {
        // The same tap under another key: the facts are there already, and nobody has to hear of it again.
        Some(loaded) if decision.events.is_empty() => loaded,
        known => record(work, &catalog, known, decision, actor, now)?,
    };
    let view = view::order(&loaded.order, loaded.version, branch.cash_rounding);
    let body = serde_json::to_vec(&view).map_err(unreadable("order view"))?;
    let answer = Answer { status: if created { 201 } else { 200 }, version: loaded.version, body };
    work.working.put_order(loaded);
    Ok(Ok(answer))
}

/// Writes what was decided, all of it in the open transaction.
fn record(
    work: &mut Work<'_>,
    catalog: &Catalog,
    known: Option<Loaded>,
    decision: Decision,
    actor: &Actor,
    now: Timestamp,
) -> Result<Loaded, StoreError> {
    let Decision { order, events } = decision;
    let id = order.order_id.uuid();
    let (mut document, before, mut version) = match known {
        Some(loaded) => (loaded.document, Some((loaded.order, loaded.rows)), loaded.version),
        None => (Document::new(work.working.author), None, 0),
    };
    let customer = events
        .iter()
        .find_map(|event| if let Event::CustomerSet(customer) = event { Some(customer) } else { None });
    if let Some(customer) = customer {
        let mut contact = Document::new(work.working.author);
        document::registers::write(&mut contact, None, customer).map_err(in_document("contact"))?;
        append(work, DocKind::Contact, id, &mut contact, now)?;
    }
    document::order::write(&mut document, &events).map_err(in_document("order"))?;
    if let Some(position) = append(work, DocKind::Order, id, &mut document, now)? {
        version = position;
    }
    let rows = projection::rows(&order);
    order_rows::write(work.tx, before.as_ref().map(|(_, rows)| rows), &rows, version)?;
    let was = before.as_ref().map(|(order, _)| order);
    let change = story::Change::of(&events, actor.staff_id);
    for new in story::events(was, &order, &change, version) {
        work.working.tell(work.tx, new, now)?;
    }
    tickets::enqueue(work, catalog, &order, &events, now)?;
    Ok(Loaded { document, order, rows, version })
}

/// Appends the pending change of a document to the log; answers its position, or nothing when nothing changed.
pub fn append(
    work: &mut Work<'_>,
    kind: DocKind,
    id: uuid::Uuid,
    document: &mut Document,
    now: Timestamp,
) -> Result<Option<i64>, StoreError> {
    let Some(chunk) = document.commit(now) else { return Ok(None) };
    let Author { replica, epoch } = work.working.author;
    let entry = log::NewEntry { kind, doc: id, replica, epoch, received: false, chunk: &chunk };
    log::append(work.tx, &entry, work.working.chain(work.tx)?).map(Some)
}

/// Loads an order from its documents.
pub fn load(conn: &Connection, order_id: OrderId, author: Author) -> Result<Option<Loaded>, StoreError> {
    let Some((chunks, version)) = log::chunks(conn, DocKind::Order, order_id.uuid())? else {
        return Ok(None);
    };
    let document = Document::load(chunks.iter().map(Vec::as_slice), author).map_err(in_document("order"))?;
    let mut order = document::order::read(&document, order_id).map_err(in_document("order"))?;
    if let Some((chunks, _)) = log::chunks(conn, DocKind::Contact, order_id.uuid())? {
        let contact =
            Document::load(chunks.iter().map(Vec::as_slice), author).map_err(in_document("contact"))?;
        order.customer = document::registers::read(&contact).map_err(in_document("contact"))?;
    }
    let rows: OrderRows = projection::rows(&order);
    Ok(Some(Loaded { document, order, rows, version }))
}

/// An order as it is stored, for those who only look.
pub fn read(conn: &Connection, order_id: OrderId) -> Result<Option<(Order, i64)>, StoreError> {
    let nobody = Author { replica: [0; 8], epoch: 0 };
    Ok(load(conn, order_id, nobody)?.map(|loaded| (loaded.order, loaded.version)))
}

/// Names the document in an error.
pub fn in_document(key: &'static str) -> impl FnOnce(document::DocumentError) -> StoreError {
    move |source| StoreError::Document { key: key.to_owned(), source: Box::new(source) }
}

fn references(command: &Command) -> impl Iterator<Item = &str> {
    let payments = match command {
        Command::Open(new) => new.payments.as_slice(),
        Command::Pay { payments } => payments.as_slice(),
        Command::AddLines { .. }
        | Command::Send { .. }
        | Command::Step { .. }
        | Command::VoidLine { .. }
        | Command::Discount { .. }
        | Command::Cancel { .. } => &[],
    };
    let given: BTreeSet<&str> =
        payments.iter().filter_map(|payment| payment.reference.as_deref()).map(str::trim).collect();
    given.into_iter()
}
