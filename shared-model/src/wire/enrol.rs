//! A blank box asking the cloud to become the box of a branch.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{BoxId, BranchId, CompanyId};

/// What a box says when it redeems its code. Keys are 32 bytes, replicas 8, signatures 64, all in lower-case hex.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Enrol {
    /// The single-use code the owner was shown: `ABCD-EFGH-JKLM`; spaces, dashes and case do not matter.
    #[schema(max_length = 40)]
    pub code: String,
    /// The key the box dials with (iroh endpoint id).
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub endpoint: String,
    /// The key that signs its access tokens.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub token_key: String,
    /// What its changes are written in the name of.
    #[schema(pattern = "^[0-9a-f]{16}$")]
    pub replica: String,
    /// Signature of the endpoint key over `fastops enrol v1\0` and the code as normalised: upper case, letters and digits
    /// only. Proves that the box holds the key.
    #[schema(pattern = "^[0-9a-f]{128}$")]
    pub proof: String,
}

// A code must not reach a log through `{:?}`.
impl std::fmt::Debug for Enrol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Enrol").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

/// What a box needs to know to be the box of its branch. Everything else comes by sync.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct Enrolled {
    pub box_id: BoxId,
    pub company_id: CompanyId,
    pub branch_id: BranchId,
    /// What the cloud says of the box, in hex; see `sync::certificate`.
    pub certificate: String,
    /// The key that signs certificates and entitlements, in hex.
    pub root_key: String,
    /// Mixed into the PINs of the company, in hex; kept beside the database, never in it.
    pub pin_pepper: String,
    pub cloud: CloudAddress,
}

impl std::fmt::Debug for Enrolled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Enrolled")
            .field("box_id", &self.box_id)
            .field("cloud", &self.cloud)
            .finish_non_exhaustive()
    }
}

/// Where the cloud can be reached for syncing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CloudAddress {
    /// Endpoint ids of the cloud's instances with their UDP addresses, tried in this sequence.
    pub endpoints: Vec<CloudEndpoint>,
    /// The cloud's own relay, for networks that let no UDP through.
    #[serde(default)]
    pub relay_url: Option<String>,
    /// `https://…`: enrolment, and syncing over a WebSocket at `/api/v1/sync/socket` when nothing else works.
    pub base_url: String,
}

/// One instance of the cloud.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CloudEndpoint {
    /// Its iroh endpoint id in hex.
    pub endpoint: String,
    /// `host:port` pairs.
    pub addresses: Vec<String>,
}

/// The code as it is compared and signed: upper case, letters and digits only.
pub fn normalised(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// What the proof of an enrolment is a signature over.
pub fn proof_message(code: &str) -> Vec<u8> {
    [b"fastops enrol v1\0".as_slice(), normalised(code).as_bytes()].concat()
}

/// What the proof of a box on the WebSocket is a signature over: the nonce the cloud sent first.
pub fn socket_proof_message(nonce: &[u8; 32]) -> Vec<u8> {
    [b"fastops sync socket v1\0".as_slice(), nonce].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        assert_eq!(normalised(" abcd-efgh JKLM"), "ABCDEFGHJKLM");
    }
}
