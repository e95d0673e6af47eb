//! Printers that misbehave, a little later each time.

use fastops_tests::process::shop::Shop;
use virtual_printer::Fault;

use crate::dice::Dice;

/// Breaks, or repairs, each printer at random.
pub async fn strike(shop: &Shop, dice: &mut Dice) {
    for printer in &shop.printers {
        if dice.percent(60) {
            printer.heal().await;
        }
        if dice.percent(55) {
            printer.set(fault(dice)).await;
        }
    }
}

fn fault(dice: &mut Dice) -> Fault {
    match dice.between(0, 9) {
        0 => Fault::PaperOut,
        1 => Fault::PaperOutAfter { lines: u32::try_from(dice.between(1, 60)).unwrap_or(1) },
        2 | 3 => Fault::ResetAfter { bytes: dice.between(1, 4000) },
        4 => Fault::Refuse,
        5 => Fault::Slow { bytes_per_s: u32::try_from(dice.between(500, 8000)).unwrap_or(500) },
        6 => Fault::CoverOpen,
        7 => Fault::LoseEcho,
        _ => Fault::NeverRead,
    }
}
