//! What an edit writes, and what it leaves alone.

use std::sync::Arc;

use shared_model::ids::{CategoryId, CompanyId};
use shared_model::menu::Category;

use super::*;
use crate::store::sqlite::Sqlite;
use crate::store::{Mode, Store};

const AUTHOR: Author = Author { replica: [7; 8], epoch: 3 };
const NOW: Timestamp = Timestamp::from_ms(1_795_384_800_000);

async fn company() -> (tempfile::TempDir, Store, CompanyId) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(Arc::new(Sqlite::open(folder.path()).unwrap()));
    let company = CompanyId::new(Uuid::from_u128(1));
    store.create(company).await.unwrap();
    (folder, store, company)
}

fn category(name: &str) -> Category {
    let category_id = CategoryId::new(Uuid::from_u128(5));
    Category { category_id, name: name.to_owned(), position: 1, color: None, active: true }
}

#[tokio::test]
async fn only_what_changed_is_written() {
    let (_folder, store, company) = company().await;
    let work = |tx: &mut Tx<'_>| {
        let first = put(tx, AUTHOR, &category("Bebidas"), None, NOW)?;
        let same = put(tx, AUTHOR, &category("Bebidas"), None, NOW)?;
        let renamed = put(tx, AUTHOR, &category("Jugos"), None, NOW)?;
        let read = register::find::<Category>(tx, category("").category_id.uuid())?;
        Ok((first, same, renamed, read, log::end(tx)?.seq))
    };
    let (first, same, renamed, read, end) = store.tenant(company, Mode::Write, work).await.unwrap();
    assert_eq!((first, same, renamed, end), (1, 1, 2, 2));
    assert_eq!(read, Some((category("Jugos"), 2)));
}

#[tokio::test]
async fn two_sides_keep_both_edits() {
    let (_folder, store, company) = company().await;
    let work = |tx: &mut Tx<'_>| {
        put(tx, AUTHOR, &category("Bebidas"), None, NOW)?;
        let id = category("").category_id.uuid();
        // A box moves the tab while the cloud renames it.
        let theirs = Author { replica: [9; 8], epoch: 1 };
        let mut box_copy = open(tx, theirs, DocKind::Category, id, None)?.document;
        let moved = Category { position: 8, ..category("Bebidas") };
        registers::write(&mut box_copy, Some(&category("Bebidas")), &moved).map_err(in_document)?;
        put(tx, AUTHOR, &category("Jugos"), None, NOW)?;
        append(tx, DocKind::Category, id, None, &mut box_copy, NOW)?;
        let both = open(tx, AUTHOR, DocKind::Category, id, None)?.document;
        registers::read::<Category>(&both).map_err(in_document)
    };
    let both = store.tenant(company, Mode::Write, work).await.unwrap();
    assert_eq!(both, Category { position: 8, ..category("Jugos") });
}
