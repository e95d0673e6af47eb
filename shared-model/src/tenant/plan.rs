//! Plans, their prices and limits (requirements, section 1.2).

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::money::Money;

/// What a company pays for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Encode, Decode, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    #[n(0)]
    Trial,
    #[n(1)]
    Basic,
    #[n(2)]
    Premium,
    #[n(3)]
    Enterprise,
}

/// What a plan limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Resource {
    Branches,
    Users,
    Products,
}

/// How many of each a company may have; none: as many as it likes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Encode, Decode, ToSchema)]
#[cbor(map)]
pub struct Limits {
    #[n(0)]
    pub branches: Option<u32>,
    #[n(1)]
    pub users: Option<u32>,
    #[n(2)]
    pub products: Option<u32>,
}

impl Plan {
    /// From the smallest to the largest.
    pub const ALL: [Self; 4] = [Self::Trial, Self::Basic, Self::Premium, Self::Enterprise];

    /// How it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Trial => "trial",
            Self::Basic => "basic",
            Self::Premium => "premium",
            Self::Enterprise => "enterprise",
        }
    }

    /// The plan that is stored as `text`.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|plan| plan.as_str() == text)
    }

    /// What it allows.
    pub const fn limits(self) -> Limits {
        match self {
            Self::Trial => Limits { branches: Some(1), users: Some(3), products: Some(50) },
            Self::Basic => Limits { branches: Some(1), users: Some(5), products: Some(200) },
            Self::Premium | Self::Enterprise => Limits { branches: None, users: None, products: None },
        }
    }

    /// What it costs a month; none: by agreement.
    pub const fn monthly_price(self) -> Option<Money> {
        match self {
            Self::Trial => Some(Money::ZERO),
            Self::Basic => Some(Money::from_pesos(40_000)),
            Self::Premium => Some(Money::from_pesos(80_000)),
            Self::Enterprise => None,
        }
    }
}

impl Limits {
    /// How many of a resource there may be.
    pub const fn of(self, resource: Resource) -> Option<u32> {
        match resource {
            Resource::Branches => self.branches,
            Resource::Users => self.users,
            Resource::Products => self.products,
        }
    }

    /// Whether one more may be created beside `existing` ones.
    pub fn allow_one_more(self, resource: Resource, existing: usize) -> bool {
        self.of(resource).is_none_or(|most| u32::try_from(existing).is_ok_and(|existing| existing < most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_the_requirements() {
        let row = |plan: Plan| {
            let limits = plan.limits();
            (
                plan.monthly_price().map(|price| price.to_string()),
                limits.branches,
                limits.users,
                limits.products,
            )
        };
        assert_eq!(row(Plan::Trial), (Some("$ 0".to_owned()), Some(1), Some(3), Some(50)));
        assert_eq!(row(Plan::Basic), (Some("$ 40.000".to_owned()), Some(1), Some(5), Some(200)));
        assert_eq!(row(Plan::Premium), (Some("$ 80.000".to_owned()), None, None, None));
        assert_eq!(row(Plan::Enterprise), (None, None, None, None));
    }

    #[test]
    fn the_last_one_fits_and_the_next_does_not() {
        let limits = Plan::Trial.limits();
        assert!(limits.allow_one_more(Resource::Users, 2));
        assert!(!limits.allow_one_more(Resource::Users, 3));
        assert!(Plan::Premium.limits().allow_one_more(Resource::Products, 1_000_000));
    }
}
