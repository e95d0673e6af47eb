//! Carrying out an edit of a company for one of its people.

use axum::response::Response;

use super::answer;
use super::problem::Problem;
use crate::auth::Member;
use crate::cloud::{Cloud, Tap};
use crate::tenant::Work;
use crate::tenant::work::Carried;

/// Runs an edit once, in the member's own company, and answers with what it gave.
pub async fn edit<F>(cloud: &Cloud, member: &Member, tap: Tap, carry: F) -> Result<Response, Problem>
where
    F: FnOnce(&mut Work<'_, '_>) -> Carried + Send + 'static,
{
    let (author, root) = (cloud.author(), cloud.keys().verifying());
    answer::run(cloud, member.company_id, tap, move |tx, now| carry(&mut Work { tx, author, root, now }))
        .await
}
