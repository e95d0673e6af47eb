//! Every way of saying no, as RFC 9457 problem details. One exhaustive match per source: a new reason does not compile
//! until it has a status and a code.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared_model::order::Rejection;
use shared_model::report::export::ExportError;
use shared_model::report::period::PeriodError;
use shared_model::tenant::Plan;
use shared_model::wire::problem::{FieldError, Problem as Body, ProblemCode};

use super::request_id;
use crate::auth::AuthError;
use crate::store::StoreError;
use crate::store::intent::Refusal;

/// An answer that is not what was asked for.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    code: ProblemCode,
    detail: String,
    errors: Vec<FieldError>,
    retry_after_s: Option<u32>,
}

impl Problem {
    /// A problem with its explanation for people.
    pub fn new(status: StatusCode, code: ProblemCode, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), errors: Vec::new(), retry_after_s: None }
    }

    /// What is asked for is not here, or not for this person to see.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, ProblemCode::NotFound, "No existe, o no es de esta sucursal.")
    }

    /// One field is wrong.
    pub fn field(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let mut problem =
            Self::new(StatusCode::UNPROCESSABLE_ENTITY, ProblemCode::InvalidField, detail.clone());
        problem.errors.push(FieldError::new(pointer, detail));
        problem
    }

    /// Names things by their place in the list they were sent in: rules know them by their ids only.
    pub fn placed<I: std::fmt::Display>(mut self, list: &str, sent: &[I]) -> Self {
        for error in &mut self.errors {
            let rest_after = |id: &I| Some(error.pointer.strip_prefix(&format!("{list}/{id}"))?.to_owned());
            let mut found = sent.iter().enumerate().filter_map(|(place, id)| Some((place, rest_after(id)?)));
            if let Some((place, rest)) = found.next() {
                error.pointer = format!("{list}/{place}{rest}");
            }
        }
        self
    }

    fn at(mut self, pointer: impl Into<String>) -> Self {
        self.errors.push(FieldError::new(pointer, self.detail.clone()));
        self
    }

    fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = Body {
            kind: format!("urn:fastops:problem:{}", self.code.as_str()),
            title: self.code.title().to_owned(),
            status: self.status.as_u16(),
            detail: self.detail,
            code: self.code,
            errors: self.errors,
            request_id: request_id::current(),
        };
        let mut response = (self.status, axum::Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let unavailable = |code, detail: &str| Self::new(StatusCode::SERVICE_UNAVAILABLE, code, detail);
        match error {
            StoreError::Busy => {
                unavailable(ProblemCode::Busy, "La caja está atendiendo muchos pedidos. Intenta de nuevo.")
                    .retry_after(1)
            }
            StoreError::DiskFull => Self::new(
                StatusCode::INSUFFICIENT_STORAGE,
                ProblemCode::StorageFull,
                "El disco de la caja está lleno: no se guardó nada. Libera espacio y repite.",
            ),
            StoreError::ReadOnly => Self::new(
                StatusCode::INSUFFICIENT_STORAGE,
                ProblemCode::StorageReadOnly,
                "El disco de la caja no acepta cambios: no se guardó nada. Llama a soporte.",
            ),
            StoreError::DiskFailed => unavailable(
                ProblemCode::StorageFailed,
                "El disco de la caja falló: no se guardó nada. Llama a soporte.",
            ),
            StoreError::Closed => {
                unavailable(ProblemCode::Busy, "La caja se está reiniciando.").retry_after(2)
            }
            StoreError::NotCommitted(_)
            | StoreError::Panicked(_)
            | StoreError::Document { .. }
            | StoreError::Stored { .. }
            | StoreError::Sql { .. } => {
                tracing::error!(error = &error as &dyn std::error::Error, "a request failed");
                Self::new(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    ProblemCode::Internal,
                    "Algo falló en la caja y no se guardó nada. Intenta de nuevo.",
                )
            }
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Order(rejection) => rejection.into(),
            Refusal::Fields(errors) => {
                let detail = "Corrige los campos marcados.";
                let mut problem =
                    Self::new(StatusCode::UNPROCESSABLE_ENTITY, ProblemCode::InvalidField, detail);
                problem.errors = errors;
                problem
            }
            Refusal::KeyReused => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                ProblemCode::IdempotencyKeyReused,
                "Esa clave ya se usó con otra solicitud; cada toque necesita una nueva.",
            ),
            Refusal::VersionMismatch { version } => Self::new(
                StatusCode::PRECONDITION_FAILED,
                ProblemCode::PreconditionFailed,
                format!("Otra persona lo cambió (versión {version}). Vuelve a abrirlo antes de guardar."),
            ),
            Refusal::AlreadyExists => Self::new(
                StatusCode::CONFLICT,
                ProblemCode::AlreadyExists,
                "Ya existe algo con ese identificador.",
            ),
            Refusal::PlanLimit { plan, limit } => {
                Self::new(StatusCode::CONFLICT, ProblemCode::PlanLimit, plan_limit(plan, limit))
            }
            Refusal::NotFound => Self::not_found(),
            Refusal::NothingToPrint => Self::new(
                StatusCode::CONFLICT,
                ProblemCode::NothingToPrint,
                "De ese pedido todavía no hay papel para repetir.",
            ),
            Refusal::NotAnswerable => Self::new(
                StatusCode::CONFLICT,
                ProblemCode::NotAnswerable,
                "Ese tiquete ya no espera respuesta.",
            ),
            Refusal::NotSetUp => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                ProblemCode::Busy,
                "Esta caja todavía no tiene sucursal. Configúrala primero.",
            ),
        }
    }
}

