-- Step 6: what an operator must see to, once for each cause. No free text and no personal data: the kind and the number say what it is.

CREATE TABLE task (
  id INTEGER PRIMARY KEY,
  site INTEGER NOT NULL,
  kind INTEGER NOT NULL,             -- store/operator_task.h
  cause INTEGER NOT NULL,            -- which one: what it counts is the kind's
  moment INTEGER NOT NULL,           -- an instant that belongs to the cause, such as the end of a contract; 0: none
  raised_at INTEGER NOT NULL,
  done_at INTEGER,                   -- NULL: open
  done_by INTEGER,                   -- actor_number()
  UNIQUE (site, kind, cause, moment)
);
CREATE INDEX task_open ON task(site, id) WHERE done_at IS NULL;
CREATE INDEX task_done ON task(done_at) WHERE done_at IS NOT NULL;
