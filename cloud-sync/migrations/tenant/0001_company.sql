-- 0001_company.sql: what the cloud keeps of one company. Ids of things people query are text; ids inside the log are bytes.

-- The source of truth: every change of every document, in the sequence it was merged. Rows are never updated.
-- `branch_id` is null for what belongs to the whole company. `origin` is the process that sent it (replica and epoch), to
-- which it is not sent back; null: made here.
CREATE TABLE log (
    {company_column}
    seq       {integer} NOT NULL,
    doc_kind  TEXT      NOT NULL,
    doc_id    {blob}    NOT NULL CHECK (length(doc_id) = 16),
    branch_id {blob}    CHECK (length(branch_id) = 16),
    origin    {blob}    CHECK (length(origin) = 12),
    hash      {blob}    NOT NULL CHECK (length(hash) = 32),
    chain     {blob}    NOT NULL CHECK (length(chain) = 16),
    bytes     {blob}    NOT NULL,
    PRIMARY KEY ({company}seq)
){table_end};
CREATE INDEX log_doc ON log ({company}doc_id, seq);
CREATE INDEX log_branch ON log ({company}branch_id, seq);

-- How far each box's log was taken, and how far it has ours. One row per box that ever connected. `healing`: this box is
-- giving back what was lost here. `split_at_ms`: when a process of it came back that another had followed: two live boxes
-- have one identity.
CREATE TABLE peer (
    {company_column}
    box_id           {blob}    NOT NULL,
    recv_seq         {integer} NOT NULL,
    recv_chain       {blob}    NOT NULL CHECK (length(recv_chain) = 16),
    acked_seq        {integer} NOT NULL,
    epoch            {integer} NOT NULL,
    epoch_before     {integer} NOT NULL,
    healing          {integer} NOT NULL CHECK (healing IN (0, 1)),
    split_at_ms      {integer},
    last_exchange_ms {integer} NOT NULL,
    PRIMARY KEY ({company}box_id)
){table_end};

-- Positions in boxes' logs that were once ours, ever sparser: a box restored from a backup is taken up at the highest it knows.
CREATE TABLE peer_mark (
    {company_column}
    box_id {blob}    NOT NULL,
    seq    {integer} NOT NULL,
    chain  {blob}    NOT NULL CHECK (length(chain) = 16),
    PRIMARY KEY ({company}box_id, seq)
){table_end};

-- Changes that were not taken, with the reason. Those that miss a dependency are tried again when their document changes.
CREATE TABLE dead_letter (
    {company_column}
    hash     {blob}    NOT NULL,
    doc_kind TEXT      NOT NULL,
    doc_id   {blob}    NOT NULL,
    box_id   {blob},
    code     TEXT      NOT NULL,
    detail   TEXT      NOT NULL,
    bytes    {blob}    NOT NULL,
    at_ms    {integer} NOT NULL,
    PRIMARY KEY ({company}hash)
){table_end};
CREATE INDEX dead_letter_doc ON dead_letter ({company}doc_id);
CREATE INDEX dead_letter_at ON dead_letter ({company}at_ms);

-- Projection: the merged state of everything people edit, as JSON. `version` is the log position of its last change.
CREATE TABLE register (
    {company_column}
    doc_kind  TEXT      NOT NULL,
    doc_id    {blob}    NOT NULL,
    branch_id {blob},
    version   {integer} NOT NULL,
    body      TEXT      NOT NULL,
    PRIMARY KEY ({company}doc_kind, doc_id)
){table_end};

-- Projection: fields that two sides wrote without knowing of each other. `chosen` stands; a later edit clears the row.
CREATE TABLE conflict (
    {company_column}
    doc_kind TEXT      NOT NULL,
    doc_id   {blob}    NOT NULL,
    field    TEXT      NOT NULL,
    candidates TEXT    NOT NULL,
    at_ms    {integer} NOT NULL,
    PRIMARY KEY ({company}doc_kind, doc_id, field)
){table_end};

