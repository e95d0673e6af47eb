//! How long things may take (printing.md 5.5 to 5.7). One place, so that a test of a slow printer need not be slow.

use std::time::Duration;

/// Limits and pauses of a printer's actor.
#[derive(Debug, Clone, Copy)]
pub struct Timing {
    /// To accept a connection.
    pub connect: Duration,
    /// To answer a status request, asked twice.
    pub status: Duration,
    /// How old an answer may be to print without asking again. Asking costs a millisecond, a doubtful sheet a copy.
    pub fresh: Duration,
    /// Without the printer taking a byte.
    pub no_progress: Duration,
    /// To confirm a sheet at least; longer sheets get twice their printing time.
    pub confirm_least: Duration,
    /// To confirm a sheet whose printer ran out of paper in the middle: it prints the rest after the change.
    pub late_echo: Duration,
    /// Pauses before the first tries after a failure; the last one repeats.
    pub retries: [Duration; 3],
    /// Failures in a row that open the breaker, and for how long.
    pub breaker_failures: u32,
    /// How long an open breaker leaves the printer alone.
    pub breaker_open: Duration,
    /// Between two looks at the sheets of a printer in trouble, however many orders come in.
    pub trouble_pace: Duration,
    /// Between two looks at a printer that waits for a person.
    pub blocked_poll: Duration,
    /// Until the kitchen screen has to show what a printer in trouble owes.
    pub fallback: Duration,
    /// Age from which a kitchen sheet says that it is late.
    pub late: Duration,
    /// Without work until the connection is closed, so that others can print.
    pub idle_close: Duration,
    /// Between two looks at the queue without being told of work: a safety net.
    pub idle_look: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            connect: Duration::from_millis(800),
            status: Duration::from_millis(400),
            fresh: Duration::from_secs(2),
            no_progress: Duration::from_secs(3),
            confirm_least: Duration::from_secs(3),
            late_echo: Duration::from_secs(90),
            retries: [Duration::from_millis(300), Duration::from_millis(900), Duration::from_secs(2)],
            breaker_failures: 5,
            breaker_open: Duration::from_mins(1),
            trouble_pace: Duration::from_millis(500),
            blocked_poll: Duration::from_secs(2),
            fallback: Duration::from_secs(10),
            late: Duration::from_mins(2),
            idle_close: Duration::from_secs(30),
            idle_look: Duration::from_secs(5),
        }
    }
}

/// A duration in the milliseconds of the database.
pub fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
