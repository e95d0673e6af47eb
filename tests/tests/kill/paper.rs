//! What is on the tapes, sheet by sheet. The paper is the oracle: it knows nothing of the box's tables.

use std::collections::BTreeSet;

use virtual_printer::{Config, End, Machine, VirtualPrinter};

/// `ESC @`: every sheet begins with it, also one that prints below the torn remains of another.
const BEGIN: [u8; 2] = [0x1b, b'@'];

/// What a sheet is for, as it says itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Kitchen,
    Void,
    Receipt,
}

/// One sheet, or as much of it as came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub printer: String,
    pub kind: Kind,
    /// The order's mark, if that much came out.
    pub order: Option<String>,
    /// Marks of its lines.
    pub lines: BTreeSet<String>,
    /// Says POSIBLE DUPLICADO or REIMPRESIÓN.
    pub marked: bool,
    /// All of it came out and was cut.
    pub complete: bool,
    pub text: String,
}

/// All sheets of a printer after a ticket number, and the number of the last one that is finished.
pub fn sheets_after(printer: &VirtualPrinter, seq: u64) -> (Vec<Sheet>, u64) {
    let tickets = printer.tickets_since(seq);
    let last = tickets.last().map_or(seq, |ticket| ticket.seq);
    let mut sheets = Vec::new();
    for ticket in &tickets {
        sheets.extend(of_ticket(printer.name(), &ticket.raw, matches!(ticket.end, Some(End::Cut(_)))));
    }
    if let Some(open) = printer.open_ticket() {
        sheets.extend(of_ticket(printer.name(), &open.raw, false));
    }
    (sheets, last)
}

/// One piece of paper may carry the beginnings of several sheets; only the last can be whole.
fn of_ticket(printer: &str, raw: &[u8], cut: bool) -> Vec<Sheet> {
    let mut starts: Vec<usize> = (0..raw.len()).filter(|at| raw[*at..].starts_with(&BEGIN)).collect();
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([raw.len()]);
    let parts: Vec<&[u8]> = starts.iter().zip(ends).map(|(start, end)| &raw[*start..end]).collect();
    let last = parts.len().saturating_sub(1);
    let read = |(at, part): (usize, &&[u8])| sheet(printer, &text(part), cut && at == last);
    parts.iter().enumerate().map(read).collect()
}

/// What a printer fresh from power-on shows for these bytes.
fn text(bytes: &[u8]) -> String {
    let config = Config { buffer_bytes: usize::MAX, ..Config::default() };
    let mut machine = Machine::new(config, 0);
    machine.receive(bytes, 0);
    machine.run(0);
    let finished = machine.tape().tickets().map(|ticket| ticket.text.clone());
    let open = machine.tape().open().map(|ticket| ticket.text.clone());
    finished.chain(open).collect()
}

fn sheet(printer: &str, text: &str, complete: bool) -> Sheet {
    let words = || text.split_whitespace();
    let kind = if text.contains("ANULADO") {
        Kind::Void
    } else if text.contains("NIT ") {
        Kind::Receipt
    } else {
        Kind::Kitchen
    };
    Sheet {
        printer: printer.to_owned(),
        kind,
        order: words().find(|word| is_mark(word, 'q')).map(str::to_owned),
        lines: words().filter(|word| is_mark(word, 'z')).map(str::to_owned).collect(),
        marked: text.contains("POSIBLE DUPLICADO") || text.contains("REIMPRESI"),
        complete,
        text: text.to_owned(),
    }
}

fn is_mark(word: &str, letter: char) -> bool {
    word.len() == 11 && word.starts_with(letter) && word[1..].bytes().all(|byte| byte.is_ascii_hexdigit())
}
