-- Step 2: destroyed keys by the moment of their destruction. Expiry takes the oldest, the promise page the newest, and neither reads the others.

CREATE INDEX shred_settled ON shred(shredded_at) WHERE state = 2;
