-- 0004_rollup.sql: the sums that reports are read from.

-- Projection: one row per day, dimension and subject; what each sum means is told in shared-model's report/rollup.rs.
-- Rows move with every order, by the difference between the order before and after, in the same transaction. A row of
-- which all sums are zero is deleted, so that counting all orders anew gives the same rows. Kept as long as the orders.
CREATE TABLE rollup (
    dimension    TEXT    NOT NULL CHECK (dimension IN ('sales', 'tax', 'product', 'payment', 'settlement', 'staff',
                                                       'removal')),
    business_day TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    label        TEXT    NOT NULL,
    detail       TEXT    NOT NULL,
    count        INTEGER NOT NULL,
    quantity     INTEGER NOT NULL,
    gross        INTEGER NOT NULL,
    discount     INTEGER NOT NULL,
    total        INTEGER NOT NULL,
    tax          INTEGER NOT NULL,
    lost_count   INTEGER NOT NULL,
    lost_total   INTEGER NOT NULL,
    PRIMARY KEY (dimension, business_day, subject, label, detail)
) STRICT, WITHOUT ROWID;
