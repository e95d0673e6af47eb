-- 0003_sync.sql: a box as one replica of its company: who wrote what, how far the cloud is, and what went wrong.

-- The log again (the 12 steps of sqlite.org/lang_altertable.html, section 7): who wrote a change, and whether it came from
-- the cloud. Kinds are not a closed set any more: a newer peer has kinds this program does not know, and they are kept.
CREATE TABLE log_next (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    doc_kind TEXT    NOT NULL CHECK (length(doc_kind) BETWEEN 1 AND 40),
    doc_id   BLOB    NOT NULL CHECK (length(doc_id) = 16),
    replica  BLOB    NOT NULL CHECK (length(replica) = 8),  -- who wrote it: the first bytes of its actor
    epoch    INTEGER NOT NULL,                              -- the process start it was written in
    received INTEGER NOT NULL CHECK (received IN (0, 1)),   -- 0: written here; 1: came from the cloud
    hash     BLOB    NOT NULL CHECK (length(hash) = 32),    -- not unique: two documents may begin with the same change
    chain    BLOB    NOT NULL CHECK (length(chain) = 16),
    bytes    BLOB    NOT NULL
) STRICT;
INSERT INTO log_next (seq, doc_kind, doc_id, replica, epoch, received, hash, chain, bytes)
    SELECT seq, doc_kind, doc_id, (SELECT value FROM meta WHERE key = 'replica'), epoch, 0, hash, chain, bytes
    FROM log ORDER BY seq;
-- Positions are never given out twice, also not those of rows that are gone.
UPDATE sqlite_sequence SET seq = max(seq, (SELECT seq FROM sqlite_sequence WHERE name = 'log')) WHERE name = 'log_next';
DROP TABLE log;
ALTER TABLE log_next RENAME TO log;
CREATE INDEX log_doc ON log (doc_id, doc_kind, seq);
-- What the cloud has to be sent, and how much of it waits.
CREATE INDEX log_own ON log (seq) WHERE received = 0;

-- The cloud, as this box knows it: how far its log was read, how far it has read ours, and whether it still lets us in.
-- One row, from the first conversation on.
CREATE TABLE peer (
    one              INTEGER PRIMARY KEY CHECK (one = 1),
    recv_seq         INTEGER NOT NULL DEFAULT 0 CHECK (recv_seq >= 0),   -- position in the cloud's log
    recv_chain       BLOB    NOT NULL DEFAULT (zeroblob(16)) CHECK (length(recv_chain) = 16),
    acked_seq        INTEGER NOT NULL DEFAULT 0 CHECK (acked_seq >= 0),  -- position in our log
    last_exchange_ms INTEGER,
    standing         TEXT    NOT NULL DEFAULT 'member' CHECK (standing IN ('member', 'fenced', 'revoked')),
    letters_dropped  INTEGER NOT NULL DEFAULT 0 CHECK (letters_dropped >= 0)  -- dead letters that had to make room
) STRICT;

-- Positions of the cloud's log that were read up to: where to go on after one of the two was restored from a backup.
-- About 32 rows, dense at the end and sparse before.
CREATE TABLE peer_mark (
    seq   INTEGER PRIMARY KEY CHECK (seq > 0),
    chain BLOB NOT NULL CHECK (length(chain) = 16)
) STRICT;

-- Changes that were not taken, here (in) or in the cloud (out), with the reason, for a person to look at. A change that
-- is taken after all leaves; the oldest leave when there are too many.
CREATE TABLE dead_letter (
    dead_letter_id INTEGER PRIMARY KEY AUTOINCREMENT,
    hash      BLOB    NOT NULL CHECK (length(hash) = 32),
    doc_kind  TEXT    NOT NULL,
    doc_id    BLOB    NOT NULL CHECK (length(doc_id) = 16),
    direction TEXT    NOT NULL CHECK (direction IN ('in', 'out')),
    code      TEXT    NOT NULL,
    detail    TEXT    NOT NULL,
    bytes     BLOB    NOT NULL,   -- empty when it was too large to keep
    at_ms     INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX dead_letter_change ON dead_letter (doc_id, doc_kind, hash, direction);

-- Fields that two sides wrote without knowing of each other; the winner stands, a person may decide otherwise. A row goes
-- when somebody writes the field again.
CREATE TABLE conflict (
    doc_kind TEXT    NOT NULL,
    doc_id   BLOB    NOT NULL CHECK (length(doc_id) = 16),
    field    TEXT    NOT NULL,
    sides    TEXT    NOT NULL CHECK (json_valid(sides)),  -- what each side wrote and who it was, the winner first
    at_ms    INTEGER NOT NULL,
    seen     INTEGER NOT NULL CHECK (seen IN (0, 1)),
    PRIMARY KEY (doc_kind, doc_id, field)
) STRICT, WITHOUT ROWID;

-- What enrolment gave this box. One row; none on a box that stands alone.
CREATE TABLE membership (
    one            INTEGER PRIMARY KEY CHECK (one = 1),
    box_id         TEXT    NOT NULL,
    company_id     TEXT    NOT NULL,
    branch_id      TEXT    NOT NULL,
    certificate    BLOB    NOT NULL,
    root_key       BLOB    NOT NULL CHECK (length(root_key) = 32),
    cloud          TEXT    NOT NULL CHECK (json_valid(cloud)),   -- addresses: wire::enrol::CloudAddress
    enrolled_at_ms INTEGER NOT NULL
) STRICT;
