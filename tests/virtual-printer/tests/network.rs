//! The printer over TCP: status, faults, and what a host can know about its ticket.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use virtual_printer::{Config, End, Fault, VirtualPrinter};

const SOON: Duration = Duration::from_secs(5);
const ECHO: &[u8] = b"7\"A047\0";

async fn printer() -> VirtualPrinter {
    VirtualPrinter::start(Config::default()).await.expect("a free port")
}

async fn host(printer: &VirtualPrinter) -> TcpStream {
    TcpStream::connect(printer.addr()).await.expect("a connection")
}

async fn says(host: &mut TcpStream, count: usize) -> Vec<u8> {
    let mut bytes = vec![0; count];
    timeout(SOON, host.read_exact(&mut bytes)).await.expect("an answer in time").expect("an open connection");
    bytes
}

async fn asks(host: &mut TcpStream, question: &[u8], count: usize) -> Vec<u8> {
    host.write_all(question).await.expect("an open connection");
    says(host, count).await
}

fn ticket(text: &str) -> Vec<u8> {
    [b"\x1b@", text.as_bytes(), b"\n\x1dV\x00\x1d(H\x06\x0000A047"].concat()
}

/// The four `DLE EOT` replies.
async fn states(host: &mut TcpStream) -> Vec<u8> {
    asks(host, b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04", 4).await
}

#[tokio::test]
async fn a_ticket_is_printed_and_confirmed() {
    let printer = printer().await;
    let mut host = host(&printer).await;
    assert_eq!(asks(&mut host, &ticket("hola"), 7).await, ECHO);
    let tape = printer.tape();
    assert_eq!((tape.len(), tape[0].text.as_str(), tape[0].raw.clone()), (1, "hola\n", ticket("hola")));
    assert!(tape[0].finished_at_ms > 1_700_000_000_000);
    assert_eq!(printer.tickets_since(1).len(), 0);
}

#[tokio::test]
async fn every_state_answers_in_real_time() {
    let printer = printer().await;
    let mut host = host(&printer).await;
    assert_eq!(states(&mut host).await, [0x12, 0x12, 0x12, 0x12]);
    for (fault, expected) in [
        (Fault::PaperNearEnd, [0x12, 0x12, 0x12, 0x1E]),
        (Fault::PaperOut, [0x1A, 0x32, 0x12, 0x72]),
        (Fault::CoverOpen, [0x1A, 0x16, 0x12, 0x12]),
        (Fault::CutterError, [0x1A, 0x52, 0x1A, 0x12]),
    ] {
        printer.set(fault).await;
        assert_eq!(states(&mut host).await, expected, "{fault:?}");
        printer.heal().await;
    }
    printer.set(Fault::NoRealTimeStatus).await;
    assert_eq!(asks(&mut host, b"\x10\x04\x01\x1dr\x01", 1).await, [0x00], "only the queued answer");
}

#[tokio::test]
async fn status_comes_by_itself_once_asked_for() {
    let printer = printer().await;
    let mut host = host(&printer).await;
    assert_eq!(asks(&mut host, b"\x1da\x0e", 4).await, [0x10, 0, 0, 0x0F]);
    printer.set(Fault::CoverOpen).await;
    assert_eq!(says(&mut host, 4).await, [0x38, 0, 0, 0x0F]);
    printer.heal().await;
    assert_eq!(says(&mut host, 4).await, [0x10, 0, 0, 0x0F]);
    assert_eq!(asks(&mut host, b"\x1da\x00\x1dI\x43", 11).await, b"_TM-T20III\0");
}

#[tokio::test]
async fn paper_out_in_mid_ticket_prints_and_confirms_after_the_change() {
    let printer = printer().await;
    let mut host = host(&printer).await;
    printer.set(Fault::PaperOutAfter { lines: 2 }).await;
    host.write_all(&ticket("uno\ndos\ntres")).await.unwrap();
    printer.wait_for(|tape| tape.lines() == 2, SOON).await.unwrap();
    assert_eq!(states(&mut host).await, [0x1A, 0x32, 0x12, 0x72]);
    assert_eq!(printer.open_ticket().unwrap().text, "uno\ndos\n");
    assert!(printer.waiting_bytes() > 0);
    printer.heal().await;
    assert_eq!(says(&mut host, 7).await, ECHO);
    assert_eq!(printer.tape()[0].text, "uno\ndos\ntres\n");
}

#[tokio::test]
async fn an_echo_nobody_heard_goes_to_the_next_host_and_only_the_latest() {
    let printer = printer().await;
    printer.set(Fault::CoverOpen).await;
    let mut first = host(&printer).await;
    first.write_all(&ticket("uno")).await.unwrap();
    first.write_all(b"\x1b@dos\n\x1dV\x00\x1d(H\x06\x0000A048").await.unwrap();
    states(&mut first).await;
    printer.set(Fault::Refuse).await;
    printer.heal().await;
    printer.wait_for_tickets(2, SOON).await.unwrap();
    let mut second = host(&printer).await;
    let heard = asks(&mut second, b"\x10\x04\x01", 8).await;
    assert!(heard.starts_with(b"7\"A048\0"), "{heard:02x?}");
}

#[tokio::test]
async fn echoes_get_lost_come_late_or_are_not_there() {
    let printer = printer().await;
    let mut host = host(&printer).await;
    for fault in [Fault::LoseEcho, Fault::NoEcho] {
        printer.set(fault).await;
        host.write_all(&ticket("x")).await.unwrap();
        assert_eq!(asks(&mut host, b"\x1dr\x01", 1).await, [0x00], "{fault:?}");
        printer.heal().await;
    }
    printer.set(Fault::LateEcho { ms: 30 }).await;
    let both = [&ticket("x")[..], b"\x1dr\x01"].concat();
    assert_eq!(asks(&mut host, &both, 8).await, [b"\x00", ECHO].concat(), "the echo is overtaken");
    assert_eq!(printer.printed_count(), 3);
}

#[tokio::test]
async fn a_full_buffer_stops_reading_but_loses_nothing() {
    let config = Config { buffer_bytes: 64, ..Config::default() };
    let printer = VirtualPrinter::start(config).await.unwrap();
    let mut host = host(&printer).await;
    printer.set(Fault::PaperOut).await;
    let long = ticket(&"linea\n".repeat(200));
    host.write_all(&long).await.unwrap();
    let mut changes = printer.changes();
    while printer.waiting_bytes() < 64 {
        timeout(SOON, changes.changed()).await.expect("bytes arrive").unwrap();
    }
    assert_eq!(printer.waiting_bytes(), 64);
    printer.heal().await;
    assert_eq!(says(&mut host, 7).await, ECHO);
    assert_eq!(printer.tape()[0].raw, long);
}

#[tokio::test]
async fn a_pulled_cable_refuses_and_comes_back_on_the_same_port() {
    let printer = printer().await;
    let mut before = host(&printer).await;
    states(&mut before).await;
    printer.set(Fault::Refuse).await;
    assert!(before.read_u8().await.is_err());
    assert!(TcpStream::connect(printer.addr()).await.is_err());
    printer.heal().await;
    let mut after = host(&printer).await;
    assert_eq!(states(&mut after).await, [0x12; 4]);
}

#[tokio::test]
async fn a_reset_in_mid_ticket_leaves_what_came_before_it() {
    let printer = printer().await;
    for at in [1, 3, 9, 12] {
        printer.set(Fault::ResetAfter { bytes: at }).await;
        let mut host = host(&printer).await;
        host.write_all(&ticket("uno\ndos")).await.unwrap();
        assert!(host.read_u8().await.is_err(), "reset after {at} bytes");
        printer.power_cycle().await;
    }
    let torn: Vec<_> = printer.tape().iter().map(|ticket| (ticket.text.clone(), ticket.end)).collect();
    assert_eq!(torn, [("uno\n".into(), Some(End::Torn)), ("uno\ndos\n".into(), Some(End::Torn))]);
    let mut again = host(&printer).await;
    assert_eq!(asks(&mut again, &ticket("completo"), 7).await, ECHO);
}

#[tokio::test]
async fn power_off_forgets_the_buffer() {
    let printer = printer().await;
    let mut before = host(&printer).await;
    printer.set(Fault::CoverOpen).await;
    before.write_all(&ticket("perdido")).await.unwrap();
    states(&mut before).await;
    printer.set(Fault::PowerOff).await;
    assert!(TcpStream::connect(printer.addr()).await.is_err());
    printer.heal().await;
    let mut after = host(&printer).await;
    assert_eq!(asks(&mut after, &ticket("nuevo"), 7).await, ECHO);
    assert_eq!(printer.tape().len(), 1);
    assert_eq!(printer.tape()[0].text, "nuevo\n");
}

#[tokio::test]
async fn a_printer_that_never_reads_swallows_writes_and_prints_them_when_it_wakes() {
    let printer = printer().await;
    printer.set(Fault::NeverRead).await;
    let mut host = host(&printer).await;
    host.write_all(&ticket("hola")).await.unwrap();
    assert_eq!(printer.waiting_bytes(), 0);
    printer.heal().await;
    assert_eq!(says(&mut host, 7).await, ECHO);
}

#[tokio::test]
async fn a_slow_line_takes_its_time() {
    let printer = printer().await;
    printer.set(Fault::Slow { bytes_per_s: 400 }).await;
    let mut host = host(&printer).await;
    let started = std::time::Instant::now();
    assert_eq!(asks(&mut host, &ticket(&"x".repeat(40)), 7).await, ECHO);
    assert!(started.elapsed() >= Duration::from_millis(100), "57 bytes at 400 bytes/s");
}

#[tokio::test]
async fn a_second_host_waits_for_the_first_to_leave() {
    let printer = printer().await;
    let mut first = host(&printer).await;
    states(&mut first).await;
    let mut second = host(&printer).await;
    second.write_all(b"\x10\x04\x01").await.unwrap();
    assert_eq!(states(&mut first).await, [0x12; 4]);
    drop(first);
    assert_eq!(says(&mut second, 1).await, [0x12]);
}

#[tokio::test]
async fn half_an_image_outlives_the_connection_but_not_the_power() {
    let printer = printer().await;
    let half = b"\x1b@\x1dv0\x00\x48\x00\x60\x00half\x10\x04\x01";
    let mut first = host(&printer).await;
    assert_eq!(asks(&mut first, half, 1).await, [0x12]);
    drop(first);
    let mut second = host(&printer).await;
    assert_eq!(asks(&mut second, &[&ticket("perdido")[..], b"\x10\x04\x01"].concat(), 1).await, [0x12]);
    assert_eq!(printer.printed_count(), 0);
    printer.power_cycle().await;
    let mut third = host(&printer).await;
    assert_eq!(asks(&mut third, &ticket("nuevo"), 7).await, ECHO);
    assert_eq!(printer.tape()[0].text, "nuevo\n");
}

#[tokio::test]
async fn a_chinese_clone_prints_garbage_until_told_otherwise() {
    let printer = printer().await;
    printer.set(Fault::ChineseMode).await;
    let mut host = host(&printer).await;
    host.write_all(b"\x1b@\x1bt\x10a\xf1o\n\x1dV\x00\x1b@\x1c.\x1bt\x10a\xf1o\n\x1dV\x00").await.unwrap();
    let tape = printer.wait_for_tickets(2, SOON).await.unwrap();
    assert_eq!((tape[0].text.as_str(), tape[1].text.as_str()), ("a駉\n", "año\n"));
}

#[tokio::test]
async fn clearing_the_buffers_drops_the_ticket_and_its_echo() {
    let printer = printer().await;
    printer.set(Fault::CoverOpen).await;
    let mut host = host(&printer).await;
    host.write_all(&ticket("borrado")).await.unwrap();
    assert_eq!(asks(&mut host, b"\x10\x05\x02\x10\x04\x01", 1).await, [0x1A]);
    printer.heal().await;
    assert_eq!(asks(&mut host, &ticket("nuevo"), 7).await, ECHO);
    assert_eq!(printer.tape().iter().map(|ticket| ticket.text.as_str()).collect::<Vec<_>>(), ["nuevo\n"]);
}

#[tokio::test]
async fn what_does_not_happen_is_reported_with_what_did() {
    let printer = VirtualPrinter::start(Config::named("Parrilla")).await.unwrap();
    let error = printer.wait_for(|tape| tape.printed() > 0, Duration::ZERO).await.unwrap_err();
    assert_eq!(error.to_string(), "printer Parrilla cut 0 tickets and holds \"\"");
}
