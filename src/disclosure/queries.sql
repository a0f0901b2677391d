-- name: record_row
SELECT r.id, r.uid, r.retention, r.channel, r.purpose, r.basis, r.region, r.region_source, r.collected_at, r.sealed,
t.state, t.due_at, s.id, s.uid, s.state, s.version,
coalesce((SELECT c.act FROM consent c WHERE c.site = r.site AND c.subject = r.subject AND c.purpose = r.purpose ORDER BY c.id DESC LIMIT 1), 0)
FROM record r JOIN retention t ON t.id = r.retention JOIN subject s ON s.id = r.subject WHERE r.site = $1 AND r.id = $2

-- name: pull_page
SELECT o.id, o.uid, o.record, o.subject, o.place, o.state, o.attempts, o.created_at, 0, o.pull
FROM outbox o JOIN record r ON r.id = o.record
WHERE o.site = $1 AND o.pull = $2 AND o.state = 0 AND r.channel = $3 ORDER BY o.id LIMIT $4

-- name: inbox_page
-- The newest first; nothing that a person gave.
SELECT r.id, r.channel, r.purpose, r.collected_at, r.region, t.due_at
FROM record r JOIN retention t ON t.id = r.retention
WHERE +r.site = $1 AND ($2 = 0 OR r.channel = $2) AND r.id < $3 AND t.state = 0 AND (t.due_at IS NULL OR t.due_at > $4) ORDER BY r.id DESC LIMIT $5

-- name: record_row_live
-- A guard: one row while the retention is as it was read.
SELECT 1 FROM retention WHERE id = $1 AND state = 0 AND coalesce(due_at, -1) = $2

-- name: use_standing
-- What counts for a decision about a living person under one purpose: whether something is kept whose period is not over, whether some of it was
-- given on consent ($5) that was not withdrawn since, the region of the newest, and whether all of it rests on a consent that was withdrawn.
SELECT CASE WHEN EXISTS (SELECT 1 FROM retention r WHERE r.site = s.site AND r.subject = s.id AND r.purpose = $3 AND r.state = 0
AND (r.due_at IS NULL OR r.due_at > $4)) THEN 1 ELSE 0 END,
CASE WHEN EXISTS (SELECT 1 FROM record c WHERE c.site = s.site AND c.subject = s.id AND c.purpose = $3 AND c.basis = $5)
AND (SELECT e.act FROM consent e WHERE e.site = s.site AND e.subject = s.id AND e.purpose = $3 ORDER BY e.id DESC LIMIT 1) = 1 THEN 1 ELSE 0 END,
coalesce((SELECT n.region FROM record n WHERE n.site = s.site AND n.subject = s.id AND n.purpose = $3 ORDER BY n.id DESC LIMIT 1), ''),
CASE WHEN coalesce((SELECT e.act FROM consent e WHERE e.site = s.site AND e.subject = s.id AND e.purpose = $3 ORDER BY e.id DESC LIMIT 1), 0) = 2
AND NOT EXISTS (SELECT 1 FROM record c WHERE c.site = s.site AND c.subject = s.id AND c.purpose = $3 AND c.basis <> $5) THEN 1 ELSE 0 END
FROM subject s WHERE s.site = $1 AND s.handle = $2 AND s.state = 0

-- name: signal_due
SELECT id, uid, subject_uid, recipient, purpose, attempts, created_at FROM signal WHERE +site = $1 AND state = 0 AND due_at <= $2 ORDER BY due_at, id LIMIT 1

-- name: signal_claim
UPDATE signal SET attempts = attempts + 1, due_at = $3 WHERE id = $1 AND state = 0 AND attempts = $2

-- name: signal_again
UPDATE signal SET due_at = $3, outcome = $4 WHERE id = $1 AND state = 0 AND attempts = $2

-- name: signal_end
UPDATE signal SET state = $3, ended_at = $4, outcome = $5 WHERE id = $1 AND state = 0 AND attempts = $2
