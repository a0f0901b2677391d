-- name: notice_room
-- One row while the address may get one more within the window that begins at $3.
SELECT 1 FROM site WHERE id = $1 AND (SELECT count(*) FROM notice WHERE site = $1 AND address = $2 AND created_at > $3) < $4

-- name: notice_insert
INSERT INTO notice (uid, site, subject, kind, address, key_id, key_generation, state, created_at, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9)

-- name: notice_outbox
INSERT INTO outbox (uid, site, record, subject, place, state, attempts, due_at, created_at, outcome, notice) VALUES ($1, $2, 0, $3, 0, 0, 0, $4, $4, 0, $5)

-- name: notice_row
SELECT n.uid, n.subject, n.kind, n.state, n.sealed, s.uid, n.address FROM notice n LEFT JOIN subject s ON s.id = n.subject AND s.site = n.site
WHERE n.site = $1 AND n.id = $2

-- name: notice_live
-- A guard: one row while its key is not on its way out.
SELECT 1 FROM notice WHERE id = $1 AND state = 0

-- name: notice_end
UPDATE notice SET state = 1, ended_at = $3 WHERE site = $1 AND id = $2 AND state = 0

-- name: notice_intend_shred
-- In the tombstone the key belongs to nobody: who got the mail is told by the notice, for as long as that is kept.
INSERT INTO shred (key_id, key_generation, site, subject, retention, reason, state, intended_at)
SELECT key_id, key_generation, site, 0, id, 3, 1, $3 FROM notice WHERE site = $1 AND id = $2 AND state = 1 ON CONFLICT DO NOTHING

-- name: notice_ending
SELECT d.key_id, d.key_generation, d.retention FROM shred d WHERE +d.site = $1 AND d.state = 1 AND d.reason = 3 ORDER BY d.intended_at LIMIT $2

-- name: notice_settle_shred
-- From now on the tombstone names no row: retention is that of other tables.
UPDATE shred SET state = 2, shredded_at = $2, retention = 0 WHERE key_id = $1 AND state = 1 AND reason = 3

-- name: notice_settle
UPDATE notice SET state = 2, sealed = zeroblob(0) WHERE site = $1 AND id = $2 AND state = 1

-- name: suppression_find
SELECT reason, at FROM suppression WHERE site = $1 AND address = $2

-- name: suppression_add
INSERT INTO suppression (site, address, reason, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING

-- name: suppression_lift
DELETE FROM suppression WHERE site = $1 AND address = $2

-- name: notice_by_uid
SELECT coalesce((SELECT o.id FROM outbox o WHERE o.notice = n.id AND o.site = n.site), 0), n.kind, n.address FROM notice n WHERE n.site = $1 AND n.uid = $2
