-- name: collect_retention_find
-- The newest few: more than one only after the rule of the purpose has changed, or an event has ended one.
SELECT id, key_id, key_generation, period, unit FROM retention
WHERE site = $1 AND subject = $2 AND purpose = $3 AND trigger_kind = $4 AND state = 0 AND event_at IS NULL ORDER BY id DESC LIMIT $5

-- name: collect_retention_insert
INSERT INTO retention (site, subject, purpose, key_id, key_generation, trigger_kind, trigger_at, due_at, period, unit, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0)

-- name: collect_retention_retrigger
-- The newest contact counts, whichever of two posts at once is written last.
UPDATE retention SET trigger_at = CASE WHEN trigger_at < $2 THEN $2 ELSE trigger_at END, due_at = CASE WHEN trigger_at < $2 THEN $3 ELSE due_at END
WHERE id = $1 AND state = 0

-- name: collect_retention_live
-- A guard: one row while the key that a record is sealed under is not on its way out.
SELECT 1 FROM retention WHERE id = $1 AND state = 0

-- name: collect_record_insert
INSERT INTO record (uid, site, subject, retention, channel, purpose, basis, region, region_source, policy_number, collected_at, fields, sealed, email_index)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)

-- name: collect_outbox_insert
INSERT INTO outbox (uid, site, record, subject, place, state, attempts, due_at, created_at, outcome) VALUES ($1, $2, $3, $4, $5, 0, 0, $6, $6, 0)

-- name: observed_add
INSERT INTO observed (site, channel, day, name, reason, count) VALUES ($1, $2, $3, $4, $5, 1)
ON CONFLICT (site, channel, day, name, reason) DO UPDATE SET count = count + 1

-- name: observed_names
SELECT count(DISTINCT name) FROM observed WHERE site = $1 AND channel = $2 AND day = $3

-- name: observed_list
-- By channel and name; day numbers of the first and the last time.
SELECT channel, name, reason, sum(count), min(day), max(day) FROM observed WHERE site = $1 GROUP BY channel, name, reason ORDER BY channel, name, reason LIMIT $2
