//! From a document to lines of one paper. The only code that wraps, aligns and substitutes characters; printer bytes,
//! plain text and previews all come from these lines, so they cannot disagree.
//!
//! Invariants: no line is wider than the paper; every character is one that `Paper::prints` accepts, one column wide.

use super::banner::Banner;
use super::substitute;
use super::ticket::{Align, Block, Cell, Run, Size, Style, Ticket, Width};

/// What a ticket is laid out for.
#[derive(Clone, Copy)]
pub struct Paper {
    /// Characters of font A in a line: 48 on 80 mm, 32 on 58 mm.
    pub columns: usize,
    /// Whether the printer has a character. It must accept all of printable ASCII.
    pub prints: fn(char) -> bool,
}

impl std::fmt::Debug for Paper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Paper").field("columns", &self.columns).finish_non_exhaustive()
    }
}

/// One line of paper, or something done to the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaperLine {
    /// Characters from the left edge on; what aligns them is spaces.
    Text {
        /// Pieces of one style each.
        runs: Vec<PaperRun>,
        /// Part of a banner.
        banner: bool,
    },
    /// A line across the paper.
    Rule {
        /// Two strokes instead of one.
        double: bool,
        /// How many columns.
        columns: usize,
    },
    /// Blank text lines.
    Gap {
        /// How many.
        lines: u8,
    },
    /// A centred QR code.
    Qr {
        /// What it says.
        text: String,
    },
    /// Feed out and cut.
    Cut,
    /// Open the drawer.
    Drawer,
}

/// Characters of one style; each is [`Size::width`] columns wide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperRun {
    /// The characters.
    pub text: String,
    /// How they look.
    pub style: Style,
}

impl PaperRun {
    /// Columns the run takes.
    pub fn columns(&self) -> usize {
        self.text.chars().count() * self.style.size.width()
    }
}

/// Dots of paper that a text line takes in height, with the space below it (8 dots are 1 mm).
pub fn pitch_dots(runs: &[PaperRun]) -> u8 {
    match runs.iter().map(|run| run.style.size.height()).max().unwrap_or(1) {
        1 => 30,
        2 => 56,
        _ => 80,
    }
}

#[derive(Clone, Copy)]
struct Glyph {
    ch: char,
    style: Style,
}

impl Glyph {
    fn columns(self) -> usize {
        self.style.size.width()
    }
}

/// Lays the whole ticket out.
pub fn lay_out(ticket: &Ticket, paper: Paper) -> Vec<PaperLine> {
    let mut lines = Vec::new();
    for block in &ticket.blocks {
        match block {
            Block::Banner { banner } => put_banner(banner, paper, &mut lines),
            Block::Text { runs, align, indent } => {
                put_text(&glyphs(runs, paper), *align, usize::from(*indent), paper, &mut lines);
            }
            Block::Row { cells } => put_row(cells, paper, &mut lines),
            Block::Rule { double } => lines.push(PaperLine::Rule { double: *double, columns: paper.columns }),
            Block::Gap { lines: count } => lines.push(PaperLine::Gap { lines: *count }),
            Block::Qr { text } => lines.push(PaperLine::Qr { text: text.to_string() }),
            Block::Cut => lines.push(PaperLine::Cut),
            Block::Drawer => lines.push(PaperLine::Drawer),
        }
    }
    lines
}

/// A banner is black from edge to edge.
fn put_banner(banner: &Banner, paper: Paper, lines: &mut Vec<PaperLine>) {
    let (shout, more) = banner.words();
    let fits = |size: Size| shout.chars().count() * size.width() <= paper.columns;
    let size = if fits(Size::Big) { Size::Big } else { Size::Tall };
    for (text, size) in std::iter::once((shout, size)).chain(more.map(|more| (more, Size::Tall))) {
        let style = Style::inverse(size);
        let run = Run { text: text.as_str().into(), style };
        for line in wrap(&glyphs(&[run], paper), paper.columns) {
            let line = fill(line, Align::Centre, paper.columns, style);
            lines.push(PaperLine::Text { runs: merge(&line), banner: true });
        }
    }
}

fn put_text(glyphs: &[Glyph], align: Align, indent: usize, paper: Paper, lines: &mut Vec<PaperLine>) {
    // An indent that leaves too little to read is none.
    let indent = if indent + 12 <= paper.columns { indent } else { 0 };
    for line in wrap_framed(glyphs, paper.columns - indent) {
        let mut placed = spaces(indent, Style::PLAIN);
        placed.extend(fill(line, align, paper.columns - indent, Style::PLAIN));
        push_line(&placed, lines);
    }
}

