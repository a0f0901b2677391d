-- Step 11: deliveries that a recipient fetches: `pull` is its number, NULL what is sent. The index holds only these.

ALTER TABLE outbox ADD COLUMN pull INTEGER;
CREATE INDEX outbox_pull ON outbox(site, pull, id) WHERE pull IS NOT NULL AND state = 0;
