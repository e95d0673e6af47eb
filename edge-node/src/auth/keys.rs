//! Secrets that never leave the box: the key that signs access tokens and the pepper of the PINs. They live beside the
//! database, not in it, so that a stolen copy of the database proves nothing.

use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::Context as _;
use ed25519_dalek::SigningKey;

/// The box's secrets.
pub struct Keys {
    pub signing: SigningKey,
    pub pepper: [u8; 32],
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
        let pepper = secret(&data.join("pin.pepper"))?;
        Ok(Self { signing: SigningKey::from_bytes(&signing), pepper })
    }
}

/// 32 random bytes from a file that only the owner may read, made and synced when there is none.
fn secret(path: &Path) -> anyhow::Result<[u8; 32]> {
    let mut bytes = [0; 32];
    match File::open(path) {
        Ok(mut file) => file.read_exact(&mut bytes).with_context(|| format!("reading {}", path.display()))?,
        Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => {
            bytes = random();
            let draft = path.with_extension("draft");
            let mut file =
                OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            fs::rename(&draft, path)?;
            if let Some(folder) = path.parent() {
                File::open(folder)?.sync_all()?;
            }
        }
        Err(error) => return Err(error).with_context(|| format!("opening {}", path.display())),
    }
    Ok(bytes)
}

/// Random bytes from the operating system.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}
