//! What people type into an order: trimmed, of bounded length, and without control characters, because a note goes to
//! the printer as it is and ESC starts a command there.

use super::{Customer, Header, Rejection};
use crate::order::command::NewOrder;

/// Characters of an order's note and of a reason.
const TEXT_MAX: usize = 300;

/// The text as it is kept: control characters (line ends too) become spaces; none when nothing is left.
pub fn clean(asked: &str) -> Option<String> {
    let spaced: String = asked.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let trimmed = spaced.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// A reason or a note; none when it is blank.
pub(super) fn text(asked: &str, pointer: &'static str) -> Result<Option<String>, Rejection> {
    short(Some(asked), pointer, TEXT_MAX)
}

/// A reason that must be given.
pub(super) fn reason(asked: &str) -> Result<String, Rejection> {
    text(asked, "/reason")?.ok_or(Rejection::ReasonMissing)
}

pub(super) fn header(new: &NewOrder) -> Result<Header, Rejection> {
    if new.guests.is_some_and(|guests| guests == 0 || guests > 200) {
        let detail = "los comensales deben estar entre 1 y 200".to_owned();
        return Err(Rejection::Field { pointer: "/guests", detail });
    }
    let table = short(new.table.as_deref(), "/table", 20)?;
    let note = new.note.as_deref().map_or(Ok(None), |note| text(note, "/note"))?;
    Ok(Header { table, guests: new.guests, note })
}

pub(super) fn customer(new: &NewOrder) -> Result<Customer, Rejection> {
    let Some(asked) = &new.customer else { return Ok(Customer::default()) };
    Ok(Customer {
        name: short(asked.name.as_deref(), "/customer/name", 80)?,
        phone: short(asked.phone.as_deref(), "/customer/phone", 20)?,
        address: short(asked.address.as_deref(), "/customer/address", 200)?,
    })
}

fn short(asked: Option<&str>, pointer: &'static str, most: usize) -> Result<Option<String>, Rejection> {
    let Some(text) = asked.and_then(clean) else { return Ok(None) };
    if text.chars().count() > most {
        return Err(Rejection::Field { pointer, detail: format!("máximo {most} caracteres") });
    }
    Ok(Some(text))
}
