//! Companies from a file, planted once and again.

use std::path::PathBuf;
use std::sync::Arc;

use shared_model::document::DocKind;
use shared_model::menu::Product;

use super::*;
use crate::clock::Clock;
use crate::cloud::Config;
use crate::http::rate::Rates;
use crate::keys::Keys;
use crate::mail::Mailer;
use crate::store::Store;
use crate::store::sqlite::Sqlite;

fn demo(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("demo").join(name)
}

fn cloud(folder: &Path) -> Cloud {
    let store = Store::new(Arc::new(Sqlite::open(folder).unwrap()));
    let config = Config { public_url: String::new(), behind_proxy: false, rates: Rates::default() };
    Cloud::new(
        store,
        Keys::new([1; 32], [2; 32]),
        Clock::system(),
        Mailer::Folder(folder.join("mail")),
        config,
    )
}

#[tokio::test]
async fn both_demonstrations_can_be_planted_twice() {
    let folder = tempfile::tempdir().unwrap();
    let cloud = cloud(folder.path());
    for (name, branches) in [("la-papa-criolla.json", 2), ("perros-el-mono.json", 1)] {
        let first = plant_file(&cloud, &demo(name)).await.unwrap();
        assert_eq!(first.branches, branches);
        let end = |tx: &mut Tx<'_>| {
            let products = register::all::<Product>(tx, DocKind::Product)?.len();
            Ok((products, crate::store::table::log::end(tx)?.seq))
        };
        let before = cloud.read(first.company_id, end).await.unwrap();
        assert_eq!(before.0, first.products);
        assert_eq!(plant_file(&cloud, &demo(name)).await.unwrap(), first);
        assert_eq!(cloud.read(first.company_id, end).await.unwrap(), before);
    }
}
