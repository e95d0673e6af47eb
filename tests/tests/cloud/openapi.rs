//! The committed description of the API is the one the cloud serves.

#[test]
fn the_committed_description_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../cloud-sync/openapi.json");
    let committed = std::fs::read_to_string(path).unwrap();
    let served = cloud_sync::http::document().to_pretty_json().unwrap();
    let stale = "cloud-sync/openapi.json is stale: run `cargo run -p cloud-sync -- openapi > cloud-sync/openapi.json`";
    assert!(committed.trim() == served.trim(), "{stale}");
}
