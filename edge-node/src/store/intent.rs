//! What people want of the branch, and what comes of it.

use shared_model::ids::{CommandId, OrderId, PrintJobId, ProductId};
use shared_model::menu::{Category, Product};
use shared_model::order::Rejection;
use shared_model::order::command::Command;
use shared_model::staff::Actor;
use shared_model::tenant::Plan;
use shared_model::time::Timestamp;
use shared_model::wire::printing::ReprintKind;
use shared_model::wire::problem::FieldError;

use super::answered::{Answer, Fingerprint};
use super::error::StoreError;

/// A person's intent on its way to the branch.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// Minted by the tap; every retry repeats it.
    pub command_id: CommandId,
    /// Hash of the request it came with.
    pub fingerprint: Fingerprint,
    pub actor: Actor,
    /// Wall time when it arrived.
    pub now: Timestamp,
    pub intent: Intent,
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Intent {
    Order { order_id: OrderId, command: Command },
    CreateCategory(Category),
    UpdateCategory { category: Category, expected: i64 },
    CreateProduct(Product),
    UpdateProduct { product: Product, expected: i64 },
    SetAvailability { product_id: ProductId, sold_out: bool },
    Reprint { order_id: OrderId, kind: ReprintKind },
    AnswerPrint { print_job_id: PrintJobId, printed: bool },
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
    Order(Rejection),
    Fields(Vec<FieldError>),
    /// The key came before, with another request.
    KeyReused,
    /// Somebody changed it since it was read.
    VersionMismatch {
        version: i64,
    },
    AlreadyExists,
    /// The company's plan allows no more active products.
    PlanLimit {
        plan: Plan,
        limit: u32,
    },
    NotFound,
    /// The order has no such paper yet.
    NothingToPrint,
    /// The sheet does not wait for an answer.
    NotAnswerable,
    /// The box was not given a branch yet.
    NotSetUp,
}

impl From<Rejection> for Refusal {
    fn from(rejection: Rejection) -> Self {
        Self::Order(rejection)
    }
}

/// What carrying out an intent gives: an answer to keep, or a refusal; the outer error is a failure of the store.
pub type Carried = Result<Result<Answer, Refusal>, StoreError>;
