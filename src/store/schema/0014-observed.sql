-- Step 14: what a site's own forms would send, as far as the policy does not know it: names of fields, never values, counted by the day.

CREATE TABLE observed (
  site INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  day INTEGER NOT NULL,              -- days since 1970, UTC
  name TEXT NOT NULL,                -- of the field; empty: the submissions themselves
  reason INTEGER NOT NULL,           -- collect/gate.h; 0: submissions that were seen
  count INTEGER NOT NULL,
  PRIMARY KEY (site, channel, day, name, reason)
) WITHOUT ROWID;
CREATE INDEX observed_day ON observed(day);
