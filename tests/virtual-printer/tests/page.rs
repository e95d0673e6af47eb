//! The routes behind the page, and the folder of tickets.

use std::time::Duration;

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use virtual_printer::{Config, VirtualPrinter, web};

const SOON: Duration = Duration::from_secs(5);

async fn served(printers: Vec<VirtualPrinter>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a local socket works");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move { axum::serve(listener, web::router(printers)).await });
    format!("http://{address}")
}

async fn printer_with(text: &str, config: Config) -> VirtualPrinter {
    let printer = VirtualPrinter::start(config).await.expect("a free port");
    let mut host = TcpStream::connect(printer.addr()).await.expect("a connection");
    host.write_all(&[b"\x1b@", text.as_bytes(), b"\n\x1dV\x00"].concat())
        .await
        .expect("a local socket works");
    printer.wait_for_tickets(1, SOON).await.expect("a local socket works");
    printer
}

#[tokio::test]
async fn the_page_shows_tickets_and_breaks_and_repairs_printers() {
    let printer = printer_with("2 x Salchipapa", Config::named("Parrilla 1")).await;
    let url = served(vec![printer]).await;
    // Somebody chose before: then it is chosen.
    drop(rustls::crypto::ring::default_provider().install_default());
    let client = Client::new();
    let get = async |path: &str| client.get(format!("{url}{path}")).send().await.unwrap();

    let page = get("/").await.text().await.unwrap();
    assert!(page.contains("lang=\"es-CO\"") && !page.contains("https://"));
    let printers: Value = get("/printers").await.json().await.unwrap();
    assert_eq!((&printers[0]["name"], &printers[0]["printed"]), (&json!("Parrilla 1"), &json!(1)));
    let tickets: Value = get("/printers/Parrilla%201/tickets?after=0").await.json().await.unwrap();
    assert_eq!(tickets[0]["text"], "2 x Salchipapa\n");
    let none: Value = get("/printers/Parrilla%201/tickets?after=1").await.json().await.unwrap();
    assert_eq!(none, json!([]));
    let png = get("/printers/Parrilla%201/tickets/1.png").await.bytes().await.unwrap();
    assert_eq!(&png[..4], b"\x89PNG");
    assert_eq!(get("/printers/Parrilla%201/tickets/1.txt").await.text().await.unwrap(), "2 x Salchipapa\n");
    assert!(get("/printers/Parrilla%201/tickets/1.bin").await.bytes().await.unwrap().starts_with(b"\x1b@"));
    for missing in [
        "/printers/Bar/tickets",
        "/printers/Parrilla%201/tickets/9.png",
        "/printers/Parrilla%201/tickets/1.gif",
    ] {
        assert_eq!(get(missing).await.status(), StatusCode::NOT_FOUND, "{missing}");
    }

    let post = async |path: &str, body: Value| {
        let request = client.post(format!("{url}/printers/Parrilla%201/{path}")).json(&body);
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        (answer["online"].clone(), answer["status"]["paper"].clone())
    };
    assert_eq!(post("fault", json!({"kind": "paper_out"})).await, (json!(false), json!("out")));
    assert_eq!(post("heal", json!({})).await, (json!(true), json!("ok")));
    let nonsense = client.post(format!("{url}/printers/Parrilla%201/fault")).json(&json!({"kind": "fire"}));
    assert_eq!(nonsense.send().await.unwrap().status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn tickets_are_kept_as_files() {
    let dir = tempfile::tempdir().unwrap();
    let config = Config { tape_dir: Some(dir.path().join("till")), ..Config::default() };
    let printer = printer_with("hola", config).await;
    let png = dir.path().join("till/0001.png");
    let written = async {
        while !std::fs::read(&png).is_ok_and(|bytes| bytes.ends_with(b"IEND\xae\x42\x60\x82")) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(SOON, written).await.unwrap();
    assert_eq!(std::fs::read_to_string(dir.path().join("till/0001.txt")).unwrap(), "hola\n");
    assert_eq!(std::fs::read(dir.path().join("till/0001.bin")).unwrap(), printer.tape()[0].raw);
}
