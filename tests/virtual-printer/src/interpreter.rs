//! Gives commands their meaning: bytes in, items out. Knows nothing of sockets, time or paper, so the items of an old
//! ticket can be worked out again from its bytes.

use crate::codepage::{CodePage, chinese_pair};
use crate::item::{Align, Bitmap, Cut, Item, Pulse, Query, Unknown};
use crate::lexer::{Kind, Lexer};
use crate::line_buffer::LineBuffer;
use crate::mode::{Body, Mode};
use crate::symbol;

/// Dots between print head and knife: what `GS V 65/66` feeds before cutting.
const HEAD_TO_KNIFE: u32 = 104;

/// The state of the FIFO side of the printer.
#[derive(Debug)]
pub struct Interpreter {
    mode: Mode,
    line: LineBuffer,
    lead: Option<u8>,
}

/// The items `bytes` print on a printer that is in `start`.
pub fn items_of(bytes: &[u8], start: &Mode) -> Vec<Item> {
    let mut interpreter = Interpreter { mode: start.clone(), line: LineBuffer::default(), lead: None };
    let mut lexer = Lexer::default();
    let mut items = Vec::new();
    let mut offset = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if let Some(kind) = lexer.push(byte) {
            interpreter.execute(kind, lexer.bytes(), offset, &mut items);
            offset = at + 1;
        }
    }
    items
}

impl Interpreter {
    /// A printer just switched on.
    pub fn power_on(body: Body) -> Self {
        Self { mode: Mode::power_on(body), line: LineBuffer::default(), lead: None }
    }

    /// The settings in force.
    pub fn mode(&self) -> &Mode {
        &self.mode
    }

    /// Turns Chinese mode on or off, now and for every later `ESC @`.
    pub fn set_chinese(&mut self, on: bool) {
        self.mode.body.chinese = on;
        self.mode.kanji = on;
    }

    /// Drops the line that was being put together.
    pub fn clear_line(&mut self) {
        self.line.clear();
        self.lead = None;
    }

    /// Carries out what the lexer found at `offset` of the ticket.
    pub fn execute(&mut self, kind: Kind, bytes: &[u8], offset: usize, out: &mut Vec<Item>) {
        match kind {
            Kind::Char => self.character(bytes[0], out),
            Kind::Unknown => out.push(unknown(bytes, offset, "no such command")),
            Kind::TooLong => out.push(unknown(bytes, offset, "longer than the printer can hold")),
            Kind::Command => {
                self.finish_pair(out);
                if let Err(why) = self.command(bytes, out) {
                    out.push(unknown(bytes, offset, why));
                }
            }
        }
    }

    fn character(&mut self, byte: u8, out: &mut Vec<Item>) {
        match self.lead.take() {
            Some(lead) if byte >= 0x40 => self.put(chinese_pair(lead, byte), out),
            Some(_) => {
                self.put('□', out);
                self.character(byte, out);
            }
            None if self.mode.kanji && byte >= 0x80 => self.lead = Some(byte),
            None => self.put(self.mode.page.decode(byte, self.mode.country), out),
        }
    }

    fn finish_pair(&mut self, out: &mut Vec<Item>) {
        if self.lead.take().is_some() {
            self.put('□', out);
        }
    }

    fn put(&mut self, character: char, out: &mut Vec<Item>) {
        out.extend(self.line.put(character, &self.mode).map(Item::Line));
    }

    fn print(&mut self, feed: u32, out: &mut Vec<Item>) {
        out.push(Item::Line(self.line.take(&self.mode, feed)));
    }

