-- To whom the program writes: mail servers and webhooks, without their secrets.
CREATE TABLE channel (
	id          TEXT PRIMARY KEY, -- random
	name        TEXT NOT NULL,
	folded_name TEXT NOT NULL UNIQUE, -- without regard to case
	content     TEXT NOT NULL -- JSON
) STRICT;

-- Their passwords, client secrets, addresses and signing keys stand in secret, by the id of the channel.
CREATE TRIGGER secret_of_channel AFTER DELETE ON channel BEGIN
	DELETE FROM secret WHERE connection_id = OLD.id;
END;

-- What was told and is not over. It is told again only when it comes back.
CREATE TABLE told_cause (
	key           TEXT PRIMARY KEY,
	kind          TEXT NOT NULL,
	connection_id TEXT NOT NULL,
	connection    TEXT NOT NULL, -- its name at that time
	over          TEXT NOT NULL, -- what is told when it is over, in words; empty for nothing
	at            TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Messages that are still to be sent.
CREATE TABLE outgoing (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	delivery   TEXT NOT NULL, -- random; the same at each try
	channel_id TEXT NOT NULL REFERENCES channel ON DELETE CASCADE,
	content    TEXT NOT NULL, -- JSON
	created    TEXT NOT NULL,
	due        TEXT NOT NULL, -- not to be tried before
	tries      INTEGER NOT NULL,
	failure    TEXT NOT NULL  -- of the last try, in words; empty before it
) STRICT;

-- Runs of schedules that were missed and are not made up, until the next import.
CREATE TABLE missed_import (
	connection_id TEXT PRIMARY KEY REFERENCES connection ON DELETE CASCADE,
	run           TEXT NOT NULL
) STRICT, WITHOUT ROWID;
