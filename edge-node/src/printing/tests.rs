//! Printers that misbehave, over real sockets and a real database file.

mod fake;

use std::path::Path;
use std::time::Duration;

use shared_model::ids::{OrderId, PrintJobId};
use shared_model::receipt::ticket::{Block, Size, Style, Ticket};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::time::timeout;
use uuid::Uuid;

use self::fake::{Fake, Mood};
use super::*;
use crate::store::print_job::{Confirm, Kind, NewJob, State};

/// Longer than anything here takes; only a hang reaches it.
const GUARD: Duration = Duration::from_mins(1);

/// Real limits where a test does not wait for them, short ones where it does.
fn brisk() -> Timing {
    Timing {
        retries: [Duration::from_millis(5); 3],
        breaker_open: Duration::from_millis(50),
        blocked_poll: Duration::from_millis(20),
        trouble_pace: Duration::from_millis(10),
        ..Timing::default()
    }
}

struct Shop {
    dir: TempDir,
    store: Store,
    printing: Printing,
    events: mpsc::Receiver<PrintEvent>,
}

fn config(n: u128, address: &str) -> PrinterConfig {
    PrinterConfig {
        id: PrinterId::new(Uuid::from_u128(n)),
        name: format!("Impresora {n}"),
        address: address.to_owned(),
        profile: ProfileName::Epson80,
    }
}

async fn start(
    path: &Path,
    timing: &Timing,
    printers: Vec<PrinterConfig>,
) -> (Store, Printing, mpsc::Receiver<PrintEvent>) {
    let (store, _writer) = Store::open(&path.join("branch.db")).unwrap();
    let zone = DayRule::try_new("America/Bogota", 360).unwrap();
    let settings = Settings { clock: Clock::system(), zone, boot_id: "boot-1".to_owned(), timing: *timing };
    let (printing, events) = Printing::start(store.clone(), settings, printers).await.unwrap();
    (store, printing, events)
}

fn job_id(n: u128) -> PrintJobId {
    PrintJobId::new(Uuid::from_u128(n))
}

fn job(n: u128, kind: Kind, printer: u128) -> NewJob {
    let mut ticket = Ticket::default();
    ticket.text(format!("Salchipapa {n}"), Style::bold(Size::Big)).push(Block::Cut);
    let now = Clock::system().now();
    NewJob {
        id: job_id(n),
        idem_key: n.to_string(),
        kind,
        station: None,
        printer: PrinterId::new(Uuid::from_u128(printer)),
        order: Some(OrderId::new(Uuid::from_u128(n))),
        order_label: format!("M-{n:03}"),
        copy_no: 0,
        supersedes: None,
        requested_by: None,
        ticket,
        created_at: now,
        not_after: now.plus_ms(kind.useful_for_ms()),
    }
}

impl Shop {
    async fn open(timing: &Timing, printers: Vec<PrinterConfig>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (store, printing, events) = start(dir.path(), timing, printers).await;
        Self { dir, store, printing, events }
    }

    async fn with(fake: &Fake, timing: &Timing) -> Self {
        Self::open(timing, vec![config(1, &fake.address)]).await
    }

    async fn owe(&self, job: NewJob) {
        let brief = job.brief();
        let work = move |scope: &mut crate::store::Work<'_>| print_job::enqueue(scope.tx, &job);
        self.store.writer.run(Durability::Full, work).await.unwrap();
        self.printing.queued(brief);
    }

    /// The next event that `pick` knows; what comes before it is passed over.
    async fn hear<T>(&mut self, mut pick: impl FnMut(&PrintEvent) -> Option<T>) -> T {
        let wait = async {
            loop {
                let event = self.events.recv().await.expect("printing is at work");
                if let Some(found) = pick(&event) {
                    return found;
                }
            }
        };
        timeout(GUARD, wait).await.expect("the event comes")
    }

    async fn printed(&mut self) -> (PrintJobId, Confirm) {
        self.hear(|event| {
            let PrintEvent::Printed { sheet, confirm } = event else { return None };
            Some((sheet.id, *confirm))
        })
        .await
    }

    async fn doubtful(&mut self) -> (Reason, Option<Brief>) {
        self.hear(|event| {
            let PrintEvent::Uncertain { reason, copy, .. } = event else { return None };
            Some((*reason, copy.clone()))
        })
        .await
    }

    async fn trouble(&mut self, wanted: Option<Reason>) {
        self.hear(|event| {
            let PrintEvent::PrinterState { trouble, .. } = event else { return None };
            (*trouble == wanted).then_some(())
        })
        .await;
    }

