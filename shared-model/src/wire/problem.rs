//! Errors as RFC 9457 problem details with a closed set of codes, so that a screen can have a text for each.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A field that is wrong and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// JSON pointer (RFC 6901) into the request body.
    pub pointer: String,
    /// What is wrong, for people.
    pub detail: String,
}

impl FieldError {
    /// A complaint about one field.
    pub fn new(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), detail: detail.into() }
    }
}

/// The body of every error answer (RFC 9457), sent as `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// `urn:fastops:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    /// What happened and what to do, in Spanish.
    pub detail: String,
    pub code: ProblemCode,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Also in the logs; what support asks for.
    pub request_id: String,
}

macro_rules! problem_codes {
    ($($(#[$doc:meta])* $name:ident = $text:tt, $title:literal;)+) => {
        /// Every reason the API gives for not doing something.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        pub enum ProblemCode {
            $($(#[$doc])* #[serde(rename = $text)] $name,)+
        }

        impl ProblemCode {
            /// How it is written.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// A short title in Spanish.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)+ }
            }
        }
    };
}

problem_codes! {
    BadRequest = "bad-request", "La solicitud no se entiende";
    BadJson = "bad-json", "El cuerpo no es JSON válido";
    BodyTooLarge = "body-too-large", "La solicitud es demasiado grande";
    UnsupportedMediaType = "unsupported-media-type", "Se espera application/json";
    MethodNotAllowed = "method-not-allowed", "Ese método no existe aquí";
    NotFound = "not-found", "No existe";
    InvalidField = "invalid-field", "Hay datos por corregir";
    Unauthorized = "unauthorized", "Inicia sesión";
    BadCredentials = "bad-credentials", "Usuario o contraseña incorrectos";
    BadPin = "bad-pin", "PIN incorrecto";
    PinLocked = "pin-locked", "PIN bloqueado";
    DeviceNotPaired = "device-not-paired", "Este dispositivo no está autorizado";
    Forbidden = "forbidden", "No tienes permiso";
    AccountLocked = "account-locked", "Demasiados intentos";
    TooManyRequests = "too-many-requests", "Demasiadas solicitudes";
    CompanyInactive = "company-inactive", "El negocio está desactivado";
    SubscriptionLapsed = "subscription-lapsed", "La suscripción venció";
    PlanLimit = "plan-limit", "El plan no permite más";
    PlanNotAvailable = "plan-not-available", "Ese plan no se puede elegir así";
    PaymentsUnavailable = "payments-unavailable", "Todavía no hay pagos en línea";
    SlugTaken = "slug-taken", "Ese nombre corto ya está en uso";
    EmailTaken = "email-taken", "Ese correo ya tiene un negocio";
    ResetLinkInvalid = "reset-link-invalid", "El enlace ya no sirve";
    IdempotencyKeyMissing = "idempotency-key-missing", "Falta el encabezado Idempotency-Key";
    IdempotencyKeyReused = "idempotency-key-reused", "La misma clave llegó con otra solicitud";
    PreconditionRequired = "precondition-required", "Falta el encabezado If-Match";
    PreconditionFailed = "precondition-failed", "Otra persona lo cambió";
    AlreadyExists = "already-exists", "Ya existe";
    LastAdmin = "last-admin", "Es la última persona que administra";
    LastBranch = "last-branch", "Es la última sucursal";
    BranchInUse = "branch-in-use", "La sucursal tiene una caja activa";
    OrderCancelled = "order-cancelled", "El pedido está cancelado";
    OrderDelivered = "order-delivered", "El pedido ya fue entregado";
    OrderPaid = "order-paid", "El pedido ya está pagado";
    OrderHasPayments = "order-has-payments", "El pedido tiene pagos";
    NothingToSend = "nothing-to-send", "No hay nada nuevo para enviar";
    StepNotAllowed = "step-not-allowed", "Ese paso ya no aplica";
    LineVoided = "line-voided", "La línea ya fue anulada";
    LineNotSellable = "line-not-sellable", "Revisa el producto";
    Overpaid = "overpaid", "Se está cobrando de más";
    NothingDue = "nothing-due", "No queda nada por pagar";
    ReferenceMissing = "reference-missing", "Falta la referencia del pago";
    ReferenceUsed = "reference-used", "Esa referencia ya se usó";
    DiscountTooLarge = "discount-too-large", "El descuento supera la cuenta";
    NotAnswerable = "not-answerable", "Ese tiquete no espera respuesta";
    NothingToPrint = "nothing-to-print", "No hay nada para imprimir";
    Busy = "busy", "La caja está ocupada";
    StorageFull = "storage-full", "El disco está lleno";
    StorageReadOnly = "storage-read-only", "El disco no acepta cambios";
    StorageFailed = "storage-failed", "El disco falló";
    Internal = "internal", "Error interno";
}