/// Cells side by side with one column between them; cells that do not fit side by side stand below each other.
fn put_row(cells: &[Cell], paper: Paper, lines: &mut Vec<PaperLine>) {
    let texts: Vec<Vec<Glyph>> =
        cells.iter().map(|cell| glyphs(std::slice::from_ref(&cell.run), paper)).collect();
    let Some(widths) = share_out(cells, &texts, paper.columns) else {
        for (cell, text) in cells.iter().zip(&texts) {
            put_text(text, cell.align, 0, paper, lines);
        }
        return;
    };
    let columns: Vec<Vec<Vec<Glyph>>> =
        texts.iter().zip(&widths).map(|(text, width)| wrap_framed(text, *width)).collect();
    for index in 0..columns.iter().map(Vec::len).max().unwrap_or(0) {
        let mut placed = Vec::new();
        for ((cell, column), width) in cells.iter().zip(&columns).zip(&widths) {
            if !placed.is_empty() {
                placed.extend(spaces(1, Style::PLAIN));
            }
            let line = column.get(index).cloned().unwrap_or_default();
            placed.extend(fill(line, cell.align, *width, Style::PLAIN));
        }
        push_line(&placed, lines);
    }
}

/// The width of each cell, or nothing when the row has to stand upright.
fn share_out(cells: &[Cell], texts: &[Vec<Glyph>], columns: usize) -> Option<Vec<usize>> {
    let natural: Vec<usize> =
        texts.iter().map(|text| width_of(text) + frame(text).map_or(0, |edge| 2 * edge.columns())).collect();
    let between = cells.len().saturating_sub(1);
    let fixed = |(cell, natural): (&Cell, &usize)| match cell.width {
        Width::Fit => Some(*natural),
        Width::Columns(count) => Some(usize::from(count)),
        Width::Rest => None,
    };
    let asked: Vec<Option<usize>> = cells.iter().zip(&natural).map(fixed).collect();
    let left = columns.checked_sub(between + asked.iter().flatten().sum::<usize>())?;
    let sharing = asked.iter().filter(|width| width.is_none()).count();
    if sharing == 0 {
        return Some(asked.into_iter().flatten().collect());
    }
    let share = left / sharing;
    let readable = |(cell, natural): (&Cell, &usize)| {
        cell.width != Width::Rest || share >= (*natural).min(10 * cell.run.style.size.width())
    };
    cells
        .iter()
        .zip(&natural)
        .all(readable)
        .then(|| asked.into_iter().map(|width| width.unwrap_or(share)).collect())
}

fn glyphs(runs: &[Run], paper: Paper) -> Vec<Glyph> {
    let mut out = Vec::new();
    let mut chars = Vec::new();
    for run in runs {
        chars.clear();
        run.text.as_str().chars().for_each(|ch| substitute::put(ch, &paper.prints, &mut chars));
        out.extend(chars.iter().map(|ch| Glyph { ch: *ch, style: run.style }));
    }
    out
}

/// Text that is white on black throughout gets a black edge left and right of each line: what it is, if so.
fn frame(glyphs: &[Glyph]) -> Option<Glyph> {
    let first = glyphs.first().filter(|_| glyphs.iter().all(|glyph| glyph.style.inverse))?;
    Some(Glyph { ch: ' ', style: first.style })
}

fn wrap_framed(glyphs: &[Glyph], columns: usize) -> Vec<Vec<Glyph>> {
    let edge = frame(glyphs).filter(|edge| columns > 4 * edge.columns());
    let Some(edge) = edge else { return wrap(glyphs, columns) };
    let framed = |line: Vec<Glyph>| [&[edge], line.as_slice(), &[edge]].concat();
    wrap(glyphs, columns - 2 * edge.columns()).into_iter().map(framed).collect()
}

/// Breaks at spaces; a word longer than a line is broken where the line ends.
fn wrap(glyphs: &[Glyph], columns: usize) -> Vec<Vec<Glyph>> {
    let mut lines = Vec::new();
    let mut line: Vec<Glyph> = Vec::new();
    for word in glyphs.split_inclusive(|glyph| glyph.ch == ' ') {
        let bare = width_of(trimmed(word));
        if !line.is_empty() && width_of(&line) + bare > columns {
            lines.push(std::mem::take(&mut line));
        }
        for glyph in word {
            let full = width_of(&line) + glyph.columns() > columns;
            if full && glyph.ch == ' ' {
                continue;
            }
            if full && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line.push(*glyph);
        }
    }
    lines.push(line);
    lines.into_iter().map(|line| trimmed(&line).to_vec()).collect()
}

