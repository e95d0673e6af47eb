//! What kind of printer this is.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

/// Paper width, which decides the dots of a line at 8 dots/mm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PaperWidth {
    /// 384 dots, 32 columns.
    Mm58,
    /// 576 dots, 48 columns.
    #[default]
    Mm80,
}

impl PaperWidth {
    /// Printable dots.
    pub fn dots(self) -> u32 {
        match self {
            Self::Mm58 => 384,
            Self::Mm80 => 576,
        }
    }
}

/// A printer to start. `Config::default()` is an instant 80 mm printer on a free port of 127.0.0.1.
#[derive(Debug, Clone)]
pub struct Config {
    /// Shown to people.
    pub name: String,
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The roll.
    pub width: PaperWidth,
    /// Paper speed in mm/s; 0 prints at once.
    pub speed_mm_s: u32,
    /// Time of a cut; counts only when `speed_mm_s` is not 0.
    pub cut_ms: u32,
    /// Receive buffer in bytes. When it is full the printer stops reading its socket.
    pub buffer_bytes: usize,
    /// Tickets remembered.
    pub tape_tickets: usize,
    /// Where each ticket is written as `NNNN.txt`, `NNNN.png` and `NNNN.bin`.
    pub tape_dir: Option<PathBuf>,
    /// What `GS I 67` claims.
    pub model: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            name: "Impresora".into(),
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            width: PaperWidth::Mm80,
            speed_mm_s: 0,
            cut_ms: 350,
            buffer_bytes: 4096,
            tape_tickets: 10_000,
            tape_dir: None,
            model: "TM-T20III".into(),
        }
    }
}

impl Config {
    /// The default printer under a name.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}
