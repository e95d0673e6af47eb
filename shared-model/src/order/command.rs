//! What people may ask of an order.

use super::stage::{PartRef, StepTo};
use crate::ids::{DiscountId, LineId, SendId, StationId, StepId, VoidId};
use crate::money::Money;
use crate::wire::orders::{NewLine, NewOrder, NewPayment};

/// A person's intent. Ids inside are minted by the tap, so that a retry is the same fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Begin an order, perhaps send and pay it at once.
    Open(NewOrder),
    AddLines {
        lines: Vec<NewLine>,
        send: Option<SendId>,
    },
    /// Dispatch the lines that were never sent.
    Send {
        send_id: SendId,
    },
    Step {
        step_id: StepId,
        to: StepTo,
        parts: Parts,
    },
    VoidLine {
        void_id: VoidId,
        line: LineId,
        reason: String,
    },
    Discount {
        discount_id: DiscountId,
        amount: Money,
        reason: String,
    },
    Cancel {
        reason: String,
    },
    Pay {
        payments: Vec<NewPayment>,
    },
}

/// Which parts a step is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parts {
    /// Every live part that the step can apply to, of one dispatch and station where given.
    Matching { send: Option<SendId>, station: Option<StationId> },
    /// Exactly these.
    Listed(Vec<PartRef>),
}
