//! The sums of a branch in some days are found by the index, on both databases: what is asked is never tried on every row
//! of the company, nor sorted afterwards in SQLite.

use fastops_tests::postgres;

use crate::isolation::behind;
use crate::world::World;

/// As `store::table::rollup` asks it.
const QUESTION: &str = "SELECT business_day, subject, label, detail, count FROM rollup
    WHERE branch_id = 'brn_3' AND dimension = 'sales' AND business_day >= '2026-02-01' AND business_day <= '2026-02-20'
    ORDER BY business_day, subject, label, detail";

/// Ten branches that sold on two hundred days.
const SOLD: &str = "WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < 1999)
    INSERT INTO rollup (branch_id, business_day, dimension, subject, label, detail, count, quantity, gross, discount,
        total, tax, lost_count, lost_total)
    SELECT 'brn_' || (n % 10), '2026-0' || (1 + n / 10 % 8) || '-' || (10 + n / 80 % 25), 'sales', 'takeaway', '',
        '' || n, 1, 0, 1, 0, 1, 0, 0, 0 FROM number";

#[test]
fn sqlite_finds_sums_by_the_index() {
    let world = World::sqlite();
    let company = world.company();
    world.execute(company, SOLD, &[]).unwrap();
    let rows = world.query(company, &format!("EXPLAIN QUERY PLAN {QUESTION}")).unwrap();
    let steps: Vec<String> = rows.iter().map(|row| row.get(3).unwrap()).collect();
    let found = "(branch_id=? AND business_day>? AND business_day<?)";
    assert!(steps[0].starts_with("SEARCH rollup USING INDEX") && steps[0].ends_with(found), "{steps:?}");
}

#[test]
fn postgres_finds_sums_by_the_index() {
    let database = postgres::database();
    let world = World::over(&database);
    let company = world.company();
    world.execute(company, SOLD, &[]).unwrap();
    behind(&world, &database.owner(), "ANALYZE");
    let rows = world.query(company, &format!("EXPLAIN {QUESTION}")).unwrap();
    let plan: Vec<String> = rows.iter().map(|row| row.get(0).unwrap()).collect();
    let condition = plan.iter().find(|line| line.contains("Index Cond")).expect("an index");
    for part in ["company_id = ", "branch_id = ", "business_day >= ", "business_day <= ", "dimension = "] {
        assert!(condition.contains(part), "{part} in {plan:#?}");
    }
}
