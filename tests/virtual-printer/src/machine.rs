//! The printer without its plug: receive buffer, mechanism, sensors and tape, driven by bytes and a clock that are
//! given to it. It never waits and does no I/O, so every test of it is exact.

use std::collections::VecDeque;

use crate::config::Config;
use crate::fault::{Echo, Fault, Faults, Link};
use crate::interpreter::Interpreter;
use crate::item::{Item, Pulse, Query};
use crate::lexer::{Kind, Lexer};
use crate::mode::Body;
use crate::real_time::{RealTime, Scanner};
use crate::replies::Replies;
use crate::status::{Paper, Status, identity};
use crate::tape::{End, Tape};

/// A ticket without a cut is torn off at this many bytes, so that a host gone wild cannot fill the memory.
const ENDLESS_TICKET_BYTES: usize = 4 << 20;
/// Timers fire up to this late; the mechanism does not lose the difference.
const TIMER_SLACK_US: u64 = 5_000;

/// All of the printer but its network socket. Times are µs since it was built.
#[derive(Debug)]
pub struct Machine {
    config: Config,
    epoch_ms: u64,
    fifo: VecDeque<u8>,
    scanner: Scanner,
    lexer: Lexer,
    interpreter: Interpreter,
    items: Vec<Item>,
    busy_until_us: u64,
    auto_status: u8,
    status: Status,
    faults: Faults,
    replies: Replies,
    tape: Tape,
    power_cycles: u64,
}

impl Machine {
    /// A printer just switched on; `epoch_ms` is the time of its µs 0, in ms since 1970.
    pub fn new(config: Config, epoch_ms: u64) -> Self {
        let interpreter = Interpreter::power_on(Body { paper_dots: config.width.dots(), chinese: false });
        let tape = Tape::new(config.tape_tickets, interpreter.mode().clone());
        Self {
            config,
            epoch_ms,
            fifo: VecDeque::new(),
            scanner: Scanner::default(),
            lexer: Lexer::default(),
            interpreter,
            items: Vec::new(),
            busy_until_us: 0,
            auto_status: 0,
            status: Status::default(),
            faults: Faults::default(),
            replies: Replies::default(),
            tape,
            power_cycles: 0,
        }
    }

    /// What was printed.
    pub fn tape(&self) -> &Tape {
        &self.tape
    }

    /// What the sensors see.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Faults in force.
    pub fn faults(&self) -> Faults {
        self.faults
    }

    /// Bytes waiting in the receive buffer.
    pub fn waiting(&self) -> usize {
        self.fifo.len()
    }

    /// Bytes the receive buffer still takes.
    pub fn room(&self) -> usize {
        self.config.buffer_bytes.saturating_sub(self.fifo.len())
    }

    /// How often the power came back; open connections do not survive that.
    pub fn power_cycles(&self) -> u64 {
        self.power_cycles
    }

    /// Takes bytes from the host, at most [`Machine::room`]. Real-time commands are obeyed at once.
    pub fn receive(&mut self, bytes: &[u8], now_us: u64) {
        if let Some(left) = &mut self.faults.reset_after {
            *left = left.saturating_sub(bytes.len() as u64);
        }
        for &byte in bytes {
            self.fifo.push_back(byte);
            if let Some(command) = self.scanner.push(byte) {
                self.obey_at_once(command, now_us);
            }
        }
    }

    /// The connection was reset as asked; the next one is not.
    pub fn connection_was_reset(&mut self) {
        self.faults.reset_after = None;
    }

    /// Prints until there is nothing left, something is wrong, or the mechanism is busy. Returns whether it did anything.
    pub fn run(&mut self, now_us: u64) -> bool {
        let mut did = false;
        while self.status.online() && self.faults.link != Link::PowerOff && self.busy_until_us <= now_us {
            let Some(byte) = self.fifo.pop_front() else { break };
            if let Some(kind) = self.lexer.push(byte) {
                self.execute(kind, now_us);
                did = true;
            }
        }
        did
    }

    /// When there will be something to do without new bytes.
    pub fn wake_us(&self) -> Option<u64> {
        let mechanism = (!self.fifo.is_empty() && self.status.online()).then_some(self.busy_until_us);
        [mechanism, self.replies.next_due_us()].into_iter().flatten().min()
    }

    /// The bytes to send to the host now. Without one they are lost, but for the latest echo.
    pub fn take_replies(&mut self, now_us: u64, connected: bool) -> Vec<u8> {
        self.replies.take(now_us, connected)
    }

    /// Breaks something.
    pub fn set(&mut self, fault: Fault, now_us: u64) {
        let before = self.status;
        let faults = &mut self.faults;
        match fault {
            Fault::Refuse => faults.link = Link::Unplugged,
            Fault::NeverRead => faults.link = Link::NeverRead,
            Fault::ResetAfter { bytes } => faults.reset_after = Some(bytes),
            Fault::Slow { bytes_per_s } => faults.bytes_per_s = Some(bytes_per_s.max(1)),
            Fault::PaperOut | Fault::PaperOutAfter { lines: 0 } => self.status.paper = Paper::Out,
            Fault::PaperOutAfter { lines } => faults.paper_out_after = Some(lines),
            Fault::PaperNearEnd => self.status.paper = Paper::NearEnd,
            Fault::CoverOpen => self.status.cover_open = true,
            Fault::CutterError => self.status.cutter_error = true,
            Fault::LoseEcho => faults.echo = Echo::Lost,
            Fault::LateEcho { ms } => faults.echo = Echo::LateMs(ms),
            Fault::NoEcho => faults.echo = Echo::Unsupported,
            Fault::NoRealTimeStatus => faults.no_real_time_status = true,
            Fault::ChineseMode => {
                faults.chinese_mode = true;
                self.interpreter.set_chinese(true);
                self.tear();
            }
            Fault::PowerOff => {
                faults.link = Link::PowerOff;
                self.lose_memory();
            }
            Fault::PowerCycle => self.lose_memory(),
        }
        self.report_change(before, now_us);
    }

