//! The tape: what came out of the printer, ticket by ticket. The newest tickets are kept, the counters go on for ever.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::interpreter::items_of;
use crate::item::{Cut, Item, Pulse, Query, Unknown};
use crate::mode::Mode;
use crate::render;

/// How a ticket came off the roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// By the knife.
    Cut(Cut),
    /// Torn off by hand: power or buffers were lost in mid ticket, or it had no end.
    Torn,
}

/// One ticket. Text and bytes are kept; items and the picture are worked out from the bytes when asked for.
#[derive(Debug, Clone)]
pub struct Ticket {
    /// Number on this printer, from 1, without gaps.
    pub seq: u64,
    /// When the last thing was printed on it, in ms since 1970.
    pub finished_at_ms: u64,
    /// How it ended; `None` while it still hangs from the printer.
    pub end: Option<End>,
    /// The bytes it was made of, without real-time commands. Queries right after the cut belong to it as well.
    pub raw: Vec<u8>,
    /// One line per printed line, as the active code page showed it.
    pub text: String,
    /// Drawer pulses fired meanwhile.
    pub pulses: Vec<Pulse>,
    /// Contents of its QR codes.
    pub qr: Vec<String>,
    /// Width and height in dots of its raster images.
    pub rasters: Vec<(u32, u32)>,
    /// Ids of `GS ( H` reached, whether or not the echo got through.
    pub process_ids: Vec<[u8; 4]>,
    /// What the printer could not make sense of.
    pub unknown: Vec<Unknown>,
    pub(crate) lines: u64,
    pub(crate) start: Mode,
}

impl Ticket {
    pub(crate) fn new(seq: u64, start: Mode) -> Self {
        Self {
            seq,
            finished_at_ms: 0,
            end: None,
            raw: Vec::new(),
            text: String::new(),
            pulses: Vec::new(),
            qr: Vec::new(),
            rasters: Vec::new(),
            process_ids: Vec::new(),
            unknown: Vec::new(),
            lines: 0,
            start,
        }
    }

    /// Everything on the ticket with its style, in print order.
    pub fn items(&self) -> Vec<Item> {
        items_of(&self.raw, &self.start)
    }

    /// The ticket as a PNG, one pixel per printer dot (576 wide on 80 mm paper, 384 on 58 mm).
    pub fn png(&self) -> Vec<u8> {
        render::png(&self.items(), self.start.body.paper_dots)
    }

    /// Whether anything is on the paper.
    pub fn is_blank(&self) -> bool {
        self.lines == 0
    }

    pub(crate) fn note(&mut self, item: &Item, at_ms: u64) {
        if self.end.is_none() {
            self.finished_at_ms = at_ms;
        }
        match item {
            Item::Line(line) => {
                self.text.push_str(&line.text());
                self.text.push('\n');
                let columns = line.images.iter();
                self.rasters.extend(columns.map(|image| (image.width, image.height)));
            }
            Item::Raster(image) => self.rasters.push((image.width, image.height)),
            Item::Qr { text, .. } => self.qr.push(text.clone()),
            Item::Pulse(pulse) => self.pulses.push(Pulse { at_ms, ..*pulse }),
            Item::Query(Query::Process(id)) => self.process_ids.push(*id),
            Item::Cut(cut) => self.end = Some(End::Cut(*cut)),
            Item::Unknown(unknown) => self.unknown.push(unknown.clone()),
            Item::Feed(_) | Item::Barcode { .. } | Item::Beep | Item::Query(_) => (),
        }
        if matches!(item, Item::Line(_) | Item::Raster(_) | Item::Qr { .. } | Item::Barcode { .. }) {
            self.lines += 1;
        }
    }
}

/// All tickets still remembered, and the counters.
#[derive(Debug)]
pub struct Tape {
    pub(crate) tickets: VecDeque<Arc<Ticket>>,
    pub(crate) open: Ticket,
    pub(crate) pulses: VecDeque<Pulse>,
    capacity: usize,
    printed: u64,
    lines: u64,
}

impl Tape {
    pub(crate) fn new(capacity: usize, start: Mode) -> Self {
        Self {
            tickets: VecDeque::new(),
            open: Ticket::new(1, start),
            pulses: VecDeque::new(),
            capacity: capacity.max(1),
            printed: 0,
            lines: 0,
        }
    }

    /// Finished tickets, oldest first.
    pub fn tickets(&self) -> impl DoubleEndedIterator<Item = &Arc<Ticket>> + ExactSizeIterator {
        self.tickets.iter()
    }

    /// The ticket with this number, finished or open.
    pub fn ticket(&self, seq: u64) -> Option<Arc<Ticket>> {
        if seq == self.open.seq {
            return Some(Arc::new(self.open.clone()));
        }
        let first = self.tickets.front()?.seq;
        let at = usize::try_from(seq.checked_sub(first)?).ok()?;
        self.tickets.get(at).cloned()
    }

    /// The ticket that still hangs from the printer, if it got any bytes.
    pub fn open(&self) -> Option<&Ticket> {
        (!self.open.raw.is_empty()).then_some(&self.open)
    }

    /// Drawer pulses, oldest first, whichever ticket they came with.
    pub fn pulses(&self) -> impl DoubleEndedIterator<Item = &Pulse> + ExactSizeIterator {
        self.pulses.iter()
    }

    /// Tickets cut since power on of the process, including forgotten ones; torn ones do not count.
    pub fn printed(&self) -> u64 {
        self.printed
    }

    /// Lines and pictures printed, including those of forgotten tickets.
    pub fn lines(&self) -> u64 {
        self.lines
    }

    pub(crate) fn note(&mut self, item: &Item, at_ms: u64) {
        // Queries and pulses after the cut leave no paper: they belong to the ticket in the tray.
        let trailing = matches!(item, Item::Query(_) | Item::Pulse(_)) && self.open.raw.is_empty();
        if let Item::Pulse(pulse) = item {
            self.pulses.push_back(Pulse { at_ms, ..*pulse });
            if self.pulses.len() > self.capacity {
                self.pulses.pop_front();
            }
        }
        let before = self.open.lines;
        match self.tickets.back_mut() {
            Some(last) if trailing => Arc::make_mut(last).note(item, at_ms),
            _ => self.open.note(item, at_ms),
        }
        self.lines += self.open.lines - before;
    }

    pub(crate) fn keep_bytes(&mut self, bytes: &[u8], trailing: bool) {
        match self.tickets.back_mut() {
            Some(last) if trailing && self.open.raw.is_empty() => {
                Arc::make_mut(last).raw.extend_from_slice(bytes);
            }
            _ => self.open.raw.extend_from_slice(bytes),
        }
    }

    /// Where in the open ticket the next byte goes.
    pub(crate) fn next_offset(&self) -> usize {
        self.open.raw.len()
    }

    /// Ends the open ticket without a knife; one without anything on it was never there.
    pub(crate) fn tear(&mut self, next_start: Mode) {
        if self.open.is_blank() {
            self.open = Ticket::new(self.open.seq, next_start);
        } else {
            self.finish(End::Torn, next_start);
        }
    }

    pub(crate) fn finish(&mut self, end: End, next_start: Mode) {
        let next = Ticket::new(self.open.seq + 1, next_start);
        let mut done = std::mem::replace(&mut self.open, next);
        done.end = Some(end);
        done.raw.shrink_to_fit();
        done.text.shrink_to_fit();
        if matches!(end, End::Cut(_)) {
            self.printed += 1;
        }
        self.tickets.push_back(Arc::new(done));
        if self.tickets.len() > self.capacity {
            self.tickets.pop_front();
        }
    }
}
