-- Step 9: what API keys are for, how long they live, and when they were last used. Keys from before could post, and nothing else.

ALTER TABLE api_key ADD COLUMN scopes TEXT NOT NULL DEFAULT 'collect'; -- names separated by spaces
ALTER TABLE api_key ADD COLUMN purposes TEXT NOT NULL DEFAULT '*';     -- ids separated by spaces; * is all
ALTER TABLE api_key ADD COLUMN expires_at INTEGER;                     -- NULL: none
ALTER TABLE api_key ADD COLUMN rotated_at INTEGER;                     -- when another key took its name
ALTER TABLE api_key ADD COLUMN last_used_day INTEGER;                  -- days since 1970 UTC; NULL: never
