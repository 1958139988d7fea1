-- What has to be known of a connection that was deleted: the name of its inventory,
-- when that is kept, and what is still to be removed.
CREATE TABLE deleted_connection (
	id      TEXT PRIMARY KEY,
	name    TEXT NOT NULL,
	deleted TEXT NOT NULL,
	keep    INTEGER NOT NULL, -- whether its inventory stays
	cleared INTEGER NOT NULL DEFAULT 0 -- whether what does not stay is removed
) STRICT, WITHOUT ROWID;
