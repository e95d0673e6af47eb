//! Money received for an order: the settled amount, what was handed over, and what coins could not pay.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Order, Rejection, pricing, text};
use crate::ids::StaffId;
use crate::money::Money;
use crate::order::command::NewPayment;
use crate::time::Hlc;

/// Characters a reference may have.
const REFERENCE_MAX: usize = 60;

/// How money changes hands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Encode, Decode, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    #[n(0)]
    Cash,
    /// Datáfono.
    #[n(1)]
    Card,
    #[n(2)]
    Nequi,
    #[n(3)]
    Daviplata,
    #[n(4)]
    BreB,
    #[n(5)]
    Transfer,
    /// Rappi, DiDi: the platform collects.
    #[n(6)]
    Platform,
    /// Fiado.
    #[n(7)]
    Credit,
}

impl Method {
    /// Whether paying this way leaves a number that proves it.
    pub const fn has_reference(self) -> bool {
        !matches!(self, Self::Cash | Self::Credit)
    }

    /// How it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Card => "card",
            Self::Nequi => "nequi",
            Self::Daviplata => "daviplata",
            Self::BreB => "bre_b",
            Self::Transfer => "transfer",
            Self::Platform => "platform",
            Self::Credit => "credit",
        }
    }

    /// What it is called on paper.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Cash => "Efectivo",
            Self::Card => "Datáfono",
            Self::Nequi => "Nequi",
            Self::Daviplata => "Daviplata",
            Self::BreB => "Bre-B",
            Self::Transfer => "Transferencia",
            Self::Platform => "Plataforma",
            Self::Credit => "Fiado",
        }
    }
}

/// Money that was received. Payments only accumulate; nobody can un-pay an order.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Payment {
    #[n(0)]
    pub method: Method,
    /// What of the bill it settles.
    #[n(1)]
    pub amount: Money,
    /// What was handed over, for cash.
    #[n(2)]
    pub tendered: Option<Money>,
    /// Waived because coins that small do not exist; settled on top of `amount`.
    #[n(3)]
    pub rounding: Money,
    #[n(4)]
    pub reference: Option<String>,
    #[n(5)]
    pub by: StaffId,
    #[n(6)]
    pub at: Hlc,
    #[n(7)]
    pub by_name: String,
}

impl Payment {
    /// Whether its numbers are such as [`take`] lets through, so that sums of them stay in range.
    pub fn is_plausible(&self) -> bool {
        let bounded = |amount: Money| !amount.is_negative() && amount <= Money::MAX;
        bounded(self.amount)
            && bounded(self.rounding)
            && self.tendered.is_none_or(|tendered| bounded(tendered) && tendered >= self.amount)
    }

    /// What was given back.
    pub fn change(&self) -> Money {
        let tendered = self.tendered.unwrap_or(self.amount);
        tendered.minus(self.amount).expect("tendered is at least the amount")
    }
}

/// Who takes the money, when, and what the smallest coin is.
#[derive(Debug, Clone)]
pub struct Taking {
    pub by: StaffId,
    pub by_name: String,
    pub at: Hlc,
    pub cash_rounding: Money,
}

/// What the payments of an order come to against its total.
///
/// Invariant: `paid + rounding + due == total + overpaid`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settlement {
    /// Money received.
    pub paid: Money,
    /// Waived because coins that small do not exist.
    pub rounding: Money,
    /// Still to be paid.
    pub due: Money,
    /// Received beyond the total.
    pub overpaid: Money,
}

/// Settles a bill with its payments in the sequence they were taken. What a payment waives counts only while something
/// is due, so that two tills that charge the same bill waive its odd coins once.
pub fn settle(order: &Order) -> Settlement {
    let mut payments: Vec<_> = order.payments.iter().collect();
    payments.sort_by_key(|(id, payment)| (payment.at, **id));
    let mut so_far = Settlement { due: pricing::totals(order).total, ..Settlement::default() };
    let sum = |a: Money, b: Money| [a, b].into_iter().sum::<Money>();
    let less = |whole: Money, part: Money| whole.minus(part).expect("a part is not more than the whole");
    for (_, payment) in payments {
        let settled = payment.amount.min(so_far.due);
        so_far.due = less(so_far.due, settled);
        so_far.paid = sum(so_far.paid, payment.amount);
        so_far.overpaid = sum(so_far.overpaid, less(payment.amount, settled));
        let waived = payment.rounding.min(so_far.due);
        so_far.due = less(so_far.due, waived);
        so_far.rounding = sum(so_far.rounding, waived);
    }
    so_far
}

/// Checks one asked-for payment against what is still due. Cash settles a bill down to the smallest coin: the odd
/// pesos are waived, also when exactly the bill is asked for, because nobody could give change for them.
///
/// # Errors
/// The [`Rejection`] that says what is wrong with it.
pub fn take(asked: &NewPayment, due: Money, taking: Taking) -> Result<Payment, Rejection> {
    let wrong = |detail: &str| Rejection::Payment { payment: asked.payment_id, detail: detail.to_owned() };
    let cash = asked.method == Method::Cash;
    let settles_at = if cash { due.floor_to(taking.cash_rounding) } else { due };
    if asked.amount.is_negative() || (asked.amount.is_zero() && !settles_at.is_zero()) {
        return Err(wrong("el valor debe ser mayor que cero"));
    }
    if asked.amount > due {
        return Err(Rejection::Overpaid { due });
    }
    let settles = asked.amount >= settles_at;
    let (amount, rounding) = if settles {
        (settles_at, due.minus(settles_at).unwrap_or_default())
    } else {
        (asked.amount, Money::ZERO)
    };
    let tendered = match (cash, asked.tendered) {
        (true, tendered) => Some(tendered.unwrap_or(amount)),
        (false, None) => None,
        (false, Some(_)) => return Err(wrong("solo el efectivo lleva «recibido»")),
    };
    if tendered.is_some_and(|tendered| tendered < amount) {
        return Err(wrong("lo recibido no alcanza para el valor"));
    }
    if tendered.is_some_and(|tendered| tendered > Money::MAX) {
        return Err(wrong("lo recibido es demasiado grande"));
    }
    let reference = asked.reference.as_deref().and_then(text::clean);
    if asked.method.has_reference() && reference.is_none() {
        return Err(Rejection::ReferenceMissing { payment: asked.payment_id });
    }
    if reference.as_ref().is_some_and(|text| text.chars().count() > REFERENCE_MAX) {
        return Err(wrong("la referencia es muy larga (máximo 60 caracteres)"));
    }
    Ok(Payment {
        method: asked.method,
        amount,
        tendered,
        rounding,
        reference,
        by: taking.by,
        by_name: taking.by_name,
        at: taking.at,
    })
}
