-- Queries of our own database: schema steps, the site, the log, and the small tables that the store itself keeps.

-- name: schema_applied
SELECT number, checksum FROM schema_step ORDER BY number

-- name: schema_step_insert
INSERT INTO schema_step (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)

-- name: site_by_name
SELECT id, uid, log_origin, created_at, policy_number, holds_version FROM site WHERE name = $1

-- name: site_insert
INSERT INTO site (uid, name, log_origin, created_at, policy_number, holds_version) VALUES ($1, $2, $3, $4, 0, 0)
ON CONFLICT DO NOTHING

-- name: site_guard_policy
-- One row while no newer version counts at the moment $3. What was published for a later day changes nothing today.
SELECT 1 FROM site WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM policy_version v WHERE v.site = $1 AND v.number > $2 AND v.effective_at <= $3)

-- name: site_guard_holds
SELECT 1 FROM site WHERE id = $1 AND holds_version = $2

-- name: site_raise_holds
UPDATE site SET holds_version = holds_version + 1 WHERE id = $1 AND holds_version = $2

-- name: site_set_policy
UPDATE site SET policy_number = $3 WHERE id = $1 AND policy_number = $2

-- name: commit_group_insert
INSERT INTO commit_group (site, at) VALUES ($1, $2)

-- name: commit_group_trim
DELETE FROM commit_group WHERE site = $1 AND id <= $2

-- name: log_head_create
INSERT INTO log_head (site, size, root, group_id) VALUES ($1, 0, $2, 0) ON CONFLICT DO NOTHING

-- name: log_head_read
SELECT size, root, group_id FROM log_head WHERE site = $1

-- name: log_head_grow
UPDATE log_head SET size = $3, root = $4, group_id = $5 WHERE site = $1 AND size = $2

-- name: log_next_position
SELECT position + 1 FROM fact WHERE site = $1 ORDER BY position DESC LIMIT 1

-- name: tile_read
SELECT hashes FROM tile WHERE site = $1 AND level = $2 AND number = $3

-- name: tile_write
INSERT INTO tile (site, level, number, hashes) VALUES ($1, $2, $3, $4)
ON CONFLICT (site, level, number) DO UPDATE SET hashes = excluded.hashes

-- name: fact_insert
INSERT INTO fact (site, position, type, at, policy_number, canonical, salt) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: fact_by_position
SELECT position, canonical, salt FROM fact WHERE site = $1 AND position = $2

-- name: fact_newest
SELECT position, canonical, salt FROM fact WHERE site = $1 AND type = $2 ORDER BY at DESC, position DESC LIMIT 1

-- name: fact_count_since
SELECT count(*) FROM fact WHERE site = $1 AND type = $2 AND at >= $3

-- name: once_find
SELECT body, subject, record, position, expires_at, used_at FROM once WHERE site = $1 AND kind = $2 AND hash = $3 AND expires_at > $4

-- name: once_insert
-- An entry past its time counts as absent, whether the sweep has been there or not.
INSERT INTO once (site, kind, hash, body, subject, record, position, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (site, kind, hash) DO UPDATE SET body = excluded.body, subject = excluded.subject, record = excluded.record,
position = excluded.position, expires_at = excluded.expires_at, used_at = NULL
WHERE once.expires_at <= $9

-- name: once_use
UPDATE once SET used_at = $4 WHERE site = $1 AND kind = $2 AND hash = $3 AND used_at IS NULL AND expires_at > $4

-- name: once_expired_count
SELECT count(*) FROM (SELECT 1 FROM once WHERE expires_at <= $2 AND +site = $1 LIMIT $3) AS expired

-- name: once_expired_delete
-- Kind and hash apart, because SQLite does not go down to the hash for a list of triples. A hash is a MAC over its kind: it stands in one row only.
DELETE FROM once WHERE site = $1 AND expires_at <= $2
AND kind IN (SELECT kind FROM once WHERE expires_at <= $2 AND +site = $1 LIMIT $3)
AND hash IN (SELECT hash FROM once WHERE expires_at <= $2 AND +site = $1 LIMIT $3)

-- name: refusal_count
INSERT INTO refusal (site, minute, channel, reason, count) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (site, minute, channel, reason) DO UPDATE SET count = refusal.count + excluded.count

-- name: refusal_finished
SELECT minute, reason, CAST(sum(count) AS BIGINT) FROM refusal WHERE site = $1 AND minute < $2
GROUP BY minute, reason ORDER BY minute, reason LIMIT $3

-- name: refusal_guard
-- A unit that began in that minute may still add to it.
SELECT 1 FROM refusal WHERE site = $1 AND minute = $2 AND reason = $3 GROUP BY minute, reason HAVING sum(count) = $4

-- name: refusal_delete
DELETE FROM refusal WHERE site = $1 AND minute = $2 AND reason = $3

-- name: pulse_write
INSERT INTO pulse (site, mechanism, at, number, position) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (site, mechanism) DO UPDATE SET at = excluded.at, number = excluded.number, position = excluded.position

-- name: pulse_find
SELECT at, number, position FROM pulse WHERE site = $1 AND mechanism = $2

-- name: operator_task_raise
INSERT INTO task (site, kind, cause, moment, raised_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING

-- name: operator_task_find
SELECT 1 FROM task WHERE site = $1 AND kind = $2 AND cause = $3 AND moment = $4

-- name: operator_task_open
SELECT id, kind, cause, moment, raised_at FROM task WHERE site = $1 AND done_at IS NULL ORDER BY id LIMIT $2

-- name: operator_task_one
SELECT 1 FROM task WHERE site = $1 AND id = $2 AND done_at IS NULL

-- name: operator_task_finish
UPDATE task SET done_at = $3, done_by = $4 WHERE site = $1 AND id = $2 AND done_at IS NULL

-- name: outbox_due
SELECT id, uid, record, subject, place, state, attempts, created_at, coalesce(notice, 0), coalesce(pull, 0) FROM outbox
WHERE +site = $1 AND state = 0 AND due_at <= $2 ORDER BY due_at, id LIMIT 1

-- name: outbox_row
SELECT id, uid, record, subject, place, state, attempts, created_at, coalesce(notice, 0), coalesce(pull, 0) FROM outbox WHERE site = $1 AND id = $2

-- name: outbox_claim
UPDATE outbox SET attempts = attempts + 1, due_at = $3 WHERE id = $1 AND state = 0 AND attempts = $2

-- name: outbox_offer
UPDATE outbox SET due_at = $3, pull = $4 WHERE id = $1 AND state = 0 AND attempts = $2

-- name: outbox_again
UPDATE outbox SET due_at = $3, outcome = $4 WHERE id = $1 AND state = 0 AND attempts = $2

-- name: outbox_end
UPDATE outbox SET state = $4, ended_at = $5, outcome = $6 WHERE id = $1 AND attempts = $2 AND state = $3
