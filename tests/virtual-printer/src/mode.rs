//! The settings commands leave behind: everything `ESC @` resets. A ticket remembers the mode it started in, so that
//! its bytes alone give back its items.

use crate::codepage::CodePage;
use crate::item::{Align, Bitmap, Style};

/// Line spacing after power on and after `ESC 2`, in dots (3.75 mm).
const DEFAULT_SPACING: u32 = 30;

/// What of the mode outlives `ESC @`: the printer itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Body {
    /// Printable dots.
    pub paper_dots: u32,
    /// A clone that wakes up taking bytes above 127 as Chinese pairs.
    pub chinese: bool,
}

/// Printer settings at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mode {
    pub(crate) body: Body,
    pub(crate) page: CodePage,
    pub(crate) country: u8,
    pub(crate) kanji: bool,
    pub(crate) style: Style,
    pub(crate) emphasized: bool,
    pub(crate) double_strike: bool,
    pub(crate) align: Align,
    pub(crate) spacing: u32,
    pub(crate) right_space: u32,
    pub(crate) left: u32,
    pub(crate) area: u32,
    /// Columns of `ESC D`; `None` is every eighth.
    pub(crate) tabs: Option<Vec<u8>>,
    pub(crate) barcode_height: u8,
    pub(crate) qr: Qr,
    /// The image in the print buffer of `GS ( L`.
    pub(crate) graphics: Option<Bitmap>,
}

/// The QR code in the symbol storage area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    pub(crate) data: Vec<u8>,
    pub(crate) module: u8,
    pub(crate) level: char,
}

impl Mode {
    /// The mode after power on or `ESC @`.
    pub fn power_on(body: Body) -> Self {
        Self {
            body,
            page: CodePage::Pc437,
            country: 0,
            kanji: body.chinese,
            style: Style::default(),
            emphasized: false,
            double_strike: false,
            align: Align::Left,
            spacing: DEFAULT_SPACING,
            right_space: 0,
            left: 0,
            area: body.paper_dots,
            tabs: None,
            barcode_height: 162,
            qr: Qr { data: Vec::new(), module: 3, level: 'L' },
            graphics: None,
        }
    }

    /// Back to the default line spacing.
    pub(crate) fn default_spacing(&mut self) {
        self.spacing = DEFAULT_SPACING;
    }

    /// The style characters get now.
    pub(crate) fn current_style(&self) -> Style {
        Style { bold: self.emphasized || self.double_strike, ..self.style }
    }

    /// Printable dots of a line: the area of `GS W`, never past the edge of the paper.
    pub(crate) fn line_dots(&self) -> u32 {
        self.area.min(self.body.paper_dots.saturating_sub(self.left)).max(12)
    }
}
