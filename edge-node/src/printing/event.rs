//! What the printers tell the rest of the box, always after it is committed. The tables are the truth; an event that
//! nobody took in time is dropped and counted in the log.

use shared_model::ids::PrinterId;

use crate::store::print_job::{Brief, Confirm, Reason};

/// Something happened to a sheet or a printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrintEvent {
    /// A sheet waits for its printer.
    Queued(Brief),
    /// A sheet is out.
    Printed {
        /// Which.
        sheet: Brief,
        /// How we know.
        confirm: Confirm,
    },
    /// Nobody knows whether a sheet came out.
    Uncertain {
        /// Which.
        sheet: Brief,
        /// Why.
        reason: Reason,
        /// The marked copy that is on its way; without one a person has to be asked.
        copy: Option<Brief>,
    },
    /// A sheet has waited too long: a screen has to show it. Told once for each sheet.
    Fallback {
        /// Which.
        sheet: Brief,
        /// For people, in Spanish.
        message: String,
    },
    /// A sheet came too late and will not be printed.
    Expired(Brief),
    /// A sheet will never be printed.
    Failed {
        /// Which.
        sheet: Brief,
        /// Why.
        reason: Reason,
    },
    /// A printer works again, or does not.
    PrinterState {
        /// Which.
        printer: PrinterId,
        /// What keeps it from printing; nothing when it prints.
        trouble: Option<Reason>,
        /// For people, in Spanish.
        message: String,
    },
}

/// What is wrong with a printer, for people.
pub fn trouble_words(reason: Option<Reason>) -> &'static str {
    match reason {
        None => "funciona",
        Some(Reason::PaperOut) => "no tiene papel",
        Some(Reason::CoverOpen) => "tiene la tapa abierta",
        Some(Reason::Faulty) => "tiene un error: revise la cuchilla y apáguela y préndala",
        Some(Reason::Unreachable) => "no está conectada o está apagada",
        Some(Reason::NoReply | Reason::NoEcho) => "no responde",
        Some(Reason::Stalled) => "dejó de recibir",
        Some(Reason::Reset) => "cortó la conexión",
        Some(
            Reason::Stopped
            | Reason::PowerCut
            | Reason::TooLate
            | Reason::Unreadable
            | Reason::NoPrinter
            | Reason::Person,
        ) => "no imprime",
    }
}
