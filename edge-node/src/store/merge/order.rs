//! An order, and its customer, of which others wrote something.

use shared_model::document::{DocKind, order::latest};
use shared_model::ids::OrderId;
use shared_model::sync::Incoming;
use shared_model::time::{Hlc, Timestamp};
use uuid::Uuid;

use super::super::error::StoreError;
use super::super::order_command::load;
use super::super::story::{self, Change};
use super::super::working::Loaded;
use super::super::writer::Work;
use super::super::order_rows;
use super::Joining;
use super::join::{Refusals, join};

/// How far the facts of others may push the logical clock ahead of the wall clock, in milliseconds: a day.
const AHEAD_MAX_MS: i64 = 24 * 3_600_000;

/// Merges changes of one order and its customer, and makes its rows anew.
pub fn take(
    work: &mut Work<'_>,
    joining: &mut Joining,
    doc: Uuid,
    changes: Vec<Incoming>,
) -> Result<Refusals, StoreError> {
    let order_id = OrderId::new(doc);
    let (contacts, orders): (Vec<_>, Vec<_>) =
        changes.into_iter().partition(|change| change.kind == DocKind::Contact);
    let before = match work.working.take_order(order_id) {
        Some(loaded) => Some(loaded),
        None => load(work.tx, order_id, work.working.author)?,
    };
    let contact = join(work, joining, DocKind::Contact, doc, contacts)?;
    let order = join(work, joining, DocKind::Order, doc, orders)?;
    if contact.document.is_some() || order.document.is_some() {
        project(work, joining, order_id, before)?;
    } else if let Some(before) = before {
        work.working.put_order(before);
    }
    Ok([contact.refusals, order.refusals].concat())
}

/// Makes the rows of an order anew and tells the screens.
fn project(
    work: &mut Work<'_>,
    joining: &Joining,
    order_id: OrderId,
    before: Option<Loaded>,
) -> Result<(), StoreError> {
    // The customer may come before the order.
    let Some(after) = load(work.tx, order_id, work.working.author)? else { return Ok(()) };
    // Written anew rather than over: when two sides wrote one fact, the one that stands may change.
    order_rows::forget(work.tx, order_id)?;
    order_rows::write(work.tx, None, &after.rows, after.version)?;
    work.working.hlc = work.working.hlc.max(latest(&after.order).min(ahead_most(joining.now)));
    let today = joining.catalog.day_rule().map(|rule| rule.day_of(joining.now));
    let recent = today == Some(after.order.business_day());
    // Old orders that a blank box is given are no news for screens.
    if recent || before.is_some() {
        let was = before.as_ref().map(|loaded| &loaded.order);
        let change = Change::between(was, &after.order);
        for new in story::events(was, &after.order, &change, after.version) {
            work.working.tell(work.tx, new, joining.now)?;
        }
        work.working.put_order(after);
    }
    Ok(())
}

/// A reading of the clock that facts of others cannot push ours beyond.
fn ahead_most(now: Timestamp) -> Hlc {
    Hlc::default().tick(now.plus_ms(AHEAD_MAX_MS))
}
