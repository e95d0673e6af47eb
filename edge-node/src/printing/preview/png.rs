//! A sheet as the picture that the print head makes: cells of 12 × 24 dots, 8 dots a millimetre, larger sizes by
//! repeating dots as printers do.

use noto_sans_mono_bitmap::{FontWeight, RasterHeight, get_raster, get_raster_width};
use shared_model::receipt::layout::{PaperLine, PaperRun, pitch_dots};
use shared_model::receipt::ticket::Style;

/// Dots of one character cell of font A.
const CELL: (usize, usize) = (12, 24);
/// White dots around the paper.
const MARGIN: usize = 24;
/// Sheets longer than this (2 m) are cut off in the picture.
const HEIGHT_LIMIT: usize = 16_000;
const GLYPH: RasterHeight = RasterHeight::Size20;
const WHITE: u8 = 255;
const BLACK: u8 = 0;

/// A grey-scale PNG of the sheet.
pub fn png(lines: &[PaperLine], columns: usize) -> Result<Vec<u8>, png::EncodingError> {
    let mut canvas = Canvas::new(columns);
    for line in lines {
        match line {
            PaperLine::Text { runs, .. } => canvas.text(runs),
            PaperLine::Rule { double, .. } => canvas.rule(*double),
            PaperLine::Gap { lines } => {
                canvas.advance(30 * usize::from(*lines));
            }
            PaperLine::Qr { text } => canvas.qr(text),
            PaperLine::Cut => canvas.cut(),
            PaperLine::Drawer => (),
        }
    }
    canvas.advance(MARGIN);
    let height = canvas.dots.len() / canvas.width;
    let mut out = Vec::new();
    let (width, height) =
        (u32::try_from(canvas.width).unwrap_or(u32::MAX), u32::try_from(height).unwrap_or(u32::MAX));
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(&canvas.dots)?;
    Ok(out)
}

struct Canvas {
    dots: Vec<u8>,
    width: usize,
    columns: usize,
}

impl Canvas {
    fn new(columns: usize) -> Self {
        let width = columns * CELL.0 + 2 * MARGIN;
        Self { dots: vec![WHITE; width * MARGIN], width, columns }
    }

    /// The first free row; the paper grows by `rows`.
    fn advance(&mut self, rows: usize) -> usize {
        let top = self.dots.len() / self.width;
        let rows = rows.min(HEIGHT_LIMIT.saturating_sub(top));
        self.dots.resize(self.dots.len() + rows * self.width, WHITE);
        top
    }

    fn text(&mut self, runs: &[PaperRun]) {
        let top = self.advance(usize::from(pitch_dots(runs)));
        let tallest = runs.iter().map(|run| run.style.size.height()).max().unwrap_or(1);
        let mut left = MARGIN;
        for run in runs {
            // Characters of a line stand on a common base line.
            let top = top + (tallest - run.style.size.height()) * CELL.1;
            for ch in run.text.chars() {
                self.glyph(ch, run.style, left, top);
                left += CELL.0 * run.style.size.width();
            }
        }
    }

    fn glyph(&mut self, ch: char, style: Style, left: usize, top: usize) {
        let (across, down) = (style.size.width(), style.size.height());
        let weight = if style.bold { FontWeight::Bold } else { FontWeight::Regular };
        let raster = [ch, stand_in(ch), '?'].into_iter().find_map(|ch| get_raster(ch, weight, GLYPH));
        let pad_x = CELL.0.saturating_sub(get_raster_width(weight, GLYPH)) / 2;
        let pad_y = (CELL.1 - GLYPH.val()) / 2;
        for y in 0..CELL.1 {
            for x in 0..CELL.0 {
                let ink = raster
                    .as_ref()
                    .and_then(|raster| raster.pixel(x.checked_sub(pad_x)?, y.checked_sub(pad_y)?));
                let ink = ink.unwrap_or(0);
                let dot = if style.inverse { ink } else { WHITE - ink };
                if dot != WHITE {
                    self.fill(left + x * across, top + y * down, across, down, dot);
                }
            }
        }
    }

    fn rule(&mut self, double: bool) {
        let top = self.advance(30);
        let width = self.columns * CELL.0;
        self.fill(MARGIN, top + 12, width, 2, BLACK);
        if double {
            self.fill(MARGIN, top + 17, width, 2, BLACK);
        }
    }

    /// A frame where the printer draws the code: the printer computes it, not we.
    fn qr(&mut self, text: &str) {
        let side = 200;
        let top = self.advance(side + 10);
        let left = MARGIN + (self.columns * CELL.0 - side) / 2;
        for (x, y, width, height) in
            [(0, 0, side, 4), (0, side - 4, side, 4), (0, 0, 4, side), (side - 4, 0, 4, side)]
        {
            self.fill(left + x, top + y, width, height, BLACK);
        }
        for (index, ch) in "QR".chars().enumerate() {
            let style = Style::bold(shared_model::receipt::ticket::Size::Huge);
            self.glyph(ch, style, left + 64 + index * 36, top + 64);
        }
        let shown: String = text.chars().take(self.columns).collect();
        self.text(&[PaperRun { text: shown, style: Style::PLAIN }]);
    }

    /// A dashed line.
    fn cut(&mut self) {
        let top = self.advance(60);
        for column in (0..self.columns).step_by(2) {
            self.fill(MARGIN + column * CELL.0, top + 40, CELL.0, 2, 160);
        }
    }

    fn fill(&mut self, left: usize, top: usize, width: usize, height: usize, dot: u8) {
        for row in top..top + height {
            let start = row * self.width + left;
            // What lies beyond the height limit is not in the picture.
            if let Some(dots) = self.dots.get_mut(start..start + width) {
                dots.fill(dot);
            }
        }
    }
}

/// What to draw for a character that printers have and the picture's font has not.
fn stand_in(ch: char) -> char {
    match ch {
        '–' | '—' | '─' => '-',
        '“' | '”' | '„' => '"',
        '‘' | '’' | '‚' => '\'',
        '•' => '·',
        '€' => 'E',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use shared_model::receipt::layout::lay_out;
    use shared_model::receipt::ticket::{Block, Size, Ticket};

    use super::super::super::escpos::ProfileName;
    use super::*;

    #[test]
    fn the_picture_is_as_wide_as_the_paper_and_has_ink() {
        let mut ticket = Ticket::default();
        ticket.text("Ñ", Style::inverse(Size::Big)).rule().push(Block::Gap { lines: 255 }).push(Block::Cut);
        let paper = ProfileName::Epson80.profile().paper;
        let bytes = png(&lay_out(&ticket, paper), paper.columns).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut dots = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut dots).unwrap();
        assert_eq!((info.width, info.height), (576 + 48, 24 + 56 + 30 + 255 * 30 + 60 + 24));
        assert!(dots.contains(&BLACK));
    }

    #[test]
    fn every_character_of_the_profiles_tables_that_people_type_has_a_glyph() {
        for ch in "ñÑáéíóúüÁÉÍÓÚÜ¿¡ºª·€—“”".chars() {
            assert!(get_raster(stand_in(ch), FontWeight::Bold, GLYPH).is_some(), "{ch}");
        }
    }
}
