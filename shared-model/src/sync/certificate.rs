//! Which box a peer is: what the cloud's root key says of it. A stolen box is revoked by its certificate; nothing else in
//! the world has to change.

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use minicbor::{Decode, Encode};

use super::inspect::Author8;
use crate::ids::{BoxId, BranchId, CompanyId};
use crate::time::Timestamp;

/// What a signature is over besides the claims, so that no other signed thing can pass for a certificate.
const DOMAIN: &[u8] = b"fastops box certificate v1\0";

/// What the cloud says of a box.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct BoxClaims {
    #[n(0)]
    pub box_id: BoxId,
    #[n(1)]
    pub company_id: CompanyId,
    #[n(2)]
    pub branch_id: BranchId,
    /// The key it dials with: its iroh endpoint id.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub endpoint: [u8; 32],
    /// The key that signs its access tokens.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub token_key: [u8; 32],
    /// What its changes are written in the name of.
    #[cbor(n(5), with = "minicbor::bytes")]
    pub replica: Author8,
    /// The how-manieth box of its branch: a later one fences it.
    #[n(6)]
    pub generation: u32,
    #[n(7)]
    pub issued_at: Timestamp,
    #[n(8)]
    pub expires_at: Timestamp,
}

/// Claims under the cloud's signature.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Certificate {
    #[cbor(n(0), with = "minicbor::bytes")]
    claims: Vec<u8>,
    #[cbor(n(1), with = "minicbor::bytes")]
    signature: [u8; 64],
}

impl Certificate {
    /// Signs claims with the cloud's root key.
    pub fn sign(root: &SigningKey, claims: &BoxClaims) -> Self {
        let claims = minicbor::to_vec(claims).expect("encoding into memory cannot fail");
        let signature = root.sign(&[DOMAIN, &claims].concat()).to_bytes();
        Self { claims, signature }
    }

    /// The claims, when the root key signed them and they have not expired; none for anything else.
    pub fn verify(&self, root: &VerifyingKey, now: Timestamp) -> Option<BoxClaims> {
        let signed = [DOMAIN, &self.claims].concat();
        root.verify_strict(&signed, &Signature::from_bytes(&self.signature)).ok()?;
        let claims: BoxClaims = minicbor::decode(&self.claims).ok()?;
        (claims.expires_at > now).then_some(claims)
    }

    /// As it is stored and sent.
    pub fn to_bytes(&self) -> Vec<u8> {
        minicbor::to_vec(self).expect("encoding into memory cannot fail")
    }

    /// From how it is stored and sent; none for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        minicbor::decode(bytes).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn claims() -> BoxClaims {
        let id = Uuid::from_u128(7);
        BoxClaims {
            box_id: BoxId::new(id),
            company_id: CompanyId::new(id),
            branch_id: BranchId::new(id),
            endpoint: [1; 32],
            token_key: [2; 32],
            replica: [3; 8],
            generation: 1,
            issued_at: Timestamp::from_ms(1),
            expires_at: Timestamp::from_ms(100),
        }
    }

    #[test]
    fn only_what_the_root_signed_and_only_in_time() {
        let (root, other) = (SigningKey::from_bytes(&[1; 32]), SigningKey::from_bytes(&[2; 32]));
        let certificate = Certificate::from_bytes(&Certificate::sign(&root, &claims()).to_bytes()).unwrap();
        let now = Timestamp::from_ms(50);
        assert_eq!(certificate.verify(&root.verifying_key(), now), Some(claims()));
        assert_eq!(certificate.verify(&other.verifying_key(), now), None);
        assert_eq!(certificate.verify(&root.verifying_key(), Timestamp::from_ms(100)), None);
        for at in 0..certificate.claims.len() {
            let mut forged = certificate.clone();
            forged.claims[at] ^= 1;
            assert_eq!(forged.verify(&root.verifying_key(), now), None, "byte {at}");
        }
    }
}
