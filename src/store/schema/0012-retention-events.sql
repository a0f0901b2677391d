-- Step 12: a retention knows the rule that was promised for it and the event that began its period.

ALTER TABLE retention ADD COLUMN period INTEGER;     -- of the rule with trigger_kind; NULL: from before this step, the policy's rule holds
ALTER TABLE retention ADD COLUMN unit INTEGER;       -- of the period: 0 days, 1 months, 2 years
ALTER TABLE retention ADD COLUMN event_kind INTEGER; -- the event that was told; NULL: none
ALTER TABLE retention ADD COLUMN event_at INTEGER;

-- All dates are computed once more, which writes the rules down.
DELETE FROM pulse WHERE mechanism IN ('retention.recompute', 'retention.cursor');
