//! Roles, schemas, tables and policies: made by the owner, one instance at a time, all or nothing; and looked at by every
//! instance before it serves anybody.

use std::fmt::Write as _;

use deadpool_postgres::Pool;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, NoTls};

use super::config::Config;
use crate::store::error::{During, StoreError};
use crate::store::migrate::{self, Dialect};

/// PostgreSQL's words for the marks of a migration. The row's company is the transaction's.
pub const DIALECT: Dialect = Dialect {
    company_column: "company_id UUID NOT NULL DEFAULT nullif(current_setting('app.company_id', true), '')::uuid,",
    company: "company_id, ",
    integer: "BIGINT",
    blob: "BYTEA",
    table_end: "",
};

const KINDS: [(&str, &[&str]); 2] = [("tenant", migrate::TENANT), ("control", migrate::CONTROL)];

/// Creates or updates everything with the owner's credentials.
pub async fn migrate(config: &Config) -> Result<(), StoreError> {
    let owner =
        config.owner().ok_or_else(|| unfit("migrate", "there are no credentials of the owner".to_owned()))?;
    let (mut client, connection) = owner.connect(NoTls).await.during("connect as the owner")?;
    let connection = tokio::spawn(connection);
    let done = apply(&mut client, config).await;
    drop(client);
    // Ends by itself once the client is gone; its failures were the client's.
    drop(connection.await);
    done
}

async fn apply(client: &mut Client, config: &Config) -> Result<(), StoreError> {
    sorts_by_bytes(client).await?;
    make_roles(client, config).await?;
    let tx = client.transaction().await.during("begin the migration")?;
    tx.batch_execute("SELECT pg_advisory_xact_lock(hashtextextended('fastops migration', 0))")
        .await
        .during("wait for other instances' migrations")?;
    tx.batch_execute(include_str!("base.sql")).await.during("create the schemas")?;
    let login = identifier(config.login().0);
    tx.batch_execute(&format!(
        "GRANT USAGE ON SCHEMA fastops TO {login}; GRANT SELECT ON fastops.migration TO {login}"
    ))
    .await
    .during("let the serving role see the version")?;
    let mut changed = false;
    for (schema, migrations) in KINDS {
        let sql = "SELECT coalesce(max(version), 0) FROM fastops.migration WHERE schema_name = $1";
        let applied: i32 = tx.query_one(sql, &[&schema]).await.during("read the version")?.get(0);
        for (version, sql) in (1_i32..).zip(migrations).filter(|(version, _)| *version > applied) {
            let sql = format!("SET LOCAL search_path = {schema}; {}", DIALECT.translate(sql));
            tx.batch_execute(&sql).await.during("apply a migration")?;
            let sql = "INSERT INTO fastops.migration (schema_name, version) VALUES ($1, $2)";
            tx.execute(sql, &[&schema, &version]).await.during("write the version")?;
            changed = true;
        }
    }
    if changed {
        tx.batch_execute(include_str!("protect.sql")).await.during("protect the tables")?;
    }
    tx.commit().await.during("commit the migration")
}

/// The roles, which belong to the whole server: two databases being migrated at once may be in each other's way.
async fn make_roles(client: &Client, config: &Config) -> Result<(), StoreError> {
    let (login, password) = config.login();
    let mut tries = 10;
    loop {
        tries -= 1;
        let made = async {
            client.batch_execute(include_str!("roles.sql")).await?;
            let known = client.query_opt("SELECT FROM pg_roles WHERE rolname = $1", &[&login]).await?;
            if known.is_none() {
                client.batch_execute(&create_login(login, password)).await?;
            }
            let sql =
                "SELECT r.rolname FROM pg_roles r WHERE r.rolname IN ('fastops_tenant', 'fastops_control')
                       AND NOT pg_has_role($1::text::name, r.oid, 'MEMBER')";
            for missing in client.query(sql, &[&login]).await? {
                let role: String = missing.get(0);
                client.batch_execute(&format!("GRANT {role} TO {}", identifier(login))).await?;
            }
            Ok::<_, tokio_postgres::Error>(())
        };
        match made.await {
            // "tuple concurrently updated" has no code of its own.
            Err(error)
                if tries > 0
                    && matches!(
                        error.code(),
                        Some(
                            &SqlState::INTERNAL_ERROR
                                | &SqlState::DUPLICATE_OBJECT
                                | &SqlState::UNIQUE_VIOLATION
                        )
                    ) =>
            {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
            made => return made.during("create the roles"),
        }
    }
}

fn create_login(login: &str, password: Option<&[u8]>) -> String {
    let mut sql = format!("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOINHERIT", identifier(login));
    if let Some(password) = password {
        let password = String::from_utf8_lossy(password);
        // Writing to a String cannot fail.
        let _ = write!(sql, " PASSWORD '{}'", password.replace('\\', "").replace('\'', "''"));
    }
    sql
}

/// Pages and merges rely on text being sorted as SQLite and Rust sort it.
async fn sorts_by_bytes(client: &Client) -> Result<(), StoreError> {
    let sql = "SELECT datcollate, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()";
    let row = client.query_one(sql, &[]).await.during("read the collation")?;
    let (collation, encoding): (String, String) = (row.get(0), row.get(1));
    if !["C", "POSIX", "C.UTF-8", "C.utf8"].contains(&collation.as_str()) || encoding != "UTF8" {
        let why = format!(
            "it sorts text as {collation} in {encoding}; CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
        );
        return Err(unfit("migrate", why));
    }
    Ok(())
}

/// Refuses a database that is older than this program or whose guards are not up.
pub async fn check(pool: &Pool) -> Result<(), StoreError> {
    let client = pool.get().await.during("connect")?;
    for (schema, migrations) in KINDS {
        let sql = "SELECT count(*) FROM fastops.migration WHERE schema_name = $1";
        let applied: i64 = match client.query_one(sql, &[&schema]).await {
            Err(error) if error.code() == Some(&SqlState::UNDEFINED_TABLE) => 0,
            row => row.during("read the version")?.get(0),
        };
        if usize::try_from(applied).is_ok_and(|applied| applied < migrations.len()) {
            return Err(unfit(
                "open",
                "it is older than this program: migrate it as its owner first".to_owned(),
            ));
        }
    }
    let sql = "SELECT rolsuper OR rolbypassrls OR rolinherit OR rolcreaterole
                   OR EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                              WHERE n.nspname IN ('tenant', 'control') AND pg_has_role(r.oid, c.relowner, 'MEMBER'))
               FROM pg_roles r WHERE rolname = session_user";
    if client.query_one(sql, &[]).await.during("look at the serving role")?.get(0) {
        return Err(unfit("open", "the serving role may do more than serve".to_owned()));
    }
    let sql =
        "SELECT string_agg(c.relname, ', ') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname = 'tenant' AND c.relkind NOT IN ('i', 'I', 'S', 't', 'c') AND (
                   NOT c.relrowsecurity OR NOT c.relforcerowsecurity OR NOT EXISTS (
                       SELECT FROM pg_policy p WHERE p.polrelid = c.oid
                       AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL))";
    let bare: Option<String> = client.query_one(sql, &[]).await.during("look at the policies")?.get(0);
    match bare {
        Some(tables) => Err(unfit("open", format!("companies are not kept apart in: {tables}"))),
        None => Ok(()),
    }
}

fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn unfit(during: &str, why: String) -> StoreError {
    StoreError::Sql { during: format!("{during} the database"), source: why.into() }
}
