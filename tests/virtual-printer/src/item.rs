//! What a ticket consists of: the things on the paper, in print order, and the things the printer did meanwhile.

use serde::Serialize;

/// Where a line starts (`ESC a`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// `ESC a 0`.
    #[default]
    Left,
    /// `ESC a 1`.
    Center,
    /// `ESC a 2`.
    Right,
}

/// How characters look. Sizes are multiples, 1 to 8 (`GS !`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Style {
    /// `ESC E`, `ESC G` or bit 3 of `ESC !`.
    pub bold: bool,
    /// White on black (`GS B`).
    pub inverted: bool,
    /// Thickness in dots, 0 to 2 (`ESC -`).
    pub underline: u8,
    /// Width multiple.
    pub width: u8,
    /// Height multiple.
    pub height: u8,
    /// Font B, 9x17 dots, instead of font A, 12x24 (`ESC M`).
    pub small: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { bold: false, inverted: false, underline: 0, width: 1, height: 1, small: false }
    }
}

impl Style {
    /// Width of one cell in dots.
    pub fn cell_width(self) -> u32 {
        u32::from(self.width) * if self.small { 9 } else { 12 }
    }

    /// Height of one cell in dots.
    pub fn cell_height(self) -> u32 {
        u32::from(self.height) * if self.small { 17 } else { 24 }
    }
}

/// Neighbouring characters of one style.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// Dots from the start of the line.
    pub x: u32,
    /// Extra dots right of each character (`ESC SP`).
    pub spacing: u32,
    /// The characters as the active code page shows them.
    pub text: String,
    /// How they look.
    pub style: Style,
}

/// A one-bit picture; rows are padded to whole bytes, the highest bit is leftmost, 1 is black.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bitmap {
    /// Dots from the left edge of the paper, or of the line for `ESC *`.
    pub x: u32,
    /// Width in dots, a multiple of eight.
    pub width: u32,
    /// Height in dots.
    pub height: u32,
    /// How many printer dots one dot of the picture takes, horizontally and vertically.
    pub scale: (u32, u32),
    /// The rows.
    #[serde(skip)]
    pub bits: Vec<u8>,
}

/// One printed line.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Line {
    /// Dots from the left edge of the paper, alignment included.
    pub x: u32,
    /// The alignment that gave [`Line::x`].
    pub align: Align,
    /// The text.
    pub runs: Vec<Run>,
    /// Column images (`ESC *`).
    pub images: Vec<Bitmap>,
    /// Paper moved by this line, in dots.
    pub feed: u32,
}

/// How the paper was cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// All the way.
    Full,
    /// One point left uncut.
    Partial,
}

/// A pulse on the drawer connector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Pulse {
    /// Connector pin: 2 or 5.
    pub pin: u8,
    /// Time on, in ms (`t1` × 2 ms).
    pub on_ms: u32,
    /// Time off, in ms (`t2` × 2 ms).
    pub off_ms: u32,
    /// When it fired, in ms since 1970.
    pub at_ms: u64,
}

/// Bytes the printer could make nothing of, or a command where it has no effect. A correct host causes none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unknown {
    /// Offset of the first byte within the ticket's bytes.
    pub offset: usize,
    /// The bytes (the first 16 at most) in hex.
    pub hex: String,
    /// Why they had no effect.
    pub why: &'static str,
}

/// A question to the printer that waits its turn in the receive buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Query {
    /// `GS ( H` function 48: tell when everything before it is on paper.
    Process([u8; 4]),
    /// `GS r n`.
    Status(u8),
    /// `GS I n`.
    Identity(u8),
    /// `GS a n`: which changes to report from now on.
    AutoStatus(u8),
}

/// One thing on a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// A line of text; without runs it is an empty line.
    Line(Line),
    /// Blank paper, in dots.
    Feed(u32),
    /// A raster image.
    Raster(Bitmap),
    /// A QR code.
    Qr {
        /// Its content.
        text: String,
        /// Dots per module.
        module: u8,
        /// Error correction: `L`, `M`, `Q` or `H`.
        level: char,
        /// Where it stands.
        align: Align,
    },
    /// A barcode.
    Barcode {
        /// `m` of `GS k`.
        symbology: u8,
        /// Its content.
        text: String,
        /// Bar height in dots.
        height: u8,
        /// Where it stands.
        align: Align,
    },
    /// The drawer connector; `at_ms` is 0 when the ticket is read back from its bytes.
    Pulse(Pulse),
    /// The buzzer.
    Beep,
    /// A question of the host.
    Query(Query),
    /// The knife; the last item of a ticket but for queries and pulses.
    Cut(Cut),
    /// Nothing a printer knows.
    Unknown(Unknown),
}

impl Item {
    /// How far the paper moves for this item, in dots.
    pub fn feed(&self) -> u32 {
        match self {
            Self::Line(line) => line.feed,
            Self::Feed(dots) => *dots,
            Self::Raster(image) => image.height * image.scale.1,
            Self::Qr { text, module, .. } => crate::symbol::qr_side(text, *module),
            Self::Barcode { height, .. } => u32::from(*height) + 30,
            Self::Pulse(_) | Self::Beep | Self::Query(_) | Self::Cut(_) | Self::Unknown(_) => 0,
        }
    }
}

impl Line {
    /// The characters of the line; gaps left by tabs or positions are filled with blanks, alignment is not shown.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut end = 0;
        for run in &self.runs {
            let cell = run.style.cell_width() + run.spacing;
            let gap = run.x.saturating_sub(end) / cell;
            text.extend(std::iter::repeat_n(' ', gap as usize));
            text.push_str(&run.text);
            end = run.x + run.chars_wide() * cell;
        }
        text.truncate(text.trim_end().len());
        text
    }
}

impl Run {
    /// Cells the run takes; a Chinese character takes two.
    pub fn chars_wide(&self) -> u32 {
        self.text.chars().map(cells).sum()
    }
}

/// Cells one character takes: Chinese characters are 24 dots wide, all others 12.
pub fn cells(character: char) -> u32 {
    if ('\u{2E80}'..='\u{FFEF}').contains(&character) { 2 } else { 1 }
}
