-- Secrets are no longer of connections alone: "central" has those of the central database.
CREATE TABLE owned_secret (
	connection_id TEXT NOT NULL, -- or another owner, by what no connection has for its id
	field         TEXT NOT NULL,
	sealed        BLOB NOT NULL,
	stored        TEXT NOT NULL,
	PRIMARY KEY (connection_id, field)
) STRICT, WITHOUT ROWID;
INSERT INTO owned_secret (connection_id, field, sealed, stored) SELECT connection_id, field, sealed, stored FROM secret;
DROP TABLE secret;
ALTER TABLE owned_secret RENAME TO secret;
CREATE TRIGGER secret_of_connection AFTER DELETE ON connection BEGIN
	DELETE FROM secret WHERE connection_id = OLD.id;
END;

-- The central database into which imports are published. There is one row or none.
CREATE TABLE central (
	id          INTEGER PRIMARY KEY CHECK (id = 1),
	server      TEXT NOT NULL, -- host:port
	database    TEXT NOT NULL,
	user        TEXT NOT NULL,
	schema      TEXT NOT NULL,
	tls         TEXT NOT NULL,
	ca          TEXT NOT NULL, -- PEM; empty for the authorities of the system
	certificate TEXT NOT NULL, -- PEM; empty where the user has a password
	changed     TEXT NOT NULL
) STRICT;
