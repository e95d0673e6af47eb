//! People, and what must not happen to the last who administers.

use shared_model::ids::BranchId;
use shared_model::tenant::Plan;
use uuid::Uuid;

use super::*;
use crate::tenant::testing::Shop;

fn id(number: u128) -> StaffId {
    StaffId::new(Uuid::from_u128(number))
}

fn person(number: u128, username: &str, role: Role) -> NewStaff {
    NewStaff {
        staff_id: id(number),
        name: username.to_owned(),
        username: username.to_owned(),
        email: None,
        roles: vec![role],
        branch_ids: Vec::new(),
        password: None,
        pin: None,
    }
}

fn edit(username: &str, role: Role) -> StaffEdit {
    StaffEdit {
        name: username.to_owned(),
        username: username.to_owned(),
        email: None,
        roles: vec![role],
        branch_ids: Vec::new(),
        active: true,
    }
}

#[tokio::test]
async fn the_plan_limits_people_and_names_are_unique() {
    let shop = Shop::open(Plan::Trial).await;
    shop.work(|work| create(work, &person(1, "Marcela", Role::Admin), Verifiers::default())).await;
    let twice = person(2, " marcela ", Role::Cashier);
    let refused = shop.refused(move |work| create(work, &twice, Verifiers::default())).await;
    assert!(refused.contains("/username"), "{refused}");
    let nowhere =
        NewStaff { branch_ids: vec![BranchId::new(Uuid::nil())], ..person(2, "daniela", Role::Cashier) };
    let refused = shop.refused(move |work| create(work, &nowhere, Verifiers::default())).await;
    assert!(refused.contains("/branch_ids/0"), "{refused}");
    shop.work(|work| create(work, &person(2, "daniela", Role::Cashier), Verifiers::default())).await;
    shop.work(|work| create(work, &person(3, "julian", Role::Cashier), Verifiers::default())).await;
    let refused =
        shop.refused(|work| create(work, &person(4, "yuli", Role::Kitchen), Verifiers::default())).await;
    assert!(refused.starts_with("PlanLimit"), "{refused}");
    shop.work(|work| deactivate(work, id(3))).await;
    shop.work(|work| create(work, &person(4, "yuli", Role::Kitchen), Verifiers::default())).await;
}

#[tokio::test]
async fn somebody_always_administers() {
    let shop = Shop::open(Plan::Premium).await;
    let made = shop.work(|work| create(work, &person(1, "marcela", Role::Admin), Verifiers::default())).await;
    let refused = shop.refused(|work| deactivate(work, id(1))).await;
    assert!(refused.contains("LastAdmin"), "{refused}");
    let version = made.version;
    let refused =
        shop.refused(move |work| update(work, id(1), &edit("marcela", Role::Cashier), version)).await;
    assert!(refused.contains("LastAdmin"), "{refused}");
    shop.work(|work| create(work, &person(2, "daniela", Role::Admin), Verifiers::default())).await;
    shop.work(|work| deactivate(work, id(1))).await;
}

#[tokio::test]
async fn secrets_never_leave_and_a_new_password_ends_sessions() {
    let shop = Shop::open(Plan::Trial).await;
    shop.work(|work| create(work, &person(1, "marcela", Role::Admin), Verifiers::default())).await;
    let set = shop.work(|work| set_password(work, id(1), Some("$argon2id$secret".to_owned()))).await;
    let body = String::from_utf8(set.body).unwrap();
    assert!(body.contains(r#""has_password":true"#) && !body.contains("argon2"), "{body}");
    shop.work(|work| sign_out(work, id(1))).await;
    let staff = shop.work(|work| work.find::<Staff>(id(1).uuid())).await.0;
    assert_eq!(staff.session_epoch, 2);
}

#[test]
fn secrets_have_a_form() {
    assert!(check_secrets(Some("marcela-2026"), Some("482613")).is_ok());
    for (password, pin) in
        [(Some("corta"), None), (None, Some("123")), (None, Some("1234567")), (None, Some("12a4"))]
    {
        assert!(check_secrets(password, pin).is_err(), "{password:?} {pin:?}");
    }
}
