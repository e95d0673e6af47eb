-- 0001_branch.sql: what one branch box keeps. Ids of things people query are text; ids inside the log are raw bytes.

-- Facts about this copy: replica id, process epoch, logical clock. One row per key; lives as long as the file.
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT;

-- The source of truth: every change of every document, in the sequence it was stored. Rows are never updated.
-- `chain` is a hash over all hashes so far, so that two copies can tell whether they share a prefix.
CREATE TABLE log (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    doc_kind TEXT    NOT NULL CHECK (doc_kind IN ('order', 'contact', 'category', 'product', 'modifier_group',
                                                  'ingredient', 'station', 'staff', 'branch', 'printer')),
    doc_id   BLOB    NOT NULL CHECK (length(doc_id) = 16),
    epoch    INTEGER NOT NULL,
    hash     BLOB    NOT NULL CHECK (length(hash) = 32),
    chain    BLOB    NOT NULL CHECK (length(chain) = 16),
    bytes    BLOB    NOT NULL
) STRICT;
CREATE INDEX log_doc ON log (doc_id, doc_kind, seq);

-- Projection: the merged state of everything people edit, as JSON; menu, staff and settings are loaded from it at start.
-- `version` is the log position of its last change.
CREATE TABLE register (
    doc_kind TEXT    NOT NULL,
    doc_id   BLOB    NOT NULL,
    version  INTEGER NOT NULL,
    body     TEXT    NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (doc_kind, doc_id)
) STRICT, WITHOUT ROWID;

