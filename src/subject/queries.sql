-- name: subject_insert
INSERT INTO subject (site, uid, handle, state, version, created_at) VALUES ($1, $2, $3, 0, 1, $4) ON CONFLICT DO NOTHING

-- name: subject_by_handle
SELECT id, uid, state, version FROM subject WHERE site = $1 AND handle = $2

-- name: subject_by_key
SELECT id, uid, state, version FROM subject WHERE site = $1 AND id = $2

-- name: subject_unchanged
-- A guard: one row while nobody changed what may be done with the subject.
SELECT 1 FROM subject WHERE id = $1 AND version = $2 AND state = $3

-- name: subject_change
UPDATE subject SET version = version + 1, state = $3 WHERE id = $1 AND version = $2

-- name: pin_read
-- The version whose date has come; with a clock that stands before all of them, the newest.
SELECT coalesce((SELECT v.number FROM policy_version v WHERE v.site = s.id AND v.effective_at <= $2 ORDER BY v.number DESC LIMIT 1), s.policy_number),
s.holds_version FROM site s WHERE s.id = $1

-- name: hold_insert
INSERT INTO hold (site, subject, reason, set_at, expires_at) VALUES ($1, $2, $3, $4, $5)

-- name: hold_end
UPDATE hold SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL

-- name: hold_open_by_key
SELECT id, coalesce(subject, 0), reason, set_at, expires_at FROM hold WHERE site = $1 AND ended_at IS NULL AND expires_at > $2 AND id = $3

-- name: hold_open_all
SELECT id, coalesce(subject, 0), reason, set_at, expires_at FROM hold WHERE site = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY id DESC

-- name: hold_open_for
SELECT id, coalesce(subject, 0), reason, set_at, expires_at FROM hold
WHERE site = $1 AND ended_at IS NULL AND expires_at > $2 AND (subject IS NULL OR subject = $3)
ORDER BY expires_at DESC LIMIT 1

-- name: erase_count
-- What an erase of the subject would take: records, live keys, keys whose shredding is under way, deliveries that wait, notices with a key.
SELECT (SELECT count(*) FROM record WHERE site = $1 AND subject = $2),
(SELECT count(*) FROM retention WHERE site = $1 AND subject = $2 AND state = 0),
(SELECT count(*) FROM retention WHERE site = $1 AND subject = $2 AND state = 1),
(SELECT count(*) FROM outbox WHERE site = $1 AND subject = $2 AND state = 0),
(SELECT count(*) FROM notice WHERE site = $1 AND subject = $2 AND state < 2)

-- name: erase_take_over
-- A sweep of the same subject may be between its steps: the erase finishes it.
UPDATE shred SET reason = 2 WHERE site = $1 AND subject = $2 AND state = 1

-- name: erase_intend_shred
INSERT INTO shred (key_id, key_generation, site, subject, retention, reason, state, intended_at)
SELECT key_id, key_generation, site, subject, id, 2, 1, $3 FROM retention WHERE site = $1 AND subject = $2 AND state = 0

-- name: erase_intend_retention
UPDATE retention SET state = 1 WHERE site = $1 AND subject = $2 AND state = 0

-- name: erase_cancel_outbox
UPDATE outbox SET state = 3, ended_at = $3 WHERE site = $1 AND subject = $2 AND state = 0

-- name: erase_keys
SELECT key_id, key_generation FROM retention WHERE site = $1 AND subject = $2 AND state = 1
UNION ALL SELECT key_id, key_generation FROM notice WHERE site = $1 AND subject = $2 AND state = 1

-- name: erase_end_notices
UPDATE notice SET state = 1, ended_at = $3 WHERE site = $1 AND subject = $2 AND state = 0

-- name: erase_intend_notices
-- As in mail/queries.sql: the tombstone of a notice belongs to nobody.
INSERT INTO shred (key_id, key_generation, site, subject, retention, reason, state, intended_at)
SELECT key_id, key_generation, site, 0, id, 3, 1, $3 FROM notice WHERE site = $1 AND subject = $2 AND state = 1 ON CONFLICT DO NOTHING

-- name: erase_settle_shred
UPDATE shred SET state = 2, shredded_at = $3 WHERE site = $1 AND subject = $2 AND state = 1

