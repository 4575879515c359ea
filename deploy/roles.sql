-- The app's role in the store's database: it reads and writes rows, and changes no table. Run by a member of the administrators' group, in the
-- database "engagement", after the first migration, with psql and the identity's name:
--   psql "host=... dbname=engagement user=GROUP sslmode=verify-full" -v app=engagement-trust-live -f deploy/roles.sql
-- Run again it changes nothing.
\set ON_ERROR_STOP on

-- On Azure a role that signs in with Entra ID is made by a function of the server's own.
SELECT count(*) > 0 AS azure FROM pg_proc WHERE proname = 'pgaadauth_create_principal' \gset
SELECT count(*) = 0 AS missing FROM pg_roles WHERE rolname = :'app' \gset
\if :missing
  \if :azure
    SELECT pgaadauth_create_principal(:'app', false, false);
  \else
    CREATE ROLE :"app" LOGIN;
  \endif
\endif

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO :"app";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :"app";
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO :"app";
-- What later migrations of whoever runs this make, too.
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"app";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO :"app";
