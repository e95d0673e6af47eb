//! Editing what people edit: the change goes into the thing's document field by field, the merged state into its row, and
//! the snapshot in memory follows.

use serde_json::json;
use shared_model::document::{self, Document};
use shared_model::ids::ProductId;
use shared_model::menu::{Category, Product, decide};
use shared_model::time::Timestamp;

use super::answered::Answer;
use super::catalog::{Catalog, Editable};
use super::error::{StoreError, unreadable};
use super::event::{Audience, NewEvent};
use super::intent::{Carried, Refusal};
use super::order_command::{append, in_document};
use super::writer::Work;
use super::{conflict, log, register};

/// Adds a menu tab.
pub fn create_category(work: &mut Work<'_>, category: Category, now: Timestamp) -> Carried {
    let catalog = work.working.catalog(work.tx)?;
    if catalog.menu.categories.contains_key(&category.category_id) {
        return Ok(Err(Refusal::AlreadyExists));
    }
    if let Err(wrong) = decide::category(&catalog.menu, &category) {
        return Ok(Err(Refusal::Fields(wrong)));
    }
    let answer = save(work, &catalog, category, 201, now)?;
    menu_changed(work, answer, json!({}), now)
}

/// Changes a menu tab that nobody else changed since version `expected`.
pub fn update_category(work: &mut Work<'_>, category: Category, expected: i64, now: Timestamp) -> Carried {
    let catalog = work.working.catalog(work.tx)?;
    if let Err(refusal) = unchanged_since::<Category>(&catalog, category.category_id.uuid(), expected) {
        return Ok(Err(refusal));
    }
    if let Err(wrong) = decide::category(&catalog.menu, &category) {
        return Ok(Err(Refusal::Fields(wrong)));
    }
    let answer = save(work, &catalog, category, 200, now)?;
    menu_changed(work, answer, json!({}), now)
}

/// Adds a product.
pub fn create_product(work: &mut Work<'_>, product: Product, now: Timestamp) -> Carried {
    let catalog = work.working.catalog(work.tx)?;
    if catalog.menu.products.contains_key(&product.product_id) {
        return Ok(Err(Refusal::AlreadyExists));
    }
    write_product(work, &catalog, product, 201, now)
}

/// Changes a product that nobody else changed since version `expected`.
pub fn update_product(work: &mut Work<'_>, product: Product, expected: i64, now: Timestamp) -> Carried {
    let catalog = work.working.catalog(work.tx)?;
    if let Err(refusal) = unchanged_since::<Product>(&catalog, product.product_id.uuid(), expected) {
        return Ok(Err(refusal));
    }
    write_product(work, &catalog, product, 200, now)
}

/// Marks a product sold out, or available again.
pub fn set_availability(
    work: &mut Work<'_>,
    product_id: ProductId,
    sold_out: bool,
    now: Timestamp,
) -> Carried {
    let catalog = work.working.catalog(work.tx)?;
    let Some(product) = catalog.menu.products.get(&product_id) else { return Ok(Err(Refusal::NotFound)) };
    let product = Product { sold_out, ..product.clone() };
    let answer = save(work, &catalog, product, 200, now)?;
    menu_changed(work, answer, json!({"product_id": product_id, "sold_out": sold_out}), now)
}

fn write_product(
    work: &mut Work<'_>,
    catalog: &Catalog,
    product: Product,
    status: u16,
    now: Timestamp,
) -> Carried {
    if let Err(wrong) = decide::product(&catalog.menu, &product) {
        return Ok(Err(Refusal::Fields(wrong)));
    }
    let told = json!({"product_id": product.product_id, "sold_out": product.sold_out});
    let answer = save(work, catalog, product, status, now)?;
    menu_changed(work, answer, told, now)
}

fn unchanged_since<T: Editable>(catalog: &Catalog, id: uuid::Uuid, expected: i64) -> Result<(), Refusal> {
    let version = catalog.version_of(id);
    match T::find(catalog, id) {
        None => Err(Refusal::NotFound),
        Some(_) if version != expected => Err(Refusal::VersionMismatch { version }),
        Some(_) => Ok(()),
    }
}

fn menu_changed(work: &mut Work<'_>, answer: Answer, mut data: serde_json::Value, now: Timestamp) -> Carried {
    data["version"] = answer.version.into();
    work.working.tell(work.tx, NewEvent { kind: "menu:changed", audience: Audience::Branch, data }, now)?;
    Ok(Ok(answer))
}

/// Writes one thing and answers with it.
fn save<T: Editable>(
    work: &mut Work<'_>,
    catalog: &Catalog,
    value: T,
    status: u16,
    now: Timestamp,
) -> Result<Answer, StoreError> {
    let body = serde_json::to_vec(&value).map_err(unreadable("edited value"))?;
    let mut changed = catalog.clone();
    let version = put(work, &mut changed, value, now)?;
    work.working.set_catalog(changed);
    Ok(Answer { status, version, body })
}

/// Writes one thing into its document, its row and the given snapshot; answers its version.
pub fn put<T: Editable>(
    work: &mut Work<'_>,
    catalog: &mut Catalog,
    value: T,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let id = value.uuid();
    let before = T::find(catalog, id);
    if before == Some(&value) {
        return Ok(catalog.version_of(id));
    }
    let author = work.working.author;
    let mut document = match log::chunks(work.tx, T::KIND, id)? {
        Some((chunks, _)) => {
            Document::load(chunks.iter().map(Vec::as_slice), author).map_err(in_document("edited"))?
        }
        None => Document::new(author),
    };
    document::registers::write(&mut document, before, &value).map_err(in_document("edited"))?;
    let version = append(work, T::KIND, id, &mut document, now)?.unwrap_or_else(|| catalog.version_of(id));
    register::put(work.tx, T::KIND, id, version, &value)?;
    conflict::refresh(work.tx, T::KIND, id, &document, now)?;
    catalog.set(value, version);
    Ok(version)
}
