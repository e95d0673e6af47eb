//! Secrets that never leave the cloud's machines: the root key, which signs certificates, entitlements and access tokens,
//! and the key this instance dials with. They live beside the databases, not in them.

use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::Context as _;
use ed25519_dalek::{SigningKey, VerifyingKey};

/// The cloud's secrets.
pub struct Keys {
    /// Signs certificates, entitlements and access tokens. Instances over the same data share it.
    pub root: SigningKey,
    /// What this instance is called by boxes that dial it (iroh endpoint key). Each instance has its own.
    pub endpoint: [u8; 32],
    fingerprint: [u8; 32],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}

impl Keys {
    /// Keys of an instance that shares a root key with others.
    pub fn new(root: [u8; 32], endpoint: [u8; 32]) -> Self {
        let fingerprint = blake3::derive_key("fastops cloud request fingerprint v1", &root);
        Self { root: SigningKey::from_bytes(&root), endpoint, fingerprint }
    }

    /// Reads the keys of a data folder, making them the first time. A `root` that is given, in hex, replaces the folder's.
    pub fn load(data: &Path, root: Option<&str>) -> anyhow::Result<Self> {
        fs::create_dir_all(data).with_context(|| format!("creating {}", data.display()))?;
        let root = match root {
            Some(text) => from_hex(text.trim()).context("the root key is not 64 hex digits")?,
            None => secret(&data.join("root.key"))?,
        };
        Ok(Self::new(root, secret(&data.join("endpoint.key"))?))
    }

    /// What checks the root key's signatures.
    pub fn verifying(&self) -> VerifyingKey {
        self.root.verifying_key()
    }

    /// Begins the fingerprint of a request. It is keyed, because requests hold passwords and fingerprints are stored.
    pub fn fingerprint(&self) -> blake3::Hasher {
        blake3::Hasher::new_keyed(&self.fingerprint)
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

fn from_hex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// Random bytes from the operating system.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn keys_are_made_once_and_a_given_root_wins() {
        let folder = tempfile::tempdir().unwrap();
        let first = Keys::load(folder.path(), None).unwrap();
        let again = Keys::load(folder.path(), None).unwrap();
        assert_eq!(first.root.to_bytes(), again.root.to_bytes());
        assert_eq!(first.endpoint, again.endpoint);
        let given = Keys::load(folder.path(), Some(&"ab".repeat(32))).unwrap();
        assert_eq!(given.root.to_bytes(), [0xab; 32]);
        assert!(Keys::load(folder.path(), Some("secret")).is_err());
        let mode = fs::metadata(folder.path().join("root.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
