//! An open transaction in which something is edited: as whom it is written, under which plan, and when.

use ed25519_dalek::VerifyingKey;
use serde_json::json;
use shared_model::catalog::Editable;
use shared_model::document::Author;
use shared_model::ids::BranchId;
use shared_model::menu::Menu;
use shared_model::tenant::Resource;
use shared_model::time::Timestamp;
use shared_model::wire::problem::FieldError;
use uuid::Uuid;

use crate::company::limits;
use crate::refusal::Refusal;
use crate::store::table::answered::Answer;
use crate::store::table::event::{Audience, NewEvent};
use crate::store::table::register;
use crate::store::{StoreError, Tx};

/// What editing gives: an answer to keep, or a refusal.
pub type Carried = Result<Answer, Refusal>;

/// An open transaction of a company in which somebody edits.
#[derive(Debug)]
pub struct Work<'a, 'tx> {
    pub tx: &'a mut Tx<'tx>,
    /// Who changes are written as.
    pub author: Author,
    /// Checks what the company's plan allows.
    pub root: VerifyingKey,
    pub now: Timestamp,
}

impl Work<'_, '_> {
    /// Everything sold.
    pub fn menu(&mut self) -> Result<Menu, StoreError> {
        Ok(register::catalog(self.tx)?.menu)
    }

    /// The thing with this id and its version.
    pub fn find<T: Editable>(&mut self, id: Uuid) -> Result<(T, i64), Refusal> {
        register::find::<T>(self.tx, id)?.ok_or(Refusal::NotFound)
    }

    /// Refuses when there is something with this id.
    pub fn is_new<T: Editable>(&mut self, id: Uuid) -> Result<(), Refusal> {
        let known = register::find::<T>(self.tx, id)?;
        if known.is_some() { Err(Refusal::AlreadyExists) } else { Ok(()) }
    }

    /// The thing with this id, if nobody changed it since version `expected`.
    pub fn unchanged<T: Editable>(&mut self, id: Uuid, expected: i64) -> Result<T, Refusal> {
        let (value, version) = self.find::<T>(id)?;
        if version == expected { Ok(value) } else { Err(Refusal::VersionMismatch { version }) }
    }

    /// Refuses when the plan allows no more of these.
    pub fn room_for(&mut self, resource: Resource) -> Result<(), Refusal> {
        limits::check(self.tx, &self.root, resource)
    }

    /// Writes one thing; see [`super::put`].
    pub fn put<T: Editable>(&mut self, value: &T, branch: Option<BranchId>) -> Result<i64, StoreError> {
        super::put(self.tx, self.author, value, branch, self.now)
    }

    /// Writes something of the menu, tells everybody, and answers with it.
    pub fn save<T: Editable>(
        &mut self,
        status: u16,
        value: &T,
        mut told: serde_json::Value,
    ) -> Result<Answer, StoreError> {
        let version = self.put(value, None)?;
        told["version"] = json!(version);
        self.tell("menu:changed", None, Audience::Branch, told)?;
        Ok(Answer::json(status, version, value))
    }

    /// Tells people something once this is committed.
    pub fn tell(
        &mut self,
        kind: &str,
        branch: Option<BranchId>,
        audience: Audience,
        data: serde_json::Value,
    ) -> Result<(), StoreError> {
        let event = NewEvent { branch, kind: kind.to_owned(), audience, data };
        super::tell(self.tx, event, self.now)
    }
}

/// What a rule found wrong, as a refusal.
pub fn sound(checked: Result<(), Vec<FieldError>>) -> Result<(), Refusal> {
    checked.map_err(Refusal::Fields)
}
