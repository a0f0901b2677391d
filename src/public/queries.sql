-- name: public_page_languages
SELECT language FROM policy_page WHERE site = $1 AND number = $2 ORDER BY language LIMIT 8

-- name: public_page_bytes
SELECT bytes, brotli, gzip, hash FROM policy_page WHERE site = $1 AND number = $2 AND language = $3
