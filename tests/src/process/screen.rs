//! A kitchen screen's ear: the events of the box as they come, so that a test waits for something to happen and not for
//! time to pass. Speaks the few Engine.IO 4 and Socket.IO 5 packets that listening takes.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout_at;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

use super::client::Client;

/// An open socket.
#[derive(Debug)]
pub struct Screen {
    socket: WebSocketStream<TcpStream>,
}

impl Screen {
    /// Connects as the person signed in; from when this returns, no event is missed.
    pub async fn connect(client: &Client) -> Result<Self> {
        let addr = client.box_addr();
        let stream = TcpStream::connect(addr).await.context("connect the screen")?;
        let url = format!("ws://{addr}/socket.io/?EIO=4&transport=websocket");
        let (socket, _) = client_async(url, stream).await.context("open the socket")?;
        let mut screen = Self { socket };
        screen.say(format!("40{}", json!({"token": client.token()}))).await?;
        screen.wait_for(Duration::from_secs(10), |kind, _| kind.starts_with("sync:")).await?;
        Ok(screen)
    }

    /// The next event: its name and its content.
    pub async fn next(&mut self) -> Result<(String, Value)> {
        loop {
            let message = self.socket.next().await.context("the socket was closed")??;
            let Message::Text(text) = message else { continue };
            if text.as_str() == "2" {
                self.say("3".to_owned()).await?;
            } else if let Some(event) = text.as_str().strip_prefix("42") {
                let event: Value = serde_json::from_str(event).context("an event")?;
                return Ok((event[0].as_str().unwrap_or_default().to_owned(), event[1].clone()));
            } else if text.as_str().starts_with("44") {
                bail!("the box does not let the screen in: {text}");
            }
        }
    }

    /// The first event that is as `wanted`, within `limit`.
    pub async fn wait_for(
        &mut self,
        limit: Duration,
        wanted: impl Fn(&str, &Value) -> bool,
    ) -> Result<Value> {
        let deadline = tokio::time::Instant::now() + limit;
        loop {
            let (kind, event) =
                timeout_at(deadline, self.next()).await.context("the event did not come")??;
            if wanted(&kind, &event) {
                return Ok(event);
            }
        }
    }

    async fn say(&mut self, text: String) -> Result<()> {
        self.socket.send(Message::text(text)).await.context("say something to the box")
    }
}
