-- Where the tables are: each schema can be seen by one role only, so the other's tables cannot even be named.
CREATE SCHEMA IF NOT EXISTS tenant;
CREATE SCHEMA IF NOT EXISTS control;
GRANT USAGE ON SCHEMA tenant TO fastops_tenant;
GRANT USAGE ON SCHEMA control TO fastops_control;

-- What was done to this database, and by whom. The serving role reads it to know whether it fits.
CREATE SCHEMA IF NOT EXISTS fastops;
CREATE TABLE IF NOT EXISTS fastops.migration (
    schema_name TEXT        NOT NULL CHECK (schema_name IN ('tenant', 'control')),
    version     INTEGER     NOT NULL,
    applied_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_by  TEXT        NOT NULL DEFAULT current_user,
    PRIMARY KEY (schema_name, version)
);

-- Companies that have room here: one row each, seen by that company only. Never deleted.
CREATE TABLE IF NOT EXISTS tenant.registry (
    company_id UUID NOT NULL DEFAULT nullif(current_setting('app.company_id', true), '')::uuid PRIMARY KEY,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
