-- name: consent_insert
INSERT INTO consent (site, subject, purpose, act, at, policy_number, mechanism, language, text_hash, region, region_source, record)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)

-- name: consent_newest
SELECT act, policy_number FROM consent WHERE site = $1 AND subject = $2 AND purpose = $3 ORDER BY id DESC LIMIT 1

-- name: consent_live
-- Purposes to which the person has agreed and from which she has not withdrawn, with the deliveries that wait for each and the rows that are
-- kept until she withdraws.
SELECT c.purpose, c.region, c.region_source,
(SELECT count(*) FROM outbox o WHERE o.state = 0 AND o.site = $1 AND o.subject = $2
  AND o.record IN (SELECT r.id FROM record r WHERE r.site = $1 AND r.subject = $2 AND r.purpose = c.purpose)),
(SELECT count(*) FROM retention t WHERE t.site = $1 AND t.subject = $2 AND t.purpose = c.purpose AND t.state = 0 AND t.trigger_kind = $3 AND t.due_at IS NULL)
FROM consent c WHERE c.site = $1 AND c.subject = $2 AND c.act = 1
AND NOT EXISTS (SELECT 1 FROM consent n WHERE n.site = $1 AND n.subject = $2 AND n.purpose = c.purpose AND n.id > c.id)
AND ($4 = 0 OR c.purpose = $4) ORDER BY c.purpose LIMIT $5

-- name: consent_cancel_outbox
UPDATE outbox SET state = 3, ended_at = $4 WHERE state = 0 AND site = $1 AND subject = $2
AND record IN (SELECT r.id FROM record r WHERE r.site = $1 AND r.subject = $2 AND r.purpose = $3)

-- name: consent_end_retention
UPDATE retention SET event_kind = $4, event_at = $5, due_at = $5 WHERE site = $1 AND subject = $2 AND purpose = $3 AND state = 0 AND trigger_kind = $4 AND due_at IS NULL

-- name: confirm_record
SELECT r.id, r.channel, r.retention, r.region, r.region_source FROM record r JOIN retention t ON t.id = r.retention
WHERE r.site = $1 AND r.subject = $2 AND r.uid = $3 AND t.state = 0

-- name: confirm_retention
-- What waited for a week is kept by the rule of its purpose from now on.
UPDATE retention SET trigger_kind = $2, trigger_at = $3, due_at = $4, period = $5, unit = $6 WHERE id = $1 AND state = 0

-- name: signal_insert
INSERT INTO signal (uid, site, subject_uid, recipient, purpose, act, state, attempts, due_at, created_at, outcome) VALUES ($1, $2, $3, $4, $5, $6, 0, 0, $7, $7, 0)
