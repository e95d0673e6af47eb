//! A screen's live connection: Socket.IO over a WebSocket, written by hand from the protocol (Engine.IO 4, Socket.IO 5),
//! so that the box's library is not checked against itself.

use std::net::{Shutdown, SocketAddr, TcpStream};

use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout;
use tungstenite::{Message, WebSocket, client};

use crate::tablet::Tablet;
use crate::world::GUARD;

/// What a screen was told: the event's name and its argument.
pub type Told = (String, Value);

/// A connected screen; dropping it pulls the plug.
#[derive(Debug)]
pub struct Screen {
    line: TcpStream,
    told: UnboundedReceiver<Told>,
}

impl Screen {
    /// Connects as whoever is signed in on a tablet, with the last event number it has.
    pub async fn connect(addr: SocketAddr, tablet: &Tablet, last_seq: Option<i64>) -> Self {
        let hello = json!({"token": tablet.token, "last_seq": last_seq});
        let opened = tokio::task::spawn_blocking(move || open(addr, &hello)).await;
        let (line, socket) = opened.expect("connecting does not panic");
        let (tell, told) = unbounded_channel();
        std::thread::spawn(move || listen(socket, &tell));
        Self { line, told }
    }

    /// The next thing it is told; none once the box hung up.
    pub async fn next(&mut self) -> Option<Told> {
        timeout(GUARD, self.told.recv()).await.expect("a screen is told something in time")
    }

    /// The argument of the next event of this name, whatever comes before it.
    pub async fn hear(&mut self, name: &str) -> Value {
        loop {
            let (heard, argument) = self.next().await.expect("the box is on the line");
            if heard == name {
                return argument;
            }
        }
    }

    /// How the box brings it up to date: the event's name and its argument, whatever happens to come before it.
    pub async fn sync(&mut self) -> Told {
        loop {
            let told = self.next().await.expect("the box is on the line");
            if told.0.starts_with("sync:") {
                return told;
            }
        }
    }

    /// Everything it is told until the box hangs up.
    pub async fn until_the_end(&mut self) -> Vec<Told> {
        let mut all = Vec::new();
        while let Some(told) = self.next().await {
            all.push(told);
        }
        all
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // A line that is down already stays down.
        drop(self.line.shutdown(Shutdown::Both));
    }
}

fn open(addr: SocketAddr, hello: &Value) -> (TcpStream, WebSocket<TcpStream>) {
    let line = TcpStream::connect(addr).expect("the box accepts");
    let ours = line.try_clone().expect("a second handle");
    let address = format!("ws://{addr}/socket.io/?EIO=4&transport=websocket");
    let (mut socket, _) = client(address, line).expect("the box speaks WebSocket");
    socket.send(Message::text(format!("40{hello}"))).expect("the box listens");
    (ours, socket)
}

fn listen(mut socket: WebSocket<TcpStream>, tell: &UnboundedSender<Told>) {
    while let Ok(message) = socket.read() {
        let Message::Text(text) = message else { continue };
        if text.as_str() == "2" {
            // Engine.IO asks whether anybody is there.
            drop(socket.send(Message::text("3")));
        }
        if text.as_str() == "41" {
            // Socket.IO: the box hangs up.
            return;
        }
        let Some(event) = text.as_str().strip_prefix("42") else { continue };
        let Ok((name, argument)) = serde_json::from_str::<Told>(event) else { continue };
        if tell.send((name, argument)).is_err() {
            return;
        }
    }
}
