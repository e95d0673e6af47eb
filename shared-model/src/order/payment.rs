//! Money received for an order: the settled amount, what was handed over, and what coins could not pay.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Rejection;
use crate::ids::StaffId;
use crate::money::Money;
use crate::time::Hlc;
use crate::wire::orders::NewPayment;

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

/// Checks one asked-for payment against what is still due.
///
/// # Errors
/// The [`Rejection`] that says what is wrong with it.
pub fn take(asked: &NewPayment, due: Money, taking: Taking) -> Result<Payment, Rejection> {
    let wrong = |detail: &str| Rejection::Payment { payment: asked.payment_id, detail: detail.to_owned() };
    if asked.amount <= Money::ZERO && !due.is_zero() {
        return Err(wrong("el valor debe ser mayor que cero"));
    }
    if asked.amount > due {
        return Err(Rejection::Overpaid { due });
    }
    let cash = asked.method == Method::Cash;
    let tendered = match (cash, asked.tendered) {
        (true, tendered) => Some(tendered.unwrap_or(asked.amount)),
        (false, None) => None,
        (false, Some(_)) => return Err(wrong("solo el efectivo lleva «recibido»")),
    };
    if tendered.is_some_and(|tendered| tendered < asked.amount || tendered > Money::MAX) {
        return Err(wrong("lo recibido no alcanza para el valor"));
    }
    let reference = asked.reference.as_deref().map(str::trim).filter(|text| !text.is_empty());
    if asked.method.has_reference() && reference.is_none() {
        return Err(Rejection::ReferenceMissing { payment: asked.payment_id });
    }
    if reference.is_some_and(|text| text.chars().count() > REFERENCE_MAX) {
        return Err(wrong("la referencia es muy larga (máximo 60 caracteres)"));
    }
    let settles_in_coins = cash && asked.amount == due.floor_to(taking.cash_rounding);
    let rounding = if settles_in_coins { due.minus(asked.amount).unwrap_or_default() } else { Money::ZERO };
    Ok(Payment {
        method: asked.method,
        amount: asked.amount,
        tendered,
        rounding,
        reference: reference.map(str::to_owned),
        by: taking.by,
        by_name: taking.by_name,
        at: taking.at,
    })
}
