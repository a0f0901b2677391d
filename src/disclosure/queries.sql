-- name: record_row
SELECT r.id, r.uid, r.retention, r.channel, r.purpose, r.basis, r.region, r.region_source, r.collected_at, r.sealed,
t.state, t.due_at, s.id, s.uid, s.state, s.version
FROM record r JOIN retention t ON t.id = r.retention JOIN subject s ON s.id = r.subject WHERE r.site = $1 AND r.id = $2

-- name: record_row_live
-- A guard: one row while the retention is as it was read.
SELECT 1 FROM retention WHERE id = $1 AND state = 0 AND coalesce(due_at, -1) = $2
