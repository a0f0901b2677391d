-- The invariants of a data directory: what `privacyd verify` reads. A query named verify_bad_* gives one row for each violation: a number that
-- names the row, and words; an empty answer is a good one.

-- name: verify_integrity
SELECT integrity_check FROM pragma_integrity_check

-- name: verify_head
SELECT size, root, group_id FROM log_head WHERE site = $1

-- name: verify_facts
SELECT position, type, at, policy_number, canonical, salt FROM fact WHERE site = $1 ORDER BY position

-- name: verify_tiles
SELECT level, number, hashes FROM tile WHERE site = $1 ORDER BY level, number

-- name: verify_documents
-- And the announced pages, which are stored likewise.
SELECT number, name, language, type, bytes, brotli, gzip, hash FROM policy_document WHERE site = $1
UNION ALL SELECT number, 'announced', language, 'text/html; charset=utf-8', bytes, brotli, gzip, hash FROM policy_announced WHERE site = $1
ORDER BY 1, 2, 3

-- name: verify_sources
-- Each version with the fact of its publishing, as long as that is kept.
SELECT v.number, v.source, v.posted_at, v.effective_at, f.canonical FROM policy_version v JOIN fact f ON f.site = v.site AND f.type = 2 AND f.policy_number = v.number
WHERE v.site = $1 ORDER BY v.number

-- name: verify_ends
-- Between what moments facts must lie: when the site was made, and the commit that grew the log last.
SELECT s.created_at, coalesce((SELECT max(g.at) FROM commit_group g JOIN log_head h ON h.group_id = g.id WHERE h.site = s.id), 0) FROM site s WHERE s.id = $1

-- name: verify_retentions
SELECT id, purpose, trigger_kind, period, unit, trigger_at, event_kind, event_at, due_at, state, key_id, key_generation FROM retention WHERE site = $1 ORDER BY id

-- name: verify_records
SELECT r.id, r.uid, r.sealed, r.fields, r.email_index, t.key_id, t.key_generation, t.state,
CASE WHEN r.policy_number = $2 THEN 1 ELSE 0 END
FROM record r JOIN retention t ON t.id = r.retention WHERE r.site = $1 ORDER BY r.id

-- name: verify_subjects
SELECT id, uid, handle FROM subject WHERE site = $1 AND state <> 2 ORDER BY id

-- name: verify_shredded
SELECT key_id, key_generation FROM shred WHERE site = $1 AND state = 2

-- name: verify_bad_orphan_records
SELECT id, 'its retention or subject is not there, or they are of two people' FROM record
WHERE site = $1 AND NOT EXISTS (SELECT 1 FROM retention t, subject s
  WHERE t.id = record.retention AND s.id = record.subject AND t.subject = s.id AND t.purpose = record.purpose AND t.site = record.site)

-- name: verify_bad_versions
SELECT number, 'it is in force before it was posted, or lacks the policy or a language of another document' FROM policy_version v
WHERE site = $1 AND (effective_at < posted_at
  OR NOT EXISTS (SELECT 1 FROM policy_document d WHERE d.site = v.site AND d.number = v.number AND d.name = 'policy')
  OR EXISTS (SELECT 1 FROM policy_document d, policy_document e WHERE d.site = v.site AND d.number = v.number AND d.name = 'policy'
    AND e.site = v.site AND e.number = v.number AND e.language <> ''
    AND NOT EXISTS (SELECT 1 FROM policy_document f WHERE f.site = v.site AND f.number = v.number AND f.name = e.name AND f.language = d.language)))

-- name: verify_bad_newest_version
SELECT policy_number, 'the number that new versions count on from is not that of the newest one' FROM site
WHERE id = $1 AND policy_number <> (SELECT coalesce(max(number), 0) FROM policy_version v WHERE v.site = site.id)

-- name: verify_bad_record_versions
SELECT id, 'it was collected under a version that does not exist, or that was not in force yet' FROM record
WHERE site = $1 AND NOT EXISTS (SELECT 1 FROM policy_version v WHERE v.site = record.site AND v.number = record.policy_number AND v.effective_at <= record.collected_at)

-- name: verify_bad_late_records
-- A post that was under way while a version was published may stay under the one before; an hour is more than any of them takes.
SELECT id, 'it was collected under a version that a newer one had replaced' FROM record
WHERE site = $1 AND EXISTS (SELECT 1 FROM policy_version v WHERE v.site = record.site AND v.number > record.policy_number
  AND v.effective_at <= record.collected_at AND v.posted_at <= record.collected_at - 3600000)

-- name: verify_bad_outbox
SELECT id, 'its state and its end do not fit' FROM outbox WHERE site = $1 AND (state NOT BETWEEN 0 AND 3 OR (state = 0) <> (ended_at IS NULL) OR attempts < 0)

