//! The branches of a company. One of them is the main one; what a new one does not say is as there.

use shared_model::branch::Branch;
use shared_model::document::DocKind;
use shared_model::ids::BranchId;
use shared_model::money::Money;
use shared_model::tenant::Resource;
use shared_model::time::Timestamp;
use shared_model::wire::branches::{BranchEdit, BranchList, BranchStats};
use shared_model::wire::problem::{FieldError, ProblemCode};

use super::work::{Carried, Work, sound};
use crate::refusal::Refusal;
use crate::store::error::unreadable;
use crate::store::table::answered::Answer;
use crate::store::table::register;
use crate::store::table::sales_order::{self, DayTotals};
use crate::store::{StoreError, Tx};

/// Branches, the main one first, then by name.
pub fn list(tx: &mut Tx<'_>) -> Result<BranchList, StoreError> {
    let mut items: Vec<Branch> = all(tx)?;
    items.sort_by_key(|branch| (!branch.is_main, branch.name.to_lowercase(), branch.branch_id));
    Ok(BranchList { items })
}

/// Adds a branch, if the plan allows one more.
pub fn create(work: &mut Work<'_, '_>, id: BranchId, edit: &BranchEdit) -> Carried {
    work.is_new::<Branch>(id.uuid())?;
    work.room_for(Resource::Branches)?;
    let model = list(work.tx)?.items.into_iter().next().ok_or(Refusal::NotFound)?;
    let blank = Branch { branch_id: id, address: String::new(), active: true, is_main: false, ..model };
    write(work, 201, edited(blank, edit))
}

/// Changes a branch that nobody else changed since version `expected`. `sells`: a box of it is live.
pub fn update(
    work: &mut Work<'_, '_>,
    id: BranchId,
    edit: &BranchEdit,
    expected: i64,
    sells: bool,
) -> Carried {
    let before = work.unchanged::<Branch>(id.uuid(), expected)?;
    if edit.active && !before.active {
        work.room_for(Resource::Branches)?;
    }
    if !edit.active && before.active {
        may_close(work.tx, id, sells)?;
    }
    write(work, 200, edited(before, edit))
}

/// Switches a branch off; doing it again changes nothing.
pub fn deactivate(work: &mut Work<'_, '_>, id: BranchId, sells: bool) -> Carried {
    let (before, _) = work.find::<Branch>(id.uuid())?;
    if before.active {
        may_close(work.tx, id, sells)?;
    }
    write(work, 200, Branch { active: false, ..before })
}

/// How a branch does today, as far as its box told.
pub fn stats(tx: &mut Tx<'_>, branch: &Branch, now: Timestamp) -> Result<BranchStats, StoreError> {
    let day = branch.day_rule().map_err(unreadable("branch"))?.day_of(now);
    let totals = sales_order::day_totals(tx, branch.branch_id, day)?;
    let of = |cancelled: bool| totals.iter().filter(move |sum| (sum.status == "cancelled") == cancelled);
    let sum = |part: fn(&DayTotals) -> i64| Money::from_minor(of(false).map(part).sum());
    Ok(BranchStats {
        branch_id: branch.branch_id,
        business_day: day,
        orders: of(false).map(|sum| sum.orders).sum(),
        cancelled: of(true).map(|sum| sum.orders).sum(),
        total: sum(|sum| sum.total),
        paid: sum(|sum| sum.paid),
        due: sum(|sum| sum.due),
    })
}

fn may_close(tx: &mut Tx<'_>, id: BranchId, sells: bool) -> Result<(), Refusal> {
    if !all(tx)?.iter().any(|other| other.active && other.branch_id != id) {
        let detail = "Es la única sucursal activa: un negocio tiene al menos una.";
        return Err(Refusal::conflict(ProblemCode::LastBranch, detail));
    }
    if sells {
        let detail = "Una caja todavía vende en esa sucursal. Retira la caja primero.";
        return Err(Refusal::conflict(ProblemCode::BranchInUse, detail));
    }
    Ok(())
}

