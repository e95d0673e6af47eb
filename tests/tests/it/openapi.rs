//! The committed description of the API is the one the box serves.

#[test]
fn the_committed_description_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../edge-node/openapi.json");
    let committed = std::fs::read_to_string(path).unwrap();
    let served = edge_node::http::document().to_pretty_json().unwrap();
    assert!(committed.trim() == served.trim(), "edge-node/openapi.json is stale: run `cargo xtask openapi`");
}
