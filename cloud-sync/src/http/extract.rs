//! Reading requests: who asks, what they ask, and under which key. Everything that is wrong with a request is answered
//! as a problem, never as a library's plain text.

use std::fmt::Write as _;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use serde::de::DeserializeOwned;
use shared_model::ids::CommandId;
use shared_model::wire::problem::ProblemCode;

use super::problem::Problem;
use crate::cloud::{Cloud, Tap};

/// Bytes a request body may have.
pub const BODY_MAX: usize = 256 * 1024;

/// A JSON body.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Cloud> for Json<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, cloud: &Cloud) -> Result<Self, Problem> {
        let (_, body) = body(request, cloud).await?;
        parse(&body).map(Self)
    }
}

/// A request that changes something: a JSON body under a key that every retry repeats.
#[derive(Debug)]
pub struct Keyed<T> {
    pub tap: Tap,
    pub body: T,
}

impl<T: DeserializeOwned> FromRequest<Cloud> for Keyed<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, cloud: &Cloud) -> Result<Self, Problem> {
        let mut hasher = begin(cloud, request.method(), request.uri());
        let (headers, body) = body(request, cloud).await?;
        let command_id = key(&headers)?;
        hasher.update(&body);
        let fingerprint = short(&mut hasher);
        Ok(Self { tap: Tap { command_id, fingerprint }, body: parse(&body)? })
    }
}

async fn body(request: Request, cloud: &Cloud) -> Result<(HeaderMap, Bytes), Problem> {
    let headers = request.headers().clone();
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.split(';').next().map(str::trim) != Some("application/json") {
        let detail = "Envía el cuerpo como application/json.";
        return Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ProblemCode::UnsupportedMediaType,
            detail,
        ));
    }
    match Bytes::from_request(request, cloud).await {
        Ok(body) => Ok((headers, body)),
        Err(BytesRejection::FailedToBufferBody(error)) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let mut detail = String::new();
            write!(detail, "El cuerpo supera {} KiB.", BODY_MAX / 1024).expect("writing to a string works");
            Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, ProblemCode::BodyTooLarge, detail))
        }
        Err(_) => {
            let detail = "El cuerpo no llegó completo.";
            Err(Problem::new(StatusCode::BAD_REQUEST, ProblemCode::BadRequest, detail))
        }
    }
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let parsed = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| (pointer(error.path()), error.into_inner()));
    let whole = parsed.and_then(|value| json.end().map(|()| value).map_err(|error| (String::new(), error)));
    whole.map_err(|(pointer, error)| {
        let place = format!("línea {}, columna {}", error.line(), error.column());
        if error.is_data() {
            return Problem::field(
                pointer,
                format!("El cuerpo no tiene la forma esperada ({place}): {error}"),
            );
        }
        let detail = format!("El cuerpo no es JSON válido ({place}).");
        Problem::new(StatusCode::BAD_REQUEST, ProblemCode::BadJson, detail)
    })
}

/// A place in the body as a JSON pointer (RFC 6901); the whole body is the empty one.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let step = |segment: &Segment| match segment {
        Segment::Seq { index } => Some(format!("/{index}")),
        Segment::Map { key } => Some(format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
        Segment::Enum { .. } | Segment::Unknown => None,
    };
    path.iter().filter_map(step).collect()
}

/// A path parameter.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Cloud> for Path<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, cloud: &Cloud) -> Result<Self, Problem> {
        // An id that cannot be is as unknown as one that is not.
        let path = axum::extract::Path::from_request_parts(parts, cloud).await;
        path.map(|axum::extract::Path(value)| Self(value)).map_err(|_| Problem::not_found())
    }
}

/// Query parameters.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Cloud> for Query<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, cloud: &Cloud) -> Result<Self, Problem> {
        let query = axum::extract::Query::from_request_parts(parts, cloud).await;
        query.map(|axum::extract::Query(value)| Self(value)).map_err(|error| {
            let detail = format!("Los parámetros de la dirección no se entienden: {}", error.body_text());
            Problem::new(StatusCode::BAD_REQUEST, ProblemCode::BadRequest, detail)
        })
    }
}

/// The version somebody saw before they edited: `If-Match: "12"` (RFC 9110, 13.1.1).
#[derive(Debug)]
pub struct IfMatch(pub i64);

impl FromRequestParts<Cloud> for IfMatch {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &Cloud) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else {
            let detail = "Envía If-Match con la versión (ETag) que estás editando.";
            return Err(Problem::new(
                StatusCode::PRECONDITION_REQUIRED,
                ProblemCode::PreconditionRequired,
                detail,
            ));
        };
        let version = value.to_str().ok().and_then(|text| text.trim().trim_matches('"').parse().ok());
        // A tag that was never given out matches no version.
        Ok(Self(version.unwrap_or(-1)))
    }
}

/// A request without a body that changes something, under a key that every retry repeats.
#[derive(Debug)]
pub struct Tapped(pub Tap);

impl FromRequestParts<Cloud> for Tapped {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, cloud: &Cloud) -> Result<Self, Problem> {
        let mut hasher = begin(cloud, &parts.method, &parts.uri);
        let command_id = key(&parts.headers)?;
        Ok(Self(Tap { command_id, fingerprint: short(&mut hasher) }))
    }
}

/// The fingerprint of a request, as far as its first line.
fn begin(cloud: &Cloud, method: &Method, uri: &Uri) -> blake3::Hasher {
    let mut hasher = cloud.keys().fingerprint();
    hasher.update(method.as_str().as_bytes()).update(uri.path().as_bytes());
    hasher
}

fn short(hasher: &mut blake3::Hasher) -> [u8; 16] {
    let mut fingerprint = [0; 16];
    fingerprint.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    fingerprint
}

fn key(headers: &HeaderMap) -> Result<CommandId, Problem> {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
    key.parse().map_err(|_| {
        let detail = "Envía Idempotency-Key: cmd_ y 32 dígitos hexadecimales, uno nuevo por cada toque.";
        Problem::new(StatusCode::BAD_REQUEST, ProblemCode::IdempotencyKeyMissing, detail)
    })
}
