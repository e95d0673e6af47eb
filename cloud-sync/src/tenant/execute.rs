//! The one write path of a company. A retry is answered as before; a refusal writes nothing; everything else lands
//! together: document change, rows, events, and the answer itself.

use serde::Serialize;
use shared_model::catalog::Editable;
use shared_model::document::Author;
use shared_model::ids::BranchId;
use shared_model::staff::Actor;
use shared_model::tenant::{Limits, Resource};
use shared_model::time::Timestamp;
use uuid::Uuid;

use super::edit;
use super::intent::{Carried, Envelope, Outcome, Refusal};
use crate::store::error::unreadable;
use crate::store::table::answered::{self, Answer};
use crate::store::table::event::NewEvent;
use crate::store::table::register;
use crate::store::{StoreError, Tx};

/// An open transaction of a company in which something is carried out: for whom, as whom, and when.
#[derive(Debug)]
pub struct Work<'a, 'tx> {
    pub tx: &'a mut Tx<'tx>,
    pub actor: Actor,
    pub author: Author,
    pub limits: Limits,
    pub now: Timestamp,
}

/// Carries out an intent once. `carry` refuses before it writes.
pub fn execute<F>(tx: &mut Tx<'_>, envelope: Envelope, carry: F) -> Result<Outcome, StoreError>
where
    F: FnOnce(&mut Work<'_, '_>) -> Carried,
{
    let Envelope { tap, actor, author, limits, now } = envelope;
    if let Some((fingerprint, answer)) = answered::find(tx, tap.command_id)? {
        let same = fingerprint == tap.fingerprint;
        return Ok(if same {
            Outcome::Answered { answer, replayed: true }
        } else {
            Outcome::Refused(Refusal::KeyReused)
        });
    }
    match carry(&mut Work { tx, actor, author, limits, now })? {
        Ok(answer) => {
            answered::insert(tx, tap.command_id, tap.fingerprint, &answer, now)?;
            Ok(Outcome::Answered { answer, replayed: false })
        }
        Err(refusal) => Ok(Outcome::Refused(refusal)),
    }
}

impl Work<'_, '_> {
    /// Writes one thing; see [`edit::put`].
    pub fn put<T: Editable>(&mut self, value: &T, branch: Option<BranchId>) -> Result<i64, StoreError> {
        edit::put(self.tx, self.author, value, branch, self.now)
    }

    /// Writes one thing and answers with it.
    pub fn save<T: Editable>(
        &mut self,
        value: &T,
        branch: Option<BranchId>,
        status: u16,
    ) -> Result<Answer, StoreError> {
        let version = self.put(value, branch)?;
        answer(status, version, value)
    }

    /// Tells people something once this is committed.
    pub fn tell(&mut self, event: NewEvent) -> Result<(), StoreError> {
        super::tell(self.tx, event, self.now)
    }

    /// The thing with this id, if nobody changed it since version `expected`.
    pub fn unchanged<T: Editable>(
        &mut self,
        id: Uuid,
        expected: i64,
    ) -> Result<Result<T, Refusal>, StoreError> {
        Ok(match register::find::<T>(self.tx, id)? {
            None => Err(Refusal::NotFound),
            Some((_, version)) if version != expected => Err(Refusal::VersionMismatch { version }),
            Some((value, _)) => Ok(value),
        })
    }

    /// Whether the plan lets one more be created beside `existing` ones.
    pub fn room_for(&self, resource: Resource, existing: usize) -> Result<(), Refusal> {
        let room = self.limits.allow_one_more(resource, existing);
        if room { Ok(()) } else { Err(Refusal::LimitReached(resource)) }
    }
}

/// An answer with a JSON body.
pub fn answer<T: Serialize>(status: u16, version: i64, body: &T) -> Result<Answer, StoreError> {
    let body = serde_json::to_vec(body).map_err(unreadable("answer"))?;
    Ok(Answer { status, version, body })
}