-- name: erase_settle_retention
UPDATE retention SET state = 2 WHERE site = $1 AND subject = $2 AND state = 1

-- name: erase_once
DELETE FROM once WHERE site = $1 AND subject = $2

-- name: erase_consent
DELETE FROM consent WHERE site = $1 AND subject = $2

-- name: shred_first
-- An erase comes first: somebody waits for it.
SELECT reason, subject FROM shred WHERE +site = $1 AND state = 1 AND reason < 3 ORDER BY reason DESC, intended_at LIMIT 1

-- name: shred_settled
SELECT key_id, key_generation FROM shred WHERE site = $1 AND state = 2

-- name: shred_sweeps
SELECT t.key_id, t.key_generation, t.id, t.subject, s.uid, t.purpose,
(SELECT count(*) FROM record r WHERE r.site = t.site AND r.subject = t.subject AND r.retention = t.id)
FROM shred d JOIN retention t ON t.id = d.retention JOIN subject s ON s.id = t.subject
WHERE +d.site = $1 AND d.state = 1 AND d.reason = 1 ORDER BY d.intended_at, t.id LIMIT $2

-- name: shred_settle
UPDATE shred SET state = 2, shredded_at = $2 WHERE key_id = $1 AND state = 1 AND reason = 1

-- name: shred_settle_retention
UPDATE retention SET state = 2 WHERE id = $1 AND state = 1

-- name: reclaim_due
SELECT id, subject FROM retention WHERE +site = $1 AND state = 2 AND state > 0 ORDER BY id LIMIT $2

-- name: reclaim_count
SELECT count(*) FROM (SELECT 1 FROM record WHERE site = $1 AND subject = $2 AND retention = $3 LIMIT $4) AS some

-- name: reclaim_records
DELETE FROM record WHERE id IN (SELECT id FROM record WHERE site = $1 AND subject = $2 AND retention = $3 ORDER BY id LIMIT $4)

-- name: reclaim_retention
DELETE FROM retention WHERE id = $1 AND state = 2

-- name: reclaim_once
-- What may happen once goes with its subject.
DELETE FROM once WHERE site = $1 AND subject = $2 AND NOT EXISTS (SELECT 1 FROM retention WHERE site = $1 AND subject = $2)

-- name: reclaim_consent
-- A consent under which nothing is kept any more goes with its data; one that was withdrawn stays with its withdrawal, to be proved.
DELETE FROM consent WHERE site = $1 AND subject = $2 AND NOT EXISTS (SELECT 1 FROM retention WHERE site = $1 AND subject = $2)
AND NOT EXISTS (SELECT 1 FROM consent n WHERE n.site = $1 AND n.subject = $2 AND n.act = 2)

-- name: reclaim_subject
-- Nothing is kept of a living subject any more. An erased one stays until its tombstones go, and one that is held until the hold is over.
DELETE FROM subject WHERE site = $1 AND id = $2 AND state = 0 AND NOT EXISTS (SELECT 1 FROM retention WHERE site = $1 AND subject = $2)
AND NOT EXISTS (SELECT 1 FROM hold WHERE site = $1 AND subject = $2 AND ended_at IS NULL AND expires_at > $3)
AND NOT EXISTS (SELECT 1 FROM consent WHERE site = $1 AND subject = $2)

-- name: restored_live
SELECT id, subject, key_id, key_generation FROM retention WHERE +site = $1 AND state = 0 AND id > $2 ORDER BY id LIMIT $3

-- name: restored_keys
SELECT key_id, key_generation FROM retention WHERE site = $1 AND subject = $2 AND state < 2

-- name: restored_intend
UPDATE retention SET state = 1 WHERE id = $1 AND state = 0

-- name: restored_intend_shred
INSERT INTO shred (key_id, key_generation, site, subject, retention, reason, state, intended_at)
SELECT key_id, key_generation, site, subject, id, 1, 1, $2 FROM retention WHERE id = $1 AND state = 1

-- name: reconcile_claims
-- Every key that a row of any site still names, those on their way out included: what ends them is the erase or the sweep.
SELECT key_id, key_generation FROM retention WHERE state < 2
UNION ALL SELECT key_id, key_generation FROM notice WHERE state < 2
