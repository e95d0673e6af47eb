//! Having a business on the cloud: registering it, signing in, and getting back in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::auth::StaffView;
use crate::branch::Branch;
use crate::ids::{AdminId, BranchId, CompanyId};

/// A business that starts: company, main branch and owner, in one go.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// What people call the business.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// What people type at login: lower-case letters, digits and dashes. None: made from the name.
    #[serde(default)]
    #[schema(min_length = 2, max_length = 80, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")]
    pub slug: Option<String>,
    #[schema(min_length = 1, max_length = 200)]
    pub owner_name: String,
    #[schema(max_length = 200)]
    pub owner_email: String,
    #[serde(default)]
    #[schema(max_length = 50)]
    pub owner_phone: Option<String>,
    /// The name of the main branch; none: "Principal".
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200)]
    pub branch_name: Option<String>,
    /// IANA name; none: `America/Bogota`.
    #[serde(default)]
    #[schema(max_length = 50)]
    pub zone: Option<String>,
    /// What the owner types at login.
    #[schema(min_length = 1, max_length = 80)]
    pub username: String,
    #[schema(min_length = 8, max_length = 200)]
    pub password: String,
}

/// Who may switch branch: admins to any, others to theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SwitchBranch {
    pub branch_id: BranchId,
}

/// Asks for a link to a new password. The answer is the same whether or not there is such a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgotPassword {
    /// The company's short name.
    #[schema(max_length = 80)]
    pub company: String,
    #[schema(max_length = 80)]
    pub username: String,
}

/// A new password, by the link from the letter.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetPassword {
    /// What stands behind `token=` in the link.
    #[schema(max_length = 100)]
    pub token: String,
    #[schema(min_length = 8, max_length = 200)]
    pub password: String,
}

/// A super admin signs in.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlatformLogin {
    #[schema(max_length = 200)]
    pub email: String,
    #[schema(max_length = 200)]
    pub password: String,
}

// Secrets must not reach a log through `{:?}`.
impl std::fmt::Debug for Register {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Register").field("name", &self.name).field("slug", &self.slug).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for ResetPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ResetPassword").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for PlatformLogin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PlatformLogin").field("email", &self.email).finish_non_exhaustive()
    }
}

/// A signed-in stretch on the cloud. The refresh token travels in a cookie of its own.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CloudSession {
    pub access_token: String,
    #[schema(example = "bearer")]
    pub token_type: String,
    /// Seconds until the access token must be refreshed.
    pub expires_in: u32,
    #[serde(flatten)]
    pub me: Me,
}

/// Who I am, and what I have in front of me.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Me {
    pub staff: StaffView,
    pub company: CompanyView,
    /// The branch in front of me.
    pub branch: Branch,
    /// Those I may switch to, by name.
    pub branches: Vec<BranchName>,
}

/// My company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CompanyView {
    pub company_id: CompanyId,
    pub slug: String,
    pub name: String,
}

/// A branch, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BranchName {
    pub branch_id: BranchId,
    pub name: String,
}

/// A signed-in stretch of a super admin.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlatformSession {
    pub access_token: String,
    #[schema(example = "bearer")]
    pub token_type: String,
    /// Seconds until the access token must be refreshed.
    pub expires_in: u32,
    pub admin: PlatformAdmin,
}

/// Somebody who runs the platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlatformAdmin {
    pub admin_id: AdminId,
    pub name: String,
}
