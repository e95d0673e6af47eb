//! Access tokens of the cloud: JWTs signed with the root key (Ed25519, RFC 8037), the one algorithm and the one key this
//! cloud knows.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use lru::LruCache;
use serde::{Deserialize, Serialize};
use shared_model::ids::{CompanyId, SessionId};
use shared_model::staff::Role;

/// How long an access token is good for, in seconds.
pub const LIFETIME_S: u32 = 15 * 60;
/// The audience of super admins' tokens.
pub const PLATFORM: &str = "platform";
/// Who the cloud says it is.
const ISSUER: &str = "fastops-cloud";
/// Verified tokens remembered; checking a signature costs 40 µs.
const CACHE: NonZeroUsize = NonZeroUsize::new(4096).expect("4096 is not zero");

/// What a token says (RFC 9068). Roles are for screens; the cloud looks them up afresh.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    pub iss: String,
    /// `company:` and the company, or `platform`.
    pub aud: String,
    /// The person: of a company's staff, or a super admin.
    pub sub: String,
    pub sid: SessionId,
    /// The person's session epoch.
    pub epoch: u32,
    pub roles: Vec<Role>,
    /// Seconds since 1970 UTC.
    pub iat: i64,
    /// Seconds since 1970 UTC.
    pub exp: i64,
}

/// The audience of a company's tokens.
pub fn audience(company: CompanyId) -> String {
    format!("company:{company}")
}

/// The company of an audience; none for the platform and for anything else.
pub fn company_of(audience: &str) -> Option<CompanyId> {
    audience.strip_prefix("company:")?.parse().ok()
}

impl Claims {
    /// What is said of somebody who signed in at `now_s`.
    pub fn new(aud: String, sub: String, sid: SessionId, epoch: u32, roles: Vec<Role>, now_s: i64) -> Self {
        let exp = now_s + i64::from(LIFETIME_S);
        Self { iss: ISSUER.to_owned(), aud, sub, sid, epoch, roles, iat: now_s, exp }
    }
}

/// Makes and checks access tokens.
pub struct Tokens {
    key: SigningKey,
    verifying: VerifyingKey,
    /// Compared as a whole, so that no other algorithm and no other key can be asked for.
    header: String,
    verified: Mutex<LruCache<[u8; 32], Claims>>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").finish_non_exhaustive()
    }
}

impl Tokens {
    /// Tokens under a root key.
    pub fn new(key: &SigningKey) -> Self {
        let verifying = key.verifying_key();
        let kid = &blake3::hash(verifying.as_bytes()).to_hex()[..16];
        let header = BASE64.encode(format!(r#"{{"alg":"EdDSA","kid":"{kid}","typ":"at+jwt"}}"#));
        Self { key: key.clone(), verifying, header, verified: Mutex::new(LruCache::new(CACHE)) }
    }

    /// Signs claims.
    pub fn sign(&self, claims: &Claims) -> String {
        let payload = BASE64.encode(serde_json::to_vec(claims).expect("claims are plain JSON"));
        let signed = format!("{}.{payload}", self.header);
        let signature = BASE64.encode(self.key.sign(signed.as_bytes()).to_bytes());
        format!("{signed}.{signature}")
    }

    /// The claims of a token that the root key signed; none for anything else. Expiry is the caller's to check.
    pub fn verify(&self, token: &str) -> Option<Claims> {
        let key = *blake3::hash(token.as_bytes()).as_bytes();
        if let Some(claims) = self.verified.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Some(claims.clone());
        }
        let claims = self.check(token)?;
        self.verified.lock().unwrap_or_else(PoisonError::into_inner).put(key, claims.clone());
        Some(claims)
    }

    fn check(&self, token: &str) -> Option<Claims> {
        let (signed, signature) = token.rsplit_once('.')?;
        let payload = signed.strip_prefix(self.header.as_str())?.strip_prefix('.')?;
        let signature = Signature::from_slice(&BASE64.decode(signature).ok()?).ok()?;
        self.verifying.verify_strict(signed.as_bytes(), &signature).ok()?;
        let claims: Claims = serde_json::from_slice(&BASE64.decode(payload).ok()?).ok()?;
        (claims.iss == ISSUER).then_some(claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_key_and_this_algorithm_are_believed() {
        let ours = Tokens::new(&SigningKey::from_bytes(&[1; 32]));
        let theirs = Tokens::new(&SigningKey::from_bytes(&[2; 32]));
        let sid = SessionId::new(uuid::Uuid::nil());
        let claims = Claims::new(PLATFORM.to_owned(), "adm".to_owned(), sid, 1, Vec::new(), 1);
        let token = ours.sign(&claims);
        assert_eq!(ours.verify(&token), Some(claims.clone()));
        assert_eq!(theirs.verify(&token), None);
        let payload = token.split('.').nth(1).unwrap();
        let none = format!("{}.{payload}.", BASE64.encode(r#"{"alg":"none"}"#));
        let hs256 = format!("{}.{payload}.{payload}", BASE64.encode(r#"{"alg":"HS256"}"#));
        let dotless = token.replace('.', "");
        for forged in [none, hs256, String::new(), "..".to_owned(), dotless, format!("{token}x")] {
            assert_eq!(ours.verify(&forged), None, "{forged}");
        }
    }
}
