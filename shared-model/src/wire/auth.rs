//! Signing in, on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::branch::Branch;
use crate::ids::StaffId;
use crate::staff::Role;

/// Who are you?
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// The company's short name.
    #[schema(max_length = 80)]
    pub company: String,
    #[schema(max_length = 80)]
    pub username: String,
    #[schema(max_length = 200)]
    pub password: String,
}

/// A quick switch on a tablet somebody signed in on.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PinLogin {
    pub staff_id: StaffId,
    #[schema(min_length = 4, max_length = 6, pattern = "^[0-9]{4,6}$")]
    pub pin: String,
}

// A secret must not reach a log through `{:?}`.
impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Login")
            .field("company", &self.company)
            .field("username", &self.username)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for PinLogin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PinLogin").field("staff_id", &self.staff_id).finish_non_exhaustive()
    }
}

/// A signed-in stretch. The refresh token travels in a cookie of its own.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Session {
    pub access_token: String,
    #[schema(example = "bearer")]
    pub token_type: String,
    /// Seconds until the access token must be refreshed.
    pub expires_in: u32,
    pub staff: StaffView,
    pub branch: Branch,
}

/// A person, as screens see them.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Staff)]
pub struct StaffView {
    pub staff_id: StaffId,
    pub name: String,
    pub username: String,
    pub roles: Vec<Role>,
}

/// Who may switch by PIN on this tablet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct People {
    pub items: Vec<PersonWithPin>,
}

/// A person on the "¿Quién eres?" screen.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PersonWithPin {
    pub staff_id: StaffId,
    pub name: String,
    pub roles: Vec<Role>,
}
