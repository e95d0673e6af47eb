//! The people of a company, as its admins see and change them. Verifiers of passwords and PINs never travel.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{BranchId, StaffId};
use crate::staff::{Role, Staff};

/// A person, without what proves them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StaffMember {
    pub staff_id: StaffId,
    pub name: String,
    pub username: String,
    pub email: Option<String>,
    pub roles: Vec<Role>,
    /// Where they work; empty: at every branch.
    pub branch_ids: Vec<BranchId>,
    pub active: bool,
    pub has_password: bool,
    pub has_pin: bool,
}

impl From<&Staff> for StaffMember {
    fn from(staff: &Staff) -> Self {
        Self {
            staff_id: staff.staff_id,
            name: staff.name.clone(),
            username: staff.username.clone(),
            email: staff.email.clone(),
            roles: staff.roles.clone(),
            branch_ids: staff.branch_ids.clone(),
            active: staff.active,
            has_password: staff.password.is_some(),
            has_pin: staff.pin.is_some(),
        }
    }
}

/// People by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StaffList {
    pub items: Vec<StaffMember>,
}

/// What can be changed of a person.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffEdit {
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    /// 2–40 of a–z, 0–9, dot, dash and underscore; unique in the company.
    #[schema(min_length = 2, max_length = 40)]
    pub username: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub email: Option<String>,
    pub roles: Vec<Role>,
    #[serde(default)]
    pub branch_ids: Vec<BranchId>,
    #[serde(default = "yes")]
    pub active: bool,
}

/// A new person. Without a password they only switch in by PIN.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStaff {
    pub staff_id: StaffId,
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    /// 2–40 of a–z, 0–9, dot, dash and underscore; unique in the company.
    #[schema(min_length = 2, max_length = 40)]
    pub username: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub email: Option<String>,
    pub roles: Vec<Role>,
    #[serde(default)]
    pub branch_ids: Vec<BranchId>,
    #[serde(default)]
    #[schema(min_length = 8, max_length = 200)]
    pub password: Option<String>,
    #[serde(default)]
    #[schema(pattern = "^[0-9]{4,6}$")]
    pub pin: Option<String>,
}

/// A new password for somebody.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPassword {
    #[schema(min_length = 8, max_length = 200)]
    pub password: String,
}

/// A new PIN for somebody; `null` takes it away, and leaving it out is a mistake.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPin {
    #[serde(deserialize_with = "said")]
    #[schema(required = true, pattern = "^[0-9]{4,6}$")]
    pub pin: Option<String>,
}

// A secret must not reach a log through `{:?}`.
impl std::fmt::Debug for NewStaff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewStaff").field("staff_id", &self.staff_id).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for SetPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SetPassword")
    }
}

impl std::fmt::Debug for SetPin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SetPin")
    }
}

/// Null or a value, but said.
fn said<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(deserializer)
}

fn yes() -> bool {
    true
}
