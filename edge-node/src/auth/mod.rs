//! Who is asking: signing in, staying signed in, and what an access token is worth right now. Works without internet.
//!
//! Invariants: an access token is believed only while its session lives and its person is active in the present epoch;
//! refresh tokens are stored hashed and change at every use; a wrong PIN is counted before it is looked at.

pub mod keys;
mod pin;
pub mod secret;
pub mod token;

use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use lru::LruCache;
use shared_model::ids::{DeviceId, SessionId};
use shared_model::staff::{Actor, Staff};
use shared_model::time::Timestamp;
use shared_model::wire::auth::Login;
use uuid::Uuid;

use self::keys::{Keys, random};
use self::secret::Secrets;
use self::token::Claims;
use crate::clock::Clock;
use crate::store::sign_in::{self, SecretHash, Session};
use crate::store::{Catalog, Durability, Store, StoreError};

/// How long nobody has to type a password, in milliseconds.
const SESSION_MS: i64 = 12 * 3_600_000;
/// How long the token before the last is still good on the same device, in milliseconds: answers get lost on bad Wi-Fi.
const GRACE_MS: i64 = 10_000;
/// Verified tokens remembered; checking a signature costs 40 µs.
const CACHE: NonZeroUsize = NonZeroUsize::new(512).expect("512 is not zero");

/// Why somebody is not let in.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    #[error("wrong company, user or password")]
    BadCredentials,
    #[error("wrong PIN")]
    BadPin,
    #[error("too many wrong PINs")]
    PinLocked { retry_after_s: u32 },
    #[error("the device is not known")]
    DeviceNotPaired,
    #[error("not signed in")]
    Unauthorized,
    #[error("the store failed")]
    Store(#[from] StoreError),
}

/// A secret a browser keeps in a cookie: an id and 32 random bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Ticket<I> {
    pub id: I,
    pub secret: [u8; 32],
}

impl<I: std::fmt::Debug> std::fmt::Debug for Ticket<I> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ticket").field("id", &self.id).finish_non_exhaustive()
    }
}

impl<I> Ticket<I> {
    /// What is stored of it.
    pub fn hash(&self) -> SecretHash {
        *blake3::hash(&self.secret).as_bytes()
    }
}

/// A person who just signed in, with what their browser must keep.
pub struct SignedIn {
    pub staff: Staff,
    pub access_token: String,
    pub refresh: Ticket<SessionId>,
    pub device: Ticket<DeviceId>,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn").field("staff", &self.staff.staff_id).finish_non_exhaustive()
    }
}

/// The box's doorman.
#[derive(Debug)]
pub struct Auth {
    store: Store,
    clock: Clock,
    keys: Keys,
    secrets: Secrets,
    live: RwLock<HashSet<SessionId>>,
    verified: Mutex<LruCache<[u8; 32], Claims>>,
}

impl Auth {
    /// Takes up the sessions that live on.
    pub async fn start(store: Store, clock: Clock, keys: Keys) -> Result<Self, StoreError> {
        let now = clock.now();
        let live = store.readers.read(move |conn| sign_in::live_sessions(conn, now)).await?;
        let secrets = Secrets::new(keys.pepper, keys.earlier_pepper);
        let verified = Mutex::new(LruCache::new(CACHE));
        Ok(Self { store, clock, keys, secrets, live: RwLock::new(live.into_iter().collect()), verified })
    }

    /// Signs somebody in with a password. A browser that has no device yet becomes one.
    pub async fn login(&self, login: Login, device: Option<Ticket<DeviceId>>) -> Result<SignedIn, AuthError> {
        let catalog = self.catalog();
        let username = login.username.trim().to_lowercase();
        let here =
            catalog.home().is_some_and(|branch| branch.company_slug == login.company.trim().to_lowercase());
        let person = catalog
            .staff
            .values()
            .find(|staff| here && works_here(&catalog, staff) && staff.username == username);
        let verifier = person.and_then(|staff| staff.password.clone());
        let fits = self.secrets.password_fits(login.password, verifier).await;
        let staff = person.filter(|_| fits).cloned().ok_or(AuthError::BadCredentials)?;
        let known = match device {
            Some(device) if self.knows(&device).await? => Some(device),
            Some(_) | None => None,
        };
        self.sign_in(staff, known).await
    }

