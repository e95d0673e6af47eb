//! Why the cloud does not do what somebody wants. Nothing of a refused request is stored.

use shared_model::report::period::PeriodError;
use shared_model::tenant::{Plan, Resource};
use shared_model::wire::problem::{FieldError, ProblemCode};

use crate::store::StoreError;

/// An answer that is not what was asked for. One exhaustive match in `http::problem` gives each a status and a code.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Values that break rules.
    #[error("some values are wrong")]
    Fields(Vec<FieldError>),
    /// The key of this request was used for another one.
    #[error("the key was used for another request")]
    KeyReused,
    /// Somebody else changed it since.
    #[error("it is at version {version}")]
    VersionMismatch { version: i64 },
    /// There is something with this identity.
    #[error("it exists already")]
    AlreadyExists,
    /// It is not here, or not for this person to see.
    #[error("there is no such thing here")]
    NotFound,
    /// The plan allows no more of these.
    #[error("the plan allows no more")]
    PlanLimit { plan: Plan, over: Vec<Over> },
    /// Days that no report can be about.
    #[error(transparent)]
    Period(#[from] PeriodError),
    /// An extra of a company whose subscription has lapsed.
    #[error("the subscription has lapsed")]
    Lapsed,
    /// A rule says no, for a reason that has its own code and a sentence for people; always 409.
    #[error("{detail}")]
    Conflict { code: ProblemCode, detail: String },
    #[error("the store failed")]
    Store(#[from] StoreError),
}

/// A limit that is reached or would be passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Over {
    pub resource: Resource,
    pub limit: u32,
    pub present: u64,
}

impl Refusal {
    /// One field is wrong.
    pub fn field(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::Fields(vec![FieldError::new(pointer, detail)])
    }

    /// A rule says no.
    pub fn conflict(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self::Conflict { code, detail: detail.into() }
    }
}
