-- name: api_key_by_hash
SELECT id, name, channels FROM api_key WHERE site = $1 AND hash = $2 AND revoked_at IS NULL

-- name: api_key_by_name
SELECT id FROM api_key WHERE site = $1 AND name = $2 AND revoked_at IS NULL

-- name: api_key_insert
-- No row when a living key has the name.
INSERT INTO api_key (site, hash, name, channels, created_at)
SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS (SELECT 1 FROM api_key WHERE site = $1 AND name = $3 AND revoked_at IS NULL)

-- name: api_key_revoke
UPDATE api_key SET revoked_at = $3 WHERE id = $1 AND site = $2 AND revoked_at IS NULL

-- name: api_key_unrevoked
-- A guard: one row while the key that let a post in still does.
SELECT 1 FROM api_key WHERE id = $1 AND revoked_at IS NULL

-- name: api_key_list
SELECT name, channels, created_at, revoked_at FROM api_key WHERE site = $1 ORDER BY id LIMIT 1000

-- name: task_delivery
SELECT r.channel, o.outcome, s.uid FROM outbox o JOIN record r ON r.id = o.record JOIN subject s ON s.id = r.subject WHERE o.site = $1 AND o.id = $2

-- name: task_notice
SELECT n.kind FROM outbox o JOIN notice n ON n.id = o.notice WHERE o.site = $1 AND o.id = $2
