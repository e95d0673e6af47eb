//! What a seed does to its world. How much of each misfortune is drawn first, many of them zero: calm runs find what
//! storms hide.

use crate::dice::Dice;

/// What the third box is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Third {
    /// In the first box's branch, with an identity of its own.
    Colleague,
    /// Of another company.
    Stranger,
    /// Replaces the first box, which burns.
    Replacement,
    /// A spare with the first box's identity and an old copy of its disk, while the first one lives on.
    Clone,
}

/// The misfortunes of a seed: chances are per thousand.
#[derive(Debug, Clone)]
pub struct Plan {
    pub third: Third,
    pub chaos_ms: u64,
    pub commands: u64,
    /// Before each effect.
    pub crash: u64,
    /// After each command.
    pub backup: u64,
    pub box_restore: u64,
    pub cloud_restore: u64,
    pub connection_loss: u64,
    pub duplicate: u64,
    pub truncate: u64,
    pub mangle: u64,
    pub cut: u64,
    pub clog_all: u64,
    pub clock_jump: u64,
    pub lost_answer: u64,
    pub latency_ms: u64,
    pub fsync_ms: u64,
    pub batch_bytes: usize,
    pub compares: bool,
}

impl Plan {
    /// Draws the misfortunes.
    pub fn draw(dice: &mut Dice) -> Self {
        let third = match dice.below(5) {
            0 | 1 => Third::Colleague,
            2 => Third::Stranger,
            3 => Third::Replacement,
            _ => Third::Clone,
        };
        let calm = dice.below(6) == 0;
        let mut some = |most: u64| if calm || dice.below(2) == 0 { 0 } else { dice.between(1, most) };
        let (crash, backup) = (some(25), some(100));
        let (box_restore, cloud_restore) = (some(50), some(150));
        let (connection_loss, duplicate, truncate, mangle) = (some(80), some(80), some(10), some(150));
        let (cut, clog_all, clock_jump, lost_answer) = (some(80), some(20), some(60), some(200));
        let batch_bytes = *dice.pick(&[1_500, 4_000, 64_000, 512 * 1024]).unwrap_or(&4_000);
        Self {
            third,
            chaos_ms: dice.between(30_000, 600_000),
            commands: dice.between(20, 200),
            crash,
            backup,
            box_restore,
            cloud_restore,
            connection_loss,
            duplicate,
            truncate,
            mangle,
            cut,
            clog_all,
            clock_jump,
            lost_answer,
            latency_ms: dice.between(1, 800),
            fsync_ms: dice.between(1, 60),
            batch_bytes,
            compares: dice.below(4) == 0,
        }
    }
}