    async fn look(&self, id: PrintJobId) -> print_job::PrintJob {
        self.store.readers.read(move |conn| print_job::find(conn, id)).await.unwrap().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sheets_come_out_in_turn_and_confirmed() {
    let fake = Fake::start(Mood::Fine).await;
    let mut shop = Shop::with(&fake, &brisk()).await;
    for n in 1..=5 {
        shop.owe(job(n, Kind::Kitchen, 1)).await;
    }
    for n in 1..=5 {
        assert_eq!(shop.printed().await, (job_id(n), Confirm::Echo));
    }
    assert_eq!((fake.sheets().len(), fake.marked()), (5, 0));
    shop.printing.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clone_confirms_by_its_status() {
    let fake = Fake::start(Mood::Fine).await;
    let clone = PrinterConfig { profile: ProfileName::Clone58, ..config(1, &fake.address) };
    let mut shop = Shop::open(&brisk(), vec![clone]).await;
    shop.owe(job(1, Kind::Kitchen, 1)).await;
    shop.owe(job(2, Kind::Kitchen, 1)).await;
    assert_eq!(shop.printed().await, (job_id(1), Confirm::Status));
    assert_eq!(shop.printed().await, (job_id(2), Confirm::Status));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_paper_not_a_byte_is_sent() {
    let fake = Fake::start(Mood::NoPaper).await;
    let mut shop = Shop::with(&fake, &brisk()).await;
    shop.owe(job(1, Kind::Kitchen, 1)).await;
    shop.trouble(Some(Reason::PaperOut)).await;
    assert_eq!(shop.look(job_id(1)).await.state, State::Blocked);
    assert_eq!(fake.sheet_bytes(), 0);
    fake.set(Mood::Fine);
    assert_eq!(shop.printed().await.0, job_id(1));
    assert_eq!((fake.sheets().len(), fake.marked()), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_breaks_makes_one_marked_copy_wherever_it_breaks() {
    for after in [1, 2, 17, 40, 52] {
        let fake = Fake::start(Mood::Breaks(after)).await;
        let mut shop = Shop::with(&fake, &brisk()).await;
        shop.owe(job(1, Kind::Kitchen, 1)).await;
        let copy = shop.doubtful().await.1.expect("the kitchen gets a copy");
        assert_eq!(shop.printed().await.0, copy.id, "after {after} bytes");
        assert_eq!((fake.sheets().len(), fake.marked()), (1, 1), "after {after} bytes");
        assert_eq!(shop.look(job_id(1)).await.state, State::Superseded);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_in_doubt_asks_instead_of_printing_again() {
    let fake = Fake::start(Mood::Breaks(20)).await;
    let mut shop = Shop::with(&fake, &brisk()).await;
    shop.owe(job(1, Kind::Receipt, 1)).await;
    assert_eq!(shop.doubtful().await, (Reason::Reset, None));
    shop.owe(job(2, Kind::Receipt, 1)).await;
    assert_eq!(shop.printed().await.0, job_id(2));
    assert_eq!(fake.sheets().len(), 1);
    assert_eq!(shop.look(job_id(1)).await.state, State::Uncertain);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_printer_that_never_confirms_gets_one_copy_and_no_third() {
    let fake = Fake::start(Mood::Echoless).await;
    let timing = Timing { confirm_least: Duration::from_millis(50), ..brisk() };
    let mut shop = Shop::with(&fake, &timing).await;
    shop.owe(job(1, Kind::Kitchen, 1)).await;
    let (reason, copy) = shop.doubtful().await;
    assert_eq!((reason, copy.is_some()), (Reason::NoEcho, true));
    assert_eq!(shop.doubtful().await, (Reason::NoEcho, None));
    assert_eq!((fake.sheets().len(), fake.marked()), (2, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn paper_that_ends_in_the_middle_is_waited_for_not_printed_twice() {
    let mut fake = Fake::start(Mood::RunsOut).await;
    let timing = Timing { confirm_least: Duration::from_millis(50), ..brisk() };
    let mut shop = Shop::with(&fake, &timing).await;
    shop.owe(job(1, Kind::Kitchen, 1)).await;
    fake.got_sheets(1).await;
    shop.trouble(Some(Reason::PaperOut)).await;
    fake.set(Mood::Fine);
    assert_eq!(shop.printed().await, (job_id(1), Confirm::Echo));
    assert_eq!((fake.sheets().len(), fake.marked()), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mute_printer_gets_nothing_and_the_screen_is_told_once() {
    let fake = Fake::start(Mood::Mute).await;
    let timing =
        Timing { status: Duration::from_millis(20), fallback: Duration::from_millis(200), ..brisk() };
    let mut shop = Shop::with(&fake, &timing).await;
    shop.owe(job(1, Kind::Kitchen, 1)).await;
    shop.trouble(Some(Reason::NoReply)).await;
    let fallback = |event: &PrintEvent| {
        let PrintEvent::Fallback { message, .. } = event else { return None };
        Some(message.clone())
    };
    let message = shop.hear(fallback).await;
    insta::assert_snapshot!(message, @"#M-001 no ha salido en papel: la impresora Impresora 1 no responde. Prepárelo desde la pantalla.");
    fake.set(Mood::Fine);
    let mut told_again = false;
    let printed = shop
        .hear(|event| {
            told_again |= matches!(event, PrintEvent::Fallback { .. });
            matches!(event, PrintEvent::Printed { .. }).then_some(())
        })
        .await;
    assert_eq!((printed, told_again), ((), false));
    assert_eq!((fake.sheets().len(), fake.marked()), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_printer_that_is_off_is_tried_until_it_is_on() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let mut shop = Shop::open(&brisk(), vec![config(1, &address.to_string())]).await;
    shop.owe(job(1, Kind::Kitchen, 1)).await;
    shop.trouble(Some(Reason::Unreachable)).await;
    assert_eq!(shop.look(job_id(1)).await.state, State::RetryWait);
    let fake = Fake::on(TcpListener::bind(address).await.unwrap(), Mood::Fine);
    assert_eq!(shop.printed().await.0, job_id(1));
    assert_eq!((fake.sheets().len(), fake.marked()), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_too_late_is_told_and_not_printed() {
    let fake = Fake::start(Mood::NoPaper).await;
    let mut shop = Shop::with(&fake, &brisk()).await;
    let soon = Clock::system().now().plus_ms(100);
    shop.owe(NewJob { not_after: soon, ..job(1, Kind::Drawer, 1) }).await;
    shop.hear(|event| matches!(event, PrintEvent::Expired(sheet) if sheet.id == job_id(1)).then_some(()))
        .await;
    fake.set(Mood::Fine);
    shop.owe(job(2, Kind::Kitchen, 1)).await;
    assert_eq!(shop.printed().await.0, job_id(2));
    assert_eq!(fake.sheets().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_printer_delays_no_other() {
    let (dead, fine) = (Fake::start(Mood::Mute).await, Fake::start(Mood::Fine).await);
    let printers = vec![config(1, &dead.address), config(2, &fine.address)];
    let mut shop = Shop::open(&Timing::default(), printers).await;
    shop.owe(job(1, Kind::Kitchen, 1)).await;
    shop.owe(job(2, Kind::Kitchen, 2)).await;
    assert_eq!(shop.printed().await.0, job_id(2));
    assert_eq!(dead.sheet_bytes(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_configuration_moves_sheets_and_an_older_one_does_nothing() {
    let (dead, fine) = (Fake::start(Mood::Mute).await, Fake::start(Mood::Fine).await);
    let timing = Timing { status: Duration::from_millis(20), ..brisk() };
    let mut shop = Shop::open(&timing, vec![config(1, &dead.address), config(2, &dead.address)]).await;
    shop.owe(job(1, Kind::Kitchen, 1)).await;
    shop.owe(job(2, Kind::Kitchen, 2)).await;
    assert!(shop.printing.reconfigure(2, vec![config(1, &fine.address)]).await.unwrap());
    let mut seen = (false, false);
    shop.hear(|event| {
        seen.0 |= matches!(event, PrintEvent::Printed { sheet, .. } if sheet.id == job_id(1));
        seen.1 |=
            matches!(event, PrintEvent::Failed { reason: Reason::NoPrinter, sheet } if sheet.id == job_id(2));
        (seen == (true, true)).then_some(())
    })
    .await;
    assert!(!shop.printing.reconfigure(1, vec![]).await.unwrap());
    shop.owe(job(3, Kind::Kitchen, 1)).await;
    assert_eq!(shop.printed().await.0, job_id(3));
}

/// Ends a box in the middle of a sheet: its tasks are dropped where they stand.
#[test]
fn a_box_that_is_killed_in_the_middle_prints_a_marked_copy() {
    let world = tokio::runtime::Runtime::new().unwrap();
    let mut fake = world.block_on(Fake::start(Mood::RunsOut));
    let first = tokio::runtime::Runtime::new().unwrap();
    let shop = first.block_on(Shop::with(&fake, &brisk()));
    first.block_on(async {
        shop.owe(job(1, Kind::Kitchen, 1)).await;
        shop.owe(job(2, Kind::Kitchen, 1)).await;
    });
    world.block_on(fake.got_sheets(1));
    let Shop { dir, .. } = shop;
    // Waited for: a task that outlives the kill would take the answer that only the next process may see.
    first.shutdown_timeout(Duration::from_secs(5));
    fake.set(Mood::Fine);
    world.block_on(async {
        let (store, printing, events) = start(dir.path(), &brisk(), vec![config(1, &fake.address)]).await;
        let mut shop = Shop { dir, store, printing, events };
        let copy = shop.doubtful().await.1.expect("the kitchen gets a copy");
        assert_eq!(shop.printed().await.0, copy.id);
        assert_eq!(shop.printed().await.0, job_id(2));
        assert_eq!(fake.marked(), 1);
        shop.printing.stop().await;
        drop(shop.dir);
    });
}
