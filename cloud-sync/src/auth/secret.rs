//! Passwords: argon2id with 19 MiB and two passes (OWASP Password Storage), two at a time, so that people signing in never
//! starve boxes that sync.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

/// Memory in KiB.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// Passwords that are looked at at once.
const AT_ONCE: usize = 2;

/// Checks and hashes passwords, two at a time.
#[derive(Debug)]
pub struct Secrets {
    turns: Semaphore,
}

/// What came of looking at a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fit {
    No,
    Yes,
    /// It fits, and its verifier should be replaced by this one: it was made with weaker parameters.
    Renew(String),
}

impl Default for Secrets {
    fn default() -> Self {
        Self { turns: Semaphore::new(AT_ONCE) }
    }
}

impl Secrets {
    /// Whether a password fits a verifier. Without a verifier it takes as long and the answer is no.
    pub async fn fits(&self, password: String, verifier: Option<String>) -> Fit {
        self.run(move || look(&password, verifier.as_deref())).await.unwrap_or(Fit::No)
    }

    /// The verifier of a password; none when the machine cannot make it.
    pub async fn hash(&self, password: String) -> Option<String> {
        self.run(move || hash_password(&password).ok()).await.flatten()
    }

    /// The verifier of a PIN, worthless without the company's pepper; none when the machine cannot make it.
    pub async fn hash_pin(&self, pepper: [u8; 32], pin: String) -> Option<String> {
        self.run(move || hash_pin(&pepper, &pin).ok()).await.flatten()
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let Ok(_turn) = self.turns.acquire().await else { return None };
        tokio::task::spawn_blocking(work).await.ok()
    }
}

fn look(password: &str, verifier: Option<&str>) -> Fit {
    let Some(verifier) = verifier else {
        drop(hash_password(password));
        return Fit::No;
    };
    let Ok(parsed) = PasswordHash::new(verifier) else { return Fit::No };
    if hasher().verify_password(password.as_bytes(), &parsed).is_err() {
        return Fit::No;
    }
    if up_to_date(&parsed) {
        return Fit::Yes;
    }
    hash_password(password).map_or(Fit::Yes, Fit::Renew)
}

fn up_to_date(verifier: &PasswordHash) -> bool {
    let params = Params::try_from(verifier);
    verifier.algorithm.as_str() == "argon2id"
        && params.is_ok_and(|params| params.m_cost() >= MEMORY_KIB && params.t_cost() >= PASSES)
}

/// The verifier of a password.
pub fn hash_password(password: &str) -> anyhow::Result<String> {
    let hashed = hasher().hash_password(password.as_bytes());
    Ok(hashed.map_err(|error| anyhow::anyhow!("argon2: {error}"))?.to_string())
}

/// The verifier of a PIN, as a box makes it.
pub fn hash_pin(pepper: &[u8; 32], pin: &str) -> anyhow::Result<String> {
    let peppered = Argon2::new_with_secret(pepper, Algorithm::Argon2id, Version::V0x13, params());
    let hashed = peppered.expect("32 bytes is a valid secret").hash_password(pin.as_bytes());
    Ok(hashed.map_err(|error| anyhow::anyhow!("argon2: {error}"))?.to_string())
}

fn hasher() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params())
}

fn params() -> Params {
    Params::new(MEMORY_KIB, PASSES, 1, None).expect("the parameters are in argon2's range")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weak_verifier_is_renewed_and_a_wrong_password_never() {
        let params = Params::new(8 * 1024, 1, 1, None).unwrap();
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let weak = weak.hash_password(b"salchipapa").unwrap().to_string();
        assert_eq!(look("otra", Some(&weak)), Fit::No);
        let Fit::Renew(strong) = look("salchipapa", Some(&weak)) else { panic!("not renewed") };
        assert_eq!(look("salchipapa", Some(&strong)), Fit::Yes);
        assert_eq!(look("salchipapa", None), Fit::No);
        assert_eq!(look("salchipapa", Some("garbage")), Fit::No);
    }
}
