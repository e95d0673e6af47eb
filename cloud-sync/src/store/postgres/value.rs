//! Values on the wire. Columns are BIGINT, TEXT and BYTEA; what expressions make of them (`count`, `sum`, `EXISTS`, `CASE`) is
//! read as the integer it is in SQLite.

use std::error::Error;

use bytes::{BufMut, BytesMut};
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::store::sql::Value;

type Answer<T> = Result<T, Box<dyn Error + Send + Sync>>;

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Answer<IsNull> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) => integer(*number, ty, out),
            Self::Text(text) if !is_text(ty) => Err(format!("text {text:?} where {ty} is wanted").into()),
            // PostgreSQL's text has no NUL. Nothing people mean has one either, and it must not stop a merge.
            Self::Text(text) if text.contains('\0') => {
                text.replace('\0', "\u{fffd}").to_sql(&Type::TEXT, out)
            }
            Self::Text(text) => text.to_sql(&Type::TEXT, out),
            Self::Blob(bytes) if *ty == Type::BYTEA => bytes.to_sql(ty, out),
            Self::Blob(_) => Err(format!("bytes where {ty} is wanted").into()),
        }
    }

    fn accepts(ty: &Type) -> bool {
        is_integer(ty) || is_text(ty) || *ty == Type::BYTEA
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Answer<Self> {
        Ok(match *ty {
            Type::INT8 => Self::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Self::Int(i32::from_sql(ty, raw)?.into()),
            Type::INT2 => Self::Int(i16::from_sql(ty, raw)?.into()),
            Type::BOOL => Self::from(bool::from_sql(ty, raw)?),
            Type::NUMERIC => Self::Int(whole(raw)?),
            Type::BYTEA => Self::Blob(raw.to_vec()),
            Type::UUID => Self::Text(uuid::Uuid::from_slice(raw)?.hyphenated().to_string()),
            Type::VOID => Self::Null,
            _ => Self::Text(std::str::from_utf8(raw)?.to_owned()),
        })
    }

    fn from_sql_null(_: &Type) -> Answer<Self> {
        Ok(Self::Null)
    }

    fn accepts(ty: &Type) -> bool {
        is_integer(ty) || is_text(ty) || [Type::BYTEA, Type::UUID, Type::VOID].contains(ty)
    }
}

fn is_integer(ty: &Type) -> bool {
    [Type::INT8, Type::INT4, Type::INT2, Type::BOOL, Type::NUMERIC].contains(ty)
}

fn is_text(ty: &Type) -> bool {
    [Type::TEXT, Type::VARCHAR, Type::BPCHAR, Type::NAME, Type::UNKNOWN].contains(ty)
}

/// What the server takes a parameter for depends on what it is compared with: `$1 = 1` makes it an INT4.
fn integer(number: i64, ty: &Type, out: &mut BytesMut) -> Answer<IsNull> {
    match *ty {
        Type::INT8 => number.to_sql(ty, out),
        Type::INT4 => i32::try_from(number)?.to_sql(ty, out),
        Type::INT2 => i16::try_from(number)?.to_sql(ty, out),
        Type::BOOL => (number != 0).to_sql(ty, out),
        Type::NUMERIC => {
            put_whole(number, out);
            Ok(IsNull::No)
        }
        _ => Err(format!("an integer where {ty} is wanted").into()),
    }
}

const NEGATIVE: u16 = 0x4000;

/// A NUMERIC, as `sum` of BIGINT makes one: groups of four decimal digits, the first worth 10000^weight.
fn whole(raw: &[u8]) -> Answer<i64> {
    let words: Vec<u16> = raw.chunks_exact(2).map(|word| u16::from_be_bytes([word[0], word[1]])).collect();
    let [count, weight, sign, _scale, groups @ ..] = words.as_slice() else {
        return Err("a short NUMERIC".into());
    };
    if groups.len() != usize::from(*count) || ![0, NEGATIVE].contains(sign) {
        return Err("a NUMERIC that is no number".into());
    }
    let weight = i64::from(weight.cast_signed());
    let mut sum: i128 = 0;
    for (power, group) in
        (0..=weight).rev().zip(groups.iter().copied().map(i128::from).chain(std::iter::repeat(0)))
    {
        if power > 4 && group != 0 {
            return Err("a NUMERIC beyond 64 bits".into());
        }
        sum = sum * 10_000 + group;
    }
    // Weight is the index of the last whole group, so what lies behind it is a fraction.
    if groups.iter().skip(usize::try_from(weight + 1).unwrap_or(0)).any(|group| *group != 0) {
        return Err("a fraction".into());
    }
    Ok(i64::try_from(if *sign == NEGATIVE { -sum } else { sum })?)
}

fn put_whole(number: i64, out: &mut BytesMut) {
    let mut groups = Vec::new();
    let mut rest = number.unsigned_abs();
    while rest > 0 {
        groups.push(u16::try_from(rest % 10_000).unwrap_or_default());
        rest /= 10_000;
    }
    let count = u16::try_from(groups.len()).unwrap_or_default();
    for word in [count, count.wrapping_sub(1), if number < 0 { NEGATIVE } else { 0 }, 0] {
        out.put_u16(word);
    }
    groups.iter().rev().for_each(|group| out.put_u16(*group));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numerics_survive() {
        for number in [0, 1, -1, 9_999, 10_000, -10_001, 100_000_000, 123_456_789_012, i64::MAX, i64::MIN] {
            let mut out = BytesMut::new();
            put_whole(number, &mut out);
            assert_eq!(whole(&out).unwrap(), number);
        }
    }

    #[test]
    fn other_numerics_are_refused() {
        let words = |words: &[u16]| words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>();
        // 1.5, not-a-number, 10^40, 0.5, 10^20, and nothing at all.
        for bad in [
            words(&[2, 0, 0, 1, 1, 5_000]),
            words(&[0, 0, 0xC000, 0]),
            words(&[1, 10, 0, 0, 1]),
            words(&[1, 0xFFFF, 0, 1, 5_000]),
            words(&[1, 5, 0, 0, 1]),
            vec![],
        ] {
            assert!(whole(&bad).is_err(), "{bad:?}");
        }
        // Trailing groups of zeros are left out: 20,000 is one group.
        assert_eq!(whole(&words(&[1, 1, 0, 0, 2])).unwrap(), 20_000);
    }
}
