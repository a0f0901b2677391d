-- Step 1: the first tables. Clear columns are ids, instants (milliseconds since 1970 UTC), enums, versions and blind indexes; all else is sealed.

CREATE TABLE site (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE,          -- 16 random bytes, bound into the associated data of every record
  name TEXT NOT NULL UNIQUE,         -- how privacyd.yaml names the site
  log_origin TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  policy_number INTEGER NOT NULL,    -- version in force; guards read it
  holds_version INTEGER NOT NULL     -- raised by every change of holds; guards read it
);

-- Names of the policy file -> numbers that are never reused.
CREATE TABLE name (
  site INTEGER NOT NULL REFERENCES site(id),
  kind INTEGER NOT NULL,             -- 1 purpose, 2 channel, 3 data item, 4 recipient
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (site, kind, number),
  UNIQUE (site, kind, name)
) WITHOUT ROWID;

-- A published version of the policy: the bytes of its source and of each page as they were served.
CREATE TABLE policy_version (
  site INTEGER NOT NULL REFERENCES site(id),
  number INTEGER NOT NULL,
  source BLOB NOT NULL,
  model_hash BLOB NOT NULL,
  posted_at INTEGER NOT NULL,
  effective_at INTEGER NOT NULL,
  PRIMARY KEY (site, number)
) WITHOUT ROWID;

CREATE TABLE policy_page (
  site INTEGER NOT NULL,
  number INTEGER NOT NULL,
  language TEXT NOT NULL,
  bytes BLOB NOT NULL,
  brotli BLOB NOT NULL,
  gzip BLOB NOT NULL,
  hash BLOB NOT NULL,                -- SHA-256 of bytes
  PRIMARY KEY (site, number, language),
  FOREIGN KEY (site, number) REFERENCES policy_version(site, number)
) WITHOUT ROWID;

CREATE TABLE subject (
  id INTEGER PRIMARY KEY,
  site INTEGER NOT NULL,
  uid BLOB NOT NULL,
  handle BLOB NOT NULL,              -- first 16 bytes of SHA-256 of the handle
  state INTEGER NOT NULL,            -- 0 live, 1 being erased, 2 erased
  version INTEGER NOT NULL,          -- raised by every act that changes what may be done with the subject; guards read it
  created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX subject_handle ON subject(site, handle);
CREATE INDEX subject_gone ON subject(state) WHERE state > 0;

-- What is kept of a subject under one purpose: the key it is sealed under and when it is due. The truth is (rule, trigger, instant);
-- due_at is an index that verify recomputes.
CREATE TABLE retention (
  id INTEGER PRIMARY KEY,
  site INTEGER NOT NULL,
  subject INTEGER NOT NULL,
  purpose INTEGER NOT NULL,
  key_id BLOB NOT NULL,
  key_generation INTEGER NOT NULL,
  trigger_kind INTEGER NOT NULL,
  trigger_at INTEGER NOT NULL,
  due_at INTEGER,                    -- NULL: no date yet (until withdrawn)
  state INTEGER NOT NULL             -- 0 live, 1 key being shredded, 2 shredded, rows not yet reclaimed
);
CREATE INDEX retention_subject ON retention(site, subject, purpose);
CREATE INDEX retention_due ON retention(due_at) WHERE state = 0;
CREATE INDEX retention_reclaim ON retention(state) WHERE state > 0;

CREATE TABLE record (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL,
  site INTEGER NOT NULL,
  subject INTEGER NOT NULL,
  retention INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  purpose INTEGER NOT NULL,
  basis INTEGER NOT NULL,
  region TEXT NOT NULL,
  region_source INTEGER NOT NULL,    -- 0 unknown (strictest), 1 said by the person, 2 hint of the site, 3 trusted proxy
  policy_number INTEGER NOT NULL,
  collected_at INTEGER NOT NULL,
  fields BLOB NOT NULL,              -- bitmap by number of the data item: what was given, known without opening anything; bit 0 = a field that no policy declares
  sealed BLOB NOT NULL,
  email_index BLOB                   -- blind index, 16 bytes
);
CREATE INDEX record_subject ON record(site, subject);
CREATE INDEX record_email ON record(site, email_index) WHERE email_index IS NOT NULL;

-- Effects outside the database leave through a row of the same transaction.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL,                 -- idempotency key and Message-ID, the same for every attempt
  site INTEGER NOT NULL,
  record INTEGER NOT NULL,
  subject INTEGER NOT NULL,
  place INTEGER NOT NULL,            -- which delivery of the channel
  state INTEGER NOT NULL,            -- 0 waiting, 1 sent, 2 failed for good, 3 cancelled
  attempts INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  ended_at INTEGER,
  outcome INTEGER NOT NULL           -- last reply code of the other side, 0 none
);
CREATE INDEX outbox_due ON outbox(due_at) WHERE state = 0;
CREATE INDEX outbox_record ON outbox(record);
CREATE INDEX outbox_subject ON outbox(site, subject) WHERE state = 0; -- an erase ends what waits
CREATE INDEX outbox_ended ON outbox(ended_at) WHERE state > 0;