-- Projection: one row per order.
CREATE TABLE sales_order (
    order_id        TEXT    PRIMARY KEY,
    order_type      TEXT    NOT NULL CHECK (order_type IN ('dine_in', 'takeaway', 'delivery')),
    business_day    TEXT    NOT NULL,
    turn            INTEGER NOT NULL CHECK (turn > 0),
    table_name      TEXT,
    customer_name   TEXT,
    note            TEXT,
    status          TEXT    NOT NULL CHECK (status IN ('open', 'sent', 'preparing', 'ready', 'delivered', 'cancelled')),
    payment_state   TEXT    NOT NULL CHECK (payment_state IN ('unpaid', 'partial', 'paid')),
    subtotal        INTEGER NOT NULL,
    discount        INTEGER NOT NULL,
    total           INTEGER NOT NULL,
    paid            INTEGER NOT NULL,
    due             INTEGER NOT NULL,
    line_count      INTEGER NOT NULL,
    created_at_ms   INTEGER NOT NULL,
    created_by_name TEXT    NOT NULL,
    needs_review    INTEGER NOT NULL CHECK (needs_review IN (0, 1)),
    version         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Not unique: two boxes with one identity may meet, and a sale that happened is never refused.
CREATE INDEX sales_order_turn ON sales_order (business_day, order_type, turn);
CREATE INDEX sales_order_day ON sales_order (business_day, created_at_ms, order_id);
CREATE INDEX sales_order_status ON sales_order (status, business_day, created_at_ms, order_id);

-- Projection: one row per line ever added, taken back or not.
CREATE TABLE order_line (
    line_id     TEXT    PRIMARY KEY,
    order_id    TEXT    NOT NULL,
    product_id  TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    variant     TEXT,
    quantity    INTEGER NOT NULL CHECK (quantity > 0),
    unit_price  INTEGER NOT NULL,
    total       INTEGER NOT NULL,
    sent_at_ms  INTEGER,
    voided      INTEGER NOT NULL CHECK (voided IN (0, 1)),
    consumption TEXT    NOT NULL CHECK (json_valid(consumption))
) STRICT, WITHOUT ROWID;
CREATE INDEX order_line_order ON order_line (order_id);

-- Projection: one row per part that was sent to a station. `open`: still to be made.
CREATE TABLE kitchen_item (
    line_id     TEXT    NOT NULL,
    part        INTEGER NOT NULL,
    order_id    TEXT    NOT NULL,
    send_id     TEXT    NOT NULL,
    round       INTEGER NOT NULL,
    station_id  TEXT,
    quantity    INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    variant     TEXT,
    modifiers   TEXT    NOT NULL CHECK (json_valid(modifiers)),
    note        TEXT,
    stage       TEXT    NOT NULL CHECK (stage IN ('pending', 'preparing', 'ready', 'delivered', 'voided')),
    sent_at_ms  INTEGER NOT NULL,
    ready_at_ms INTEGER,
    void_reason TEXT,
    open        INTEGER NOT NULL CHECK (open IN (0, 1)),
    PRIMARY KEY (line_id, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX kitchen_item_open ON kitchen_item (sent_at_ms) WHERE open = 1;
CREATE INDEX kitchen_item_done ON kitchen_item (ready_at_ms) WHERE open = 0 AND ready_at_ms IS NOT NULL;
CREATE INDEX kitchen_item_send ON kitchen_item (send_id);
CREATE INDEX kitchen_item_order ON kitchen_item (order_id);

-- Projection: one row per payment.
CREATE TABLE payment (
    payment_id TEXT    PRIMARY KEY,
    order_id   TEXT    NOT NULL,
    method     TEXT    NOT NULL CHECK (method IN ('cash', 'card', 'nequi', 'daviplata', 'bre_b', 'transfer',
                                                  'platform', 'credit')),
    amount     INTEGER NOT NULL,
    rounding   INTEGER NOT NULL,
    reference  TEXT,
    at_ms      INTEGER NOT NULL,
    by_name    TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_order ON payment (order_id);
CREATE INDEX payment_reference ON payment (reference) WHERE reference IS NOT NULL;

-- Commands that were carried out, with their answer: a retry is told the same again. Rows go after a week.
CREATE TABLE answered (
    command_id  BLOB    PRIMARY KEY CHECK (length(command_id) = 16),
    fingerprint BLOB    NOT NULL CHECK (length(fingerprint) = 16),
    status      INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    body        BLOB    NOT NULL,
    at_ms       INTEGER NOT NULL
) STRICT;
CREATE INDEX answered_at ON answered (at_ms);

-- What screens are told, in the branch's own sequence without gaps. Written with what caused it, sent after the commit,
-- asked for again after a lost connection. Rows go after a week.
CREATE TABLE event (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms    INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    audience TEXT    NOT NULL CHECK (audience IN ('branch', 'kitchen', 'cashier', 'admin')),
    data     TEXT    NOT NULL CHECK (json_valid(data))
) STRICT;
CREATE INDEX event_at ON event (at_ms);

-- Tablets and screens somebody signed in on with a password; a PIN works only there.
CREATE TABLE device (
    device_id    TEXT    PRIMARY KEY,
    secret_hash  BLOB    NOT NULL CHECK (length(secret_hash) = 32),
    created_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Refresh tokens, hashed. One row per signed-in stretch; the token changes at every use and the one before is remembered
-- to notice a stolen copy. Rows go when they expire.
CREATE TABLE session (
    session_id     TEXT    PRIMARY KEY,
    staff_id       TEXT    NOT NULL,
    device_id      TEXT    NOT NULL,
    session_epoch  INTEGER NOT NULL,
    token_hash     BLOB    NOT NULL,
    previous_hash  BLOB,
    rotated_at_ms  INTEGER NOT NULL,
    expires_at_ms  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_expiry ON session (expires_at_ms);

-- Wrong PINs of one person on one device since the last right one. Written before a PIN is looked at.
CREATE TABLE pin_attempt (
    staff_id        TEXT    NOT NULL,
    device_id       TEXT    NOT NULL,
    failures        INTEGER NOT NULL CHECK (failures >= 0),
    locked_until_ms INTEGER NOT NULL,
    PRIMARY KEY (staff_id, device_id)
) STRICT, WITHOUT ROWID;
