//! Access tokens: JWTs signed with Ed25519 (RFC 8037), the one algorithm and the one key this box knows.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _};
use serde::{Deserialize, Serialize};
use shared_model::ids::{BranchId, SessionId, StaffId};
use shared_model::staff::Role;

/// How long an access token is good for, in seconds.
pub const LIFETIME_S: u32 = 15 * 60;

/// `{"alg":"EdDSA","typ":"at+jwt"}`: compared as a whole, so no other algorithm can be asked for.
const HEADER: &str = "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9";

/// What a token says (RFC 9068). Roles are for screens; the box looks them up afresh.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    pub iss: String,
    /// `branch:` and the branch.
    pub aud: String,
    pub sub: StaffId,
    pub sid: SessionId,
    /// The person's session epoch.
    pub epoch: u32,
    pub roles: Vec<Role>,
    /// Seconds since 1970 UTC.
    pub iat: i64,
    /// Seconds since 1970 UTC.
    pub exp: i64,
}

/// The audience of a branch's tokens.
pub fn audience(branch: BranchId) -> String {
    format!("branch:{branch}")
}

/// Signs claims.
pub fn sign(key: &SigningKey, claims: &Claims) -> String {
    let payload = BASE64.encode(serde_json::to_vec(claims).expect("claims are plain JSON"));
    let signed = format!("{HEADER}.{payload}");
    let signature = BASE64.encode(key.sign(signed.as_bytes()).to_bytes());
    format!("{signed}.{signature}")
}

/// The claims of a token that this key signed; none for anything else. Expiry is the caller's to check.
pub fn verify(key: &SigningKey, token: &str) -> Option<Claims> {
    let (signed, signature) = token.rsplit_once('.')?;
    let payload = signed.strip_prefix(HEADER)?.strip_prefix('.')?;
    let signature = Signature::from_slice(&BASE64.decode(signature).ok()?).ok()?;
    key.verifying_key().verify(signed.as_bytes(), &signature).ok()?;
    serde_json::from_slice(&BASE64.decode(payload).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims() -> Claims {
        Claims {
            iss: "edge".to_owned(),
            aud: "branch:x".to_owned(),
            sub: StaffId::new(uuid::Uuid::nil()),
            sid: SessionId::new(uuid::Uuid::nil()),
            epoch: 1,
            roles: vec![Role::Cashier],
            iat: 1,
            exp: 2,
        }
    }

    #[test]
    fn only_this_key_and_this_algorithm_are_believed() {
        let (ours, theirs) = (SigningKey::from_bytes(&[1; 32]), SigningKey::from_bytes(&[2; 32]));
        let token = sign(&ours, &claims());
        assert_eq!(verify(&ours, &token), Some(claims()));
        assert_eq!(verify(&theirs, &token), None);
        let payload = token.split('.').nth(1).unwrap();
        let none = format!("{}.{payload}.", BASE64.encode(r#"{"alg":"none"}"#));
        let hs256 = format!("{}.{payload}.{payload}", BASE64.encode(r#"{"alg":"HS256"}"#));
        for forged in
            [none, hs256, String::new(), "..".to_owned(), token.replace('.', ""), format!("{token}x")]
        {
            assert_eq!(verify(&ours, &forged), None, "{forged}");
        }
    }

    #[test]
    fn the_header_says_what_it_should() {
        assert_eq!(BASE64.decode(HEADER).unwrap(), br#"{"alg":"EdDSA","typ":"at+jwt"}"#);
    }
}
