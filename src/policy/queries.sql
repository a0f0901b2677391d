-- Versions of the policy and the permanent numbers of its names.

-- name: version_current
SELECT policy_number FROM site WHERE id = $1

-- name: version_at
-- The newest version whose date has come at $2; with a clock that stands before all of them, the first.
SELECT coalesce((SELECT number FROM policy_version WHERE site = $1 AND effective_at <= $2 ORDER BY number DESC LIMIT 1),
(SELECT min(number) FROM policy_version WHERE site = $1), 0)

-- name: version_by_number
SELECT number, source, model_hash, posted_at, effective_at FROM policy_version WHERE site = $1 AND number = $2

-- name: version_lines
SELECT number, posted_at, effective_at, CASE WHEN override_reason IS NULL THEN 0 ELSE 1 END FROM policy_version WHERE site = $1
ORDER BY number DESC LIMIT $2

-- name: version_document_count
SELECT count(*) FROM policy_document WHERE site = $1 AND number = $2

-- name: version_documents
SELECT name, language, type, bytes, brotli, gzip, hash FROM policy_document WHERE site = $1 AND number = $2 ORDER BY name, language

-- name: document_languages
SELECT language FROM policy_document WHERE site = $1 AND number = $2 AND name = $3 ORDER BY language

-- name: document_by_name
SELECT name, language, type, bytes, brotli, gzip, hash FROM policy_document WHERE site = $1 AND number = $2 AND name = $3 AND language = $4

-- name: version_insert
INSERT INTO policy_version (site, number, source, model_hash, posted_at, effective_at, override_reason) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING

-- name: version_document_insert
INSERT INTO policy_document (site, number, name, language, type, bytes, brotli, gzip, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING

-- name: version_names
SELECT kind, number, name FROM name WHERE site = $1 UNION ALL SELECT kind, number, name FROM name_alias WHERE site = $1

-- name: version_name_insert
INSERT INTO name (site, kind, number, name) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING

-- name: version_alias_insert
INSERT INTO name_alias (site, kind, number, name) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING

-- name: announced_insert
INSERT INTO policy_announced (site, number, base, language, bytes, brotli, gzip, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING

-- name: announced_find
-- What the newest version made of the page of version $2; an older announcement holds no longer.
SELECT 'policy', a.language, 'text/html; charset=utf-8', a.bytes, a.brotli, a.gzip, a.hash FROM policy_announced a
JOIN site s ON s.id = a.site AND s.policy_number = a.number WHERE a.site = $1 AND a.base = $2 AND a.language = $3