    /// Commands the reference allows only at the beginning of a line do nothing elsewhere.
    fn at_line_start(&self) -> Result<(), &'static str> {
        if self.line.is_empty() { Ok(()) } else { Err("only works at the beginning of a line") }
    }

    fn command(&mut self, c: &[u8], out: &mut Vec<Item>) -> Result<(), &'static str> {
        match *c {
            [0x0A] => self.print(self.mode.spacing, out),
            [0x18] => self.clear_line(),
            [0x09] => self.line.tab(&self.mode),
            [0x07] => out.push(Item::Beep),
            // NUL pads, CR does nothing without automatic line feed, FF only means something in page mode, and
            // the real-time commands were obeyed when they arrived.
            [0x00 | 0x0C | 0x0D] | [0x10, ..] => (),
            [0x1B, ..] => return self.esc(c, out),
            [0x1C, ..] => return self.fs(c),
            _ => return self.gs(c, out),
        }
        Ok(())
    }

    fn esc(&mut self, c: &[u8], out: &mut Vec<Item>) -> Result<(), &'static str> {
        let body = self.mode.body;
        let mode = &mut self.mode;
        match *c {
            [_, b'@'] => {
                self.line.clear();
                *mode = Mode::power_on(body);
            }
            [_, b'!', n] => {
                mode.style.small = n & 0x01 != 0;
                mode.emphasized = n & 0x08 != 0;
                mode.style.height = if n & 0x10 != 0 { 2 } else { 1 };
                mode.style.width = if n & 0x20 != 0 { 2 } else { 1 };
                mode.style.underline = u8::from(n & 0x80 != 0);
            }
            [_, b'E', n] => mode.emphasized = n & 1 != 0,
            [_, b'G', n] => mode.double_strike = n & 1 != 0,
            [_, b'M', n @ (0 | 1 | b'0' | b'1')] => mode.style.small = n & 1 != 0,
            [_, b'-', n @ (0..=2 | b'0'..=b'2')] => mode.style.underline = n & 0x03,
            [_, b' ', n] => mode.right_space = u32::from(n),
            [_, b'2'] => mode.default_spacing(),
            [_, b'3', n] => mode.spacing = u32::from(n),
            [_, b't', n] => {
                mode.page = CodePage::from_number(n).ok_or("no such code page in this printer")?;
            }
            [_, b'R', n @ 0..=13] => mode.country = n,
            [_, b'D', ref stops @ ..] => {
                mode.tabs = Some(stops.iter().copied().take_while(|&n| n > 0).collect());
            }
            [_, b'a', n] => {
                self.at_line_start()?;
                self.mode.align = align(n)?;
            }
            [_, b'd', n] => self.feed(u32::from(n) * self.mode.spacing, out),
            [_, b'J', n] => self.feed(u32::from(n), out),
            [_, b'$', low, high] => self.line.move_to(word(low, high), &self.mode),
            [_, b'\\', low, high] => {
                let by = i32::from(i16::from_le_bytes([low, high]));
                let x = self.line.position().checked_add_signed(by).ok_or("left of the margin")?;
                self.line.move_to(x, &self.mode);
            }
            [_, b'*', m, low, high, ref columns @ ..] => {
                let width = word(low, high);
                self.line.put_image(symbol::column_image(m, width, columns).ok_or("no such density")?);
            }
            [_, b'p', m, t1, t2] => out.push(Item::Pulse(pulse(m, t1, t2)?)),
            [_, b'B', 1..=9, 1..=9] => out.push(Item::Beep),
            [_, b'i' | b'm'] => self.cut(Cut::Partial, 0, out)?,
            // Panel buttons, paper sensors, direction, smoothing and the like leave no trace on paper.
            [_, b'c' | b'U' | b'T' | b'S' | b'=' | b'%' | b'r', ..] | [_, b'{' | b'V', 0 | b'0'] => (),
            _ => return Err("not in this printer"),
        }
        Ok(())
    }

    fn fs(&mut self, c: &[u8]) -> Result<(), &'static str> {
        match *c {
            [_, b'&'] => self.mode.kanji = true,
            [_, b'.'] => self.mode.kanji = false,
            // How Chinese characters look does not matter to a printer that shows them only as garbage.
            [_, b'C' | b'S' | b'!' | b'-' | b'W' | b'(', ..] => (),
            _ => return Err("not in this printer"),
        }
        Ok(())
    }

    fn gs(&mut self, c: &[u8], out: &mut Vec<Item>) -> Result<(), &'static str> {
        match *c {
            [_, b'!', n] => {
                self.mode.style.width = ((n >> 4) & 7) + 1;
                self.mode.style.height = (n & 7) + 1;
            }
            [_, b'B', n] => self.mode.style.inverted = n & 1 != 0,
            [_, b'V', m] => self.cut(cut_kind(m)?, 0, out)?,
            [_, b'V', m, n] => self.cut(cut_kind(m)?, HEAD_TO_KNIFE + u32::from(n), out)?,
            [_, b'L', low, high] => {
                self.at_line_start()?;
                self.mode.left = word(low, high).min(self.mode.body.paper_dots);
            }
            [_, b'W', low, high] => {
                self.at_line_start()?;
                self.mode.area = word(low, high);
            }
            [_, b'v', b'0', m, xl, xh, yl, yh, ref bits @ ..] => {
                self.at_line_start()?;
                let image = symbol::raster(m, word(xl, xh), word(yl, yh), bits).ok_or("bad raster")?;
                out.push(Item::Raster(self.place(image)));
            }
            [_, b'(', b'L', _, _, 48, ref parameters @ ..]
            | [_, b'8', b'L', _, _, _, _, 48, ref parameters @ ..] => return self.graphics(parameters, out),
            [_, b'(', b'k', _, _, 49, ref parameters @ ..] => return self.qr(parameters, out),
            [_, b'(', b'H', 6, 0, 48, 48, ref id @ ..] => {
                out.push(Item::Query(Query::Process(id.try_into().map_err(|_| "an id has four bytes")?)));
            }
            [_, b'k', m @ 0..=6, ref data @ .., 0] | [_, b'k', m @ 65..=79, _, ref data @ ..] => {
                self.barcode(m, data, out);
            }
            [_, b'h', n] => self.mode.barcode_height = n.max(1),
            [_, b'r', n] => out.push(Item::Query(Query::Status(n))),
            [_, b'I', n] => out.push(Item::Query(Query::Identity(n))),
            [_, b'a', n] => out.push(Item::Query(Query::AutoStatus(n))),
            // Text under barcodes, their width, smoothing and the motion units of one dot change nothing here.
            [_, b'H' | b'w' | b'f' | b'b', _] | [_, b'P', 0 | 203, 0 | 203] => (),
            _ => return Err("not in this printer"),
        }
        Ok(())
    }

    fn feed(&mut self, dots: u32, out: &mut Vec<Item>) {
        if self.line.is_empty() { out.push(Item::Feed(dots)) } else { self.print(dots, out) }
    }

    fn cut(&mut self, kind: Cut, feed: u32, out: &mut Vec<Item>) -> Result<(), &'static str> {
        self.at_line_start()?;
        if feed > 0 {
            out.push(Item::Feed(feed));
        }
        out.push(Item::Cut(kind));
        Ok(())
    }

    fn place(&self, image: Bitmap) -> Bitmap {
        let free = self.mode.line_dots().saturating_sub(image.width * image.scale.0);
        let indent = match self.mode.align {
            Align::Left => 0,
            Align::Center => free / 2,
            Align::Right => free,
        };
        Bitmap { x: self.mode.left + indent, ..image }
    }

    /// `GS ( k` for QR codes; `parameters` start with the function number.
    fn qr(&mut self, parameters: &[u8], out: &mut Vec<Item>) -> Result<(), &'static str> {
        let qr = &mut self.mode.qr;
        match *parameters {
            [65, 49 | 50, 0] => (),
            [67, n @ 1..=16] => qr.module = n,
            [69, n @ 48..=51] => qr.level = char::from(b"LMQH"[usize::from(n - 48)]),
            [80, 48, ref data @ ..] => qr.data = data.to_vec(),
            [81, 48] if qr.data.is_empty() => return Err("no QR code stored"),
            [81, 48] => {
                let text = String::from_utf8_lossy(&qr.data).into_owned();
                let (module, level) = (qr.module, qr.level);
                out.push(Item::Qr { text, module, level, align: self.mode.align });
            }
            _ => return Err("no such QR function"),
        }
        Ok(())
    }

    /// `GS ( L` and `GS 8 L`: an image is stored, then printed; `parameters` start with the function number.
    fn graphics(&mut self, parameters: &[u8], out: &mut Vec<Item>) -> Result<(), &'static str> {
        match *parameters {
            [112, 48, across @ 1..=2, down @ 1..=2, 49, xl, xh, yl, yh, ref bits @ ..] => {
                let image = symbol::raster(0, word(xl, xh).div_ceil(8), word(yl, yh), bits);
                let image = image.ok_or("bad graphics")?;
                self.mode.graphics = Some(Bitmap { scale: (across.into(), down.into()), ..image });
            }
            [2 | 50] => {
                self.at_line_start()?;
                let image = self.mode.graphics.take().ok_or("no graphics stored")?;
                out.push(Item::Raster(self.place(image)));
            }
            _ => return Err("no such graphics function"),
        }
        Ok(())
    }

    fn barcode(&mut self, symbology: u8, data: &[u8], out: &mut Vec<Item>) {
        // In CODE128 (m = 73) a brace and a letter only choose the code set.
        let data = match data {
            [b'{', b'A'..=b'C', rest @ ..] if symbology == 73 => rest,
            _ => data,
        };
        out.push(Item::Barcode {
            symbology,
            text: String::from_utf8_lossy(data).into_owned(),
            height: self.mode.barcode_height,
            align: self.mode.align,
        });
    }
}

fn unknown(bytes: &[u8], offset: usize, why: &'static str) -> Item {
    let hex = bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
    Item::Unknown(Unknown { offset, hex, why })
}

fn word(low: u8, high: u8) -> u32 {
    u32::from(u16::from_le_bytes([low, high]))
}

fn align(n: u8) -> Result<Align, &'static str> {
    match n {
        0 | b'0' => Ok(Align::Left),
        1 | b'1' => Ok(Align::Center),
        2 | b'2' => Ok(Align::Right),
        _ => Err("no such alignment"),
    }
}

fn cut_kind(m: u8) -> Result<Cut, &'static str> {
    match m {
        0 | 48 | 65 | 97 | 103 => Ok(Cut::Full),
        1 | 49 | 66 | 98 | 104 => Ok(Cut::Partial),
        _ => Err("no such cut"),
    }
}

fn pulse(m: u8, t1: u8, t2: u8) -> Result<Pulse, &'static str> {
    let pin = match m {
        0 | b'0' => 2,
        1 | b'1' => 5,
        _ => return Err("no such drawer pin"),
    };
    Ok(Pulse { pin, on_ms: u32::from(t1) * 2, off_ms: u32::from(t2) * 2, at_ms: 0 })
}
