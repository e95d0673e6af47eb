//! The shapes of characters: Noto Sans Mono where it has them, lines and blocks drawn by rule, and for the few other
//! signs of the code pages a near relative.

use noto_sans_mono_bitmap::{FontWeight, RasterHeight, RasterizedChar, get_raster};

/// Darkness 0 to 255 of each dot of one cell, row by row.
#[derive(Debug)]
pub struct Glyph {
    /// Dots per row.
    pub width: usize,
    /// The rows.
    pub dots: Vec<u8>,
}

/// The arms of a box drawing character (left, up, right, down): 0 none, 1 single, 2 double.
/// From U+2500 only what PC437 and PC850 have.
const BOXES: [(char, [u8; 4]); 40] = [
    ('─', [1, 0, 1, 0]),
    ('│', [0, 1, 0, 1]),
    ('┌', [0, 0, 1, 1]),
    ('┐', [1, 0, 0, 1]),
    ('└', [0, 1, 1, 0]),
    ('┘', [1, 1, 0, 0]),
    ('├', [0, 1, 1, 1]),
    ('┤', [1, 1, 0, 1]),
    ('┬', [1, 0, 1, 1]),
    ('┴', [1, 1, 1, 0]),
    ('┼', [1, 1, 1, 1]),
    ('═', [2, 0, 2, 0]),
    ('║', [0, 2, 0, 2]),
    ('╒', [0, 0, 2, 1]),
    ('╓', [0, 0, 1, 2]),
    ('╔', [0, 0, 2, 2]),
    ('╕', [2, 0, 0, 1]),
    ('╖', [1, 0, 0, 2]),
    ('╗', [2, 0, 0, 2]),
    ('╘', [0, 1, 2, 0]),
    ('╙', [0, 2, 1, 0]),
    ('╚', [0, 2, 2, 0]),
    ('╛', [2, 1, 0, 0]),
    ('╜', [1, 2, 0, 0]),
    ('╝', [2, 2, 0, 0]),
    ('╞', [0, 1, 2, 1]),
    ('╟', [0, 2, 1, 2]),
    ('╠', [0, 2, 2, 2]),
    ('╡', [2, 1, 0, 1]),
    ('╢', [1, 2, 0, 2]),
    ('╣', [2, 2, 0, 2]),
    ('╤', [2, 0, 2, 1]),
    ('╥', [1, 0, 1, 2]),
    ('╦', [2, 0, 2, 2]),
    ('╧', [2, 1, 2, 0]),
    ('╨', [1, 2, 1, 0]),
    ('╩', [2, 2, 2, 0]),
    ('╪', [2, 1, 2, 1]),
    ('╫', [1, 2, 1, 2]),
    ('╬', [2, 2, 2, 2]),
];

/// The glyph of `character` in a cell of `width` × `height` dots (12×24, 24×24 or 9×17).
pub fn glyph(character: char, bold: bool, width: usize, height: usize) -> Glyph {
    let mut cell = Cell { width, height, dots: vec![0; width * height] };
    if !cell.rule(character) {
        cell.letter(character, bold);
    }
    Glyph { width, dots: cell.dots }
}

struct Cell {
    width: usize,
    height: usize,
    dots: Vec<u8>,
}

impl Cell {
    fn fill(&mut self, columns: std::ops::Range<usize>, rows: std::ops::Range<usize>) {
        for y in rows {
            self.dots[y * self.width..][columns.clone()].fill(255);
        }
    }

