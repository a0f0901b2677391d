-- name: watch_newest
-- The newest moment of the last commits that nobody has vouched for.
SELECT coalesce(max(at), 0) FROM (SELECT at FROM commit_group WHERE site = $1 AND id > $2 ORDER BY id DESC LIMIT 1000) AS last

-- name: watch_last
SELECT coalesce(max(id), 0) FROM commit_group WHERE site = $1

-- name: sweep_due
-- Due, and no open hold on the person or the site.
SELECT t.id, t.subject, t.purpose, t.due_at, s.uid,
(SELECT count(*) FROM outbox o WHERE o.state = 0 AND o.site = t.site AND o.subject = t.subject
  AND o.record IN (SELECT r.id FROM record r WHERE r.site = t.site AND r.subject = t.subject AND r.retention = t.id))
FROM retention t JOIN subject s ON s.id = t.subject
WHERE +t.site = $1 AND t.state = 0 AND t.due_at <= $2 AND s.state = 0
AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.site = t.site AND h.ended_at IS NULL AND h.expires_at > $2 AND (h.subject IS NULL OR h.subject = t.subject))
ORDER BY t.due_at, t.id LIMIT $3

-- name: sweep_intend
UPDATE retention SET state = 1 WHERE id = $1 AND state = 0 AND due_at = $2 AND due_at <= $3

-- name: sweep_intend_shred
INSERT INTO shred (key_id, key_generation, site, subject, retention, reason, state, intended_at)
SELECT key_id, key_generation, site, subject, id, 1, 1, $2 FROM retention WHERE id = $1 AND state = 1

-- name: sweep_raise_subject
UPDATE subject SET version = version + 1 WHERE id = $1 AND state = 0

-- name: sweep_cancel_outbox
UPDATE outbox SET state = 3, ended_at = $4 WHERE state = 0 AND site = $1 AND subject = $2
AND record IN (SELECT r.id FROM record r WHERE r.site = $1 AND r.subject = $2 AND r.retention = $3)

-- name: sweep_plan
SELECT t.purpose,
CAST(sum(CASE WHEN t.held = 0 THEN 1 ELSE 0 END) AS BIGINT),
CAST(sum(CASE WHEN t.held = 0 THEN t.records ELSE 0 END) AS BIGINT),
CAST(sum(CASE WHEN t.held = 0 THEN 0 ELSE 1 END) AS BIGINT),
min(t.due_at)
FROM (SELECT n.purpose AS purpose, n.due_at AS due_at,
  (SELECT count(*) FROM record r WHERE r.site = n.site AND r.subject = n.subject AND r.retention = n.id) AS records,
  (SELECT count(*) FROM hold h WHERE h.site = n.site AND h.ended_at IS NULL AND h.expires_at > $2 AND (h.subject IS NULL OR h.subject = n.subject)) AS held
  FROM retention n WHERE +n.site = $1 AND n.state = 0 AND n.due_at <= $2) AS t
GROUP BY t.purpose ORDER BY t.purpose

-- name: recompute_batch
SELECT id, purpose, trigger_kind, period, unit, trigger_at, event_kind, event_at, due_at FROM retention WHERE +site = $1 AND state = 0 AND id > $2 ORDER BY id LIMIT $3

-- name: recompute_set
-- Neither a contact nor an event came meanwhile.
UPDATE retention SET trigger_kind = $3, due_at = $4, period = $5, unit = $6
WHERE id = $1 AND state = 0 AND trigger_at = $2 AND coalesce(event_at, 0) = $7

-- name: event_retentions
-- What is kept of a person.
SELECT id, purpose, trigger_kind, period, unit, trigger_at, event_kind, event_at, due_at FROM retention
WHERE site = $1 AND subject = $2 AND state = 0 ORDER BY purpose, id LIMIT $3

-- name: event_set
UPDATE retention SET event_kind = $2, event_at = $3, due_at = $4 WHERE id = $1 AND state = 0 AND trigger_at = $5

-- name: expiry_facts
-- Positions grow with time: only the oldest need to be looked at.
SELECT position, at FROM fact WHERE site = $1 ORDER BY position LIMIT $2

-- name: expiry_facts_delete
DELETE FROM fact WHERE site = $1 AND position <= $2 AND at <= $3

-- name: expiry_count
SELECT
(SELECT count(*) FROM (SELECT 1 FROM outbox WHERE state > 0 AND ended_at <= $2 AND site = $1 LIMIT $3) AS o),
(SELECT count(*) FROM (SELECT 1 FROM shred d WHERE +d.site = $1 AND d.state = 2 AND d.shredded_at <= $2
  AND NOT EXISTS (SELECT 1 FROM retention t WHERE t.id = d.retention) LIMIT $3) AS d),
