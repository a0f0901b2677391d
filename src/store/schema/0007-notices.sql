-- Step 7: mails to persons. Each is sealed under a key of its own, so that it outlives the person's keys, and that key goes when the mail has
-- left or never will. An outbox row delivers a record, or, when `notice` is set, a notice (then record and place are 0).

CREATE TABLE notice (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL,                 -- the same as of its outbox row: Message-ID, and what the sealed bytes are bound to
  site INTEGER NOT NULL,
  subject INTEGER NOT NULL,          -- 0: of nobody, which an erase leaves alone
  kind INTEGER NOT NULL,             -- mail/notice.h
  address BLOB NOT NULL,             -- keyed hash of the address, 16 bytes
  key_id BLOB NOT NULL,
  key_generation INTEGER NOT NULL,
  state INTEGER NOT NULL,            -- 0 live, 1 key being shredded, 2 shredded
  created_at INTEGER NOT NULL,
  ended_at INTEGER,
  sealed BLOB NOT NULL
);
CREATE UNIQUE INDEX notice_uid ON notice(site, uid);
CREATE INDEX notice_address ON notice(site, address, created_at);
CREATE INDEX notice_subject ON notice(site, subject) WHERE state < 2;
CREATE INDEX notice_ended ON notice(ended_at) WHERE ended_at IS NOT NULL;

ALTER TABLE outbox ADD COLUMN notice INTEGER;
