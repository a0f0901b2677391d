-- Step 5: how a policy changes. Names that were given later, the dates of versions by themselves, why a version counts sooner than it should,
-- and what visitors are shown while a version is announced.

-- A name of the policy file that was given to something that had another one (`was:`): the number stays the one in `name`.
CREATE TABLE name_alias (
  site INTEGER NOT NULL REFERENCES site(id),
  kind INTEGER NOT NULL,             -- as in name
  name TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (site, kind, name)
);

-- Which version counts is asked for every act; the rows themselves are as long as their sources.
CREATE INDEX policy_version_dates ON policy_version(site, number, effective_at, posted_at);

-- Words of the operator who let a material change count without the notice that the policy promises; NULL: nobody did.
ALTER TABLE policy_version ADD COLUMN override_reason TEXT;

-- The policy of version `base` with the announcement of later ones, as it is served from the day on which version `number` was posted until
-- `base` is replaced or another version is posted.
CREATE TABLE policy_announced (
  site INTEGER NOT NULL,
  number INTEGER NOT NULL,
  base INTEGER NOT NULL,
  language TEXT NOT NULL,
  bytes BLOB NOT NULL,
  brotli BLOB NOT NULL,
  gzip BLOB NOT NULL,
  hash BLOB NOT NULL,                -- SHA-256 of bytes
  PRIMARY KEY (site, number, base, language),
  FOREIGN KEY (site, number) REFERENCES policy_version(site, number)
);
