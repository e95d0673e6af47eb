-- 0001_control.sql: who there is and which door leads where. Nothing here is a company's business data.

-- One row per company. `slug` is what people type at login. Never deleted, only deactivated. The row is written after the
-- company's own data, and makes it visible; `granted_serial` lags `entitlement_serial` while a grant is on its way there.
CREATE TABLE company (
    company_id      TEXT      PRIMARY KEY,
    slug            TEXT      NOT NULL UNIQUE,
    name            TEXT      NOT NULL,
    legal_name      TEXT,
    tax_id          TEXT,
    owner_name      TEXT      NOT NULL,
    owner_email     TEXT      NOT NULL UNIQUE,
    owner_phone     TEXT,
    zone            TEXT      NOT NULL,
    plan            TEXT      NOT NULL CHECK (plan IN ('trial', 'basic', 'premium', 'enterprise')),
    paid_until_ms   {integer} NOT NULL,
    next_plan       TEXT      CHECK (next_plan IN ('trial', 'basic', 'premium', 'enterprise')),
    cancelled_at_ms {integer},
    entitlement_serial {integer} NOT NULL,
    granted_serial  {integer} NOT NULL,
    pin_pepper      {blob}    NOT NULL CHECK (length(pin_pepper) = 32),
    active          {integer} NOT NULL CHECK (active IN (0, 1)),
    created_at_ms   {integer} NOT NULL,
    version         {integer} NOT NULL
){table_end};
CREATE INDEX company_created ON company (created_at_ms, company_id);
CREATE INDEX company_due ON company (paid_until_ms) WHERE next_plan IS NOT NULL;

-- One row per box that was ever enrolled. `generation` counts the boxes of a branch: the highest live one is the branch's.
CREATE TABLE box (
    box_id        TEXT      PRIMARY KEY,
    company_id    TEXT      NOT NULL,
    branch_id     TEXT      NOT NULL,
    endpoint      {blob}    NOT NULL UNIQUE CHECK (length(endpoint) = 32),
    replica       {blob}    NOT NULL CHECK (length(replica) = 8),
    certificate   {blob}    NOT NULL,
    generation    {integer} NOT NULL,
    status        TEXT      NOT NULL CHECK (status IN ('live', 'fenced', 'revoked')),
    enrolled_at_ms {integer} NOT NULL
){table_end};
CREATE INDEX box_company ON box (company_id, branch_id, generation);

-- Single-use codes; stored hashed, good for a day.
CREATE TABLE enrolment (
    code_hash     {blob}    PRIMARY KEY CHECK (length(code_hash) = 32),
    company_id    TEXT      NOT NULL,
    branch_id     TEXT      NOT NULL,
    created_by    TEXT      NOT NULL,
    expires_at_ms {integer} NOT NULL,
    box_id        TEXT
){table_end};

-- Refresh tokens of people, hashed. `company_id` is null for super admins, whose `person_id` is in `admin`.
CREATE TABLE session (
    session_id    TEXT      PRIMARY KEY,
    company_id    TEXT,
    person_id     TEXT      NOT NULL,
    branch_id     TEXT,
    session_epoch {integer} NOT NULL,
    token_hash    {blob}    NOT NULL,
    previous_hash {blob},
    rotated_at_ms {integer} NOT NULL,
    expires_at_ms {integer} NOT NULL
){table_end};
CREATE INDEX session_expiry ON session (expires_at_ms);
CREATE INDEX session_person ON session (person_id);

-- Links to a new password, hashed, good for an hour, once.
CREATE TABLE password_reset (
    token_hash    {blob}    PRIMARY KEY CHECK (length(token_hash) = 32),
    company_id    TEXT      NOT NULL,
    staff_id      TEXT      NOT NULL,
    expires_at_ms {integer} NOT NULL
){table_end};

-- People who run the platform.
CREATE TABLE admin (
    admin_id      TEXT      PRIMARY KEY,
    email         TEXT      NOT NULL UNIQUE,
    name          TEXT      NOT NULL,
    password      TEXT      NOT NULL,
    session_epoch {integer} NOT NULL,
    active        {integer} NOT NULL CHECK (active IN (0, 1)),
    created_at_ms {integer} NOT NULL
){table_end};

-- Wrong passwords by account and by address since the last right one; counted before the password is looked at.
CREATE TABLE login_attempt (
    who             TEXT      PRIMARY KEY,
    failures        {integer} NOT NULL,
    locked_until_ms {integer} NOT NULL,
    last_at_ms      {integer} NOT NULL
){table_end};
CREATE INDEX login_attempt_last ON login_attempt (last_at_ms);

-- Plan changes and what they cost; the history that invoices are made of: rows with an amount, paid or not.
CREATE TABLE subscription_event (
    subscription_event_id TEXT PRIMARY KEY,
    company_id TEXT      NOT NULL,
    at_ms      {integer} NOT NULL,
    kind       TEXT      NOT NULL CHECK (kind IN ('registered', 'upgraded', 'downgrade_asked', 'downgraded', 'cancelled',
                                                  'paid', 'adjusted')),
    from_plan  TEXT,
    to_plan    TEXT,
    amount     {integer} NOT NULL,
    paid_at_ms {integer},
    by_name    TEXT      NOT NULL
){table_end};
CREATE INDEX subscription_event_company ON subscription_event (company_id, at_ms);

-- Instances that run over this data and where boxes reach each. A row is renewed while its instance runs.
CREATE TABLE instance (
    endpoint  {blob}    PRIMARY KEY CHECK (length(endpoint) = 32),
    addresses TEXT      NOT NULL,
    relay_url TEXT,
    seen_ms   {integer} NOT NULL
){table_end};
