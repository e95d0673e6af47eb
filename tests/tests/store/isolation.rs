//! Every table, as the wrong company: PostgreSQL must refuse whatever a statement forgets or forges.

use cloud_sync::store::postgres::Postgres;
use cloud_sync::store::{Mode, StoreError};
use cloud_sync::values;
use fastops_tests::postgres::{self, Database};
use shared_model::ids::CompanyId;
use tokio_postgres::NoTls;

use crate::world::{World, answer, config};

/// Runs statements as somebody policies do not hold for, or as the owner; answers the rows of the last as text.
pub fn behind(world: &World, url: &str, sql: &str) -> Vec<Vec<String>> {
    world.runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        let answers = client.simple_query(sql).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
        drop(client);
        connection.await.unwrap().unwrap();
        let rows = answers.iter().filter_map(|answer| {
            if let tokio_postgres::SimpleQueryMessage::Row(row) = answer { Some(row) } else { None }
        });
        rows.map(|row| (0..row.len()).map(|at| row.get(at).unwrap_or("null").to_owned()).collect()).collect()
    })
}

/// The names of a schema's tables, asked of the server.
fn tables(world: &World, database: &Database, schema: &str) -> Vec<String> {
    let sql = format!("SELECT tablename FROM pg_tables WHERE schemaname = '{schema}' ORDER BY 1");
    let tables = behind(world, &database.superuser(), &sql);
    assert!(tables.len() > 5, "{tables:?}");
    tables.into_iter().flatten().collect()
}

/// `(columns, values)` of some row: any value of each column's type will do once the checks are gone.
fn some_row(world: &World, database: &Database, table: &str) -> (String, String) {
    let sql = format!(
        "SELECT column_name, CASE data_type WHEN 'bigint' THEN '1' WHEN 'text' THEN '''x''' WHEN 'bytea' THEN '''\\x01'''
                             ELSE data_type END
         FROM information_schema.columns WHERE table_schema = 'tenant' AND table_name = '{table}'
         AND column_name <> 'company_id' AND data_type NOT LIKE 'timestamp%' ORDER BY ordinal_position"
    );
    let columns = behind(world, &database.superuser(), &sql);
    let part = |at: usize| columns.iter().flat_map(|column| [", ", column[at].as_str()]).collect();
    (part(0), part(1))
}

/// Checks would refuse made-up rows before the policies can.
const DROP_CHECKS: &str = "DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT conrelid::regclass AS tab, conname FROM pg_constraint
             WHERE contype = 'c' AND connamespace = 'tenant'::regnamespace
    LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.tab, c.conname); END LOOP; END $$";

#[test]
fn no_table_shows_or_takes_another_companys_rows() {
    let database = postgres::database();
    let world = World::over(&database);
    let (ana, eva) = (world.company(), world.company());
    behind(&world, &database.owner(), DROP_CHECKS);
    for table in tables(&world, &database, "tenant") {
        let (columns, values) = some_row(&world, &database, &table);
        let insert = |into: CompanyId| {
            let id = into.uuid().hyphenated();
            format!(
                "INSERT INTO {table} (company_id{columns}) VALUES ('{id}'{values}) ON CONFLICT DO NOTHING"
            )
        };
        world.execute(ana, &insert(ana), &[]).unwrap_or_else(|error| panic!("{table}: {error:?}"));
        let rows = format!("SELECT count(*) FROM {table} WHERE company_id = '{}'", ana.uuid().hyphenated());
        assert_eq!(world.number(ana, &rows), 1, "{table}");
        let stored = format!("SELECT t::text FROM tenant.{table} t ORDER BY 1");
        let before = behind(&world, &database.superuser(), &stored);

        assert_eq!(world.number(eva, &rows), 0, "{table} shows another company's row");
        let joined = format!("SELECT count(*) FROM {table} a JOIN {table} b ON a.company_id <> b.company_id");
        assert_eq!(world.number(eva, &joined), 0, "{table} shows another company's row");
        for touch in [format!("UPDATE {table} SET company_id = company_id"), format!("DELETE FROM {table}")] {
            let touch = format!("{touch} WHERE company_id = '{}'", ana.uuid().hyphenated());
            // Some tables may not be rewritten at all.
            assert_eq!(world.execute(eva, &touch, &[]).unwrap_or(0), 0, "{touch}");
        }
        // As a forged row of a company that has none yet, and of one that has: told the same, and nothing else.
        let forged = world.execute(eva, &insert(ana).replace(" ON CONFLICT DO NOTHING", ""), &[]);
        assert!(matches!(forged, Err(StoreError::Sql { .. })), "{table} took a forged row: {forged:?}");
        assert_eq!(behind(&world, &database.superuser(), &stored), before, "{table} was touched");

        world.execute(eva, &insert(eva), &[]).unwrap();
        let given = format!("UPDATE {table} SET company_id = '{}'", ana.uuid().hyphenated());
        assert!(world.execute(eva, &given, &[]).is_err(), "{table} let a row be given away");
    }
}

