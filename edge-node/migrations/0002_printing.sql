-- 0002_printing.sql: the paper that the branch owes its kitchen and its customers.

-- One row is one sheet of paper (or one opening of the drawer) that somebody is owed. It is written in the transaction
-- of the order and carries everything it needs: the order is never read again. It ends in a final state and is pruned
-- some weeks later. See docs/adr/0005-print-durability.md for what survives which failure.
--   waiting: queued; retry_wait (nothing of it was sent); blocked (paper out, cover open: a person has to act)
--   under way: sending (bytes may be on paper from here on)
--   asks a person: uncertain
--   final: printed, superseded (a marked copy took its place), expired, cancelled, failed
CREATE TABLE print_job (
    print_job_id   TEXT    NOT NULL PRIMARY KEY,
    idem_key       TEXT    NOT NULL UNIQUE,  -- the same event twice is one sheet
    kind           TEXT    NOT NULL CHECK (kind IN ('kitchen', 'void', 'receipt', 'drawer', 'test')),
    priority       INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 9),  -- 0 goes first
    station_id     TEXT,
    printer_id     TEXT    NOT NULL,
    order_id       TEXT,
    order_label    TEXT    NOT NULL,         -- what people call it: M-047
    copy_no        INTEGER NOT NULL CHECK (copy_no >= 0),  -- 0 is the first sheet
    supersedes     TEXT,                     -- the job this copy stands for
    requested_by   TEXT,                     -- who asked for a copy; NULL when the box itself did
    maybe_printed  INTEGER NOT NULL DEFAULT 0 CHECK (maybe_printed IN (0, 1)),  -- print it as POSIBLE DUPLICADO
    state          TEXT    NOT NULL CHECK (state IN ('queued', 'retry_wait', 'blocked', 'sending', 'uncertain',
                                                     'printed', 'superseded', 'expired', 'cancelled', 'failed')),
    reason         TEXT,                     -- why it is not simply printed
    confirm_level  TEXT    CHECK (confirm_level IN ('echo', 'status', 'human')),
    process_id     TEXT    CHECK (length(process_id) = 4),  -- what the printer echoes when the sheet is out
    attempts       INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    bytes_total    INTEGER NOT NULL DEFAULT 0 CHECK (bytes_total >= 0),
    bytes_sent     INTEGER NOT NULL DEFAULT 0 CHECK (bytes_sent >= 0),
    length_mm      INTEGER NOT NULL CHECK (length_mm >= 0),  -- about; for "2 min de cola"
    created_at_ms  INTEGER NOT NULL,         -- of the first sheet: its age is what matters to the kitchen
    not_after_ms   INTEGER NOT NULL,         -- not printed any more from then on
    retry_at_ms    INTEGER,
    fallback_at_ms INTEGER,                  -- when the kitchen screen was told to show it
    ended_at_ms    INTEGER,
    ticket         BLOB    NOT NULL          -- JSON of shared_model::receipt::ticket, not ESC/POS: a copy may go to another model
) STRICT;

-- What a printer takes next; a marked copy goes before what was asked for in the same millisecond.
CREATE INDEX print_job_waiting ON print_job (printer_id, priority, created_at_ms, maybe_printed DESC)
    WHERE state IN ('queued', 'retry_wait', 'blocked');
-- What a restart has to look at, and what asks a person.
CREATE INDEX print_job_open ON print_job (state) WHERE state IN ('sending', 'uncertain');
CREATE INDEX print_job_order ON print_job (order_id) WHERE order_id IS NOT NULL;

-- One row is one try that did not end in paper; a printed job needs none. Goes with its job.
CREATE TABLE print_attempt (
    print_job_id TEXT    NOT NULL,
    attempt_no   INTEGER NOT NULL,
    at_ms        INTEGER NOT NULL,
    outcome      TEXT    NOT NULL CHECK (outcome IN ('retry_wait', 'blocked', 'uncertain', 'failed')),
    reason       TEXT    NOT NULL,
    bytes_sent   INTEGER NOT NULL CHECK (bytes_sent >= 0),
    PRIMARY KEY (print_job_id, attempt_no)
) STRICT, WITHOUT ROWID;

-- The one row names the run of the machine (the kernel's boot id) that the states above were written in: claims are
-- not synced, so only a restart of the machine itself can have lost one.
CREATE TABLE print_boot (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    boot_id TEXT    NOT NULL
) STRICT;
