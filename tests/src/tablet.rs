//! A tablet in somebody's hands: a browser with its cookies that speaks the REST API and nothing else.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::ids::mint;

/// Where the box can be reached; it changes when the box starts anew. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Door(Arc<Mutex<SocketAddr>>);

impl Door {
    /// The door of a box that listens at `addr`.
    pub fn new(addr: SocketAddr) -> Self {
        Self(Arc::new(Mutex::new(addr)))
    }

    /// Where it is now.
    pub fn addr(&self) -> SocketAddr {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// It moved.
    pub fn move_to(&self, addr: SocketAddr) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = addr;
    }
}

/// A tablet. Clones share the browser.
#[derive(Debug, Clone)]
pub struct Tablet {
    browser: Client,
    door: Door,
    /// The access token of whoever is signed in.
    pub token: Option<String>,
}

impl Tablet {
    /// A browser that was never here.
    pub fn fresh(door: Door) -> Self {
        drop(rustls::crypto::ring::default_provider().install_default());
        let browser = Client::builder().cookie_store(true).build().expect("a browser can be made");
        Self { browser, door, token: None }
    }

    /// Where it finds the box.
    pub fn door(&self) -> &Door {
        &self.door
    }

    /// The same browser with another token.
    #[must_use]
    pub fn with_token(&self, token: impl Into<String>) -> Self {
        Self { token: Some(token.into()), ..self.clone() }
    }

    /// Signs somebody of the demo shop in with their password.
    pub async fn login(&mut self, username: &str) -> Value {
        let password = format!("{username}-criolla-2026");
        let body = json!({"company": "papacriolla", "username": username, "password": password});
        let session = self.post("/auth/login", &body).await.ok();
        self.keep(&session);
        session
    }

    /// Switches to another person by PIN.
    pub async fn pin(&mut self, staff_id: &Value, pin: &str) -> Answer {
        let answer = self.post("/auth/pin", &json!({"staff_id": staff_id, "pin": pin})).await;
        self.keep(&answer.body);
        answer
    }

    /// Asks for a new access token.
    pub async fn refresh(&mut self) -> Answer {
        let answer = self.bare_post("/auth/refresh").await;
        self.keep(&answer.body);
        answer
    }

    /// A POST without a body.
    pub async fn bare_post(&self, path: &str) -> Answer {
        self.ask(self.request(Method::POST, path)).await
    }

    /// Reads something.
    pub async fn get(&self, path: &str) -> Answer {
        self.ask(self.request(Method::GET, path)).await
    }

    /// Changes something, with a key of its own.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.tap(Method::POST, path, &mint("cmd"), body).await
    }

    /// Changes something under a given key, as a retry does.
    pub async fn tap(&self, method: Method, path: &str, key: &str, body: &Value) -> Answer {
        self.ask(self.request(method, path).header("idempotency-key", key).json(body)).await
    }

    /// Writes over something whose version was read before.
    pub async fn put(&self, path: &str, version: Option<&str>, body: &Value) -> Answer {
        let mut request = self.request(Method::PUT, path).header("idempotency-key", mint("cmd")).json(body);
        if let Some(version) = version {
            request = request.header("if-match", version);
        }
        self.ask(request).await
    }

    /// A request under `/api/v1` with the present token, still to be completed.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.browser.request(method, format!("http://{}/api/v1{path}", self.door.addr()));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Sends a request and reads the answer.
    pub async fn ask(&self, request: RequestBuilder) -> Answer {
        let request = request.build().expect("a request");
        let asked = format!("{} {}", request.method(), request.url().path());
        let response = self.browser.execute(request).await.expect("the box answers");
        Answer::read(asked, response).await
    }

    /// Takes an order.
    pub async fn sell(&self, order: &Value) -> Value {
        self.post("/orders", order).await.ok()
    }

    /// The order as it is now.
    pub async fn order(&self, order: &Value) -> Value {
        self.get(&path(order, "")).await.ok()
    }

    /// Adds lines to an order and sends them as a round of their own.
    pub async fn add_round(&self, order: &Value, lines: Value) -> Answer {
        self.post(&path(order, "/lines"), &json!({"lines": lines, "send_id": mint("snd")})).await
    }

    /// Sends what the kitchen has not seen yet.
    pub async fn send(&self, order: &Value) -> Answer {
        self.post(&path(order, "/send"), &json!({"send_id": mint("snd")})).await
    }

    /// Pays for an order.
    pub async fn pay(&self, order: &Value, payments: impl IntoIterator<Item = Value>) -> Answer {
        let payments: Value = payments.into_iter().collect();
        self.post(&path(order, "/pay"), &json!({"payments": payments})).await
    }

    /// Takes a line back.
    pub async fn void(&self, order: &Value, line_id: &Value, reason: &str) -> Answer {
        let line_id = line_id.as_str().expect("a line id");
        let body = json!({"void_id": mint("vod"), "reason": reason});
        self.post(&path(order, &format!("/lines/{line_id}/void")), &body).await
    }

    /// Calls an order off.
    pub async fn cancel(&self, order: &Value, reason: &str) -> Answer {
        self.post(&path(order, "/cancel"), &json!({"reason": reason})).await
    }

    /// Moves a whole order in the kitchen: `start`, `ready` or `recall`.
    pub async fn bump(&self, order: &Value, step: &str) -> Answer {
        let id = order["order_id"].as_str().expect("an order id");
        self.post(&format!("/kitchen/orders/{id}/{step}"), &json!({"step_id": mint("stp")})).await
    }

    /// The cards on the kitchen's screen.
    pub async fn cards(&self) -> Vec<Value> {
        let mut board = self.get("/kitchen/orders").await.ok();
        board["cards"].as_array_mut().map(std::mem::take).unwrap_or_default()
    }

    fn keep(&mut self, session: &Value) {
        if let Some(token) = session["access_token"].as_str() {
            self.token = Some(token.to_owned());
        }
    }
}

/// An address below an order.
pub fn path(order: &Value, below: &str) -> String {
    format!("/orders/{}{below}", order["order_id"].as_str().expect("an order id"))
}
