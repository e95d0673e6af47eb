//! Which box is at the door, and whether it may come in.

use shared_model::sync::frame::{Frame, Hello, Notice, VERSION};
use shared_model::wire::platform::BoxStatus;

use crate::boxes::{self, Grant};
use crate::cloud::Cloud;
use crate::merge::Sender;
use crate::store::StoreError;

/// The newest layout of documents that this program knows.
pub const SCHEMA: u16 = 1;

/// What is done with whoever came.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// It is the box of its branch, or was: a replaced box may still hand in what it sold, but hears nothing more.
    In(Grant),
    /// It is known and was taken out; it is told so.
    Out,
    /// Nobody knows it.
    Stranger,
}

/// Looks an endpoint up.
pub async fn ask(cloud: &Cloud, endpoint: [u8; 32]) -> Result<Verdict, StoreError> {
    Ok(match boxes::grant(cloud, endpoint).await? {
        None => Verdict::Stranger,
        Some(grant) if grant.status == BoxStatus::Revoked => Verdict::Out,
        Some(grant) => Verdict::In(grant),
    })
}

/// What merging has to know of a box.
pub fn sender(cloud: &Cloud, grant: &Grant) -> Sender {
    Sender {
        box_id: grant.box_id,
        company_id: grant.company,
        branch_id: grant.branch,
        replica: grant.replica,
        root: cloud.keys().verifying(),
    }
}

/// What a box is told that another took its place.
pub fn fenced() -> Notice {
    let text = "Otra caja tomó el lugar de esta en la sucursal.";
    Notice { code: "fenced".to_owned(), text: text.to_owned() }
}

/// The frames by which a box learns that it was taken out.
pub fn farewell(cloud: &Cloud) -> [Vec<u8>; 2] {
    let author = cloud.author();
    let hello = Hello {
        version_min: VERSION,
        version_max: VERSION,
        replica: author.replica,
        epoch: author.epoch,
        schema: SCHEMA,
        capabilities: 0,
        recv: shared_model::sync::Mark::default(),
        healing: false,
    };
    let text = "La nube retiró el permiso de esta caja.";
    let notice = Notice { code: "revoked".to_owned(), text: text.to_owned() };
    [Frame::Hello(hello).encode(), Frame::Notice(notice).encode()]
}
