//! What a company may have, signed by the cloud, so that a box enforces it offline and nobody on the way can change it.

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use super::{Limits, Plan};
use crate::ids::CompanyId;
use crate::time::Timestamp;

const DOMAIN: &[u8] = b"fastops entitlement v1\0";

/// What the cloud grants.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct EntitlementClaims {
    #[n(0)]
    pub company_id: CompanyId,
    #[n(1)]
    pub plan: Plan,
    #[n(2)]
    pub limits: Limits,
    /// Until when it is paid for; later the cloud's extras end, a branch goes on.
    #[n(3)]
    pub paid_until: Timestamp,
    /// Grows with every grant; an older one never replaces a newer one.
    #[n(4)]
    pub serial: u64,
}

/// The document of a grant: claims and signature in one register, so that no merge can mix two grants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entitlement {
    pub company_id: CompanyId,
    /// Claims in CBOR and signature, in hex, with a dot between.
    pub grant: String,
}

impl Entitlement {
    /// Signs a grant with the cloud's root key.
    pub fn sign(root: &SigningKey, claims: &EntitlementClaims) -> Self {
        let bytes = minicbor::to_vec(claims).expect("encoding into memory cannot fail");
        let signature = root.sign(&[DOMAIN, &bytes].concat()).to_bytes();
        Self { company_id: claims.company_id, grant: format!("{}.{}", hex(&bytes), hex(&signature)) }
    }

    /// The claims, when the root key signed them for this company; none for anything else.
    pub fn verify(&self, root: &VerifyingKey) -> Option<EntitlementClaims> {
        let (claims, signature) = self.grant.split_once('.')?;
        let (bytes, signature) = (unhex(claims)?, unhex(signature)?);
        let signature = Signature::from_slice(&signature).ok()?;
        root.verify_strict(&[DOMAIN, &bytes].concat(), &signature).ok()?;
        let claims: EntitlementClaims = minicbor::decode(&bytes).ok()?;
        (claims.company_id == self.company_id).then_some(claims)
    }
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from(b"0123456789abcdef"[usize::from(nibble)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_grant_cannot_be_changed_or_moved_to_another_company() {
        let root = SigningKey::from_bytes(&[1; 32]);
        let company_id = CompanyId::new(Uuid::from_u128(1));
        let claims = EntitlementClaims {
            company_id,
            plan: Plan::Trial,
            limits: Plan::Trial.limits(),
            paid_until: Timestamp::from_ms(5),
            serial: 1,
        };
        let signed = Entitlement::sign(&root, &claims);
        assert_eq!(signed.verify(&root.verifying_key()), Some(claims));
        let other = Entitlement { company_id: CompanyId::new(Uuid::from_u128(2)), ..signed.clone() };
        assert_eq!(other.verify(&root.verifying_key()), None);
        let mut grant = signed.grant.clone().into_bytes();
        grant[3] ^= 1;
        let forged = Entitlement { grant: String::from_utf8(grant).unwrap(), ..signed };
        assert_eq!(forged.verify(&root.verifying_key()), None);
    }
}
