//! Every identity of the product, in one registry: a type and a prefix each, so that a wrong id is a
//! parse error and never a wrong row. Ids are UUIDv7 (RFC 9562) minted by whoever makes the thing.
//!
//! On the wire and in SQL an id is `prefix_` and 32 lower-case hex digits; inside documents it is 16 bytes.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// Text that should have been an id and is not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an id like {expected}_0198c3f27e5d7c0e9f2b3c4d5e6f7a8b")]
pub struct IdError {
    /// The prefix that was expected.
    pub expected: &'static str,
}

fn parse(text: &str, prefix: &'static str) -> Result<Uuid, IdError> {
    let error = IdError { expected: prefix };
    let hex = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')).ok_or(error.clone())?;
    let canonical = hex.len() == 32 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if !canonical {
        return Err(error);
    }
    Uuid::try_parse(hex).map_err(|_| error)
}

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident => $prefix:literal,)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// What the text form starts with, before the underscore.
            pub const PREFIX: &'static str = $prefix;

            /// Wraps a UUID that the caller minted.
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bare UUID.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), self.0.simple())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                parse(text, $prefix).map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                e: &mut minicbor::Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.bytes(self.0.as_bytes())?.ok()
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
                let bytes = d.bytes()?;
                Uuid::from_slice(bytes)
                    .map(Self)
                    .map_err(|_| minicbor::decode::Error::message(concat!($prefix, " id is not 16 bytes")))
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some(concat!("^", $prefix, "_[0-9a-f]{32}$")))
                    .examples([concat!($prefix, "_0198c3f27e5d7c0e9f2b3c4d5e6f7a8b")])
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {}
    )+};
}

typed_ids! {
    /// A business: the tenant.
    CompanyId => "com",
    /// One shop of a company.
    BranchId => "brn",
    /// One copy of the documents: a box or the cloud.
    ReplicaId => "rep",
    /// The appliance of a branch; a replacement is another one.
    BoxId => "box",
    /// A tablet or screen that somebody signed in on.
    DeviceId => "dev",
    /// One request a person made; kept across every retry of that request.
    CommandId => "cmd",
    /// A person who works at the company.
    StaffId => "stf",
    /// A menu tab.
    CategoryId => "cat",
    /// Something sold.
    ProductId => "prd",
    /// A size of a product.
    VariantId => "var",
    /// A question asked about a product ("¿Qué salsas?").
    ModifierGroupId => "mgr",
    /// One answer of a modifier group.
    ModifierId => "mod",
    /// A place in a combo that one of several products fills.
    ComboSlotId => "slt",
    /// Something bought and used up by recipes.
    IngredientId => "ing",
    /// A place in the kitchen that prepares lines.
    StationId => "sta",
    /// A physical printer.
    PrinterId => "prn",
    /// A bill; its identity, never the turn number people call out.
    OrderId => "ord",
    /// One line of an order.
    LineId => "lin",
    /// One dispatch of lines to the kitchen.
    SendId => "snd",
    /// One step forward (or a recall) of some lines.
    StepId => "stp",
    /// A sent line taken back.
    VoidId => "vod",
    /// Money taken off a bill.
    DiscountId => "dsc",
    /// Money received.
    PaymentId => "pay",
    /// A sheet of paper still owed.
    PrintJobId => "pjb",
    /// One signed-in stretch of a person on a device.
    SessionId => "ses",
    /// Somebody who runs the platform: a super admin.
    AdminId => "adm",
    /// One thing that happened to a subscription; those that cost something are invoices.
    SubscriptionEventId => "sbe",
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEX: &str = "0198c3f27e5d7c0e9f2b3c4d5e6f7a8b";

    #[test]
    fn text_round_trips() {
        let id: OrderId = format!("ord_{HEX}").parse().unwrap();
        assert_eq!(id.to_string(), format!("ord_{HEX}"));
        assert_eq!(serde_json::from_str::<OrderId>(&serde_json::to_string(&id).unwrap()).unwrap(), id);
    }

    #[test]
    fn cbor_round_trips_in_17_bytes() {
        let id: LineId = format!("lin_{HEX}").parse().unwrap();
        let bytes = minicbor::to_vec(id).unwrap();
        assert_eq!(bytes.len(), 17);
        assert_eq!(minicbor::decode::<LineId>(&bytes).unwrap(), id);
    }

    #[test]
    fn anything_else_is_refused() {
        for wrong in [
            format!("prd_{HEX}"),
            HEX.to_owned(),
            format!("ord{HEX}"),
            format!("ord_{}", HEX.to_uppercase()),
            format!("ord_{{{HEX}}}"),
            "ord_".to_owned(),
            "ord_ñññññññññññññññññ".to_owned(),
        ] {
            assert!(wrong.parse::<OrderId>().is_err(), "{wrong}");
        }
    }
}