    /// The people who may switch by PIN on a known device.
    pub async fn people(&self, device: Option<Ticket<DeviceId>>) -> Result<Vec<Staff>, AuthError> {
        self.paired(device).await?;
        let catalog = self.catalog();
        let with_pin = |staff: &&Staff| works_here(&catalog, staff) && staff.pin.is_some();
        let mut people: Vec<Staff> = catalog.staff.values().filter(with_pin).cloned().collect();
        people.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(people)
    }

    /// Exchanges a refresh token for a new one and a new access token.
    pub async fn refresh(
        &self,
        refresh: Option<Ticket<SessionId>>,
        device: Option<Ticket<DeviceId>>,
    ) -> Result<SignedIn, AuthError> {
        let (Some(refresh), Some(device)) = (refresh, device) else { return Err(AuthError::Unauthorized) };
        if !self.knows(&device).await? {
            return Err(AuthError::Unauthorized);
        }
        let (now, fresh, given) = (self.clock.now(), random::<32>(), refresh.hash());
        let (id, device_id) = (refresh.id, device.id);
        let rotate = move |work: &mut crate::store::Work<'_>| {
            let Some(session) = sign_in::session(work.tx, id)? else { return Ok(None) };
            if session.device_id != device_id || session.expires_at <= now {
                return Ok(None);
            }
            let current = session.token_hash == given;
            let previous = session.previous_hash == Some(given) && now.since(session.rotated_at) <= GRACE_MS;
            if !current && !previous {
                // Somebody else used it: whoever holds a copy, both are out (RFC 9700, 4.14.2).
                sign_in::end_session(work.tx, id)?;
                return Ok(None);
            }
            let rotated = Session {
                token_hash: *blake3::hash(&fresh).as_bytes(),
                previous_hash: Some(given),
                rotated_at: if current { now } else { session.rotated_at },
                expires_at: now.plus_ms(SESSION_MS),
                ..session
            };
            sign_in::put_session(work.tx, &rotated)?;
            Ok(Some(rotated))
        };
        let session = self.store.writer.run(Durability::Full, rotate).await?;
        let staff = session.as_ref().and_then(|session| self.person(session.staff_id, session.session_epoch));
        let Some(staff) = staff else {
            self.forget(id);
            return Err(AuthError::Unauthorized);
        };
        let access_token = self.access_token(&staff, id);
        Ok(SignedIn { staff, access_token, refresh: Ticket { id, secret: fresh }, device })
    }

    /// Ends a session, if there is one.
    pub async fn logout(&self, refresh: Option<Ticket<SessionId>>) -> Result<(), AuthError> {
        let Some(refresh) = refresh else { return Ok(()) };
        let (id, given) = (refresh.id, refresh.hash());
        let end = move |work: &mut crate::store::Work<'_>| {
            let session = sign_in::session(work.tx, id)?;
            let ours = session
                .is_some_and(|session| session.token_hash == given || session.previous_hash == Some(given));
            if ours {
                sign_in::end_session(work.tx, id)?;
            }
            Ok(ours)
        };
        if self.store.writer.run(Durability::Full, end).await? {
            self.forget(id);
        }
        Ok(())
    }

    /// Who an access token speaks for, right now.
    pub fn authenticate(&self, token: &str) -> Option<Actor> {
        let key = *blake3::hash(token.as_bytes()).as_bytes();
        let cached = self.verified.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let claims = if let Some(claims) = cached {
            claims
        } else {
            let claims = token::verify(&self.keys.signing, token)?;
            self.verified.lock().unwrap_or_else(PoisonError::into_inner).put(key, claims.clone());
            claims
        };
        let catalog = self.catalog();
        let here = catalog.home().is_some_and(|branch| claims.aud == token::audience(branch.branch_id));
        let expired = claims.exp.saturating_mul(1000) <= self.clock.now().ms();
        let live = self.live.read().unwrap_or_else(PoisonError::into_inner).contains(&claims.sid);
        if !here || expired || !live {
            return None;
        }
        let staff = self.person(claims.sub, claims.epoch)?;
        Some(Actor { staff_id: staff.staff_id, name: staff.name, roles: staff.roles })
    }

    async fn sign_in(&self, staff: Staff, known: Option<Ticket<DeviceId>>) -> Result<SignedIn, AuthError> {
        let now = self.clock.now();
        let new_device = known.is_none();
        let device = known.unwrap_or_else(|| Ticket { id: DeviceId::new(Uuid::now_v7()), secret: random() });
        let refresh = Ticket { id: SessionId::new(Uuid::now_v7()), secret: random() };
        let session = Session {
            session_id: refresh.id,
            staff_id: staff.staff_id,
            device_id: device.id,
            session_epoch: staff.session_epoch,
            token_hash: refresh.hash(),
            previous_hash: None,
            rotated_at: now,
            expires_at: now.plus_ms(SESSION_MS),
        };
        let (device_id, device_hash) = (device.id, device.hash());
        let write = move |work: &mut crate::store::Work<'_>| {
            if new_device {
                sign_in::add_device(work.tx, device_id, &device_hash, now)?;
            }
            sign_in::prune(work.tx, now)?;
            sign_in::put_session(work.tx, &session)
        };
        self.store.writer.run(Durability::Full, write).await?;
        self.live.write().unwrap_or_else(PoisonError::into_inner).insert(refresh.id);
        let access_token = self.access_token(&staff, refresh.id);
        Ok(SignedIn { staff, access_token, refresh, device })
    }

    fn access_token(&self, staff: &Staff, session: SessionId) -> String {
        let now_s = self.clock.now().ms() / 1000;
        let catalog = self.catalog();
        let aud = catalog.home().map(|branch| token::audience(branch.branch_id)).unwrap_or_default();
        let claims = Claims {
            iss: "fastops-edge".to_owned(),
            aud,
            sub: staff.staff_id,
            sid: session,
            epoch: staff.session_epoch,
            roles: staff.roles.clone(),
            iat: now_s,
            exp: now_s + i64::from(token::LIFETIME_S),
        };
        token::sign(&self.keys.signing, &claims)
    }

    fn person(&self, id: shared_model::ids::StaffId, epoch: u32) -> Option<Staff> {
        let catalog = self.catalog();
        let present = |staff: &&Staff| works_here(&catalog, staff) && staff.session_epoch == epoch;
        catalog.staff.get(&id).filter(present).cloned()
    }

    async fn paired(&self, device: Option<Ticket<DeviceId>>) -> Result<Ticket<DeviceId>, AuthError> {
        match device {
            Some(device) if self.knows(&device).await? => Ok(device),
            Some(_) | None => Err(AuthError::DeviceNotPaired),
        }
    }

    async fn knows(&self, device: &Ticket<DeviceId>) -> Result<bool, AuthError> {
        let (id, hash) = (device.id, device.hash());
        Ok(self.store.readers.read(move |conn| sign_in::knows_device(conn, id, &hash)).await?)
    }

    fn forget(&self, id: SessionId) {
        self.live.write().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }

    fn catalog(&self) -> Arc<Catalog> {
        Arc::clone(&self.store.announcements.catalog.borrow())
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

/// Whether somebody may sign in at this branch: they still work for the company, and here.
fn works_here(catalog: &Catalog, staff: &Staff) -> bool {
    staff.active && catalog.home().is_none_or(|branch| staff.works_at(branch.branch_id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::{BRANCH, Copy, id};
    use shared_model::ids::BranchId;

    #[test]
    fn who_works_at_another_branch_is_not_let_in_here() {
        let copy = Copy::seeded(1);
        let catalog = copy.announcements.catalog.borrow().clone();
        let person = catalog.staff.values().next().unwrap();
        let at = |branches: &[u128]| Staff {
            branch_ids: branches.iter().map(|branch| BranchId::new(id(*branch))).collect(),
            ..person.clone()
        };
        assert!(works_here(&catalog, &at(&[])));
        assert!(works_here(&catalog, &at(&[0x0dd, BRANCH])));
        assert!(!works_here(&catalog, &at(&[0x0dd])));
        assert!(!works_here(&catalog, &Staff { active: false, ..at(&[]) }));
    }
}