-- name: verify_bad_waiting
SELECT id, 'it waits to deliver a record or a notice that is not there, or of a person who was erased' FROM outbox
WHERE site = $1 AND state = 0 AND (CASE WHEN notice IS NULL THEN NOT EXISTS (SELECT 1 FROM record r WHERE r.id = outbox.record AND r.subject = outbox.subject)
  ELSE NOT EXISTS (SELECT 1 FROM notice n WHERE n.id = outbox.notice AND n.subject = outbox.subject AND n.uid = outbox.uid AND n.state = 0) END
  OR EXISTS (SELECT 1 FROM subject s WHERE s.id = outbox.subject AND s.state <> 0))

-- name: verify_bad_notices
-- Its key lives as long as its outbox row waits, and no longer.
SELECT id, 'its key, its end and its place in the outbox do not fit' FROM notice n
WHERE site = $1 AND (state NOT BETWEEN 0 AND 2 OR (state = 0) <> (ended_at IS NULL) OR (state = 2) <> (length(sealed) = 0)
  OR (state = 0) <> EXISTS (SELECT 1 FROM outbox o WHERE o.notice = n.id AND o.site = n.site AND o.state = 0)
  OR (state = 1) <> EXISTS (SELECT 1 FROM shred d WHERE d.key_id = n.key_id AND d.state = 1))

-- name: verify_bad_once
SELECT position, 'a row of what may happen once names an entry that the log does not have' FROM once
WHERE site = $1 AND position >= (SELECT size FROM log_head h WHERE h.site = once.site)

-- name: verify_bad_shreds
SELECT retention, 'a key was to be destroyed and its retention is still live' FROM shred
WHERE site = $1 AND state IN (1, 2) AND EXISTS (SELECT 1 FROM retention t WHERE t.key_id = shred.key_id AND t.state = 0)

-- name: verify_bad_intents
SELECT t.id, 'its key is on its way out and nothing says so' FROM retention t
WHERE t.site = $1 AND t.state = 1 AND NOT EXISTS (SELECT 1 FROM shred s WHERE s.key_id = t.key_id AND s.state = 1)

-- name: verify_bad_groups
SELECT group_id, 'the head of the log names a commit that is not there' FROM log_head
WHERE site = $1 AND size > 0 AND NOT EXISTS (SELECT 1 FROM commit_group g WHERE g.id = log_head.group_id AND g.site = log_head.site)

-- name: verify_bad_future
SELECT id, 'it is due before its period began' FROM retention WHERE site = $1 AND due_at IS NOT NULL AND due_at < trigger_at
  AND (event_at IS NULL OR due_at < event_at OR (event_at < trigger_at AND event_kind <> 6))

-- What proves the promises (assurance/check.h): bounded readings, newest first.

-- name: promise_records
SELECT r.id, r.channel, r.purpose, r.basis, r.region, r.policy_number, r.collected_at, r.fields, coalesce(t.state, -1)
FROM record r LEFT JOIN retention t ON t.id = r.retention AND t.subject = r.subject AND t.purpose = r.purpose
WHERE +r.site = $1 ORDER BY r.id DESC LIMIT $2

-- name: promise_collected
-- What the newest records say of themselves: whose law, when, which items.
SELECT region, collected_at, fields FROM record WHERE +site = $1 ORDER BY id DESC LIMIT $2

-- name: promise_first_version
SELECT posted_at FROM policy_version WHERE site = $1 ORDER BY number LIMIT 1

-- name: promise_sealed
SELECT r.sealed, t.key_id, t.key_generation, t.state FROM record r JOIN retention t ON t.id = r.retention
WHERE +r.site = $1 ORDER BY r.id DESC LIMIT $2

-- name: promise_shared_keys
-- Keys under which more than one person's data lie.
SELECT count(*) FROM (SELECT t.key_id FROM (SELECT key_id, subject FROM retention WHERE +site = $1 ORDER BY id DESC LIMIT $2) AS t
GROUP BY t.key_id HAVING count(DISTINCT t.subject) > 1) AS shared

-- name: promise_retentions
SELECT id, purpose, trigger_kind, period, unit, trigger_at, event_kind, event_at, due_at FROM retention WHERE +site = $1 AND state = 0 ORDER BY id DESC LIMIT $2

-- name: promise_overdue
-- Due at a moment, and no hold that is open now.
SELECT count(*) FROM retention t WHERE +t.site = $1 AND t.state = 0 AND t.due_at <= $2
AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.site = t.site AND h.ended_at IS NULL AND h.expires_at > $3 AND (h.subject IS NULL OR h.subject = t.subject))

-- name: promise_stuck
-- Keys whose destruction was intended and has not been confirmed.
SELECT count(*) FROM shred WHERE +site = $1 AND state = 1 AND intended_at <= $2

-- name: promise_destroyed
SELECT key_id, key_generation FROM shred WHERE +site = $1 AND state = 2 AND reason >= $2 AND reason <= $3 ORDER BY shredded_at DESC LIMIT $4

-- name: promise_gone_retentions
SELECT key_id, key_generation FROM retention
WHERE +site = $1 AND state = 2 AND state > 0 AND NOT EXISTS (SELECT 1 FROM shred s WHERE s.key_id = retention.key_id AND s.state = 2) ORDER BY id DESC LIMIT $2

