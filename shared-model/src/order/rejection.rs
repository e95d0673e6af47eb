//! Why a command was refused. Nothing is stored when one of these is the answer.

use crate::ids::{LineId, OrderId, PaymentId};
use crate::menu::choice::ChoiceError;
use crate::money::Money;
use crate::staff::Role;

/// An answer, not a failure: the person is told and can act on it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("el pedido no existe")]
    UnknownOrder,
    #[error("ya hay un pedido con ese identificador")]
    OrderExists { order: OrderId },
    #[error("un pedido necesita al menos una línea")]
    NoLines,
    #[error("un pedido puede tener como máximo {most} líneas")]
    TooManyLines { most: usize },
    #[error("la línea {line} está repetida")]
    DuplicateLine { line: LineId },
    #[error("{reason}")]
    Line { line: LineId, reason: ChoiceError },
    #[error("{detail}")]
    Field { pointer: &'static str, detail: String },
    #[error("el pedido está cancelado")]
    Cancelled,
    #[error("el pedido ya fue entregado")]
    Delivered,
    #[error("el pedido ya está pagado; abre una cuenta nueva")]
    Paid,
    #[error("no hay nada nuevo para enviar a cocina")]
    NothingToSend,
    #[error("ese paso ya no aplica: los productos están en otro estado")]
    StepNotAllowed,
    #[error("la línea no existe en este pedido")]
    UnknownLine { line: LineId },
    #[error("la línea ya fue anulada")]
    AlreadyVoided { line: LineId },
    #[error("escribe el motivo")]
    ReasonMissing,
    #[error("esto necesita el permiso de {}", needed.label())]
    NotAllowed { needed: Role },
    #[error("se está cobrando de más: quedan {due} por pagar")]
    Overpaid { due: Money },
    #[error("no queda nada por pagar")]
    NothingDue,
    #[error("{detail}")]
    Payment { payment: PaymentId, detail: String },
    #[error("escribe la referencia del pago")]
    ReferenceMissing { payment: PaymentId },
    #[error("esa referencia ya se usó en otro pago")]
    ReferenceUsed { payment: PaymentId },
    #[error("hay pagos registrados: primero hay que devolver el dinero")]
    HasPayments,
    #[error("el descuento no puede ser mayor que la cuenta")]
    DiscountTooLarge { due: Money },
}
