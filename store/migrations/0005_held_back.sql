-- How much of the inventory an import may take away before it is held back, in
-- percent; 0 is the program's own share.
ALTER TABLE connection ADD COLUMN loss_share INTEGER NOT NULL DEFAULT 0;
-- The tenant whose inventory may take the place of the one that there is.
ALTER TABLE connection ADD COLUMN replace_tenant TEXT NOT NULL DEFAULT '';

-- What an import that was held back would take away: a summary as JSON, and the
-- first ones of the records that would go.
ALTER TABLE task ADD COLUMN held TEXT NOT NULL DEFAULT '{}';
CREATE TABLE task_lost (
	task_id INTEGER NOT NULL REFERENCES task ON DELETE CASCADE,
	number  INTEGER NOT NULL, -- from 1
	kind    TEXT NOT NULL,
	name    TEXT NOT NULL,
	detail  TEXT NOT NULL,
	PRIMARY KEY (task_id, number)
) STRICT, WITHOUT ROWID;
