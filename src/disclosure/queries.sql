-- name: record_row
SELECT r.id, r.uid, r.retention, r.channel, r.purpose, r.basis, r.region, r.region_source, r.collected_at, r.sealed,
t.state, t.due_at, s.id, s.uid, s.state, s.version
FROM record r JOIN retention t ON t.id = r.retention JOIN subject s ON s.id = r.subject WHERE r.site = $1 AND r.id = $2

-- name: record_row_live
-- A guard: one row while the retention is as it was read.
SELECT 1 FROM retention WHERE id = $1 AND state = 0 AND coalesce(due_at, -1) = $2

-- name: outbox_due
SELECT id, uid, record, subject, place, state, attempts, created_at FROM outbox
WHERE +site = $1 AND state = 0 AND due_at <= $2 ORDER BY due_at, id LIMIT 1

-- name: outbox_row
SELECT id, uid, record, subject, place, state, attempts, created_at FROM outbox WHERE site = $1 AND id = $2

-- name: outbox_claim
UPDATE outbox SET attempts = attempts + 1, due_at = $3 WHERE id = $1 AND state = 0 AND attempts = $2

-- name: outbox_again
UPDATE outbox SET due_at = $3, outcome = $4 WHERE id = $1 AND state = 0 AND attempts = $2

-- name: outbox_end
UPDATE outbox SET state = $4, ended_at = $5, outcome = $6 WHERE id = $1 AND attempts = $2 AND state = $3
