-- Step 10: from a notice to its place in the outbox, for reports that come back of it.

CREATE INDEX outbox_notice ON outbox(notice) WHERE notice IS NOT NULL;
