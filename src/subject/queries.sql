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
