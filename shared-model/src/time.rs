//! Time as an argument: instants, the hybrid logical clock that orders facts, and the business day.
//!
//! Invariant: nothing here reads a clock. Wall time is for people and for the business day; order comes from [`Hlc`].

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An instant in milliseconds since 1970-01-01 UTC.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Encode,
    Decode,
    ToSchema,
)]
#[serde(transparent)]
#[cbor(transparent)]
#[schema(value_type = i64, example = 1_795_384_800_000_i64)]
pub struct Timestamp(#[n(0)] i64);

impl Timestamp {
    /// An instant given in milliseconds since 1970 UTC.
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since 1970 UTC.
    pub const fn ms(self) -> i64 {
        self.0
    }

    /// The instant `ms` milliseconds later.
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to this, negative when it is not earlier.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// Hybrid logical clock (Kulkarni et al. 2014): 48 bits of milliseconds, 16 bits of counter. Facts are ordered by it;
/// it never goes back, whatever the wall clock does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Hlc(#[n(0)] u64);

impl Hlc {
    /// The clock as one number, for storage.
    pub const fn to_raw(self) -> u64 {
        self.0
    }

    /// The clock from storage.
    pub const fn from_raw(raw: u64) -> Self {
        Self(raw)
    }

    /// The next reading: the wall clock where it is ahead, else one more than the last.
    #[must_use]
    pub fn tick(self, now: Timestamp) -> Self {
        let wall = u64::try_from(now.0).unwrap_or(0).min((1 << 48) - 1) << 16;
        Self(wall.max(self.0.saturating_add(1)))
    }

    /// The wall time part.
    pub fn at(self) -> Timestamp {
        Timestamp(i64::try_from(self.0 >> 16).expect("48 bits fit"))
    }
}

/// The zone of a branch and the hour its day ends: a sale at 01:30 belongs to the evening before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayRule {
    zone: TimeZone,
    closes_at_min: u16,
}

/// What is wrong with a day rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DayRuleError {
    /// Not an IANA zone name.
    #[error("there is no time zone called {0:?}")]
    UnknownZone(String),
    /// The closing time is not inside a day.
    #[error("the day must end between 00:00 and 23:59")]
    ClosingTime,
}

impl DayRule {
    /// A rule from an IANA zone ("America/Bogota") and the minute of the day at which business days change (06:00 = 360).
    pub fn try_new(zone: &str, closes_at_min: u16) -> Result<Self, DayRuleError> {
        let zone = TimeZone::get(zone).map_err(|_| DayRuleError::UnknownZone(zone.to_owned()))?;
        if closes_at_min >= 24 * 60 {
            return Err(DayRuleError::ClosingTime);
        }
        Ok(Self { zone, closes_at_min })
    }

    /// The business day an instant belongs to.
    pub fn day_of(&self, at: Timestamp) -> BusinessDay {
        let local = self.local(at);
        let minute = i32::from(local.hour()) * 60 + i32::from(local.minute());
        // The wall clock decides, also in the night when it jumps: people go home by it.
        let evening_before = minute < i32::from(self.closes_at_min);
        let date = local.date();
        BusinessDay(if evening_before { date.yesterday().unwrap_or(date) } else { date })
    }

    /// The hour on the wall, 0 to 23.
    pub fn hour_of(&self, at: Timestamp) -> u8 {
        self.local(at).hour().unsigned_abs()
    }

    /// The hour on the wall in which business days begin.
    pub fn first_hour(&self) -> u8 {
        u8::try_from(self.closes_at_min / 60).expect("a minute of a day is in one of its 24 hours")
    }

    /// Local wall time for people: `22/11/2026 7:41 p. m.`
    pub fn wall(&self, at: Timestamp) -> WallTime {
        WallTime(self.local(at))
    }

    fn local(&self, at: Timestamp) -> jiff::civil::DateTime {
        let instant = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        self.zone.to_datetime(instant)
    }
}

/// A local date and time, only for showing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WallTime(jiff::civil::DateTime);

impl WallTime {
    /// `7:41 p. m.`
    pub fn clock(self) -> String {
        let (hour, minute) = (self.0.hour(), self.0.minute());
        let half = if hour < 12 { "a. m." } else { "p. m." };
        let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
        format!("{hour}:{minute:02} {half}")
    }

    /// `22/11/2026`
    pub fn date(self) -> String {
        format!("{:02}/{:02}/{}", self.0.day(), self.0.month(), self.0.year())
    }
}

/// One day of business, named by the date it began: `2026-11-22`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BusinessDay(Date);

