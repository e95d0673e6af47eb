//! Secrets that never leave the box: the key that signs access tokens, the key the box is known to the cloud by, and the
//! pepper of the PINs. They live beside the database, not in it, so that a stolen copy of the database proves nothing.
//!
//! A box that joins a company takes the company's pepper, so that a PIN works at every branch. The pepper it had before
//! stays beside it: people whose PIN was set here before go on using it until it is set anew.

use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::Context as _;
use ed25519_dalek::SigningKey;

/// The box's secrets.
pub struct Keys {
    pub signing: SigningKey,
    /// What the box dials the cloud with.
    pub endpoint: SigningKey,
    /// Mixed into PINs that are set now.
    pub pepper: [u8; 32],
    /// Mixed into PINs that were set before the box joined its company.
    pub earlier_pepper: Option<[u8; 32]>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}

impl Keys {
    /// Reads the secrets of a data directory, making them the first time.
    pub fn load(data: &Path) -> anyhow::Result<Self> {
        let signing = secret(&data.join("signing.key"))?;
        let endpoint = secret(&data.join("endpoint.key"))?;
        let pepper = secret(&data.join(PEPPER))?;
        let earlier = data.join(EARLIER_PEPPER);
        let earlier_pepper = earlier.exists().then(|| secret(&earlier)).transpose()?;
        Ok(Self {
            signing: SigningKey::from_bytes(&signing),
            endpoint: SigningKey::from_bytes(&endpoint),
            pepper,
            earlier_pepper,
        })
    }
}

const PEPPER: &str = "pin.pepper";
const EARLIER_PEPPER: &str = "pin.pepper.earlier";

/// Takes the company's pepper. With `in_use`, PINs were hashed with the one that is there, and it is kept beside it. Safe to
/// repeat, also after a power cut in the middle.
pub fn adopt_pepper(data: &Path, company: &[u8; 32], in_use: bool) -> anyhow::Result<()> {
    let present = secret(&data.join(PEPPER))?;
    if present == *company {
        return Ok(());
    }
    if in_use {
        write(&data.join(EARLIER_PEPPER), &present)?;
    }
    write(&data.join(PEPPER), company)
}

/// 32 random bytes from a file that only the owner may read, made and synced when there is none.
fn secret(path: &Path) -> anyhow::Result<[u8; 32]> {
    let mut bytes = [0; 32];
    match File::open(path) {
        Ok(mut file) => file.read_exact(&mut bytes).with_context(|| format!("reading {}", path.display()))?,
        Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => {
            bytes = random();
            write(path, &bytes)?;
        }
        Err(error) => return Err(error).with_context(|| format!("opening {}", path.display())),
    }
    Ok(bytes)
}

/// Puts a secret in its file, all of it or nothing, and synced.
fn write(path: &Path, bytes: &[u8; 32]) -> anyhow::Result<()> {
    let mut draft = path.as_os_str().to_owned();
    draft.push(".draft");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Random bytes from the operating system.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fresh_pepper_is_replaced_and_one_in_use_is_kept_beside_the_new_one() {
        let dir = tempfile::tempdir().unwrap();
        let fresh = Keys::load(dir.path()).unwrap();
        adopt_pepper(dir.path(), &[1; 32], false).unwrap();
        let joined = Keys::load(dir.path()).unwrap();
        assert_eq!((joined.pepper, joined.earlier_pepper), ([1; 32], None));
        assert_eq!(joined.endpoint.to_bytes(), fresh.endpoint.to_bytes());
        for _ in 0..2 {
            adopt_pepper(dir.path(), &[2; 32], true).unwrap();
            let moved = Keys::load(dir.path()).unwrap();
            assert_eq!((moved.pepper, moved.earlier_pepper), ([2; 32], Some([1; 32])));
        }
    }
}
