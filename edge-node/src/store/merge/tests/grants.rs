//! What the cloud grants a company, and what is another branch's.

use shared_model::document::{Author, Document};
use shared_model::ids::{BoxId, BranchId, CompanyId, ProductId};
use shared_model::menu::Product;
use shared_model::sync::inspect::inspect;
use shared_model::tenant::{Entitlement, EntitlementClaims, Limits, Plan};
use shared_model::wire::enrol::CloudAddress;

use super::super::super::intent::Refusal;
use super::super::super::testing::branch;
use super::super::super::{edit, entitlement};
use super::*;

fn member(copy: &mut Copy, root: &ed25519_dalek::SigningKey) {
    let cloud = CloudAddress { endpoints: vec![], relay_url: None, base_url: String::new() };
    let member = Membership {
        box_id: BoxId::new(id(1)),
        company_id: CompanyId::new(id(COMPANY)),
        branch_id: BranchId::new(id(BRANCH)),
        certificate: vec![],
        root_key: root.verifying_key().to_bytes(),
        cloud,
        enrolled_at: NOW,
    };
    copy.run(|work| membership::put(work.tx, &member));
}

/// Grants of one company, each written over the one before.
fn grants(grants: &[Entitlement]) -> Vec<Incoming> {
    let mut document = Document::new(Author { replica: *b"la nube!", epoch: 1 });
    let mut last = None;
    let mut written = |grant: &Entitlement| {
        shared_model::document::registers::write(&mut document, last.as_ref(), grant).unwrap();
        last = Some(grant.clone());
        let change = inspect(document.commit(NOW).unwrap().bytes).unwrap();
        Incoming { kind: DocKind::Entitlement, doc: id(COMPANY), change }
    };
    grants.iter().map(&mut written).collect()
}

#[test]
fn only_a_grant_that_the_cloud_signed_and_not_an_older_one_counts() {
    let root = ed25519_dalek::SigningKey::from_bytes(&[1; 32]);
    let signed = |key: &ed25519_dalek::SigningKey, plan: Plan, serial| {
        let company_id = CompanyId::new(id(COMPANY));
        let claims = EntitlementClaims { company_id, plan, limits: plan.limits(), paid_until: NOW, serial };
        Entitlement::sign(key, &claims)
    };
    let held = |copy: &Copy| entitlement::held(&copy.conn).unwrap().map(|claims| claims.serial);
    let forger = ed25519_dalek::SigningKey::from_bytes(&[2; 32]);
    let mut copy = Copy::seeded(1);
    member(&mut copy, &root);
    copy.hear(grants(&[signed(&forger, Plan::Enterprise, 9)]));
    assert_eq!((held(&copy), letters(&copy).len()), (None, 1));
    let good = grants(&[
        signed(&root, Plan::Basic, 5),
        signed(&root, Plan::Trial, 4),
        signed(&root, Plan::Basic, 6),
    ]);
    copy.hear(vec![good[0].clone()]);
    assert_eq!(held(&copy), Some(5));
    copy.hear(vec![good[1].clone()]);
    assert_eq!(held(&copy), Some(5));
    // The newest builds on the older one, and both are taken then.
    copy.hear(vec![good[2].clone()]);
    assert_eq!(held(&copy), Some(6));
    copy.assert_rebuilds();
    assert_eq!(held(&copy), Some(6));
}

#[test]
fn a_plan_limits_new_products_and_neither_edits_nor_what_comes_from_elsewhere() {
    let root = ed25519_dalek::SigningKey::from_bytes(&[1; 32]);
    let company_id = CompanyId::new(id(COMPANY));
    let claims = EntitlementClaims {
        company_id,
        plan: Plan::Trial,
        limits: Limits { products: Some(3), ..Plan::Trial.limits() },
        // Lapsed long ago: that stops nothing and frees nothing.
        paid_until: Timestamp::from_ms(0),
        serial: 1,
    };
    let mut copy = Copy::seeded(1);
    let create = |copy: &mut Copy, number: u128| {
        copy.run(|work| {
            let catalog = work.working.catalog(work.tx)?;
            let model = catalog.menu.products[&ProductId::new(id(PAPAS))].clone();
            edit::create_product(
                work,
                Product { product_id: ProductId::new(id(number)), active: true, ..model },
                NOW,
            )
        })
    };
    // Alone, and before it is given a plan, a box is not limited.
    create(&mut copy, 0x31).unwrap();
    member(&mut copy, &root);
    create(&mut copy, 0x32).unwrap();
    copy.hear(grants(&[Entitlement::sign(&root, &claims)]));
    let refused = create(&mut copy, 0x33);
    assert_eq!(refused, Err(Refusal::PlanLimit { plan: Plan::Trial, limit: 3 }));
    copy.edit(PAPAS, |papas| papas.price = Money::from_pesos(1));
    copy.edit(PAPAS, |papas| papas.active = false);
    assert!(create(&mut copy, 0x34).is_err(), "three of four are active still");
    copy.edit(GASEOSA, |gaseosa| gaseosa.active = false);
    create(&mut copy, 0x35).unwrap();
    // Switching one on is as good as creating it.
    let back = copy.run(|work| {
        let catalog = work.working.catalog(work.tx)?;
        let papas = catalog.menu.products[&ProductId::new(id(PAPAS))].clone();
        edit::update_product(work, Product { active: true, ..papas }, catalog.version_of(id(PAPAS)), NOW)
    });
    assert!(matches!(back, Err(Refusal::PlanLimit { .. })));
    let mut elsewhere = Copy::blank(3);
    elsewhere.hear(copy.told(false));
    create(&mut elsewhere, 0x36).unwrap();
    assert_eq!(copy.hear(elsewhere.told(false)).rejected, []);
    assert!(copy.announcements.catalog.borrow().menu.products.contains_key(&ProductId::new(id(0x36))));
}

#[test]
fn another_branch_stays_outside() {
    let root = ed25519_dalek::SigningKey::from_bytes(&[1; 32]);
    let mut here = Copy::blank(1);
    here.run(|work| {
        let mut catalog = (*work.working.catalog(work.tx)?).clone();
        edit::put(work, &mut catalog, branch(0x0dd), NOW)
    });
    let mut there = Copy::seeded(2);
    member(&mut there, &root);
    let outcome = there.hear(here.told(false));
    assert_eq!(outcome.rejected[0].why, Refused::ForeignDocument);
    assert_eq!(there.announcements.catalog.borrow().branches.len(), 1);
}
