//! People who work at the branch: who they are, what they may do, and how they prove it.
//!
//! Invariant: a verifier (password, PIN) is an argon2id PHC string; the secret itself is never stored.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{BranchId, StaffId};

/// What somebody does at the branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Owner or manager: everything.
    Admin,
    /// Takes orders and money.
    Cashier,
    /// Prepares.
    Kitchen,
    /// Takes orders to people's doors.
    Delivery,
}

impl Role {
    /// What it is called in sentences for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Admin => "administrador",
            Self::Cashier => "caja",
            Self::Kitchen => "cocina",
            Self::Delivery => "domiciliario",
        }
    }
}

/// A person of the branch. Its own document merges it between the cloud and the boxes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    pub staff_id: StaffId,
    pub name: String,
    /// Lower-case, unique in the company.
    pub username: String,
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Argon2id PHC string of the password.
    #[serde(default)]
    pub password: Option<String>,
    /// Argon2id PHC string of the PIN, peppered with a key that never leaves the box.
    #[serde(default)]
    pub pin: Option<String>,
    /// Raised to end every session of the person.
    #[serde(default)]
    pub session_epoch: u32,
    #[serde(default = "yes")]
    pub active: bool,
    /// Where a link to a new password goes.
    #[serde(default)]
    pub email: Option<String>,
    /// Where they work; none named: at every branch of the company.
    #[serde(default)]
    pub branch_ids: Vec<BranchId>,
}

impl Staff {
    /// Whether they work at a branch.
    pub fn works_at(&self, branch: BranchId) -> bool {
        self.branch_ids.is_empty() || self.branch_ids.contains(&branch)
    }
}

/// Who is acting, as rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub staff_id: StaffId,
    pub name: String,
    pub roles: Vec<Role>,
}

impl Actor {
    /// May do what `role` may; an admin may do everything.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role) || self.roles.contains(&Role::Admin)
    }
}

fn yes() -> bool {
    true
}
