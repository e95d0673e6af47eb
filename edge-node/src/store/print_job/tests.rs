//! The life of a sheet over a real database file.

use rusqlite::Connection;
use shared_model::receipt::ticket::{Block, Style};
use uuid::Uuid;

use super::super::open::open_writer;
use super::*;

const NOW: Timestamp = Timestamp::from_ms(1_795_384_800_000);

fn printer(n: u128) -> PrinterId {
    PrinterId::new(Uuid::from_u128(n))
}

fn job_id(n: u128) -> PrintJobId {
    PrintJobId::new(Uuid::from_u128(n))
}

fn job(n: u128, kind: Kind) -> NewJob {
    let mut ticket = Ticket::default();
    ticket.text("Salchipapa", Style::PLAIN).push(Block::Drawer).push(Block::Cut);
    NewJob {
        id: job_id(n),
        idem_key: format!("order|{n}"),
        kind,
        station: None,
        printer: printer(1),
        order: Some(OrderId::new(Uuid::from_u128(7))),
        order_label: "M-047".to_owned(),
        copy_no: 0,
        supersedes: None,
        requested_by: None,
        ticket,
        created_at: NOW,
        not_after: NOW.plus_ms(kind.useful_for_ms()),
    }
}

/// A database, opened anew for each story.
struct Db {
    conn: Connection,
    _dir: tempfile::TempDir,
}

impl Db {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        Self { conn: open_writer(&dir.path().join("branch.db")).unwrap(), _dir: dir }
    }

    fn tx<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>) -> T {
        let tx = self.conn.transaction().unwrap();
        let result = work(&tx).unwrap();
        tx.commit().unwrap();
        result
    }

    fn add(&mut self, jobs: &[NewJob]) {
        for job in jobs {
            assert_eq!(self.tx(|tx| enqueue(tx, job)), Enqueue::Added);
        }
    }

    fn claim(&mut self, now: Timestamp) -> Option<PrintJobId> {
        match self.tx(|tx| claim_next(tx, printer(1), "0001", now)) {
            Next::Job(job) => Some(job.brief.id),
            Next::Expired(_) | Next::Nothing => None,
        }
    }

    fn unsure(&mut self, job: PrintJobId, copy: u128) -> Option<Brief> {
        let outcome =
            Outcome::Uncertain { reason: Reason::Reset, bytes_total: 9, bytes_sent: 4, copy: job_id(copy) };
        self.tx(|tx| settle(tx, job, outcome, NOW))
    }

    fn state(&self, job: PrintJobId) -> State {
        find(&self.conn, job).unwrap().unwrap().state
    }

    fn plan(&self, sql: &str) -> String {
        let mut rows = self.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let lines: Vec<String> = rows.query_map([], |row| row.get(3)).unwrap().map(Result::unwrap).collect();
        lines.join("; ")
    }
}

#[test]
fn the_same_event_twice_is_one_sheet() {
    let mut db = Db::new();
    db.add(&[job(1, Kind::Kitchen)]);
    let again = NewJob { id: job_id(2), ..job(1, Kind::Kitchen) };
    assert_eq!(db.tx(|tx| enqueue(tx, &again)), Enqueue::AlreadyThere(job_id(1)));
}

#[test]
fn voids_go_before_orders_and_orders_in_turn() {
    let mut db = Db::new();
    let later = NewJob { created_at: NOW.plus_ms(5), ..job(2, Kind::Kitchen) };
    let of_another_order = NewJob { order: Some(OrderId::new(Uuid::from_u128(8))), ..job(4, Kind::Void) };
    db.add(&[job(1, Kind::Receipt), later, job(3, Kind::Kitchen), of_another_order]);
    let order: Vec<_> = std::iter::from_fn(|| db.claim(NOW)).collect();
    assert_eq!(order, [4, 3, 2, 1].map(job_id));
}

#[test]
fn a_void_waits_for_the_ticket_it_takes_back() {
    let mut db = Db::new();
    let later = NewJob { created_at: NOW.plus_ms(5), ..job(2, Kind::Void) };
    db.add(&[job(1, Kind::Kitchen), later]);
    let order: Vec<_> = std::iter::from_fn(|| db.claim(NOW)).collect();
    assert_eq!(order, [1, 2].map(job_id));
}

#[test]
fn what_came_too_late_is_not_printed() {
    let mut db = Db::new();
    db.add(&[job(1, Kind::Drawer)]);
    let next = db.tx(|tx| claim_next(tx, printer(1), "0001", NOW.plus_ms(5_000)));
    assert!(matches!(next, Next::Expired(brief) if brief.id == job_id(1)));
    assert_eq!(db.state(job_id(1)), State::Expired);
}

