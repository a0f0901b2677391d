-- Step 8: addresses that get no more mail of some kinds. Only the keyed hash is kept, so that it outlives an erase and tells nobody who it was.

CREATE TABLE suppression (
  site INTEGER NOT NULL,
  address BLOB NOT NULL,             -- keyed hash of the address, 16 bytes, as in notice
  reason INTEGER NOT NULL,           -- mail/suppression.h
  at INTEGER NOT NULL,
  PRIMARY KEY (site, address, reason)
) WITHOUT ROWID;
