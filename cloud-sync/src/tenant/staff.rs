//! The people of a company: who they are, what they may do and where, edited from the cloud. Verifiers come in hashed and
//! never go out.

use shared_model::branch::Branch;
use shared_model::document::DocKind;
use shared_model::ids::StaffId;
use shared_model::staff::{Role, Staff};
use shared_model::tenant::Resource;
use shared_model::wire::problem::{FieldError, ProblemCode};
use shared_model::wire::staff::{NewStaff, StaffEdit, StaffList, StaffMember};

use super::work::{Carried, Work, sound};
use crate::refusal::Refusal;
use crate::store::table::answered::Answer;
use crate::store::table::register;
use crate::store::{StoreError, Tx};

/// Verifiers of a new person's secrets, hashed outside the transaction.
#[derive(Clone, Default)]
pub struct Verifiers {
    pub password: Option<String>,
    pub pin: Option<String>,
}

impl std::fmt::Debug for Verifiers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Verifiers")
    }
}

/// People by name.
pub fn list(tx: &mut Tx<'_>) -> Result<StaffList, StoreError> {
    let mut items: Vec<StaffMember> = everybody(tx)?.iter().map(StaffMember::from).collect();
    items.sort_by_key(|person| (person.name.to_lowercase(), person.staff_id));
    Ok(StaffList { items })
}

/// Adds a person, if the plan allows one more.
pub fn create(work: &mut Work<'_, '_>, new: &NewStaff, verifiers: Verifiers) -> Carried {
    work.is_new::<Staff>(new.staff_id.uuid())?;
    work.room_for(Resource::Users)?;
    let staff = Staff {
        staff_id: new.staff_id,
        name: new.name.trim().to_owned(),
        username: new.username.trim().to_lowercase(),
        roles: roles(&new.roles),
        password: verifiers.password,
        pin: verifiers.pin,
        session_epoch: 0,
        active: true,
        email: email(new.email.as_deref()),
        branch_ids: new.branch_ids.clone(),
    };
    sound(check(work.tx, &staff)?)?;
    save(work, 201, &staff)
}

/// Changes a person that nobody else changed since version `expected`.
pub fn update(work: &mut Work<'_, '_>, id: StaffId, edit: &StaffEdit, expected: i64) -> Carried {
    let before = work.unchanged::<Staff>(id.uuid(), expected)?;
    if edit.active && !before.active {
        work.room_for(Resource::Users)?;
    }
    let staff = Staff {
        name: edit.name.trim().to_owned(),
        username: edit.username.trim().to_lowercase(),
        roles: roles(&edit.roles),
        email: email(edit.email.as_deref()),
        branch_ids: edit.branch_ids.clone(),
        active: edit.active,
        session_epoch: before.session_epoch + u32::from(before.active && !edit.active),
        ..before
    };
    sound(check(work.tx, &staff)?)?;
    keep_an_admin(work.tx, &staff)?;
    save(work, 200, &staff)
}

/// Lets a person go and ends their sessions; doing it again changes nothing.
pub fn deactivate(work: &mut Work<'_, '_>, id: StaffId) -> Carried {
    let (before, _) = work.find::<Staff>(id.uuid())?;
    let staff =
        Staff { active: false, session_epoch: before.session_epoch + u32::from(before.active), ..before };
    keep_an_admin(work.tx, &staff)?;
    save(work, 200, &staff)
}

/// Gives a person another password; sessions that the old one began end.
pub fn set_password(work: &mut Work<'_, '_>, id: StaffId, verifier: Option<String>) -> Carried {
    let (before, _) = work.find::<Staff>(id.uuid())?;
    let session_epoch = before.session_epoch + 1;
    save(work, 200, &Staff { password: verifier, session_epoch, ..before })
}

/// Gives a person another PIN, or takes it away.
pub fn set_pin(work: &mut Work<'_, '_>, id: StaffId, verifier: Option<String>) -> Carried {
    let (before, _) = work.find::<Staff>(id.uuid())?;
    save(work, 200, &Staff { pin: verifier, ..before })
}

