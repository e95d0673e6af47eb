//! A small HTTP/1.1 client over one kept-alive connection to a box on this machine.
//!
//! Written by hand because the load generator shares two cores with the box it measures: a request costs one write
//! and a few reads, nothing is allocated that the caller does not keep. It speaks to our own servers only: no TLS, no
//! redirects, no compression.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

/// The longest answer that is read, in bytes.
const MAX_BODY: u64 = 64 << 20;

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Result<Value> {
        serde_json::from_slice(&self.body)
            .with_context(|| format!("{} with a body that is no JSON", self.status))
    }

    /// The body as JSON if the request succeeded; otherwise what the server said against it.
    pub fn ok(&self) -> Result<Value> {
        if !(200..300).contains(&self.status) {
            bail!("{}: {}", self.status, String::from_utf8_lossy(&self.body));
        }
        if self.body.is_empty() { Ok(Value::Null) } else { self.json() }
    }
}

/// One kept-alive connection; reopened after the server closed it.
#[derive(Debug)]
pub struct Client {
    server: SocketAddr,
    token: Option<String>,
    stream: Option<BufReader<TcpStream>>,
    request: Vec<u8>,
}

impl Client {
    /// Nothing is opened before the first request.
    pub fn new(server: SocketAddr) -> Self {
        Self { server, token: None, stream: None, request: Vec::with_capacity(4096) }
    }

    /// The same server and bearer token over a connection of its own.
    pub fn another(&self) -> Self {
        Self { token: self.token.clone(), ..Self::new(self.server) }
    }

    /// Sends `Authorization: Bearer` from now on.
    pub fn authorise(&mut self, token: &str) {
        self.token = Some(token.to_owned());
    }

    /// The bearer token, if there is one.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// `GET` whose answer must be JSON and a success.
    pub fn get(&mut self, path: &str) -> Result<Value> {
        self.request("GET", path, None, b"")?.ok().with_context(|| format!("GET {path}"))
    }

    /// `POST` of JSON whose answer must be a success; the command id is minted here.
    pub fn post(&mut self, path: &str, body: &Value) -> Result<Value> {
        let key = crate::mint::mint("cmd");
        let body = serde_json::to_vec(body).context("write the request")?;
        self.request("POST", path, Some(&key), &body)?.ok().with_context(|| format!("POST {path}"))
    }

    /// Any request; a refusal is an answer, only a broken connection is an error.
    pub fn request(&mut self, method: &str, path: &str, key: Option<&str>, body: &[u8]) -> Result<Answer> {
        self.write_request(method, path, key, body);
        let reused = self.stream.is_some();
        match self.exchange() {
            // A kept connection may have been closed while idle; reads and keyed commands are safe to repeat.
            Err(_) if reused && (key.is_some() || method == "GET") => {
                self.stream = None;
                self.exchange()
            }
            answer => answer,
        }
        .inspect_err(|_| self.stream = None)
    }

    fn write_request(&mut self, method: &str, path: &str, key: Option<&str>, body: &[u8]) {
        let out = &mut self.request;
        out.clear();
        let mut head = |parts: &[&str]| parts.iter().for_each(|part| out.extend_from_slice(part.as_bytes()));
        head(&[method, " ", path, " HTTP/1.1\r\nhost: ", &self.server.to_string(), "\r\n"]);
        if let Some(token) = &self.token {
            head(&["authorization: Bearer ", token, "\r\n"]);
        }
        if let Some(key) = key {
            head(&["idempotency-key: ", key, "\r\n"]);
        }
        if !body.is_empty() {
            head(&["content-type: application/json\r\n"]);
        }
        head(&["content-length: ", &body.len().to_string(), "\r\n\r\n"]);
        out.extend_from_slice(body);
    }

    fn exchange(&mut self) -> Result<Answer> {
        if self.stream.is_none() {
            let stream =
                TcpStream::connect_timeout(&self.server, Duration::from_secs(5)).context("connect")?;
            stream.set_nodelay(true).context("switch off Nagle")?;
            stream.set_read_timeout(Some(Duration::from_secs(30))).context("bound the wait for an answer")?;
            self.stream = Some(BufReader::with_capacity(16 << 10, stream));
        }
        let stream = self.stream.as_mut().context("no connection")?;
        stream.get_mut().write_all(&self.request).context("send the request")?;
        let (answer, closes) = read_answer(stream)?;
        if closes {
            self.stream = None;
        }
        Ok(answer)
    }
}