#[test]
fn what_only_grows_cannot_be_rewritten() {
    let world = World::postgres();
    let company = world.company();
    for table in ["log", "audit", "registry"] {
        for sql in [format!("UPDATE {table} SET company_id = company_id"), format!("DELETE FROM {table}")] {
            assert!(world.execute(company, &sql, &[]).is_err(), "{sql}");
        }
        assert!(world.execute(company, &format!("TRUNCATE {table}"), &[]).is_err());
    }
}

#[test]
fn neither_role_reads_the_others_tables() {
    let database = postgres::database();
    let world = World::over(&database);
    let company = world.company();
    for table in tables(&world, &database, "control") {
        for sql in [format!("SELECT 1 FROM control.{table}"), format!("SELECT 1 FROM {table} LIMIT 0")] {
            assert!(world.query(company, &sql).is_err(), "a company reads {table}");
        }
    }
    for table in tables(&world, &database, "tenant") {
        for sql in [format!("SELECT 1 FROM tenant.{table}"), format!("SELECT 1 FROM {table} LIMIT 0")] {
            let read = world.here.control(Mode::Read, &mut |tx| tx.query(&sql, &[]).map(drop));
            assert!(read.is_err(), "control reads {table}");
        }
    }
    for sql in
        ["CREATE TABLE tenant.x (a INT)", "CREATE TABLE control.x (a INT)", "CREATE TABLE public.x (a INT)"]
    {
        assert!(world.execute(company, sql, &[]).is_err(), "{sql}");
        assert!(world.here.control(Mode::Write, &mut |tx| tx.execute(sql, &[]).map(drop)).is_err(), "{sql}");
    }
}

#[test]
fn a_company_is_set_for_one_transaction_only() {
    let database = postgres::database();
    let world = World::over(&database);
    let (ana, eva) = (world.company(), world.company());
    // With one connection everybody gets the one the last left behind.
    let single = config(&database).with_connections(1);
    let mut one = world;
    one.here = std::sync::Arc::new(Postgres::open(&single, one.runtime.handle().clone()).unwrap());
    one.write(ana, &mut |tx| answer(tx, 1, 200).map(drop)).unwrap();
    let (id, other) = (ana.uuid().hyphenated().to_string(), eva.uuid().hyphenated().to_string());
    // Work that forgets `LOCAL` leaves its company behind on the connection.
    let leave = "SELECT set_config('app.company_id', $1, false), set_config('role', 'fastops_tenant', false)";
    one.write(ana, &mut |tx| tx.query(leave, &values![id.as_str()]).map(drop)).unwrap();
    let seen = "SELECT coalesce(current_setting('app.company_id', true), ''), current_user::text";
    let expect = |tx: &mut dyn cloud_sync::store::Sql, company: &str, role: &str| {
        let rows = tx.query(seen, &[])?;
        assert_eq!(rows[0].0, values![company, role]);
        Ok(())
    };
    one.here.control(Mode::Write, &mut |tx| expect(tx, "", "fastops_control")).unwrap();
    one.here.tenant(eva, Mode::Read, &mut |tx| expect(tx, &other, "fastops_tenant")).unwrap();
    assert_eq!(one.number(eva, "SELECT count(*) FROM answered"), 0);
    assert_eq!(one.number(ana, "SELECT count(*) FROM answered"), 1);
}
