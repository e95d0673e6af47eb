//! The print buffer: one line being put together, until something prints it.

use crate::item::{Align, Bitmap, Line, Run, cells};
use crate::mode::Mode;

/// Characters and column images waiting for the line to be printed.
#[derive(Debug, Default)]
pub struct LineBuffer {
    runs: Vec<Run>,
    images: Vec<Bitmap>,
    x: u32,
    /// Where the last run ends; the position may have moved on since.
    run_end: u32,
    height: u32,
}

impl LineBuffer {
    /// Nothing waits, which is what the reference calls the beginning of a line.
    pub fn is_empty(&self) -> bool {
        self.x == 0 && self.runs.is_empty() && self.images.is_empty()
    }

    /// Puts a character; returns the line it did not fit on, if that is now full.
    pub fn put(&mut self, character: char, mode: &Mode) -> Option<Line> {
        let style = mode.current_style();
        let wide = cells(character) * (style.cell_width() + mode.right_space);
        let full = (self.x > 0 && self.x + wide > mode.line_dots()).then(|| self.take(mode, mode.spacing));
        match self.runs.last_mut() {
            Some(run) if run.style == style && run.spacing == mode.right_space && self.run_end == self.x => {
                run.text.push(character);
            }
            _ => self.runs.push(Run {
                x: self.x,
                spacing: mode.right_space,
                text: String::from(character),
                style,
            }),
        }
        self.x += wide;
        self.run_end = self.x;
        self.height = self.height.max(style.cell_height());
        full
    }

    /// Puts a column image at the current position.
    pub fn put_image(&mut self, mut image: Bitmap) {
        image.x = self.x;
        self.x += image.width * image.scale.0;
        self.height = self.height.max(image.height * image.scale.1);
        self.images.push(image);
    }

    /// Current position in dots from the left margin.
    pub fn position(&self) -> u32 {
        self.x
    }

    /// Moves the position; outside the print area the command is ignored.
    pub fn move_to(&mut self, x: u32, mode: &Mode) {
        if x <= mode.line_dots() {
            self.x = x;
        }
    }

    /// Jumps to the next tab stop, if there is one left.
    pub fn tab(&mut self, mode: &Mode) {
        let cell = mode.current_style().cell_width() + mode.right_space;
        let next = match &mode.tabs {
            None => Some((self.x / (8 * cell) + 1) * 8 * cell),
            Some(stops) => stops.iter().map(|&stop| u32::from(stop) * cell).find(|&stop| stop > self.x),
        };
        if let Some(stop) = next {
            self.move_to(stop, mode);
        }
    }

    /// Forgets what waits.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Prints the line, moving the paper by `feed` or by its tallest character, whichever is more.
    pub fn take(&mut self, mode: &Mode, feed: u32) -> Line {
        let free = mode.line_dots().saturating_sub(self.x);
        let indent = match mode.align {
            Align::Left => 0,
            Align::Center => free / 2,
            Align::Right => free,
        };
        let buffer = std::mem::take(self);
        Line {
            x: mode.left + indent,
            align: mode.align,
            runs: buffer.runs,
            images: buffer.images,
            feed: feed.max(buffer.height),
        }
    }
}
