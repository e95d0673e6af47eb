//! Every way of saying no, as RFC 9457 problem details. One exhaustive match per source: a new reason does not compile
//! until it has a status and a code.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared_model::report::export::ExportError;
use shared_model::report::period::PeriodError;
use shared_model::tenant::{Plan, Resource};
use shared_model::wire::problem::{FieldError, Problem as Body, ProblemCode as Code};

use super::request_id;
use crate::auth::{AuthError, RegisterError};
use crate::refusal::{Over, Refusal};
use crate::store::StoreError;

const CONFLICT: StatusCode = StatusCode::CONFLICT;
const INVALID: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// An answer that is not what was asked for.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    code: Code,
    detail: String,
    errors: Vec<FieldError>,
    retry_after_s: Option<u32>,
}

impl Problem {
    /// A problem with its explanation for people.
    pub fn new(status: StatusCode, code: Code, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), errors: Vec::new(), retry_after_s: None }
    }

    /// What is asked for is not here, or not for this person to see.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, Code::NotFound, "No existe, o no es de este negocio.")
    }

    /// One field is wrong.
    pub fn field(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let mut problem = Self::new(INVALID, Code::InvalidField, detail.clone());
        problem.errors.push(FieldError::new(pointer, detail));
        problem
    }

    /// Somebody asks too often.
    pub fn too_many(retry_after_s: u32) -> Self {
        let detail = format!("Son demasiadas solicitudes seguidas. Espera {retry_after_s} segundos.");
        Self::new(StatusCode::TOO_MANY_REQUESTS, Code::TooManyRequests, detail).retry_after(retry_after_s)
    }

    /// An extra of a company whose subscription has lapsed.
    pub fn lapsed() -> Self {
        let detail = "La suscripción venció y esto queda en pausa. Las sucursales siguen vendiendo; renueva para continuar.";
        Self::new(StatusCode::PAYMENT_REQUIRED, Code::SubscriptionLapsed, detail)
    }

    fn with(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
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
        let busy = |detail: &str, seconds| {
            Self::new(StatusCode::SERVICE_UNAVAILABLE, Code::Busy, detail).retry_after(seconds)
        };
        match error {
            StoreError::Unavailable(_) => busy("La base de datos no responde. Intenta de nuevo.", 2),
            StoreError::Conflict => busy("Otra solicitud se cruzó con esta. Intenta de nuevo.", 1),
            StoreError::Closed => busy("El servicio se está reiniciando.", 2),
            StoreError::NoSuchCompany => Self::not_found(),
            StoreError::Exists => {
                Self::new(CONFLICT, Code::AlreadyExists, "Ya existe algo con ese identificador.")
            }
            StoreError::DiskFull => Self::new(
                StatusCode::INSUFFICIENT_STORAGE,
                Code::StorageFull,
                "El disco está lleno: no se guardó nada.",
            ),
            StoreError::Panicked(_)
            | StoreError::NotRun
            | StoreError::Stored { .. }
            | StoreError::Sql { .. } => {
                tracing::error!(error = &error as &dyn std::error::Error, "a request failed");
                let detail = "Algo falló y no se guardó nada. Intenta de nuevo.";
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, Code::Internal, detail)
            }
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Fields(errors) => {
                Self::new(INVALID, Code::InvalidField, "Corrige los campos marcados.").with(errors)
            }
            Refusal::KeyReused => Self::new(
                INVALID,
                Code::IdempotencyKeyReused,
                "Esa clave ya se usó con otra solicitud; cada toque necesita una nueva.",
            ),
            Refusal::VersionMismatch { version } => Self::new(
                StatusCode::PRECONDITION_FAILED,
                Code::PreconditionFailed,
                format!("Otra persona lo cambió (versión {version}). Vuelve a abrirlo antes de guardar."),
            ),
            Refusal::AlreadyExists => {
                Self::new(CONFLICT, Code::AlreadyExists, "Ya existe algo con ese identificador.")
            }
            Refusal::NotFound => Self::not_found(),
            Refusal::PlanLimit { plan, over } => plan_limit(plan, &over),
            Refusal::Period(error) => Self::new(INVALID, Code::InvalidField, sentence(error)),
            Refusal::Lapsed => Self::lapsed(),
            Refusal::Conflict { code, detail } => Self::new(CONFLICT, code, detail),
            Refusal::Store(error) => error.into(),
        }
    }
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "a report could not be exported");
        let detail = "El archivo no se pudo crear. Intenta de nuevo.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, Code::Internal, detail)
    }
}

