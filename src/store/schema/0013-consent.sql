-- Step 13: consent. Every giving and every withdrawal is a row of its own and none is ever changed: the newest of a person and purpose counts.

CREATE TABLE consent (
  id INTEGER PRIMARY KEY,
  site INTEGER NOT NULL,
  subject INTEGER NOT NULL,
  purpose INTEGER NOT NULL,
  act INTEGER NOT NULL,              -- 1 given, 2 withdrawn
  at INTEGER NOT NULL,
  policy_number INTEGER NOT NULL,    -- the version in force
  mechanism INTEGER NOT NULL,        -- consent/consent.h; 0: it came before these rows were written
  language TEXT NOT NULL,            -- of the words that were shown; empty for a withdrawal
  text_hash BLOB,                    -- SHA-256 of what the purpose is for, in that language
  region TEXT NOT NULL,
  region_source INTEGER NOT NULL,    -- as in record
  record BLOB                        -- uid of the record that came in with it
);
CREATE INDEX consent_subject ON consent(site, subject, purpose);
CREATE INDEX consent_withdrawn ON consent(at) WHERE act = 2;

-- What was taken in on consent so far was given by the form or the call that brought it (basis 3).
INSERT INTO consent (site, subject, purpose, act, at, policy_number, mechanism, language, text_hash, region, region_source, record)
SELECT site, subject, purpose, 1, collected_at, policy_number, 0, '', NULL, region, region_source, uid FROM record WHERE basis = 3 ORDER BY id;