fn write(work: &mut Work<'_, '_>, status: u16, mut branch: Branch) -> Carried {
    sound(check(work.tx, &branch)?)?;
    // Being the main one passes on when the main one closes.
    let others: Vec<Branch> =
        all(work.tx)?.into_iter().filter(|other| other.branch_id != branch.branch_id).collect();
    branch.is_main =
        branch.active && (branch.is_main || !others.iter().any(|other| other.is_main && other.active));
    let heir = others.iter().filter(|other| other.active).min_by_key(|other| other.branch_id);
    let heir = heir.map(|heir| heir.branch_id).filter(|_| !branch.is_main);
    let has_main = branch.is_main || others.iter().any(|other| other.is_main && other.active);
    for other in &others {
        let is_main = if branch.is_main {
            false
        } else if has_main {
            other.is_main
        } else {
            heir == Some(other.branch_id)
        };
        let changed = Branch { is_main, ..other.clone() };
        work.put(&changed, Some(other.branch_id))?;
    }
    let version = work.put(&branch, Some(branch.branch_id))?;
    Ok(Answer::json(status, version, &branch))
}

fn edited(before: Branch, edit: &BranchEdit) -> Branch {
    let text = |given: &Option<String>| {
        given.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    Branch {
        name: edit.name.trim().to_owned(),
        code: text(&edit.code).map(|code| code.to_uppercase()),
        business_name: text(&edit.business_name).unwrap_or(before.business_name),
        nit: text(&edit.nit).unwrap_or(before.nit),
        address: text(&edit.address).unwrap_or(before.address),
        phone: text(&edit.phone),
        latitude_udeg: edit.latitude_udeg,
        longitude_udeg: edit.longitude_udeg,
        zone: text(&edit.zone).unwrap_or(before.zone),
        closes_at_min: edit.closes_at_min.unwrap_or(before.closes_at_min),
        cash_rounding: edit.cash_rounding.unwrap_or(before.cash_rounding),
        active: edit.active,
        is_main: edit.is_main || before.is_main,
        branch_id: before.branch_id,
        company_id: before.company_id,
        company_slug: before.company_slug,
    }
}

fn check(tx: &mut Tx<'_>, branch: &Branch) -> Result<Result<(), Vec<FieldError>>, StoreError> {
    let mut wrong = Vec::new();
    let mut note = |pointer: &str, detail: &str| wrong.push(FieldError::new(pointer, detail));
    let fits = |text: &str, most: usize| text.chars().count() <= most && !text.chars().any(char::is_control);
    if branch.name.is_empty() || !fits(&branch.name, 80) {
        note("/name", "escribe un nombre de 1 a 80 caracteres");
    }
    let others: Vec<Branch> =
        all(tx)?.into_iter().filter(|other| other.branch_id != branch.branch_id && other.active).collect();
    if others.iter().any(|other| other.name.to_lowercase() == branch.name.to_lowercase()) {
        note("/name", "ya hay una sucursal con ese nombre");
    }
    if let Some(code) = &branch.code {
        if code.len() > 12 || !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            note("/code", "usa hasta 12 letras y números");
        }
        if others.iter().any(|other| other.code.as_ref() == Some(code)) {
            note("/code", "otra sucursal ya usa ese código");
        }
    }
    for (pointer, text, most) in [
        ("/business_name", branch.business_name.as_str(), 80),
        ("/nit", branch.nit.as_str(), 40),
        ("/address", branch.address.as_str(), 200),
        ("/phone", branch.phone.as_deref().unwrap_or_default(), 40),
    ] {
        if !fits(text, most) {
            note(pointer, &format!("máximo {most} caracteres, sin caracteres de control"));
        }
    }
    let off =
        |degrees: Option<i32>, most: i32| degrees.is_some_and(|degrees| !(-most..=most).contains(&degrees));
    if off(branch.latitude_udeg, 90_000_000) {
        note("/latitude_udeg", "debe estar entre -90 y 90 grados");
    }
    if off(branch.longitude_udeg, 180_000_000) {
        note("/longitude_udeg", "debe estar entre -180 y 180 grados");
    }
    if branch.day_rule().is_err() {
        note("/zone", "la zona horaria o la hora de cierre no existe");
    }
    if branch.cash_rounding.is_negative() || branch.cash_rounding > Money::from_pesos(1_000) {
        note("/cash_rounding", "debe estar entre $ 0 y $ 1.000");
    }
    Ok(if wrong.is_empty() { Ok(()) } else { Err(wrong) })
}

fn all(tx: &mut Tx<'_>) -> Result<Vec<Branch>, StoreError> {
    Ok(register::all::<Branch>(tx, DocKind::Branch)?.into_iter().map(|(branch, _)| branch).collect())
}

#[cfg(test)]
mod tests;