/// Ends every session of a person, here and at the boxes.
pub fn sign_out(work: &mut Work<'_, '_>, id: StaffId) -> Carried {
    let (before, _) = work.find::<Staff>(id.uuid())?;
    save(work, 200, &Staff { session_epoch: before.session_epoch + 1, ..before })
}

/// What is wrong with secrets before they are hashed.
pub fn check_secrets(password: Option<&str>, pin: Option<&str>) -> Result<(), Refusal> {
    let mut wrong = Vec::new();
    if password.is_some_and(|password| !(8..=200).contains(&password.chars().count())) {
        wrong.push(FieldError::new("/password", "la contraseña va de 8 a 200 caracteres"));
    }
    let digits = |pin: &str| (4..=6).contains(&pin.len()) && pin.bytes().all(|byte| byte.is_ascii_digit());
    if pin.is_some_and(|pin| !digits(pin)) {
        wrong.push(FieldError::new("/pin", "el PIN tiene de 4 a 6 dígitos"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Refusal::Fields(wrong)) }
}

fn check(tx: &mut Tx<'_>, staff: &Staff) -> Result<Result<(), Vec<FieldError>>, StoreError> {
    let mut wrong = Vec::new();
    let mut note = |pointer: &str, detail: &str| wrong.push(FieldError::new(pointer, detail));
    let length = staff.name.chars().count();
    if length == 0 || length > 80 || staff.name.chars().any(char::is_control) {
        note("/name", "escribe un nombre de 1 a 80 caracteres");
    }
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_".contains(&byte);
    if !(2..=40).contains(&staff.username.len()) || !staff.username.bytes().all(fits) {
        note("/username", "usa de 2 a 40 letras sin tilde, números, punto, guion o guion bajo");
    }
    let same = |other: &Staff| other.staff_id != staff.staff_id && other.username == staff.username;
    if everybody(tx)?.iter().any(same) {
        note("/username", "otra persona del negocio ya usa ese nombre de usuario");
    }
    let is_address = |email: &String| {
        email.len() <= 200 && email.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.'))
    };
    if staff.email.as_ref().is_some_and(|email| !is_address(email)) {
        note("/email", "escribe el correo completo");
    }
    if staff.roles.is_empty() {
        note("/roles", "elige al menos un rol");
    }
    for (at, branch) in staff.branch_ids.iter().enumerate() {
        if register::find::<Branch>(tx, branch.uuid())?.is_none() {
            note(&format!("/branch_ids/{at}"), "la sucursal no existe");
        }
    }
    Ok(if wrong.is_empty() { Ok(()) } else { Err(wrong) })
}

/// Refuses a change that would leave nobody who may do everything.
fn keep_an_admin(tx: &mut Tx<'_>, changed: &Staff) -> Result<(), Refusal> {
    let is_admin = |staff: &Staff| staff.active && staff.roles.contains(&Role::Admin);
    if is_admin(changed) {
        return Ok(());
    }
    let everybody = everybody(tx)?;
    let was_admin = everybody.iter().any(|staff| staff.staff_id == changed.staff_id && is_admin(staff));
    let others = everybody.iter().any(|staff| staff.staff_id != changed.staff_id && is_admin(staff));
    if !was_admin || others {
        return Ok(());
    }
    let detail = "Es la última persona que administra el negocio. Nombra a otra primero.";
    Err(Refusal::conflict(ProblemCode::LastAdmin, detail))
}

fn save(work: &mut Work<'_, '_>, status: u16, staff: &Staff) -> Carried {
    let version = work.put(staff, None)?;
    Ok(Answer::json(status, version, &StaffMember::from(staff)))
}

fn everybody(tx: &mut Tx<'_>) -> Result<Vec<Staff>, StoreError> {
    Ok(register::all::<Staff>(tx, DocKind::Staff)?.into_iter().map(|(staff, _)| staff).collect())
}

fn roles(given: &[Role]) -> Vec<Role> {
    given.iter().copied().collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

fn email(given: Option<&str>) -> Option<String> {
    given.map(|email| email.trim().to_lowercase()).filter(|email| !email.is_empty())
}

#[cfg(test)]
mod tests;
