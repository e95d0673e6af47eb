//! What people want of a company, and what comes of it.

use shared_model::document::Author;
use shared_model::ids::CommandId;
use shared_model::staff::Actor;
use shared_model::tenant::{Limits, Resource};
use shared_model::time::Timestamp;
use shared_model::wire::problem::FieldError;

use crate::store::StoreError;
use crate::store::table::answered::{Answer, Fingerprint};

/// One request a person made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tap {
    /// Minted by the tap; every retry repeats it.
    pub command_id: CommandId,
    /// Hash of the request it came with.
    pub fingerprint: Fingerprint,
}

/// A person's intent on its way to the company.
#[derive(Debug, Clone)]
pub struct Envelope {
    pub tap: Tap,
    pub actor: Actor,
    /// Who changes are written as.
    pub author: Author,
    /// What the company's plan allows.
    pub limits: Limits,
    /// Wall time when it arrived.
    pub now: Timestamp,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Carried out, now or (`replayed`) when it first came.
    Answered { answer: Answer, replayed: bool },
    /// Not carried out; nothing was written.
    Refused(Refusal),
}

/// Why nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    Fields(Vec<FieldError>),
    /// The key came before, with another request.
    KeyReused,
    /// Somebody changed it since it was read.
    VersionMismatch {
        version: i64,
    },
    AlreadyExists,
    NotFound,
    /// The plan allows no more of these.
    LimitReached(Resource),
    /// The company would have nobody left who may do everything.
    LastAdmin,
    /// The company would have no branch left.
    LastBranch,
    /// A box still sells there.
    BranchSells,
}

impl Refusal {
    /// One field is wrong.
    pub fn field(pointer: &str, detail: &str) -> Self {
        Self::Fields(vec![FieldError::new(pointer, detail)])
    }
}

/// What carrying out an intent gives: an answer to keep, or a refusal; the outer error is a failure of the store.
pub type Carried = Result<Result<Answer, Refusal>, StoreError>;