#[test]
fn a_kitchen_gets_exactly_one_marked_copy() {
    let mut db = Db::new();
    db.add(&[job(1, Kind::Kitchen), job(2, Kind::Kitchen)]);
    db.claim(NOW);
    assert_eq!(db.unsure(job_id(1), 11).unwrap().id, job_id(11));
    assert_eq!(db.state(job_id(1)), State::Superseded);
    let Next::Job(copy) = db.tx(|tx| claim_next(tx, printer(1), "0002", NOW)) else { panic!("no copy") };
    assert_eq!((copy.brief.id, copy.maybe_printed), (job_id(11), true));
    assert_eq!(db.unsure(job_id(11), 12), None);
    assert_eq!(db.state(job_id(11)), State::Uncertain);
}

#[test]
fn whoever_pays_is_asked_and_a_drawer_is_never_opened_twice() {
    let mut db = Db::new();
    db.add(&[job(1, Kind::Drawer), job(2, Kind::Receipt), job(3, Kind::Receipt)]);
    for id in 1..4 {
        db.claim(NOW);
        assert_eq!(db.unsure(job_id(id), 10 + id), None);
    }
    let by = StaffId::new(Uuid::from_u128(5));
    assert!(db.tx(|tx| answer_came_out(tx, job_id(2), NOW)));
    assert!(!db.tx(|tx| answer_came_out(tx, job_id(2), NOW)));
    let copy = db.tx(|tx| answer_reprint(tx, job_id(3), job_id(33), by, NOW)).unwrap();
    assert_eq!(copy.id, job_id(33));
    assert_eq!(db.tx(|tx| answer_reprint(tx, job_id(1), job_id(31), by, NOW)), None);
    let states = [1, 2, 3, 33].map(|id| db.state(job_id(id)));
    assert_eq!(states, [State::Uncertain, State::Printed, State::Superseded, State::Queued]);
}

#[test]
fn a_copy_that_a_person_asked_for_counts_up_and_keeps_the_drawer_shut() {
    let mut db = Db::new();
    db.add(&[job(1, Kind::Receipt)]);
    for n in 1..3_u128 {
        let wanted = Reprint {
            job: job_id(1),
            copy: job_id(10 + n),
            idem_key: format!("again|{n}"),
            by: StaffId::new(Uuid::from_u128(5)),
            by_name: "Laura".to_owned(),
            hour: "7:41 p. m.".to_owned(),
        };
        assert_eq!(db.tx(|tx| reprint(tx, &wanted, NOW)), Some(Enqueue::Added));
    }
    assert_eq!(find(&db.conn, job_id(12)).unwrap().unwrap().copy_no, 2);
    let ticket = ticket(&db.conn, job_id(12)).unwrap().unwrap();
    assert!(matches!(ticket.blocks.first(), Some(Block::Banner { .. })));
    assert!(!ticket.blocks.contains(&Block::Drawer));
}

#[test]
fn a_killed_process_leaves_doubt_only_about_what_was_under_way() {
    let mut db = Db::new();
    let mint = || job_id(99);
    db.tx(|tx| recover(tx, "boot-1", NOW, mint));
    db.add(&[job(1, Kind::Kitchen), job(2, Kind::Kitchen)]);
    db.claim(NOW);
    let recovered = db.tx(|tx| recover(tx, "boot-1", NOW, mint));
    assert!(!recovered.machine_restarted);
    assert_eq!(recovered.copies.iter().map(|copy| copy.id).collect::<Vec<_>>(), [job_id(99)]);
    assert!(!find(&db.conn, job_id(2)).unwrap().unwrap().maybe_printed);
}

#[test]
fn a_power_cut_leaves_doubt_about_all_that_waited() {
    let mut db = Db::new();
    let mint = || job_id(99);
    db.tx(|tx| recover(tx, "boot-1", NOW, mint));
    db.add(&[job(1, Kind::Kitchen), job(2, Kind::Receipt), job(3, Kind::Drawer)]);
    let recovered = db.tx(|tx| recover(tx, "boot-2", NOW, mint));
    assert!(recovered.machine_restarted);
    assert!(find(&db.conn, job_id(1)).unwrap().unwrap().maybe_printed);
    let states = [1, 2, 3].map(|id| db.state(job_id(id)));
    assert_eq!(states, [State::Queued, State::Uncertain, State::Cancelled]);
    assert_eq!(db.tx(|tx| recover(tx, "boot-2", NOW, mint)), Recovered::default());
}

