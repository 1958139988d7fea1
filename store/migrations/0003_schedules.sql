-- Named plans that connections share.
CREATE TABLE schedule (
	id          TEXT PRIMARY KEY,
	name        TEXT NOT NULL,
	folded_name TEXT NOT NULL UNIQUE, -- without regard to case
	kind        TEXT NOT NULL,
	every       INTEGER NOT NULL, -- minutes
	time        INTEGER NOT NULL, -- minutes after midnight, by the computer's clock
	days        INTEGER NOT NULL, -- a bit for each day of the week, Sunday the lowest
	day         INTEGER NOT NULL, -- of the month; 32 is the last one
	catch_up    INTEGER NOT NULL,
	handled     TEXT NOT NULL, -- its runs up to this moment are done or passed over
	created     TEXT NOT NULL,
	changed     TEXT NOT NULL
) STRICT;

ALTER TABLE connection ADD COLUMN schedule_id TEXT REFERENCES schedule ON DELETE SET NULL;
CREATE INDEX connection_of_schedule ON connection (schedule_id);

-- Edits of schedules that wait for Save. They hold no secret, so they are not sealed.
CREATE TABLE schedule_draft (
	schedule_id TEXT PRIMARY KEY,
	content     TEXT NOT NULL, -- JSON
	changed     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Imports of a run that has begun which are not done yet: what is left of it when
-- the program or the computer ends in the middle.
CREATE TABLE due_import (
	schedule_id   TEXT NOT NULL REFERENCES schedule ON DELETE CASCADE,
	connection_id TEXT NOT NULL REFERENCES connection ON DELETE CASCADE,
	run           TEXT NOT NULL, -- when the run was due
	began         TEXT NOT NULL,
	PRIMARY KEY (schedule_id, connection_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX due_import_of_connection ON due_import (connection_id);
