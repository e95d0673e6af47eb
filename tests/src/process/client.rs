//! A tablet: signs in, sends what a person tapped, and knows the difference between "no" and no answer.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use super::mint;

/// A command as it was tapped; sending it again is sending the same.
#[derive(Debug, Clone)]
pub struct Request {
    /// Below `/api/v1`.
    pub path: String,
    /// The `Idempotency-Key`, minted by the tap.
    pub key: String,
    pub body: Value,
}

impl Request {
    /// A new tap.
    pub fn new(path: impl Into<String>, body: Value) -> Self {
        Self { path: path.into(), key: mint("cmd"), body }
    }
}

/// What the box answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub status: u16,
    /// The box says that it had answered this key before.
    pub replayed: bool,
    /// JSON, or nothing.
    pub body: Value,
}

impl Answer {
    /// Carried out.
    pub fn is_done(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The problem's code, if it is one.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }
}

/// Somebody signed in at a box.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    box_addr: SocketAddr,
    token: String,
}

impl Client {
    /// Signs somebody of the demonstration shop in; their passwords follow one pattern.
    pub async fn sign_in(box_addr: SocketAddr, username: &str) -> Result<Self> {
        edge_node::tls::install();
        let http = reqwest::Client::builder().timeout(Duration::from_secs(30)).build()?;
        let mut client = Self { http, box_addr, token: String::new() };
        let password = format!("{username}-criolla-2026");
        let login = json!({"company": "papacriolla", "username": username, "password": password});
        let answer = client.send(&Request::new("/auth/login", login)).await?;
        let token = answer.body["access_token"].as_str().with_context(|| format!("sign in: {answer:?}"))?;
        token.clone_into(&mut client.token);
        Ok(client)
    }

    /// The same person at the box's next address; the token outlives a restart.
    pub fn moved_to(&mut self, box_addr: SocketAddr) {
        self.box_addr = box_addr;
    }

    /// Where the box is.
    pub fn box_addr(&self) -> SocketAddr {
        self.box_addr
    }

    /// The access token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Sends a command.
    ///
    /// # Errors
    /// When there was no answer: the command may or may not have been carried out.
    pub async fn send(&self, request: &Request) -> Result<Answer> {
        let url = format!("http://{}/api/v1{}", self.box_addr, request.path);
        let mut post = self.http.post(url).json(&request.body).header("Idempotency-Key", &request.key);
        if !self.token.is_empty() {
            post = post.bearer_auth(&self.token);
        }
        answer(post).await
    }

    /// Sends a command that must be carried out.
    pub async fn done(&self, request: &Request) -> Result<Value> {
        let answer = self.send(request).await?;
        if !answer.is_done() {
            bail!("{} was refused: {answer:?}", request.path);
        }
        Ok(answer.body)
    }

    /// Reads something below `/api/v1` that must be there.
    pub async fn get(&self, path: &str) -> Result<Value> {
        let url = format!("http://{}/api/v1{path}", self.box_addr);
        let answer = answer(self.http.get(url).bearer_auth(&self.token)).await?;
        if !answer.is_done() {
            bail!("GET {path}: {answer:?}");
        }
        Ok(answer.body)
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Result<Answer> {
    let response = request.send().await.context("no answer")?;
    let status = response.status().as_u16();
    let replayed = response.headers().contains_key("idempotency-replayed");
    let bytes = response.bytes().await.context("half an answer")?;
    let body = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).context("JSON")? };
    Ok(Answer { status, replayed, body })
}