/// Reads one answer; the second value tells that the server closes the connection after it.
fn read_answer(stream: &mut impl BufRead) -> Result<(Answer, bool)> {
    let mut line = String::new();
    read_line(stream, &mut line)?;
    let status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no HTTP status line")?;
    let (mut length, mut chunked, mut closes) = (0_u64, false, false);
    loop {
        read_line(stream, &mut line)?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').context("a header without a colon")?;
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().context("content-length")?,
            "transfer-encoding" => chunked = value.eq_ignore_ascii_case("chunked"),
            "connection" => closes = value.eq_ignore_ascii_case("close"),
            _ => {}
        }
    }
    let mut body = Vec::new();
    if chunked {
        read_chunks(stream, &mut body)?;
    } else {
        read_exactly(stream, length, &mut body)?;
    }
    Ok((Answer { status, body }, closes))
}

fn read_chunks(stream: &mut impl BufRead, body: &mut Vec<u8>) -> Result<()> {
    let mut line = String::new();
    loop {
        read_line(stream, &mut line)?;
        let size =
            u64::from_str_radix(line.split(';').next().unwrap_or_default(), 16).context("chunk size")?;
        read_exactly(stream, size, body)?;
        read_line(stream, &mut line)?;
        if size == 0 {
            return Ok(());
        }
    }
}

fn read_exactly(stream: &mut impl BufRead, length: u64, body: &mut Vec<u8>) -> Result<()> {
    ensure!(
        u64::try_from(body.len())?.saturating_add(length) <= MAX_BODY,
        "an answer of more than {MAX_BODY} bytes"
    );
    let read = stream.take(length).read_to_end(body).context("read the body")?;
    ensure!(u64::try_from(read)? == length, "the connection ended inside an answer");
    Ok(())
}

fn read_line(stream: &mut impl BufRead, line: &mut String) -> Result<()> {
    line.clear();
    let read = stream.take(16 << 10).read_line(line).context("read the head of the answer")?;
    ensure!(read > 0, "the connection was closed before an answer");
    line.truncate(line.trim_end().len());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_and_a_chunked_answer_are_read() {
        let plain = b"HTTP/1.1 201 Created\r\nContent-Length: 7\r\n\r\n{\"a\":1}";
        let (answer, closes) = read_answer(&mut plain.as_slice()).unwrap();
        assert_eq!((answer.status, closes, answer.ok().unwrap()["a"].as_i64()), (201, false, Some(1)));

        let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n2\r\n[1\r\n1\r\n]\r\n0\r\n\r\n";
        let (answer, closes) = read_answer(&mut chunked.as_slice()).unwrap();
        assert_eq!((answer.body.as_slice(), closes), (b"[1]".as_slice(), true));
    }

    #[test]
    fn a_refusal_says_what_the_server_said() {
        let answer = Answer { status: 422, body: b"{\"code\":\"nothing-to-send\"}".to_vec() };
        assert!(answer.ok().unwrap_err().to_string().contains("nothing-to-send"));
    }

    #[test]
    fn half_an_answer_is_an_error() {
        let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{";
        assert!(read_answer(&mut cut.as_slice()).is_err());
        assert!(read_answer(&mut b"".as_slice()).is_err());
    }

    #[test]
    fn a_connection_closed_while_idle_is_reopened() {
        let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = server.local_addr().unwrap();
        let serving = std::thread::spawn(move || {
            for _ in 0..2 {
                let (mut stream, _) = server.accept().unwrap();
                let mut seen = [0_u8; 1024];
                assert!(stream.read(&mut seen).unwrap() > 0);
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").unwrap();
            }
        });
        let mut client = Client::new(address);
        client.get("/first").unwrap();
        client.get("/second").unwrap();
        serving.join().unwrap();
    }
}
