//! Passwords and PINs: argon2id with 19 MiB and two passes (OWASP Password Storage), one at a time, so that people
//! signing in never starve people selling.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

/// Memory in KiB.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// Checks secrets, one at a time.
#[derive(Debug)]
pub struct Secrets {
    pepper: [u8; 32],
    earlier_pepper: Option<[u8; 32]>,
    turn: Semaphore,
}

impl Secrets {
    /// Peppers are mixed into PINs only; `earlier_pepper` into those that were set before the box joined its company.
    pub fn new(pepper: [u8; 32], earlier_pepper: Option<[u8; 32]>) -> Self {
        Self { pepper, earlier_pepper, turn: Semaphore::new(1) }
    }

    /// Whether a password fits a verifier. Without a verifier it takes as long and the answer is no.
    pub async fn password_fits(&self, password: String, verifier: Option<String>) -> bool {
        self.fits(None, password, verifier).await
    }

    /// Whether a PIN fits a verifier.
    pub async fn pin_fits(&self, pin: String, verifier: Option<String>) -> bool {
        if self.fits(Some(self.pepper), pin.clone(), verifier.clone()).await {
            return true;
        }
        match self.earlier_pepper {
            Some(earlier) => self.fits(Some(earlier), pin, verifier).await,
            None => false,
        }
    }

    async fn fits(&self, pepper: Option<[u8; 32]>, secret: String, verifier: Option<String>) -> bool {
        let Ok(_turn) = self.turn.acquire().await else { return false };
        let work = move || {
            let pepper = pepper.as_ref().map(<[u8; 32]>::as_slice);
            let Some(verifier) = verifier else {
                drop(hash(pepper, &secret));
                return false;
            };
            let parsed = PasswordHash::new(&verifier);
            parsed.is_ok_and(|parsed| hasher(pepper).verify_password(secret.as_bytes(), &parsed).is_ok())
        };
        tokio::task::spawn_blocking(work).await.unwrap_or(false)
    }
}

/// The verifier of a password.
pub fn hash_password(password: &str) -> anyhow::Result<String> {
    hash(None, password)
}

/// The verifier of a PIN, worthless without the box's pepper.
pub fn hash_pin(pepper: &[u8; 32], pin: &str) -> anyhow::Result<String> {
    hash(Some(pepper), pin)
}

fn hash(pepper: Option<&[u8]>, secret: &str) -> anyhow::Result<String> {
    let hashed = hasher(pepper).hash_password(secret.as_bytes());
    Ok(hashed.map_err(|error| anyhow::anyhow!("argon2: {error}"))?.to_string())
}

fn hasher(pepper: Option<&[u8]>) -> Argon2<'_> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).expect("the parameters are in argon2's range");
    match pepper {
        None => Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
        Some(pepper) => Argon2::new_with_secret(pepper, Algorithm::Argon2id, Version::V0x13, params)
            .expect("32 bytes is a valid secret"),
    }
}