-- Projection: one row per order, as on the box, and the branch it belongs to.
CREATE TABLE sales_order (
    {company_column}
    order_id        TEXT      NOT NULL,
    branch_id       TEXT      NOT NULL,
    order_type      TEXT      NOT NULL CHECK (order_type IN ('dine_in', 'takeaway', 'delivery')),
    business_day    TEXT      NOT NULL,
    turn            {integer} NOT NULL,
    table_name      TEXT,
    customer_name   TEXT,
    note            TEXT,
    status          TEXT      NOT NULL CHECK (status IN ('open', 'sent', 'preparing', 'ready', 'delivered', 'cancelled')),
    payment_state   TEXT      NOT NULL CHECK (payment_state IN ('unpaid', 'partial', 'paid')),
    subtotal        {integer} NOT NULL,
    discount        {integer} NOT NULL,
    total           {integer} NOT NULL,
    paid            {integer} NOT NULL,
    due             {integer} NOT NULL,
    line_count      {integer} NOT NULL,
    created_at_ms   {integer} NOT NULL,
    created_by_name TEXT      NOT NULL,
    needs_review    {integer} NOT NULL CHECK (needs_review IN (0, 1)),
    version         {integer} NOT NULL,
    PRIMARY KEY ({company}order_id)
){table_end};
CREATE INDEX sales_order_day ON sales_order ({company}branch_id, business_day, created_at_ms, order_id);
CREATE INDEX sales_order_newest ON sales_order ({company}created_at_ms, order_id);

-- Projection: one row per line ever added, taken back or not.
CREATE TABLE order_line (
    {company_column}
    line_id     TEXT      NOT NULL,
    order_id    TEXT      NOT NULL,
    product_id  TEXT      NOT NULL,
    name        TEXT      NOT NULL,
    variant     TEXT,
    quantity    {integer} NOT NULL CHECK (quantity > 0),
    unit_price  {integer} NOT NULL,
    total       {integer} NOT NULL,
    sent_at_ms  {integer},
    voided      {integer} NOT NULL CHECK (voided IN (0, 1)),
    consumption TEXT      NOT NULL,
    PRIMARY KEY ({company}line_id)
){table_end};
CREATE INDEX order_line_order ON order_line ({company}order_id);

-- Projection: one row per payment.
CREATE TABLE payment (
    {company_column}
    payment_id TEXT      NOT NULL,
    order_id   TEXT      NOT NULL,
    method     TEXT      NOT NULL,
    amount     {integer} NOT NULL,
    rounding   {integer} NOT NULL,
    reference  TEXT,
    at_ms      {integer} NOT NULL,
    by_name    TEXT      NOT NULL,
    PRIMARY KEY ({company}payment_id)
){table_end};
CREATE INDEX payment_order ON payment ({company}order_id);

-- What owners are told, in the company's own sequence. Rows go after a week.
CREATE TABLE event (
    {company_column}
    seq       {integer} NOT NULL,
    branch_id {blob},
    at_ms     {integer} NOT NULL,
    kind      TEXT      NOT NULL,
    audience  TEXT      NOT NULL CHECK (audience IN ('branch', 'kitchen', 'cashier', 'admin')),
    data      TEXT      NOT NULL,
    PRIMARY KEY ({company}seq)
){table_end};
CREATE INDEX event_at ON event ({company}at_ms);

-- Commands that were carried out, with their answer: a retry is told the same again. Rows go after a week.
CREATE TABLE answered (
    {company_column}
    command_id  {blob}    NOT NULL,
    fingerprint {blob}    NOT NULL,
    status      {integer} NOT NULL,
    version     {integer} NOT NULL,
    body        {blob}    NOT NULL,
    at_ms       {integer} NOT NULL,
    PRIMARY KEY ({company}command_id)
){table_end};
CREATE INDEX answered_at ON answered ({company}at_ms);

-- Who did what that matters, each row chained to the one before.
CREATE TABLE audit (
    {company_column}
    seq     {integer} NOT NULL,
    at_ms   {integer} NOT NULL,
    actor   TEXT      NOT NULL,
    action  TEXT      NOT NULL,
    target  TEXT      NOT NULL,
    detail  TEXT      NOT NULL,
    chain   {blob}    NOT NULL CHECK (length(chain) = 32),
    PRIMARY KEY ({company}seq)
){table_end};

-- Projection: the sums that reports are made of; what a row means depends on its dimension (shared-model, report::rollup).
-- A row of which all sums are zero does not exist.
CREATE TABLE rollup (
    {company_column}
    branch_id    TEXT      NOT NULL,
    business_day TEXT      NOT NULL,
    dimension    TEXT      NOT NULL,
    subject      TEXT      NOT NULL,
    label        TEXT      NOT NULL,
    detail       TEXT      NOT NULL,
    count        {integer} NOT NULL,
    quantity     {integer} NOT NULL,
    gross        {integer} NOT NULL,
    discount     {integer} NOT NULL,
    total        {integer} NOT NULL,
    tax          {integer} NOT NULL,
    lost_count   {integer} NOT NULL,
    lost_total   {integer} NOT NULL,
    PRIMARY KEY ({company}branch_id, business_day, dimension, subject, label, detail)
){table_end};
