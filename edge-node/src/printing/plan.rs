//! What to do with a sheet, given what is known about it and its printer. Pure, so that each case is a line of a table.

use std::time::Duration;

use shared_model::receipt::banner::Banner;
use shared_model::receipt::layout::{PaperLine, pitch_dots};
use shared_model::receipt::ticket::Ticket;
use shared_model::time::{DayRule, Timestamp};

use super::timing::{Timing, ms};
use super::transport::reply::Health;
use crate::store::print_job::{Claimed, Confirm, Kind, Reason};

/// Dots in a millimetre.
const DOTS_PER_MM: u64 = 8;
/// Time to start and to cut, in milliseconds.
const START_AND_CUT_MS: u64 = 400;

/// What keeps a printer from printing until a person acts; nothing when it can print.
pub fn obstacle(health: Health) -> Option<Reason> {
    if health.cover_open {
        // An open cover also reports that there is no paper.
        Some(Reason::CoverOpen)
    } else if health.paper_out {
        Some(Reason::PaperOut)
    } else if health.faulty {
        Some(Reason::Faulty)
    } else {
        None
    }
}

/// How sending one sheet went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Try {
    /// Bytes that went out.
    pub sent: usize,
    /// What stopped it, or how it was confirmed.
    pub end: Result<Confirm, Reason>,
}

/// What follows from a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is out.
    Printed(Confirm),
    /// Nothing of it can be on paper: the same sheet again, unmarked.
    Again(Reason),
    /// Nobody knows.
    Uncertain(Reason),
}

/// The rule that everything hangs on: after the first byte a sheet is never simply sent again.
pub fn judge(attempt: Try) -> Verdict {
    match attempt.end {
        Ok(confirm) => Verdict::Printed(confirm),
        Err(reason) if attempt.sent == 0 => Verdict::Again(reason),
        Err(reason) => Verdict::Uncertain(reason),
    }
}

/// How long a sheet takes on paper.
pub fn paper_time(lines: &[PaperLine], mm_per_s: u32) -> Duration {
    let dots: u64 = lines
        .iter()
        .map(|line| match line {
            PaperLine::Text { runs, .. } => u64::from(pitch_dots(runs)),
            PaperLine::Rule { .. } => 30,
            PaperLine::Gap { lines } => 30 * u64::from(*lines),
            PaperLine::Qr { .. } => 240,
            PaperLine::Cut => 120,
            PaperLine::Drawer => 0,
        })
        .sum();
    let feed = dots * 1000 / DOTS_PER_MM / u64::from(mm_per_s.max(1));
    Duration::from_millis(feed + START_AND_CUT_MS)
}

/// How long to wait for the word that a sheet is out.
pub fn patience(paper_time: Duration, timing: &Timing) -> Duration {
    timing.confirm_least.max(paper_time * 2)
}

/// The sheet as it goes on paper now: under the banners that what happened to it calls for.
pub fn marked(ticket: Ticket, job: &Claimed, now: Timestamp, zone: &DayRule, timing: &Timing) -> Ticket {
    let is_late =
        matches!(job.brief.kind, Kind::Kitchen | Kind::Void) && now.since(job.created_at) >= ms(timing.late);
    let ticket =
        if is_late { ticket.marked(Banner::late(&zone.wall(job.created_at).clock())) } else { ticket };
    if job.maybe_printed { ticket.marked(Banner::possible_duplicate(&job.brief.order_label)) } else { ticket }
}

#[cfg(test)]
mod tests {
    use shared_model::ids::{PrintJobId, PrinterId};
    use shared_model::receipt::ticket::Block;
    use uuid::Uuid;

    use super::*;
    use crate::store::print_job::Brief;

    #[test]
    fn only_a_sheet_without_a_byte_sent_is_sent_again() {
        let verdict = |sent, end| judge(Try { sent, end });
        let table = [
            (0, Err(Reason::Unreachable), Verdict::Again(Reason::Unreachable)),
            (0, Err(Reason::Reset), Verdict::Again(Reason::Reset)),
            (1, Err(Reason::Reset), Verdict::Uncertain(Reason::Reset)),
            (900, Err(Reason::NoEcho), Verdict::Uncertain(Reason::NoEcho)),
            (900, Err(Reason::Stalled), Verdict::Uncertain(Reason::Stalled)),
            (900, Ok(Confirm::Echo), Verdict::Printed(Confirm::Echo)),
            (900, Ok(Confirm::Status), Verdict::Printed(Confirm::Status)),
        ];
        for (sent, end, expected) in table {
            assert_eq!(verdict(sent, end), expected, "{sent} {end:?}");
        }
    }

    #[test]
    fn what_a_person_has_to_do_has_a_name() {
        let ready = Health::default();
        let table = [
            (ready, None),
            (Health { paper_low: true, ..ready }, None),
            (Health { paper_out: true, ..ready }, Some(Reason::PaperOut)),
            (Health { paper_out: true, cover_open: true, ..ready }, Some(Reason::CoverOpen)),
            (Health { faulty: true, ..ready }, Some(Reason::Faulty)),
        ];
        for (health, expected) in table {
            assert_eq!(obstacle(health), expected, "{health:?}");
        }
    }

    #[test]
    fn long_sheets_get_more_patience() {
        let timing = Timing::default();
        let lines = |count| vec![PaperLine::Gap { lines: 1 }; count];
        assert_eq!(paper_time(&lines(20), 200), Duration::from_millis(775));
        assert_eq!(patience(paper_time(&lines(20), 200), &timing), Duration::from_secs(3));
        assert_eq!(patience(paper_time(&lines(200), 200), &timing), Duration::from_millis(8_300));
    }

    #[test]
    fn banners_say_what_happened() {
        let zone = DayRule::try_new("America/Bogota", 360).unwrap();
        let asked_at = Timestamp::from_ms(1_795_394_460_000);
        let banners = |kind, maybe_printed, age_ms| {
            let brief = Brief {
                id: PrintJobId::new(Uuid::nil()),
                kind,
                printer: PrinterId::new(Uuid::nil()),
                station: None,
                order: None,
                order_label: "M-047".to_owned(),
            };
            let job = Claimed { brief, created_at: asked_at, maybe_printed, ticket: Vec::new() };
            let ticket = marked(Ticket::default(), &job, asked_at.plus_ms(age_ms), &zone, &Timing::default());
            let words = ticket.blocks.iter().map(|block| {
                let Block::Banner { banner } = block else { panic!("{block:?}") };
                banner.words().0
            });
            words.collect::<Vec<_>>().join(" / ")
        };
        assert_eq!(banners(Kind::Kitchen, false, 119_999), "");
        assert_eq!(banners(Kind::Kitchen, true, 0), "*** POSIBLE DUPLICADO ***");
        assert_eq!(banners(Kind::Void, true, 120_000), "*** POSIBLE DUPLICADO *** / ATRASADA 7:41 p. m.");
        assert_eq!(banners(Kind::Receipt, false, 999_999), "");
        // A clock that went back is no reason to call a sheet late.
        assert_eq!(banners(Kind::Kitchen, false, -999_999), "");
    }
}
