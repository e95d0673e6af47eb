//! The one write path. A retry is answered as before; a refusal writes nothing; everything else lands together: document
//! change, rows, print jobs, events, and the answer itself.

use super::answered;
use super::error::StoreError;
use super::intent::{Envelope, Intent, Outcome, Refusal};
use super::writer::Work;
use super::{edit, order_command, paper};

/// Carries out an intent inside the group's transaction.
pub fn execute(work: &mut Work<'_>, envelope: Envelope) -> Result<Outcome, StoreError> {
    if let Some((fingerprint, answer)) = answered::find(work.tx, envelope.command_id)? {
        let same = fingerprint == envelope.fingerprint;
        return Ok(if same {
            Outcome::Answered { answer, replayed: true }
        } else {
            Outcome::Refused(Refusal::KeyReused)
        });
    }
    let Envelope { command_id, fingerprint, actor, now, intent } = envelope;
    let carried = match intent {
        Intent::Order { order_id, command } => order_command::run(work, order_id, &command, &actor, now)?,
        Intent::CreateCategory(category) => edit::create_category(work, category, now)?,
        Intent::UpdateCategory { category, expected } => {
            edit::update_category(work, category, expected, now)?
        }
        Intent::CreateProduct(product) => edit::create_product(work, product, now)?,
        Intent::UpdateProduct { product, expected } => edit::update_product(work, product, expected, now)?,
        Intent::SetAvailability { product_id, sold_out } => {
            edit::set_availability(work, product_id, sold_out, now)?
        }
        Intent::Reprint { order_id, kind } => paper::reprint(work, order_id, kind, &actor, now)?,
        Intent::AnswerPrint { print_job_id, printed } => {
            paper::answer_print(work, print_job_id, printed, &actor, now)?
        }
    };
    Ok(match carried {
        Ok(answer) => {
            answered::insert(work.tx, command_id, &fingerprint, &answer, now)?;
            Outcome::Answered { answer, replayed: false }
        }
        Err(refusal) => Outcome::Refused(refusal),
    })
}
