//! Who is asking: signing in, staying signed in, and what an access token is worth right now.
//!
//! Invariants: an access token is believed only while its session lives and its person is active in the present epoch, asked
//! of the databases at each request, so that every instance knows; refresh tokens are stored hashed and change at every
//! use; an attempt is counted before the password is looked at; who does not exist takes as long as who does.

mod attempts;
mod authenticate;
mod login;
mod platform;
mod refresh;
mod register;
mod reset;
pub mod secret;
pub mod token;

use shared_model::branch::Branch;
use shared_model::ids::{AdminId, BranchId, CompanyId, SessionId};
use shared_model::staff::{Actor, Role, Staff};

use crate::company::Subscription;
use crate::store::StoreError;
use crate::store::control::company::Company;
use crate::store::control::session::SecretHash;

pub use attempts::Client;
pub use platform::PlatformSignedIn;
pub use register::RegisterError;

/// How long nobody has to type a password, in milliseconds, since they were last here.
const SESSION_MS: i64 = 14 * 24 * 3_600_000;
/// The same for super admins.
const PLATFORM_SESSION_MS: i64 = 12 * 3_600_000;

/// Why somebody is not let in.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    #[error("wrong company, user or password")]
    BadCredentials,
    #[error("too many attempts")]
    Locked { retry_after_s: u32 },
    #[error("not signed in")]
    Unauthorized,
    #[error("the company is deactivated")]
    CompanyInactive,
    #[error("signed in, but not for this")]
    Forbidden,
    #[error("there is no such branch for this person")]
    NoSuchBranch,
    #[error("the link is not good any more")]
    ResetLink,
    #[error("the password is too short or too long")]
    WeakPassword,
    #[error("the company asks too often")]
    TooMany { retry_after_s: u32 },
    #[error("the store failed")]
    Store(#[from] StoreError),
}

/// A person of a company who asks for something.
#[derive(Debug, Clone)]
pub struct Member {
    pub company_id: CompanyId,
    /// The branch they have in front of them.
    pub branch_id: BranchId,
    pub session_id: SessionId,
    pub actor: Actor,
    /// Where they work; empty: everywhere.
    pub branch_ids: Vec<BranchId>,
    pub subscription: Subscription,
}

impl Member {
    /// May do what `role` may; an admin may do everything.
    pub fn is(&self, role: Role) -> bool {
        self.actor.is(role)
    }

    /// Whether they may see a branch of their company: admins all, others those they work at.
    pub fn sees(&self, branch: BranchId) -> bool {
        self.is(Role::Admin) || self.branch_ids.is_empty() || self.branch_ids.contains(&branch)
    }
}

/// Somebody who runs the platform.
#[derive(Debug, Clone)]
pub struct Operator {
    pub admin_id: AdminId,
    pub name: String,
    pub session_id: SessionId,
}

/// A secret a browser keeps in a cookie: the session and 32 random bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Ticket {
    pub id: SessionId,
    pub secret: [u8; 32],
}

impl Ticket {
    /// What is stored of it.
    pub fn hash(&self) -> SecretHash {
        *blake3::hash(&self.secret).as_bytes()
    }
}

impl std::fmt::Debug for Ticket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ticket").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A person with all they see of themselves.
#[derive(Debug, Clone)]
pub struct Known {
    pub staff: Staff,
    pub company: Company,
    /// The branch in front of them.
    pub branch: Branch,
    /// Those they may switch to, by name.
    pub branches: Vec<Branch>,
}

/// A person who just signed in, with what their browser must keep.
#[derive(Clone)]
pub struct SignedIn {
    pub access_token: String,
    /// None: the browser keeps the one it has.
    pub refresh: Option<Ticket>,
    pub known: Known,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn").field("staff", &self.known.staff.staff_id).finish_non_exhaustive()
    }
}
