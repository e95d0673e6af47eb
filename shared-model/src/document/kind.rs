//! What a document is about, and who may have and write it: the one table of kinds. Names are stored and sent; they are
//! only ever added.

use minicbor::{Decode, Encode};

/// What a document is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum DocKind {
    #[n(0)]
    Order,
    /// The customer of an order, under the order's id.
    #[n(1)]
    Contact,
    #[n(2)]
    Category,
    #[n(3)]
    Product,
    #[n(4)]
    ModifierGroup,
    #[n(5)]
    Ingredient,
    #[n(6)]
    Station,
    #[n(7)]
    Staff,
    #[n(8)]
    Branch,
    #[n(9)]
    Printer,
    /// What the company may do under its plan, signed by the cloud.
    #[n(10)]
    Entitlement,
}

/// Who gets a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The branch it was made for, and the cloud.
    Branch,
    /// Every branch of the company, and the cloud.
    Company,
}

impl DocKind {
    /// All kinds, in the sequence of their numbers.
    pub const ALL: [Self; 11] = [
        Self::Order,
        Self::Contact,
        Self::Category,
        Self::Product,
        Self::ModifierGroup,
        Self::Ingredient,
        Self::Station,
        Self::Staff,
        Self::Branch,
        Self::Printer,
        Self::Entitlement,
    ];

    /// How it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Contact => "contact",
            Self::Category => "category",
            Self::Product => "product",
            Self::ModifierGroup => "modifier_group",
            Self::Ingredient => "ingredient",
            Self::Station => "station",
            Self::Staff => "staff",
            Self::Branch => "branch",
            Self::Printer => "printer",
            Self::Entitlement => "entitlement",
        }
    }

    /// The kind that is stored as `text`.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Its number in what is sent.
    pub const fn number(self) -> u16 {
        self as u16
    }

    /// The kind with a number; none for one that only a newer program knows.
    pub fn from_number(number: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }

    /// Who gets documents of this kind.
    pub const fn scope(self) -> Scope {
        match self {
            Self::Order | Self::Contact | Self::Branch | Self::Printer => Scope::Branch,
            Self::Category
            | Self::Product
            | Self::ModifierGroup
            | Self::Ingredient
            | Self::Station
            | Self::Staff
            | Self::Entitlement => Scope::Company,
        }
    }

    /// Whether a box may write it. What only the cloud writes is refused from a box.
    pub const fn box_writes(self) -> bool {
        !matches!(self, Self::Entitlement)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_come_back() {
        for (number, kind) in (0_u8..).zip(DocKind::ALL) {
            assert_eq!(DocKind::parse(kind.as_str()), Some(kind));
            assert_eq!(minicbor::to_vec(kind).unwrap(), [number]);
            assert_eq!(DocKind::from_number(number.into()), Some(kind));
        }
        assert_eq!(DocKind::parse("surprise"), None);
        assert_eq!(DocKind::from_number(900), None);
    }
}