#[test]
fn a_printer_in_trouble_names_each_waiting_sheet_once() {
    let mut db = Db::new();
    db.add(&[job(1, Kind::Kitchen)]);
    let mut sweep_at = |ms| db.tx(|tx| sweep(tx, printer(1), NOW.plus_ms(ms), 10_000));
    assert_eq!(sweep_at(9_999).next, Some(NOW.plus_ms(10_000)));
    let swept = sweep_at(10_000);
    assert_eq!((swept.fallback.len(), swept.next), (1, Some(NOW.plus_ms(600_000))));
    assert!(sweep_at(11_000).fallback.is_empty());
    assert_eq!(sweep_at(600_000).expired.len(), 1);
    assert_eq!(sweep_at(600_001).next, None);
}

#[test]
fn holding_a_sheet_records_each_new_reason_once() {
    let mut db = Db::new();
    db.add(&[job(1, Kind::Kitchen)]);
    for reason in [Reason::PaperOut, Reason::PaperOut, Reason::CoverOpen] {
        db.tx(|tx| hold(tx, job_id(1), State::Blocked, reason, None, NOW));
    }
    assert_eq!(find(&db.conn, job_id(1)).unwrap().unwrap().attempts, 2);
    assert_eq!(db.claim(NOW), Some(job_id(1)));
}

#[test]
fn queues_are_counted_and_pages_follow_each_other() {
    let mut db = Db::new();
    let later = |n| NewJob { created_at: NOW.plus_ms(1), ..job(n, Kind::Kitchen) };
    db.add(&[job(1, Kind::Kitchen), later(2), later(3)]);
    db.claim(NOW);
    db.unsure(job_id(1), 11);
    db.claim(NOW);
    db.unsure(job_id(11), 12);
    let status = queue_status(&db.conn, NOW.plus_ms(4_000)).unwrap();
    let shown = (status[0].waiting, status[0].uncertain, status[0].oldest_ms, status[0].estimate_s);
    assert_eq!(shown, (2, 1, 3_999, 2));
    let first = recent(&db.conn, None, 3).unwrap();
    let second = recent(&db.conn, first.next, 3).unwrap();
    let ids: Vec<_> = first.jobs.iter().chain(&second.jobs).map(|job| job.id).collect();
    assert_eq!(ids, [11, 3, 2, 1].map(job_id));
    assert_eq!(second.next, None);
    assert_eq!(by_order(&db.conn, OrderId::new(Uuid::from_u128(7))).unwrap().len(), 4);
}

#[test]
fn old_sheets_go_and_open_ones_stay() {
    let mut db = Db::new();
    db.add(&[job(1, Kind::Kitchen), job(2, Kind::Kitchen)]);
    db.tx(|tx| cancel(tx, job_id(1), NOW));
    assert_eq!(db.tx(|tx| prune(tx, NOW.plus_ms(1), 10)), 1);
    assert_eq!(db.state(job_id(2)), State::Queued);
}

#[test]
fn sheets_of_a_printer_that_is_gone_do_not_wait_in_silence() {
    let mut db = Db::new();
    db.add(&[job(1, Kind::Kitchen)]);
    assert!(db.tx(|tx| fail_without_printer(tx, &[printer(1)], NOW)).is_empty());
    assert_eq!(db.tx(|tx| fail_without_printer(tx, &[printer(2)], NOW)).len(), 1);
}

#[test]
fn every_question_has_its_index() {
    let db = Db::new();
    let waiting = "state IN ('queued', 'retry_wait', 'blocked')";
    let head = db.plan(&format!(
        "SELECT rowid FROM print_job WHERE printer_id = 'x' AND {waiting} ORDER BY priority, created_at_ms, maybe_printed DESC, rowid"
    ));
    assert_eq!(head, "SEARCH print_job USING INDEX print_job_waiting (printer_id=?)");
    let under_way =
        db.plan("SELECT kind FROM print_job WHERE state IN ('sending', 'uncertain') AND state = 'sending'");
    assert_eq!(under_way, "SEARCH print_job USING INDEX print_job_open (state=?)");
    let order = db.plan("SELECT kind FROM print_job WHERE order_id = 'x' ORDER BY rowid");
    assert_eq!(order, "SEARCH print_job USING INDEX print_job_order (order_id=?)");
}
