//! A ticket as a document: blocks in reading order, kept as JSON under a version number, never as printer commands,
//! because a reprint may go to another model.

use serde::{Deserialize, Serialize};

use super::banner::Banner;
use super::paper_text::PaperText;

/// Version of the stored form that this program writes. Older ones stay readable.
pub const VERSION: u8 = 1;

/// What one sheet of paper says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticket {
    /// From top to bottom.
    pub blocks: Vec<Block>,
}

/// A part of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Block {
    /// Marks a copy; only at the top.
    Banner {
        /// Why this copy is special.
        banner: Banner,
    },
    /// Text that wraps.
    Text {
        /// Pieces of the text, each in its own style.
        runs: Vec<Run>,
        /// Where the text stands.
        #[serde(default, skip_serializing_if = "is_default")]
        align: Align,
        /// Columns left free at the left, also of wrapped lines.
        #[serde(default, skip_serializing_if = "is_default")]
        indent: u8,
    },
    /// Cells side by side.
    Row {
        /// From left to right.
        cells: Vec<Cell>,
    },
    /// A line across the paper.
    Rule {
        /// Two strokes instead of one.
        #[serde(default, skip_serializing_if = "is_default")]
        double: bool,
    },
    /// Blank paper.
    Gap {
        /// In text lines.
        lines: u8,
    },
    /// A QR code, centred.
    Qr {
        /// What it says.
        text: PaperText,
    },
    /// Feeds the ticket out and cuts.
    Cut,
    /// Opens the cash drawer.
    Drawer,
}

/// Text of one style.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// What it says.
    pub text: PaperText,
    /// How it looks.
    #[serde(default, skip_serializing_if = "is_default")]
    pub style: Style,
}

/// One cell of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Its text.
    #[serde(flatten)]
    pub run: Run,
    /// How wide it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub width: Width,
    /// Where its text stands.
    #[serde(default, skip_serializing_if = "is_default")]
    pub align: Align,
}

/// How wide a cell is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Width {
    /// As wide as its text, which does not wrap.
    #[default]
    Fit,
    /// So many columns of the normal size.
    Columns(u8),
    /// An equal share of what the others leave.
    Rest,
}

/// Where text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// At the left edge.
    #[default]
    Left,
    /// In the middle.
    Centre,
    /// At the right edge.
    Right,
}

/// Character size, in multiples of the printer's font A (12 × 24 dots).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    /// 1 × 1.
    #[default]
    Normal,
    /// 1 wide, 2 high.
    Tall,
    /// 2 × 2: a cook reads it from 1.5 m.
    Big,
    /// 3 × 3: the number people call out.
    Huge,
}

impl Size {
    /// Columns one character takes.
    pub const fn width(self) -> usize {
        match self {
            Self::Normal | Self::Tall => 1,
            Self::Big => 2,
            Self::Huge => 3,
        }
    }

    /// Normal lines one character is high.
    pub const fn height(self) -> usize {
        match self {
            Self::Normal => 1,
            Self::Tall | Self::Big => 2,
            Self::Huge => 3,
        }
    }
}

/// How text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Style {
    /// Character size.
    #[serde(default, skip_serializing_if = "is_default")]
    pub size: Size,
    /// Thicker strokes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub bold: bool,
    /// White on black.
    #[serde(default, skip_serializing_if = "is_default")]
    pub inverse: bool,
}

impl Style {
    /// Normal size, thin, black on white.
    pub const PLAIN: Self = Self { size: Size::Normal, bold: false, inverse: false };
    /// Normal size, bold.
    pub const BOLD: Self = Self { size: Size::Normal, bold: true, inverse: false };

    /// Bold in a size.
    pub const fn bold(size: Size) -> Self {
        Self { size, bold: true, inverse: false }
    }

    /// White on black in a size, bold so that the black does not eat the strokes.
    pub const fn inverse(size: Size) -> Self {
        Self { size, bold: true, inverse: true }
    }
}

/// A stored ticket that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TicketError {
    /// Not the JSON of a ticket.
    #[error("the ticket is not readable JSON")]
    Json(#[source] serde_json::Error),
    /// Written by a newer program.
    #[error("the ticket has version {0}, which this program does not know")]
    Version(u8),
}

#[derive(Serialize)]
struct Stored<'a> {
    v: u8,
    blocks: &'a [Block],
}

#[derive(Deserialize)]
struct Version {
    v: u8,
}

#[derive(Deserialize)]
struct Blocks {
    blocks: Vec<Block>,
}

impl Ticket {
    /// The stored form.
    pub fn to_bytes(&self) -> Vec<u8> {
        let stored = Stored { v: VERSION, blocks: &self.blocks };
        serde_json::to_vec(&stored).expect("blocks have string keys only and cannot fail")
    }

