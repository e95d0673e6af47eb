//! Which crate may depend on which: the arrows of the architecture, checked.

use serde_json::Value;

/// The crate, and those of ours it may use.
const ARROWS: [(&str, &[&str]); 8] = [
    ("shared-model", &[]),
    ("edge-node", &["shared-model"]),
    ("cloud-sync", &["shared-model"]),
    ("provisioning", &["shared-model"]),
    // The printer is a second opinion on what the product sends, so it shares nothing with the product.
    ("virtual-printer", &[]),
    ("fastops-sim", &["shared-model"]),
    ("fastops-tests", &["shared-model", "edge-node", "cloud-sync", "provisioning", "virtual-printer"]),
    ("xtask", &[]),
];

/// What would bring I/O, a clock or randomness into the core.
const NOT_IN_THE_CORE: [&str; 8] =
    ["tokio", "axum", "rusqlite", "reqwest", "iroh", "socketioxide", "getrandom", "rand"];

/// What is wrong with the dependencies `cargo metadata` tells of.
pub fn complaints(metadata: &Value) -> Vec<String> {
    let mut said = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, allowed)) = ARROWS.iter().find(|(known, _)| *known == name) else {
            said.push(format!("{name}: a new crate; say in xtask/src/tidy/crates.rs what it may depend on"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let on = dependency["name"].as_str().unwrap_or_default();
            let ours = ARROWS.iter().any(|(known, _)| *known == on);
            if ours && !allowed.contains(&on) {
                said.push(format!("{name} must not depend on {on}"));
            }
            let built_in = dependency["kind"].is_null();
            if name == "shared-model" && built_in && NOT_IN_THE_CORE.contains(&on) {
                said.push(format!("shared-model must not depend on {on}: it does no I/O"));
            }
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn package(name: &str, on: &[&str]) -> Value {
        let dependencies: Vec<Value> = on.iter().map(|on| json!({ "name": on, "kind": null })).collect();
        json!({ "packages": [{ "name": name, "dependencies": dependencies }] })
    }

    #[test]
    fn arrows_point_to_the_core_only() {
        assert!(complaints(&package("edge-node", &["shared-model", "tokio"])).is_empty());
        assert_eq!(
            complaints(&package("shared-model", &["edge-node"])),
            ["shared-model must not depend on edge-node"]
        );
        assert_eq!(complaints(&package("virtual-printer", &["edge-node"])).len(), 1);
        assert_eq!(complaints(&package("shared-model", &["tokio"])).len(), 1);
        assert_eq!(complaints(&package("surprise", &[])).len(), 1);
    }
}