fn plan_limit(plan: Plan, limit: u32) -> String {
    let plan = match plan {
        Plan::Trial => "de prueba",
        Plan::Basic => "Básico",
        Plan::Premium => "Premium",
        Plan::Enterprise => "Empresarial",
    };
    format!("El plan {plan} permite {limit} productos activos. Apaga uno que ya no vendas, o cambia de plan.")
}

impl From<Rejection> for Problem {
    fn from(rejection: Rejection) -> Self {
        use ProblemCode as Code;
        const CONFLICT: StatusCode = StatusCode::CONFLICT;
        const INVALID: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        let detail = as_sentence(&rejection.to_string());
        let problem = |status, code| Self::new(status, code, detail.clone());
        match rejection {
            Rejection::UnknownOrder | Rejection::UnknownLine { .. } => Self::not_found(),
            Rejection::OrderExists { .. } => problem(CONFLICT, Code::AlreadyExists),
            Rejection::NoLines | Rejection::TooManyLines { .. } => {
                problem(INVALID, Code::InvalidField).at("/lines")
            }
            Rejection::DuplicateLine { .. } => problem(CONFLICT, Code::AlreadyExists).at("/lines"),
            Rejection::Line { line, .. } => {
                problem(INVALID, Code::LineNotSellable).at(format!("/lines/{line}"))
            }
            Rejection::Field { pointer, .. } => problem(INVALID, Code::InvalidField).at(pointer),
            Rejection::Cancelled => problem(CONFLICT, Code::OrderCancelled),
            Rejection::Delivered => problem(CONFLICT, Code::OrderDelivered),
            Rejection::Paid => problem(CONFLICT, Code::OrderPaid),
            Rejection::NothingToSend => problem(INVALID, Code::NothingToSend),
            Rejection::StepNotAllowed => problem(CONFLICT, Code::StepNotAllowed),
            Rejection::AlreadyVoided { .. } => problem(CONFLICT, Code::LineVoided),
            Rejection::ReasonMissing => problem(INVALID, Code::InvalidField).at("/reason"),
            Rejection::NotAllowed { .. } => {
                Self::new(StatusCode::FORBIDDEN, Code::Forbidden, "Tu usuario no tiene permiso para esto.")
            }
            Rejection::Overpaid { .. } => problem(INVALID, Code::Overpaid).at("/payments"),
            Rejection::NothingDue => problem(CONFLICT, Code::NothingDue),
            Rejection::Payment { payment, .. } => {
                problem(INVALID, Code::InvalidField).at(format!("/payments/{payment}"))
            }
            Rejection::ReferenceMissing { payment } => {
                problem(INVALID, Code::ReferenceMissing).at(format!("/payments/{payment}/reference"))
            }
            Rejection::ReferenceUsed { payment } => {
                problem(CONFLICT, Code::ReferenceUsed).at(format!("/payments/{payment}/reference"))
            }
            Rejection::HasPayments => problem(CONFLICT, Code::OrderHasPayments),
            Rejection::DiscountTooLarge { .. } => problem(INVALID, Code::DiscountTooLarge).at("/amount"),
        }
    }
}

impl From<PeriodError> for Problem {
    fn from(error: PeriodError) -> Self {
        let detail = as_sentence(&format!("{error}."));
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, ProblemCode::InvalidField, detail)
    }
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "a report could not be exported");
        let detail = "El archivo no se pudo crear. Intenta de nuevo.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, ProblemCode::Internal, detail)
    }
}

fn as_sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

impl From<AuthError> for Problem {
    fn from(error: AuthError) -> Self {
        let refused = |code, detail: &str| Self::new(StatusCode::UNAUTHORIZED, code, detail);
        match error {
            AuthError::BadCredentials => {
                refused(ProblemCode::BadCredentials, "Revisa el negocio, el usuario y la contraseña.")
            }
            AuthError::BadPin => refused(ProblemCode::BadPin, "Ese PIN no es correcto."),
            AuthError::PinLocked { retry_after_s } => Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                ProblemCode::PinLocked,
                format!(
                    "Demasiados intentos. Espera {} minutos o entra con contraseña.",
                    retry_after_s.div_ceil(60)
                ),
            )
            .retry_after(retry_after_s),
            AuthError::DeviceNotPaired => refused(
                ProblemCode::DeviceNotPaired,
                "Entra primero con usuario y contraseña en este dispositivo.",
            ),
            AuthError::Unauthorized => {
                refused(ProblemCode::Unauthorized, "La sesión terminó. Vuelve a entrar.")
            }
            AuthError::Store(error) => error.into(),
        }
    }
}