(SELECT count(*) FROM (SELECT 1 FROM subject s WHERE +s.site = $1 AND s.state = 2 AND s.state > 0
  AND NOT EXISTS (SELECT 1 FROM shred d WHERE d.site = s.site AND d.subject = s.id)
  AND NOT EXISTS (SELECT 1 FROM retention t WHERE t.site = s.site AND t.subject = s.id) LIMIT $3) AS s),
(SELECT count(*) FROM (SELECT 1 FROM hold WHERE site = $1 AND coalesce(ended_at, expires_at) <= $4 LIMIT $3) AS h),
(SELECT count(*) FROM (SELECT 1 FROM task WHERE done_at <= $4 AND site = $1 LIMIT $3) AS t),
(SELECT count(*) FROM (SELECT 1 FROM notice WHERE ended_at <= $2 AND state = 2 AND site = $1 LIMIT $3) AS n),
(SELECT count(*) FROM (SELECT DISTINCT c.subject FROM consent c WHERE c.act = 2 AND c.at <= $4 AND +c.site = $1
  AND NOT EXISTS (SELECT 1 FROM retention t WHERE t.site = c.site AND t.subject = c.subject)
  AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.site = c.site AND h.subject = c.subject AND h.ended_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM consent n WHERE n.site = c.site AND n.subject = c.subject AND n.at > $4) LIMIT $3) AS c),
(SELECT count(*) FROM (SELECT 1 FROM observed o WHERE o.day < $5 AND +o.site = $1 LIMIT $3) AS o),
(SELECT count(*) FROM (SELECT 1 FROM signal g WHERE g.state > 0 AND g.ended_at <= $2 AND +g.site = $1 LIMIT $3) AS g)

-- name: expiry_outbox
DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE state > 0 AND ended_at <= $2 AND site = $1 LIMIT $3)

-- name: expiry_shred
DELETE FROM shred WHERE key_id IN (SELECT d.key_id FROM shred d WHERE +d.site = $1 AND d.state = 2 AND d.shredded_at <= $2
AND NOT EXISTS (SELECT 1 FROM retention t WHERE t.id = d.retention) LIMIT $3)

-- name: expiry_subject
DELETE FROM subject WHERE id IN (SELECT s.id FROM subject s WHERE +s.site = $1 AND s.state = 2 AND s.state > 0
AND NOT EXISTS (SELECT 1 FROM shred d WHERE d.site = s.site AND d.subject = s.id)
AND NOT EXISTS (SELECT 1 FROM retention t WHERE t.site = s.site AND t.subject = s.id) LIMIT $2)

-- name: expiry_hold
DELETE FROM hold WHERE id IN (SELECT id FROM hold WHERE site = $1 AND coalesce(ended_at, expires_at) <= $2 LIMIT $3)

-- name: expiry_task
DELETE FROM task WHERE id IN (SELECT id FROM task WHERE done_at <= $2 AND site = $1 LIMIT $3)

-- name: expiry_notice
DELETE FROM notice WHERE id IN (SELECT id FROM notice WHERE ended_at <= $2 AND state = 2 AND site = $1 LIMIT $3)

-- name: expiry_consent_subject
-- The newest event of somebody of whom nothing is kept is old enough: the person goes, and then what she agreed to and took back.
DELETE FROM subject WHERE state = 0 AND id IN (SELECT DISTINCT c.subject FROM consent c WHERE c.act = 2 AND c.at <= $2 AND +c.site = $1
AND NOT EXISTS (SELECT 1 FROM retention t WHERE t.site = c.site AND t.subject = c.subject)
AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.site = c.site AND h.subject = c.subject AND h.ended_at IS NULL)
AND NOT EXISTS (SELECT 1 FROM consent n WHERE n.site = c.site AND n.subject = c.subject AND n.at > $2) LIMIT $3)

-- name: expiry_consent
DELETE FROM consent WHERE site = $1 AND subject IN (SELECT c.subject FROM consent c WHERE c.act = 2 AND c.at <= $2 AND +c.site = $1
AND NOT EXISTS (SELECT 1 FROM subject s WHERE s.id = c.subject))

-- name: expiry_observed
DELETE FROM observed WHERE site = $1 AND day < $2

-- name: expiry_signal
DELETE FROM signal WHERE id IN (SELECT id FROM signal WHERE state > 0 AND ended_at <= $2 AND +site = $1 LIMIT $3)
