//! A name for each request, in its logs, its problem body and the `X-Request-Id` header.

use axum::extract::{MatchedPath, Request};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;

tokio::task_local! {
    static CURRENT: String;
}

/// The name of the request being answered.
pub fn current() -> String {
    CURRENT.try_with(Clone::clone).unwrap_or_default()
}

/// Names the request and logs how it ended.
pub async fn layer(request: Request, next: Next) -> Response {
    let id = uuid::Uuid::now_v7().simple().to_string();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let span = tracing::info_span!("request", request_id = %id, method = %request.method(), route);
    let started = std::time::Instant::now();
    let answer = async {
        let mut response = next.run(request).await;
        let (status, took_us) = (response.status().as_u16(), started.elapsed().as_micros());
        if status >= 500 {
            tracing::error!(status, took_us, "answered");
        } else {
            tracing::debug!(status, took_us, "answered");
        }
        if let Ok(id) = HeaderValue::from_str(&current()) {
            response.headers_mut().insert("x-request-id", id);
        }
        response
    };
    CURRENT.scope(id, answer.instrument(span)).await
}
