-- Recipients whom a mail server refuses for good, until it takes a message for them or they are no longer of the channel.
CREATE TABLE refused_recipient (
	channel_id TEXT NOT NULL REFERENCES channel ON DELETE CASCADE,
	address    TEXT NOT NULL,
	said       TEXT NOT NULL,    -- what it has answered the last time
	since      TEXT NOT NULL,
	last       TEXT NOT NULL,
	messages   INTEGER NOT NULL, -- that the recipient has not got
	PRIMARY KEY (channel_id, address)
) STRICT, WITHOUT ROWID;
