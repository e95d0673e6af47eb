//! What the server itself says about tables, policies and roles; and databases that are refused.

use cloud_sync::store::StoreError;
use cloud_sync::store::postgres::{Config, Postgres};
use fastops_tests::postgres;

use crate::isolation::behind;
use crate::world::{World, config, runtime};

#[test]
fn every_table_of_a_company_has_a_forced_policy() {
    let database = postgres::database();
    let world = World::over(&database);
    let sql = "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, p.policyname, p.cmd, p.qual, p.with_check
               FROM pg_class c LEFT JOIN pg_policies p ON p.schemaname = 'tenant' AND p.tablename = c.relname
               WHERE c.relnamespace = 'tenant'::regnamespace AND c.relkind NOT IN ('i', 'I', 'S')";
    let own = "(company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid)";
    let tables = behind(&world, &database.superuser(), sql);
    assert!(tables.len() >= 13, "{tables:?}");
    for table in tables {
        // One policy each: a second one would widen the first.
        assert_eq!(table[1..], ["t", "own_company", "ALL", own, own], "{}", table[0]);
    }
    let sql = "SELECT i.indexrelid::regclass FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
               JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
               WHERE c.relnamespace = 'tenant'::regnamespace AND a.attname <> 'company_id'";
    assert_eq!(
        behind(&world, &database.superuser(), sql),
        Vec::<Vec<String>>::new(),
        "indexes of all companies"
    );
    let sql =
        "SELECT p.oid::regprocedure FROM pg_proc p WHERE prosecdef AND pronamespace::regnamespace::text IN
               ('tenant', 'control', 'fastops', 'public')";
    assert_eq!(
        behind(&world, &database.superuser(), sql),
        Vec::<Vec<String>>::new(),
        "functions that run as their owner"
    );
}

#[test]
fn questions_use_the_companys_index() {
    let database = postgres::database();
    let world = World::over(&database);
    let company = world.company();
    // As with real ones: few changes belong to the whole company, and a branch has its share.
    let fill = "INSERT INTO log (seq, doc_kind, doc_id, branch_id, hash, chain, bytes)
                SELECT g, 'order', decode(lpad(to_hex(g), 32, '0'), 'hex'),
                       CASE WHEN g % 100 <> 0 THEN decode(lpad(to_hex(g % 40), 32, '0'), 'hex') END,
                       decode(repeat('00', 32), 'hex'), decode(repeat('00', 16), 'hex'), ''
                FROM generate_series(1, 5000) g";
    world.execute(company, fill, &[]).unwrap();
    behind(&world, &database.owner(), "ANALYZE");
    for (sql, index) in [
        ("SELECT 1 FROM log WHERE seq > 5 ORDER BY seq LIMIT 10", "log_pkey"),
        ("SELECT 1 FROM log WHERE doc_id = '\\x01' ORDER BY seq", "log_doc"),
        ("SELECT 1 FROM log WHERE branch_id IS NULL AND seq > 5 ORDER BY seq LIMIT 10", "log_branch"),
    ] {
        let mut plan = String::new();
        let explain = format!("EXPLAIN {sql}");
        world
            .write(company, &mut |tx| {
                tx.query("SELECT set_config('enable_seqscan', 'off', true)", &[])?;
                plan =
                    tx.query(&explain, &[])?.iter().map(|row| row.get::<String>(0).unwrap() + "\n").collect();
                Ok(())
            })
            .unwrap();
        let condition = plan.lines().find(|line| line.contains("Index Cond")).unwrap_or_default();
        assert!(plan.contains(index) && condition.contains("company_id"), "{sql}\n{plan}");
        // What the question asks is part of the search, not tried on every row of the company.
        assert!(condition.contains(" AND "), "{sql}\n{plan}");
    }
}