    /// Characters that are geometry. Returns false if this is not one.
    fn rule(&mut self, character: char) -> bool {
        let (width, height) = (self.width, self.height);
        match character {
            ' ' | '\u{a0}' => (),
            '█' => self.fill(0..width, 0..height),
            '▄' => self.fill(0..width, height / 2..height),
            '▀' => self.fill(0..width, 0..height / 2),
            '▌' => self.fill(0..width / 2, 0..height),
            '▐' => self.fill(width / 2..width, 0..height),
            '■' => self.fill(2..width - 2, height / 3..height * 3 / 4),
            '—' => self.fill(0..width, height / 2..height / 2 + 2),
            '–' => self.fill(2..width - 2, height / 2..height / 2 + 2),
            '\u{ad}' => self.fill(3..width - 3, height / 2..height / 2 + 2),
            '•' | '∙' => self.fill(width / 2 - 2..width / 2 + 2, height / 2 - 2..height / 2 + 2),
            '…' => {
                (0..3).for_each(|n| self.fill(n * width / 3 + 1..n * width / 3 + 3, height - 7..height - 5));
            }
            '░' | '▒' | '▓' => self.shade(character),
            '€' => {
                self.letter('C', false);
                self.fill(0..width * 2 / 3, height * 2 / 5..height * 2 / 5 + 1);
                self.fill(0..width * 2 / 3, height * 11 / 20..height * 11 / 20 + 1);
            }
            _ => {
                let Some((_, arms)) = BOXES.iter().find(|(known, _)| *known == character) else {
                    return false;
                };
                self.arms(*arms);
            }
        }
        true
    }

    fn shade(&mut self, character: char) {
        for (at, dot) in self.dots.iter_mut().enumerate() {
            let (x, y) = (at % self.width, at / self.width);
            let black = match character {
                '░' => x % 2 == 0 && (y + x / 2 % 2 * 2) % 4 == 0,
                '▒' => (x + y) % 2 == 0,
                _ => !(x % 2 == 0 && (y + x / 2 % 2 * 2) % 4 == 0),
            };
            *dot = if black { 255 } else { 0 };
        }
    }

    fn arms(&mut self, [left, up, right, down]: [u8; 4]) {
        let (middle, centre) = (self.width / 2, self.height / 2);
        for (strength, columns) in [(left, 0..middle + 1), (right, middle..self.width)] {
            for offset in offsets(strength) {
                self.fill(columns.clone(), centre + offset - 2..centre + offset - 1);
            }
        }
        for (strength, rows) in [(up, 0..centre + 1), (down, centre..self.height)] {
            for offset in offsets(strength) {
                self.fill(middle + offset - 2..middle + offset - 1, rows.clone());
            }
        }
    }

    fn letter(&mut self, character: char, bold: bool) {
        let weight = if bold { FontWeight::Bold } else { FontWeight::Regular };
        let size = if self.height < 20 { RasterHeight::Size16 } else { RasterHeight::Size24 };
        let Some(raster) = get_raster(relative(character), weight, size) else { return self.unknown_box() };
        self.centre(&raster);
    }

    fn centre(&mut self, raster: &RasterizedChar) {
        let left = self.width.saturating_sub(raster.width()) / 2;
        let top = self.height.saturating_sub(raster.height()) / 2;
        for (y, row) in raster.rows().enumerate().take(self.height - top) {
            let line = &mut self.dots[(top + y) * self.width + left..(top + y + 1) * self.width];
            for (dot, &darkness) in line.iter_mut().zip(row) {
                *dot = darkness;
            }
        }
    }

    fn unknown_box(&mut self) {
        let (right, bottom) = (self.width - 2, self.height - 4);
        for columns in [1..2, right..right + 1] {
            self.fill(columns, 3..bottom);
        }
        for rows in [3..4, bottom - 1..bottom] {
            self.fill(1..right + 1, rows);
        }
    }
}

fn offsets(strength: u8) -> impl Iterator<Item = usize> {
    // Around the centre line, shifted by 2 so that they stay positive.
    let found: &[usize] = match strength {
        0 => &[],
        1 => &[2, 3],
        _ => &[1, 4],
    };
    found.iter().copied()
}

fn relative(character: char) -> char {
    match character {
        '‘' | '’' | '‚' => '\'',
        '“' | '”' | '„' => '"',
        '‹' => '<',
        '›' => '>',
        '−' | '‗' => '_',
        '√' => 'v',
        'α' => 'a',
        'β' => 'ß',
        'µ' | 'μ' => 'µ',
        '≈' | '˜' => '~',
        'ˆ' => '^',
        other => other,
    }
}