-- What may happen once: Idempotency-Key, form token, equal body, path of a receipt.
CREATE TABLE once (
  site INTEGER NOT NULL,
  kind INTEGER NOT NULL,             -- 1 Idempotency-Key, 2 form token, 3 equal body, 4 receipt path
  hash BLOB NOT NULL,
  body BLOB NOT NULL,                -- MAC of the body
  subject INTEGER NOT NULL,
  record BLOB NOT NULL,
  position INTEGER NOT NULL,         -- of the fact
  expires_at INTEGER NOT NULL,
  used_at INTEGER,                   -- receipt path: when it was taken
  PRIMARY KEY (site, kind, hash)
) WITHOUT ROWID;
CREATE INDEX once_expires ON once(expires_at);
CREATE INDEX once_subject ON once(site, subject);

-- Facts: the evidence. No personal data, no free text.
CREATE TABLE fact (
  site INTEGER NOT NULL,
  position INTEGER NOT NULL,         -- of its leaf
  type INTEGER NOT NULL,
  at INTEGER NOT NULL,
  policy_number INTEGER NOT NULL,
  canonical BLOB NOT NULL,
  salt BLOB NOT NULL,
  PRIMARY KEY (site, position)
) WITHOUT ROWID;
CREATE INDEX fact_type ON fact(site, type, at);

CREATE TABLE tile (
  site INTEGER NOT NULL,
  level INTEGER NOT NULL,
  number INTEGER NOT NULL,
  hashes BLOB NOT NULL,
  PRIMARY KEY (site, level, number)
) WITHOUT ROWID;

CREATE TABLE log_head (
  site INTEGER PRIMARY KEY,
  size INTEGER NOT NULL,
  root BLOB NOT NULL,
  group_id INTEGER NOT NULL
);

-- Keys that must go: intended (1), shredded (2). A start-up finishes what is intended before it listens.
CREATE TABLE shred (
  key_id BLOB PRIMARY KEY,
  key_generation INTEGER NOT NULL,
  site INTEGER NOT NULL,
  subject INTEGER NOT NULL,
  retention INTEGER NOT NULL,
  reason INTEGER NOT NULL,           -- 1 retention, 2 erase
  state INTEGER NOT NULL,
  intended_at INTEGER NOT NULL,
  shredded_at INTEGER
) WITHOUT ROWID;
CREATE INDEX shred_open ON shred(state) WHERE state = 1;
CREATE INDEX shred_subject ON shred(site, subject);

-- Refusals are counted, one row per minute and kind, and folded into facts.
CREATE TABLE refusal (
  site INTEGER NOT NULL,
  minute INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  reason INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (site, minute, channel, reason)
) WITHOUT ROWID;

CREATE TABLE api_key (
  id INTEGER PRIMARY KEY,
  site INTEGER NOT NULL,
  hash BLOB NOT NULL UNIQUE,         -- SHA-256 of the key
  name TEXT NOT NULL,
  channels TEXT NOT NULL,            -- ids separated by spaces; * is all
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
);

-- Holds: what must not go while a claim or an order stands. subject NULL covers the whole site.
CREATE TABLE hold (
  id INTEGER PRIMARY KEY,
  site INTEGER NOT NULL,
  subject INTEGER,
  reason INTEGER NOT NULL,           -- 1 legal claim, 2 order of an authority, 3 other legal duty
  set_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  ended_at INTEGER
);
CREATE INDEX hold_open ON hold(site, subject) WHERE ended_at IS NULL;

-- The number of each commit: after a lost connection its presence tells whether the commit happened.
CREATE TABLE commit_group (
  id INTEGER PRIMARY KEY,
  site INTEGER NOT NULL,
  at INTEGER NOT NULL
);

-- When mechanisms last ran and what they saw: the promise page reads it.
CREATE TABLE pulse (
  site INTEGER NOT NULL,
  mechanism TEXT NOT NULL,
  at INTEGER NOT NULL,
  number INTEGER NOT NULL,
  position INTEGER,                  -- of its newest fact
  PRIMARY KEY (site, mechanism)
) WITHOUT ROWID;