/// What is wrong with days, as a sentence.
fn sentence(error: PeriodError) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['.']).collect()
}

fn plan_limit(plan: Plan, over: &[Over]) -> Problem {
    let said = |over: &Over| {
        let what = match over.resource {
            Resource::Branches => "sucursales",
            Resource::Users => "usuarios",
            Resource::Products => "productos",
        };
        format!("hasta {} {what} (hay {})", over.limit, over.present)
    };
    let list: Vec<String> = over.iter().map(said).collect();
    let name = match plan {
        Plan::Trial => "de prueba",
        Plan::Basic => "Básico",
        Plan::Premium => "Premium",
        Plan::Enterprise => "Empresarial",
    };
    let detail =
        format!("El plan {name} permite {}. Pasa a un plan mayor o retira lo que sobra.", list.join(", "));
    let pointer = |over: &Over| format!("/{}", serde_name(over.resource));
    let errors = over.iter().map(|over| FieldError::new(pointer(over), said(over))).collect();
    Problem::new(CONFLICT, Code::PlanLimit, detail).with(errors)
}

const fn serde_name(resource: Resource) -> &'static str {
    match resource {
        Resource::Branches => "branches",
        Resource::Users => "users",
        Resource::Products => "products",
    }
}

impl From<AuthError> for Problem {
    fn from(error: AuthError) -> Self {
        let refused = |code, detail: &str| Self::new(StatusCode::UNAUTHORIZED, code, detail);
        let forbidden = |code, detail: &str| Self::new(StatusCode::FORBIDDEN, code, detail);
        match error {
            AuthError::BadCredentials => {
                refused(Code::BadCredentials, "Revisa el negocio, el usuario y la contraseña.")
            }
            AuthError::Locked { retry_after_s } => Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                Code::AccountLocked,
                format!("Demasiados intentos. Espera {} o recupera la contraseña.", wait(retry_after_s)),
            )
            .retry_after(retry_after_s),
            AuthError::Unauthorized => refused(Code::Unauthorized, "La sesión terminó. Vuelve a entrar."),
            AuthError::CompanyInactive => {
                forbidden(Code::CompanyInactive, "El negocio está desactivado. Escribe a soporte.")
            }
            AuthError::Forbidden => forbidden(Code::Forbidden, "Tu usuario no tiene permiso para esto."),
            AuthError::NoSuchBranch => Self::not_found(),
            AuthError::ResetLink => {
                Self::new(INVALID, Code::ResetLinkInvalid, "El enlace venció o ya se usó. Pide uno nuevo.")
            }
            AuthError::WeakPassword => Self::field("/password", "La contraseña va de 8 a 200 caracteres."),
            AuthError::TooMany { retry_after_s } => Self::too_many(retry_after_s),
            AuthError::Store(error) => error.into(),
        }
    }
}

impl From<RegisterError> for Problem {
    fn from(error: RegisterError) -> Self {
        match error {
            RegisterError::Refused(refusal) => refusal.into(),
            RegisterError::NotLetIn(error) => error.into(),
            RegisterError::Store(error) => error.into(),
        }
    }
}

fn wait(seconds: u32) -> String {
    if seconds < 90 { format!("{seconds} segundos") } else { format!("{} minutos", seconds.div_ceil(60)) }
}
