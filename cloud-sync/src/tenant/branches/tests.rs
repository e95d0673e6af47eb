//! Branches that open and close.

use shared_model::tenant::Plan;
use uuid::Uuid;

use super::*;
use crate::tenant::testing::{Shop, branch};

fn id(number: u128) -> BranchId {
    BranchId::new(Uuid::from_u128(number))
}

fn edit(name: &str) -> BranchEdit {
    serde_json::from_value(serde_json::json!({"name": name})).unwrap()
}

#[tokio::test]
async fn a_new_branch_is_like_the_main_one_and_the_plan_limits_them() {
    let shop = Shop::open(Plan::Premium).await;
    shop.work(|work| create(work, id(5), &edit("Kennedy"))).await;
    let listed = shop.work(|work| list(work.tx)).await.items;
    let seen: Vec<_> = listed.iter().map(|branch| (branch.name.as_str(), branch.is_main)).collect();
    assert_eq!(seen, [("Sucursal 100", true), ("Kennedy", false)]);
    assert_eq!(listed[1].zone, "America/Bogota");
    let refused = shop.refused(|work| create(work, id(6), &edit("kennedy"))).await;
    assert!(refused.contains("/name"), "{refused}");
    let trial = Shop::open(Plan::Trial).await;
    let refused = trial.refused(|work| create(work, id(5), &edit("Kennedy"))).await;
    assert!(refused.starts_with("PlanLimit"), "{refused}");
}

#[tokio::test]
async fn the_last_one_and_one_that_sells_stay_and_main_passes_on() {
    let shop = Shop::open(Plan::Premium).await;
    let refused = shop.refused(|work| deactivate(work, branch(100).branch_id, false)).await;
    assert!(refused.contains("LastBranch"), "{refused}");
    shop.work(|work| create(work, id(5), &edit("Kennedy"))).await;
    let refused = shop.refused(|work| deactivate(work, branch(100).branch_id, true)).await;
    assert!(refused.contains("BranchInUse"), "{refused}");
    shop.work(|work| deactivate(work, branch(100).branch_id, false)).await;
    let listed = shop.work(|work| list(work.tx)).await.items;
    let seen: Vec<_> =
        listed.iter().map(|branch| (branch.name.as_str(), branch.is_main, branch.active)).collect();
    assert_eq!(seen, [("Kennedy", true, true), ("Sucursal 100", false, false)]);
}
