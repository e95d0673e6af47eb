//! What marks a copy: a sheet that is not the first of its order says so in its first line, white on black, because
//! a cook who cannot tell a copy from an order cooks it twice.

use serde::{Deserialize, Serialize};

use super::paper_text::PaperText;

/// Why a sheet is not simply the first one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Banner {
    /// A person asked for it again.
    Reprint {
        /// Which copy this is; the first reprint is 1.
        copy: u32,
        /// Who asked.
        by: PaperText,
        /// When, as people say it.
        hour: PaperText,
    },
    /// The box does not know whether an earlier sheet came out.
    PossibleDuplicate {
        /// The number people call, to look for the other sheet.
        label: PaperText,
    },
    /// It comes out long after it was ordered.
    Late {
        /// When it was ordered, as people say it.
        hour: PaperText,
    },
    /// It should have come out elsewhere.
    Diverted {
        /// Where it belongs.
        from: PaperText,
    },
}

impl Banner {
    /// A copy that a person asked for.
    pub fn reprint(copy: u32, by: &str, hour: &str) -> Self {
        Self::Reprint { copy, by: by.into(), hour: hour.into() }
    }

    /// A copy of a sheet that may have come out.
    pub fn possible_duplicate(label: &str) -> Self {
        Self::PossibleDuplicate { label: label.into() }
    }

    /// A sheet that comes out late.
    pub fn late(hour: &str) -> Self {
        Self::Late { hour: hour.into() }
    }

    /// A sheet that comes out at another station.
    pub fn diverted(from: &str) -> Self {
        Self::Diverted { from: from.into() }
    }

    /// Both say the same thing, perhaps with other numbers.
    pub fn same_kind(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// There is, or may be, another sheet like this one.
    pub fn is_copy(&self) -> bool {
        matches!(self, Self::Reprint { .. } | Self::PossibleDuplicate { .. })
    }

    /// What the banner shouts, and what it adds in a second line.
    pub fn words(&self) -> (String, Option<String>) {
        match self {
            Self::Reprint { copy, by, hour } => {
                (format!("REIMPRESIÓN {copy}"), Some(format!("{by} · {hour}")))
            }
            Self::PossibleDuplicate { label } => {
                ("*** POSIBLE DUPLICADO ***".to_owned(), Some(format!("verificar #{label}")))
            }
            Self::Late { hour } => (format!("ATRASADA {hour}"), None),
            Self::Diverted { from } => (format!("DESVIADA DE {}", from.as_str().to_uppercase()), None),
        }
    }
}