-- name: promise_erased_live
-- From the few that were erased to their rows: CROSS JOIN keeps the order.
SELECT count(*) FROM subject s CROSS JOIN retention t WHERE t.site = s.site AND t.subject = s.id AND +s.site = $1 AND s.state > 0 AND t.state = 0

-- name: promise_undelivered
-- Newest records of a channel with fewer deliveries than the channel has places.
SELECT count(*) FROM (SELECT id, channel, policy_number, collected_at FROM record WHERE +site = $1 ORDER BY id DESC LIMIT $6) AS r
WHERE r.channel = $2 AND r.policy_number = $3 AND r.collected_at >= $4 AND (SELECT count(*) FROM outbox o WHERE o.record = r.id) < $5

-- name: promise_confirmed
-- Of the newest records of a channel that asks for confirmation: those that were confirmed, and those that wait for or had a delivery without.
SELECT coalesce(sum(r.confirmed), 0), coalesce(sum(r.sent AND NOT r.confirmed), 0) FROM (
  SELECT EXISTS (SELECT 1 FROM consent c WHERE c.site = $1 AND c.subject = n.subject AND c.purpose = n.purpose AND c.record = n.uid AND c.act = 1 AND c.mechanism = 4) AS confirmed,
  EXISTS (SELECT 1 FROM outbox o WHERE o.record = n.id) AS sent
  FROM (SELECT id, uid, subject, purpose, channel FROM record WHERE +site = $1 ORDER BY id DESC LIMIT $3) AS n WHERE n.channel = $2) AS r

-- name: promise_withdrawn
-- Of the newest withdrawals that still count: how many, and how many after which something waits to be sent or is kept without an end.
SELECT count(*), coalesce(sum(EXISTS (SELECT 1 FROM outbox o JOIN record r ON r.id = o.record WHERE o.site = $1 AND o.subject = c.subject AND o.state = 0 AND r.purpose = c.purpose)
  OR EXISTS (SELECT 1 FROM retention t WHERE t.site = $1 AND t.subject = c.subject AND t.purpose = c.purpose AND t.state = 0 AND t.trigger_kind = $3 AND t.due_at IS NULL)), 0)
FROM (SELECT id, subject, purpose, act FROM consent WHERE +site = $1 ORDER BY id DESC LIMIT $2) AS c
WHERE c.act = 2 AND NOT EXISTS (SELECT 1 FROM consent n WHERE n.site = $1 AND n.subject = c.subject AND n.purpose = c.purpose AND n.id > c.id)

-- name: promise_told
-- Of the newest withdrawals of a purpose since a moment: whose recipients were told, and who has nobody on the way to tell them, or failed to be.
SELECT coalesce(sum(c.told), 0), coalesce(sum(NOT c.waits AND NOT c.told), 0) FROM (
  SELECT EXISTS (SELECT 1 FROM signal g WHERE g.site = $1 AND g.subject_uid = s.uid AND g.purpose = $2 AND g.state = 1 AND g.created_at >= n.at) AS told,
  EXISTS (SELECT 1 FROM signal g WHERE g.site = $1 AND g.subject_uid = s.uid AND g.purpose = $2 AND g.state = 0) AS waits
  FROM (SELECT subject, purpose, act, at FROM consent WHERE +site = $1 ORDER BY id DESC LIMIT $3) AS n JOIN subject s ON s.id = n.subject
  WHERE n.act = 2 AND n.purpose = $2 AND n.at > $4) AS c

-- name: promise_outbox
-- Deliveries that are due and nobody tries, that wait, that failed for good.
SELECT (SELECT count(*) FROM outbox WHERE +site = $1 AND state = 0 AND due_at <= $2),
(SELECT count(*) FROM outbox WHERE site = $1 AND state = 0 AND created_at <= $2),
(SELECT count(*) FROM outbox WHERE site = $1 AND state = 2 AND ended_at IS NOT NULL)

-- name: promise_facts
SELECT position, canonical FROM fact WHERE site = $1 AND type = $2 ORDER BY at DESC, position DESC LIMIT $3

-- name: promise_oldest_fact
SELECT position FROM fact WHERE site = $1 ORDER BY position LIMIT 1

-- name: promise_documents
SELECT number, name, language, type, bytes, brotli, gzip, hash FROM policy_document WHERE site = $1 ORDER BY number DESC, name, language
LIMIT $3 + (SELECT count(*) FROM policy_document d WHERE d.site = $1 AND d.number = $2)

-- name: promise_documents_in_force
SELECT number, name, language, type, bytes, brotli, gzip, hash FROM policy_document WHERE site = $1 AND number = $2

-- name: promise_source
SELECT source FROM policy_version WHERE site = $1 AND number = $2

-- name: promise_published
-- The fact of publishing a version, as long as it is kept.
SELECT position, canonical FROM fact WHERE site = $1 AND type = $2 AND policy_number = $3 ORDER BY at DESC LIMIT 1

-- name: promise_log_size
SELECT size FROM log_head WHERE site = $1

-- name: promise_announced
SELECT count(*) FROM policy_announced WHERE site = $1 AND number = $2
