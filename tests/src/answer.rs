//! What the box answered, and saying what it should have been.

use reqwest::Response;
use reqwest::header::HeaderMap;
use serde_json::Value;

/// An answer of the box.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What was asked, for messages.
    pub asked: String,
    pub status: u16,
    pub headers: HeaderMap,
    /// The body as JSON; null when it is none.
    pub body: Value,
    pub text: String,
}

impl Answer {
    /// Reads a response to its end.
    pub async fn read(asked: String, response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.expect("the body arrives");
        let body = serde_json::from_str(&text).unwrap_or_default();
        Self { asked, status, headers, body, text }
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Whether it is the repeated answer of an earlier request.
    pub fn is_replay(&self) -> bool {
        self.header("idempotency-replayed") == Some("true")
    }

    /// The body of a request that was carried out.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "{}: {} {}", self.asked, self.status, self.text);
        self.body
    }

    /// The problem of a request that was refused, checked for its form (RFC 9457) and its words for people.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        self.assert_is_problem();
        assert_eq!(
            (self.status, &self.body["code"]),
            (status, &code.into()),
            "{}: {}",
            self.asked,
            self.text
        );
        self.body
    }

    /// Holds every refusal to its form.
    #[track_caller]
    pub fn assert_is_problem(&self) {
        let told = format!("{}: {} {}", self.asked, self.status, self.text);
        assert!(self.status >= 400, "{told}");
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{told}");
        assert_eq!(self.body["status"], self.status, "{told}");
        let code = self.body["code"].as_str().unwrap_or_default();
        assert_eq!(self.body["type"], format!("urn:fastops:problem:{code}"), "{told}");
        for field in ["title", "detail"] {
            assert!(self.body[field].as_str().is_some_and(|words| words.len() > 8), "{field} of {told}");
        }
        assert_eq!(self.body["request_id"].as_str(), self.header("x-request-id"), "{told}");
    }
}

/// The fields a problem points at.
pub fn pointers(problem: &Value) -> Vec<&str> {
    let errors = problem["errors"].as_array().into_iter().flatten();
    errors.filter_map(|error| error["pointer"].as_str()).collect()
}