#[test]
fn the_serving_role_can_only_serve() {
    let database = postgres::database();
    let world = World::over(&database);
    let sql = "SELECT rolname, rolsuper, rolbypassrls, rolinherit, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin
               FROM pg_roles WHERE rolname LIKE 'fastops%' AND rolname <> 'fastops_owner' ORDER BY 1";
    let roles = behind(&world, &database.superuser(), sql);
    let none = ["f", "f", "f", "f", "f", "f"];
    let names = [("fastops_app", "t"), ("fastops_control", "f"), ("fastops_tenant", "f")];
    let expected: Vec<Vec<&str>> =
        names.iter().map(|(name, login)| [&[*name], &none[..], &[*login]].concat()).collect();
    assert_eq!(roles, expected);
    let sql = "SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
               WHERE m.member = 'fastops_app'::regrole ORDER BY 1";
    assert_eq!(behind(&world, &database.superuser(), sql), [["fastops_control"], ["fastops_tenant"]]);
    let sql = "SELECT c.relname FROM pg_class c WHERE c.relowner <> 'fastops_owner'::regrole
               AND c.relnamespace::regnamespace::text IN ('tenant', 'control', 'fastops')";
    assert_eq!(behind(&world, &database.superuser(), sql), Vec::<Vec<String>>::new());
    let sql = "SELECT has_table_privilege('fastops_app', c.oid, 'SELECT') FROM pg_class c
               WHERE c.relnamespace = 'tenant'::regnamespace AND c.relkind = 'r' GROUP BY 1";
    assert_eq!(behind(&world, &database.superuser(), sql), [["f"]], "sees tables without choosing a role");
}

#[test]
fn instances_that_start_at_once_migrate_once() {
    let database = postgres::database();
    let runtime = runtime();
    std::thread::scope(|scope| {
        let open = || Postgres::open(&config(&database).with_connections(2), runtime.handle().clone());
        let opened: Vec<_> = (0..4).map(|_| scope.spawn(open)).collect();
        for opened in opened {
            opened.join().unwrap().unwrap();
        }
    });
    let world = World::over(&database);
    let sql = "SELECT schema_name, version FROM fastops.migration ORDER BY 1, 2";
    let applied = behind(&world, &database.superuser(), sql);
    assert_eq!(applied[..2], [["control", "1"], ["tenant", "1"]]);
}

fn refused(opened: Result<Postgres, StoreError>, why: &str) {
    let error = opened.map(drop).unwrap_err();
    assert!(format!("{error:?}").contains(why), "{error:?}");
}

#[test]
fn an_unfit_database_is_refused() {
    let database = postgres::database();
    let world = World::postgres();
    let handle = world.runtime.handle();
    let app = Config::parse(&database.app()).unwrap();
    refused(Postgres::open(&app, handle.clone()), "older than this program");
    Postgres::migrate(&config(&database), handle).unwrap();
    Postgres::migrate(&config(&database), handle).unwrap();
    drop(Postgres::open(&app, handle.clone()).unwrap());

    for (url, why) in [(database.superuser(), "may do more"), (database.owner(), "may do more")] {
        refused(Postgres::open(&Config::parse(&url).unwrap(), handle.clone()), why);
    }
    behind(&world, &database.owner(), "CREATE TABLE tenant.forgotten (company_id UUID)");
    refused(Postgres::open(&app, handle.clone()), "forgotten");
    let halfway = "ALTER TABLE tenant.forgotten ENABLE ROW LEVEL SECURITY;
                   CREATE POLICY p ON tenant.forgotten USING (true) WITH CHECK (true)";
    behind(&world, &database.owner(), halfway);
    refused(Postgres::open(&app, handle.clone()), "forgotten");
    let taken_down = "DROP TABLE tenant.forgotten; ALTER TABLE tenant.log NO FORCE ROW LEVEL SECURITY";
    behind(&world, &database.owner(), taken_down);
    refused(Postgres::open(&app, handle.clone()), "log");

    let nowhere = Config::parse("postgres://fastops_app@%2Fnowhere/x").unwrap();
    let error = Postgres::open(&nowhere, handle.clone()).map(drop).unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    let secret = Config::parse(&format!("{}?sslmode=require", database.app())).unwrap();
    assert!(Postgres::open(&secret, handle.clone()).is_err(), "asked for TLS and served in the clear");
}
