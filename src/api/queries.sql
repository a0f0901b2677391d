-- name: api_key_by_hash
SELECT id, name, channels, purposes, scopes, last_used_day FROM api_key
WHERE site = $1 AND hash = $2 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $3)

-- name: api_key_by_name
-- The one that counts: not one that another replaced.
SELECT id, channels, purposes, scopes, expires_at FROM api_key
WHERE site = $1 AND name = $2 AND revoked_at IS NULL AND rotated_at IS NULL AND (expires_at IS NULL OR expires_at > $3)

-- name: api_key_insert
-- No row when a living key has the name.
INSERT INTO api_key (site, hash, name, channels, purposes, scopes, created_at, expires_at)
SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE NOT EXISTS (SELECT 1 FROM api_key WHERE site = $1 AND name = $3 AND revoked_at IS NULL
AND rotated_at IS NULL AND (expires_at IS NULL OR expires_at > $7))

-- name: api_key_rotate
-- A key that is replaced lives on until $4, or until its own end when that is earlier.
UPDATE api_key SET rotated_at = $3, expires_at = CASE WHEN expires_at < $4 THEN expires_at ELSE $4 END
WHERE id = $1 AND site = $2 AND revoked_at IS NULL AND rotated_at IS NULL

-- name: api_key_revoke
-- All of the name: one that was replaced and still lives goes as well.
UPDATE api_key SET revoked_at = $3 WHERE site = $1 AND name = $2 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $3)

-- name: api_key_living
SELECT count(*) FROM api_key WHERE site = $1 AND name = $2 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $3)

-- name: api_key_lives
-- A guard: one row while the key that let a post in still does.
SELECT 1 FROM api_key WHERE id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)

-- name: api_key_used
UPDATE api_key SET last_used_day = $2 WHERE id = $1 AND (last_used_day IS NULL OR last_used_day < $2)

-- name: api_key_list
SELECT name, channels, created_at, revoked_at, purposes, scopes, expires_at, rotated_at, last_used_day FROM api_key WHERE site = $1 ORDER BY id LIMIT 1000

-- name: task_delivery
SELECT r.channel, o.outcome, s.uid FROM outbox o JOIN record r ON r.id = o.record JOIN subject s ON s.id = r.subject WHERE o.site = $1 AND o.id = $2

-- name: task_notice
SELECT n.kind FROM outbox o JOIN notice n ON n.id = o.notice WHERE o.site = $1 AND o.id = $2
