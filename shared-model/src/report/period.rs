//! The days a report is about, and the days before them that it is compared with.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::time::BusinessDay;

/// Days one report may cover.
pub const DAYS_MAX: i32 = 400;
/// Years that can be reported on. Inside them a period and the one before it are always on the calendar.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2199;

/// How a period was asked for; it decides what it is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    Day,
    /// Monday to Sunday.
    Week,
    Month,
    Custom,
}

/// Some days in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Period {
    kind: PeriodKind,
    /// The first day.
    from: BusinessDay,
    /// The last day, included.
    to: BusinessDay,
}

/// Why some days cannot be reported on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    #[error("la fecha final es anterior a la inicial")]
    Reversed,
    #[error("el período es muy largo: máximo {DAYS_MAX} días")]
    TooLong,
    #[error("la fecha debe estar entre los años 2000 y 2199")]
    Year,
}

impl Period {
    /// One day.
    pub fn day(day: BusinessDay) -> Result<Self, PeriodError> {
        Self::try_new(PeriodKind::Day, day, day)
    }

    /// The week a day is in, Monday to Sunday.
    pub fn week(day: BusinessDay) -> Result<Self, PeriodError> {
        checked_year(day)?;
        let monday = moved(day, -day.days_since_monday());
        Self::try_new(PeriodKind::Week, monday, moved(monday, 6))
    }

    /// The month a day is in.
    pub fn month(day: BusinessDay) -> Result<Self, PeriodError> {
        let (first, last) = day.month();
        Self::try_new(PeriodKind::Month, first, last)
    }

    /// Any days in a row, both ends included.
    pub fn custom(from: BusinessDay, to: BusinessDay) -> Result<Self, PeriodError> {
        Self::try_new(PeriodKind::Custom, from, to)
    }

    fn try_new(kind: PeriodKind, from: BusinessDay, to: BusinessDay) -> Result<Self, PeriodError> {
        checked_year(from)?;
        checked_year(to)?;
        let period = Self { kind, from, to };
        match period.days() {
            ..=0 => Err(PeriodError::Reversed),
            days if days > DAYS_MAX => Err(PeriodError::TooLong),
            _ => Ok(period),
        }
    }

    /// How it was asked for.
    pub const fn kind(self) -> PeriodKind {
        self.kind
    }

    /// The first day.
    pub const fn from(self) -> BusinessDay {
        self.from
    }

    /// The last day, included.
    pub const fn to(self) -> BusinessDay {
        self.to
    }

    /// How many days.
    pub fn days(self) -> i32 {
        self.to.since(self.from) + 1
    }

    /// Each day.
    pub fn each_day(self) -> impl Iterator<Item = BusinessDay> {
        (0..self.days()).map(move |nth| moved(self.from, nth))
    }

    /// What it is compared with: the month before a month, else as many days right before it.
    #[must_use]
    pub fn previous(self) -> Self {
        let eve = moved(self.from, -1);
        let (from, to) = match self.kind {
            PeriodKind::Month => eve.month(),
            PeriodKind::Day | PeriodKind::Week | PeriodKind::Custom => (moved(self.from, -self.days()), eve),
        };
        Self { kind: self.kind, from, to }
    }

    /// For people: `22/11/2026` or `01/11/2026 a 30/11/2026`.
    pub fn shown(self) -> String {
        if self.from == self.to {
            return self.from.shown();
        }
        format!("{} a {}", self.from.shown(), self.to.shown())
    }
}

/// A month: `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month(BusinessDay);

impl Month {
    /// Its first day.
    pub const fn first_day(self) -> BusinessDay {
        self.0
    }
}

impl FromStr for Month {
    type Err = jiff::Error;
    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        format!("{text}-01").parse().map(Self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

fn checked_year(day: BusinessDay) -> Result<(), PeriodError> {
    if YEARS.contains(&day.year()) { Ok(()) } else { Err(PeriodError::Year) }
}

fn moved(day: BusinessDay, days: i32) -> BusinessDay {
    day.plus_days(days).expect("a period and the one before it are on the calendar")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> BusinessDay {
        text.parse().unwrap()
    }

    fn shown(period: Period) -> String {
        format!("{} ({}), antes {}", period.shown(), period.days(), period.previous().shown())
    }

    #[test]
    fn weeks_begin_on_monday_and_months_have_their_own_length() {
        let sunday = day("2026-03-01");
        assert_eq!(shown(Period::day(sunday).unwrap()), "01/03/2026 (1), antes 28/02/2026");
        assert_eq!(
            shown(Period::week(sunday).unwrap()),
            "23/02/2026 a 01/03/2026 (7), antes 16/02/2026 a 22/02/2026"
        );
        assert_eq!(
            shown(Period::month(sunday).unwrap()),
            "01/03/2026 a 31/03/2026 (31), antes 01/02/2026 a 28/02/2026"
        );
        assert_eq!(
            shown(Period::custom(day("2024-02-28"), day("2024-03-01")).unwrap()),
            "28/02/2024 a 01/03/2024 (3), antes 25/02/2024 a 27/02/2024"
        );
        assert_eq!(Period::week(day("2026-02-23")).unwrap(), Period::week(sunday).unwrap());
        assert_eq!(Period::custom(sunday, day("2026-03-04")).unwrap().each_day().count(), 4);
    }

    #[test]
    fn wrong_periods_say_what_is_wrong() {
        let custom = |from, to| Period::custom(day(from), day(to)).map(Period::days);
        assert_eq!(custom("2026-11-02", "2026-11-01"), Err(PeriodError::Reversed));
        assert_eq!(custom("2026-01-01", "2027-02-04"), Ok(400));
        assert_eq!(custom("2026-01-01", "2027-02-05"), Err(PeriodError::TooLong));
        assert_eq!(custom("1999-12-31", "2000-01-01"), Err(PeriodError::Year));
        assert_eq!(Period::week(day("9999-12-31")), Err(PeriodError::Year));
        assert_eq!(Period::week(day("-009999-01-01")), Err(PeriodError::Year));
        assert_eq!(Period::month(day("9999-12-31")), Err(PeriodError::Year));
        assert!(Period::week(day("2000-01-08")).is_ok() && Period::month(day("2199-12-31")).is_ok());
        for text in ["2026-13", "2026", "2026-11-01", "noviembre", ""] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
        assert_eq!("2026-02".parse::<Month>().unwrap().first_day(), day("2026-02-01"));
    }
}