fn trimmed(glyphs: &[Glyph]) -> &[Glyph] {
    let end = glyphs.iter().rposition(|glyph| glyph.ch != ' ').map_or(0, |last| last + 1);
    &glyphs[..end]
}

fn width_of(glyphs: &[Glyph]) -> usize {
    glyphs.iter().map(|glyph| glyph.columns()).sum()
}

/// Pads a line to `columns`; a padding style wider than one column may leave a column or two at the right.
fn fill(line: Vec<Glyph>, align: Align, columns: usize, padding: Style) -> Vec<Glyph> {
    let free = columns.saturating_sub(width_of(&line)) / padding.size.width();
    let before = match align {
        Align::Left => 0,
        Align::Centre => free / 2,
        Align::Right => free,
    };
    let mut out = spaces(before, padding);
    out.extend(line);
    out.extend(spaces(free - before, padding));
    out
}

fn spaces(count: usize, style: Style) -> Vec<Glyph> {
    vec![Glyph { ch: ' ', style }; count]
}

fn push_line(glyphs: &[Glyph], lines: &mut Vec<PaperLine>) {
    let visible = |glyph: &Glyph| glyph.ch != ' ' || glyph.style.inverse;
    let end = glyphs.iter().rposition(visible).map_or(0, |last| last + 1);
    lines.push(PaperLine::Text { runs: merge(&glyphs[..end]), banner: false });
}

fn merge(glyphs: &[Glyph]) -> Vec<PaperRun> {
    let same = |a: &Glyph, b: &Glyph| a.style == b.style;
    glyphs
        .chunk_by(same)
        .map(|chunk| PaperRun { text: chunk.iter().map(|glyph| glyph.ch).collect(), style: chunk[0].style })
        .collect()
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use proptest::prelude::*;

    use super::super::plain;
    use super::*;

    const NARROW: Paper =
        Paper { columns: 32, prints: |ch| ch.is_ascii() || "ñáéíóúÑ·".contains(ch) };

    fn shown(ticket: &Ticket) -> String {
        plain::text(&lay_out(ticket, NARROW))
    }

    #[test]
    fn long_names_wrap_beside_their_price() {
        let mut ticket = Ticket::default();
        ticket.pair("Salchipapa mixta grande con doble queso", "$ 32.000", Style::PLAIN);
        ticket.pair("Agua", "$ 3.000", Style::PLAIN);
        assert_snapshot!(shown(&ticket), @"
        Salchipapa mixta grande $ 32.000
        con doble queso
        Agua                     $ 3.000
        ");
    }

    #[test]
    fn a_row_that_is_too_wide_stands_upright() {
        let mut ticket = Ticket::default();
        ticket.pair("M-047", "DOMICILIO", Style::bold(Size::Huge));
        assert_snapshot!(shown(&ticket), @"
        M-047
             DOMICILIO
        ");
    }

    #[test]
    fn big_text_has_half_the_columns() {
        let mut ticket = Ticket::default();
        ticket.centred("1234567890123456 789", Style::bold(Size::Big));
        assert_snapshot!(shown(&ticket), @"
        1234567890123456
                     789
        ");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_its_paper(words in prop::collection::vec("[a-zñ🍟 ]{0,40}", 1..6), size in 0..4, indent in 0_u8..40) {
            let size = [Size::Normal, Size::Tall, Size::Big, Size::Huge][usize::try_from(size).unwrap()];
            let mut ticket = Ticket::default();
            for text in &words {
                ticket.centred(text.as_str(), Style::bold(size));
                ticket.indented(indent, text.as_str(), Style::inverse(size));
                ticket.pair(text.as_str(), words[0].as_str(), Style::PLAIN);
            }
            let ticket = ticket.marked(Banner::diverted(&words[0]));
            for line in lay_out(&ticket, NARROW) {
                let PaperLine::Text { runs, .. } = line else { continue };
                let columns: usize = runs.iter().map(PaperRun::columns).sum();
                prop_assert!(columns <= NARROW.columns, "{columns}: {runs:?}");
            }
        }
    }
}