    /// Reads the stored form of this or an older version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TicketError> {
        let version: Version = serde_json::from_slice(bytes).map_err(TicketError::Json)?;
        if version.v != VERSION {
            return Err(TicketError::Version(version.v));
        }
        let Blocks { blocks } = serde_json::from_slice(bytes).map_err(TicketError::Json)?;
        Ok(Self { blocks })
    }

    /// The same ticket under a banner, which takes the place of an earlier one of its kind.
    ///
    /// A marked copy never opens the drawer: that was the first one's errand.
    #[must_use]
    pub fn marked(mut self, banner: Banner) -> Self {
        self.blocks.retain(|block| match block {
            Block::Banner { banner: earlier } => !earlier.same_kind(&banner),
            Block::Drawer => !banner.is_copy(),
            Block::Text { .. }
            | Block::Row { .. }
            | Block::Rule { .. }
            | Block::Gap { .. }
            | Block::Qr { .. }
            | Block::Cut => true,
        });
        self.blocks.insert(0, Block::Banner { banner });
        self
    }

    /// About how much paper it takes in millimetres, without laying it out: for queue estimates.
    pub fn estimate_mm(&self) -> u32 {
        self.blocks.iter().map(estimate_mm).sum()
    }

    /// Adds text at the left edge.
    pub fn text(&mut self, text: impl Into<PaperText>, style: Style) -> &mut Self {
        self.indented(0, text, style)
    }

    /// Adds text that stays `indent` columns off the left edge.
    pub fn indented(&mut self, indent: u8, text: impl Into<PaperText>, style: Style) -> &mut Self {
        let runs = vec![Run { text: text.into(), style }];
        self.push(Block::Text { runs, align: Align::Left, indent })
    }

    /// Adds centred text.
    pub fn centred(&mut self, text: impl Into<PaperText>, style: Style) -> &mut Self {
        let runs = vec![Run { text: text.into(), style }];
        self.push(Block::Text { runs, align: Align::Centre, indent: 0 })
    }

    /// Adds a row with text at the left that may wrap, and text at the right that may not.
    pub fn pair(
        &mut self,
        left: impl Into<PaperText>,
        right: impl Into<PaperText>,
        style: Style,
    ) -> &mut Self {
        let left = Cell { run: Run { text: left.into(), style }, width: Width::Rest, align: Align::Left };
        let right = Cell { run: Run { text: right.into(), style }, width: Width::Fit, align: Align::Right };
        self.push(Block::Row { cells: vec![left, right] })
    }

    /// Adds a line across the paper.
    pub fn rule(&mut self) -> &mut Self {
        self.push(Block::Rule { double: false })
    }

    /// Adds any block.
    pub fn push(&mut self, block: Block) -> &mut Self {
        self.blocks.push(block);
        self
    }
}

fn estimate_mm(block: &Block) -> u32 {
    let high = |style: Style| u32::try_from(style.size.height()).unwrap_or(3) * 4;
    match block {
        Block::Banner { .. } => 14,
        Block::Text { runs, .. } => runs.iter().map(|run| high(run.style)).max().unwrap_or(0),
        Block::Row { cells } => cells.iter().map(|cell| high(cell.run.style)).max().unwrap_or(0),
        Block::Rule { .. } => 4,
        Block::Gap { lines } => u32::from(*lines) * 4,
        Block::Qr { .. } => 30,
        Block::Cut => 15,
        Block::Drawer => 0,
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Ticket {
        let mut ticket = Ticket::default();
        ticket.centred("Ñame\u{7}", Style::bold(Size::Big)).pair("Total", "$ 1.000", Style::PLAIN);
        ticket.push(Block::Drawer).push(Block::Cut);
        ticket
    }

    #[test]
    fn the_stored_form_round_trips_and_says_its_version() {
        let bytes = small().to_bytes();
        insta::assert_snapshot!(String::from_utf8_lossy(&bytes), @r#"{"v":1,"blocks":[{"is":"text","runs":[{"text":"Ñame","style":{"size":"big","bold":true}}],"align":"centre"},{"is":"row","cells":[{"text":"Total","width":"rest"},{"text":"$ 1.000","align":"right"}]},{"is":"drawer"},{"is":"cut"}]}"#);
        assert_eq!(Ticket::from_bytes(&bytes).unwrap(), small());
    }

    #[test]
    fn an_unknown_version_is_an_error_not_a_wrong_ticket() {
        let error = Ticket::from_bytes(br#"{"v":2,"pages":[]}"#).unwrap_err();
        assert_eq!(error.to_string(), "the ticket has version 2, which this program does not know");
        assert!(Ticket::from_bytes(b"{").is_err());
    }

    #[test]
    fn a_copy_replaces_its_own_kind_of_banner_and_leaves_the_drawer_shut() {
        let first = small().marked(Banner::reprint(1, "Laura", "7:41 p. m."));
        let second = first.marked(Banner::reprint(2, "Laura", "7:50 p. m."));
        let banners = second.blocks.iter().filter(|block| matches!(block, Block::Banner { .. }));
        assert_eq!(banners.count(), 1);
        assert!(!second.blocks.contains(&Block::Drawer));
    }
}
