-- Step 15: what recipients are told of a person's choice, such as that she took a consent back. No data of hers: her opaque id and the purpose.

CREATE TABLE signal (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL,                 -- idempotency key, the same for every attempt
  site INTEGER NOT NULL,
  subject_uid BLOB NOT NULL,
  recipient INTEGER NOT NULL,        -- number of the name
  purpose INTEGER NOT NULL,
  act INTEGER NOT NULL,              -- consent/consent.h
  state INTEGER NOT NULL,            -- as of the outbox
  attempts INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  ended_at INTEGER,
  outcome INTEGER NOT NULL           -- last reply code of the other side, 0 none
);
CREATE INDEX signal_due ON signal(due_at) WHERE state = 0;
CREATE INDEX signal_subject ON signal(site, subject_uid);
CREATE INDEX signal_ended ON signal(ended_at) WHERE state > 0;