impl BusinessDay {
    /// The day so many days later, or none where the calendar ends.
    pub fn plus_days(self, days: i32) -> Option<Self> {
        let span = jiff::Span::new().try_days(days).ok()?;
        self.0.checked_add(span).ok().map(Self)
    }

    /// Days from `earlier` to this, negative when it is not earlier.
    pub fn since(self, earlier: Self) -> i32 {
        (self.0 - earlier.0).get_days()
    }

    /// The calendar year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Days since Monday: 0 for a Monday, 6 for a Sunday.
    pub fn days_since_monday(self) -> i32 {
        i32::from(self.0.weekday().to_monday_zero_offset())
    }

    /// The first and the last day of its month.
    pub fn month(self) -> (Self, Self) {
        (Self(self.0.first_of_month()), Self(self.0.last_of_month()))
    }

    /// `22/11/2026`, for people.
    pub fn shown(self) -> String {
        format!("{:02}/{:02}/{}", self.0.day(), self.0.month(), self.0.year())
    }
}

impl fmt::Display for BusinessDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for BusinessDay {
    type Err = jiff::Error;
    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        text.parse().map(Self)
    }
}

impl Serialize for BusinessDay {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for BusinessDay {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl<C> Encode<C> for BusinessDay {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.str(&self.to_string())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for BusinessDay {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        d.str()?.parse().map_err(|_| minicbor::decode::Error::message("not a date"))
    }
}

impl utoipa::PartialSchema for BusinessDay {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::Date)))
            .examples(["2026-11-22"])
            .into()
    }
}

impl ToSchema for BusinessDay {}

#[cfg(test)]
mod tests {
    use super::*;

    fn bogota(text: &str) -> Timestamp {
        let instant: jiff::Timestamp = format!("{text}-05:00").parse().unwrap();
        Timestamp(instant.as_millisecond())
    }

    #[test]
    fn a_sale_after_midnight_belongs_to_the_evening_before() {
        let rule = DayRule::try_new("America/Bogota", 360).unwrap();
        let day = |text| rule.day_of(bogota(text)).to_string();
        assert_eq!(day("2026-11-22T19:41:00"), "2026-11-22");
        assert_eq!(day("2026-11-23T05:59:59.999"), "2026-11-22");
        assert_eq!(day("2026-11-23T06:00:00"), "2026-11-23");
    }

    #[test]
    fn the_day_changes_by_the_wall_clock_when_the_zone_shifts() {
        let rule = DayRule::try_new("America/New_York", 360).unwrap();
        let at = |text: &str| Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond());
        assert_eq!(rule.day_of(at("2026-03-08T06:30:00-04:00")).to_string(), "2026-03-08");
        assert_eq!(rule.day_of(at("2026-11-01T05:30:00-05:00")).to_string(), "2026-10-31");
    }

    #[test]
    fn no_instant_is_too_far_away_to_have_a_day() {
        let rule = DayRule::try_new("America/Bogota", 360).unwrap();
        for ms in [i64::MIN, -1, 0, i64::MAX] {
            rule.day_of(Timestamp(ms));
            Hlc::default().tick(Timestamp(ms)).at();
        }
        assert_eq!(Hlc::from_raw(u64::MAX).tick(Timestamp(0)), Hlc::from_raw(u64::MAX));
    }

    #[test]
    fn people_read_twelve_hour_clocks() {
        let rule = DayRule::try_new("America/Bogota", 360).unwrap();
        let clock = |text| rule.wall(bogota(text)).clock();
        assert_eq!(clock("2026-11-22T00:05:00"), "12:05 a. m.");
        assert_eq!(clock("2026-11-22T12:00:00"), "12:00 p. m.");
        assert_eq!(clock("2026-11-22T19:41:00"), "7:41 p. m.");
        assert_eq!(rule.wall(bogota("2026-11-02T19:41:00")).date(), "02/11/2026");
    }

    #[test]
    fn wrong_rules_say_what_is_wrong() {
        assert_eq!(
            DayRule::try_new("Bogotá", 0).unwrap_err().to_string(),
            "there is no time zone called \"Bogotá\""
        );
        assert_eq!(DayRule::try_new("America/Bogota", 1440), Err(DayRuleError::ClosingTime));
    }

    /// L22: a box without clock battery wakes in 1970; order must not.
    #[test]
    fn l22_the_logical_clock_never_goes_back() {
        let now = bogota("2026-11-22T19:41:00");
        let first = Hlc::default().tick(now);
        let second = first.tick(Timestamp::from_ms(0));
        let third = second.tick(Timestamp::from_ms(-5));
        assert!(first < second && second < third);
        assert_eq!(third.at(), now);
    }
}
