-- After the migrations, over whatever tables they made: a table cannot be forgotten, and one without `company_id` fails here.
DO $$
DECLARE
    tab record;
    own constant text := $own$company_id = nullif(current_setting('app.company_id', true), '')::uuid$own$;
BEGIN
    FOR tab IN
        SELECT c.oid, c.relname, c.relrowsecurity AND c.relforcerowsecurity AS forced
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'tenant' AND c.relkind IN ('r', 'p')
    LOOP
        IF NOT tab.forced THEN
            EXECUTE format('ALTER TABLE tenant.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', tab.relname);
        END IF;
        IF NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = tab.oid) THEN
            EXECUTE format('CREATE POLICY own_company ON tenant.%I USING (%s) WITH CHECK (%s)', tab.relname, own, own);
        END IF;
    END LOOP;
END
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA tenant TO fastops_tenant;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA control TO fastops_control;
-- What only ever grows cannot be rewritten by a program that was taken over either.
REVOKE UPDATE, DELETE ON tenant.log, tenant.audit, tenant.registry FROM fastops_tenant;