    /// Repairs everything: paper in, cover closed, knife free, cable plugged, power on. What waited prints.
    pub fn heal(&mut self, now_us: u64) {
        let before = self.status;
        if self.faults.chinese_mode {
            self.interpreter.set_chinese(false);
            self.tear();
        }
        self.faults = Faults::default();
        self.status = Status::default();
        self.report_change(before, now_us);
    }

    fn execute(&mut self, kind: Kind, now_us: u64) {
        let bytes = self.lexer.bytes();
        // Padding between tickets and real-time commands that were obeyed on arrival belong to no ticket.
        if bytes[0] == 0x10 && kind == Kind::Command || bytes == [0] && self.tape.open().is_none() {
            return;
        }
        let mut items = std::mem::take(&mut self.items);
        let offset = self.tape.next_offset();
        self.interpreter.execute(kind, bytes, offset, &mut items);
        let leaves_no_paper = |item: &Item| matches!(item, Item::Query(_) | Item::Pulse(_));
        let trailing = !items.is_empty() && items.iter().all(leaves_no_paper);
        self.tape.keep_bytes(bytes, trailing);
        for item in items.drain(..) {
            self.happen(&item, now_us);
        }
        self.items = items;
        if self.tape.next_offset() > ENDLESS_TICKET_BYTES {
            self.tear();
        }
    }

    fn happen(&mut self, item: &Item, now_us: u64) {
        self.move_paper(item, now_us);
        let at_ms = self.epoch_ms + self.busy_until_us.max(now_us) / 1000;
        self.tape.note(item, at_ms);
        match item {
            Item::Query(query) => self.answer(*query, now_us),
            Item::Cut(cut) => self.tape.finish(End::Cut(*cut), self.interpreter.mode().clone()),
            Item::Line(_) | Item::Raster(_) | Item::Qr { .. } | Item::Barcode { .. } => {
                self.use_up_paper(now_us);
            }
            Item::Feed(_) | Item::Pulse(_) | Item::Beep | Item::Unknown(_) => (),
        }
    }

    fn move_paper(&mut self, item: &Item, now_us: u64) {
        let speed = u64::from(self.config.speed_mm_s);
        if speed == 0 {
            return;
        }
        // 8 dots are one mm.
        let cut_us = if matches!(item, Item::Cut(_)) { u64::from(self.config.cut_ms) * 1000 } else { 0 };
        let took_us = u64::from(item.feed()) * 125_000 / speed + cut_us;
        let late = now_us.saturating_sub(self.busy_until_us);
        let from = if late < TIMER_SLACK_US { self.busy_until_us } else { now_us };
        self.busy_until_us = from + took_us;
    }

    fn use_up_paper(&mut self, now_us: u64) {
        if let Some(left) = self.faults.paper_out_after {
            self.faults.paper_out_after = left.checked_sub(1).filter(|&left| left > 0);
            if self.faults.paper_out_after.is_none() {
                self.set(Fault::PaperOut, now_us);
            }
        }
    }

    fn answer(&mut self, query: Query, now_us: u64) {
        match query {
            Query::Process(id) => match self.faults.echo {
                Echo::Prompt => self.replies.echo(id, now_us),
                Echo::LateMs(ms) => self.replies.echo(id, now_us + u64::from(ms) * 1000),
                Echo::Lost | Echo::Unsupported => (),
            },
            Query::Status(n) => self.replies.extend(now_us, self.status.queued(n)),
            Query::Identity(n) => {
                self.replies.extend(now_us, identity(n, &self.config.model).into_iter().flatten());
            }
            Query::AutoStatus(mask) => {
                self.auto_status = mask;
                if mask & 0x4F != 0 {
                    self.replies.extend(now_us, self.status.automatic());
                }
            }
        }
    }

    fn obey_at_once(&mut self, command: RealTime, now_us: u64) {
        match command {
            RealTime::Status(n) if !self.faults.no_real_time_status => {
                self.replies.extend(now_us, self.status.real_time(n));
            }
            // The jam is still there until somebody removes it, so there is nothing to recover to.
            RealTime::Status(_) | RealTime::Recover => (),
            RealTime::Clear => {
                self.fifo.clear();
                self.lexer.reset();
                self.interpreter.clear_line();
                self.tear();
            }
            RealTime::Pulse(pin, ms) => {
                let pulse = Pulse { pin, on_ms: ms, off_ms: ms, at_ms: 0 };
                self.tape.note(&Item::Pulse(pulse), self.epoch_ms + now_us / 1000);
            }
        }
    }

    fn report_change(&mut self, before: Status, now_us: u64) {
        if before.watched(self.auto_status) != self.status.watched(self.auto_status) {
            self.replies.extend(now_us, self.status.automatic());
        }
    }

    fn lose_memory(&mut self) {
        self.power_cycles += 1;
        self.fifo.clear();
        self.scanner.reset();
        self.lexer.reset();
        self.replies = Replies::default();
        self.auto_status = 0;
        self.busy_until_us = 0;
        let body = Body { paper_dots: self.config.width.dots(), chinese: self.faults.chinese_mode };
        self.interpreter = Interpreter::power_on(body);
        self.tear();
    }

    fn tear(&mut self) {
        self.tape.tear(self.interpreter.mode().clone());
    }
}
