-- Times are RFC 3339 in UTC with milliseconds, days are 2006-01-02; both sort as text.

-- Where the key is that seals the secrets below. There is one row or none.
CREATE TABLE data_key (
	id           INTEGER PRIMARY KEY CHECK (id = 1),
	place        TEXT NOT NULL CHECK (place IN ('keyring', 'file')),
	keyring_user TEXT NOT NULL, -- random; names this data directory's entry in the keyring
	fingerprint  BLOB NOT NULL, -- tells a wrong key, and tells nothing about the right one
	created      TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE connection (
	id                     TEXT PRIMARY KEY,
	name                   TEXT NOT NULL,
	folded_name            TEXT NOT NULL UNIQUE, -- without regard to case
	source_type            TEXT NOT NULL,
	proxy_use              INTEGER NOT NULL,
	proxy_server           TEXT NOT NULL,
	proxy_username         TEXT NOT NULL,
	cloud                  TEXT NOT NULL,
	token_endpoint         TEXT NOT NULL,
	client_id              TEXT NOT NULL,
	redirect_uri           TEXT NOT NULL,
	flow                   TEXT NOT NULL,
	authorization_endpoint TEXT NOT NULL,
	graph_endpoint         TEXT NOT NULL,
	client_secret_expires  TEXT NOT NULL, -- a day, or empty
	sign_in_account        TEXT NOT NULL,
	sign_in_account_name   TEXT NOT NULL,
	sign_in_tenant_id      TEXT NOT NULL,
	sign_in_tenant_name    TEXT NOT NULL,
	sign_in_granted        TEXT NOT NULL, -- permissions, as a JSON array
	sign_in_missing        TEXT NOT NULL,
	sign_in_at             TEXT NOT NULL, -- empty when nobody has signed in
	created                TEXT NOT NULL,
	changed                TEXT NOT NULL
) STRICT;

-- Refresh tokens, client secrets and proxy passwords, sealed with the data key.
CREATE TABLE secret (
	connection_id TEXT NOT NULL REFERENCES connection ON DELETE CASCADE,
	field         TEXT NOT NULL,
	sealed        BLOB NOT NULL,
	stored        TEXT NOT NULL,
	PRIMARY KEY (connection_id, field)
) STRICT, WITHOUT ROWID;

-- Edits that wait for Save, sealed as a whole. Their connection may be new.
CREATE TABLE draft (
	connection_id TEXT PRIMARY KEY,
	sealed        BLOB NOT NULL,
	changed       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Executions of imports. They outlive their connection, so its name is kept.
CREATE TABLE task (
	id              INTEGER PRIMARY KEY AUTOINCREMENT,
	connection_id   TEXT NOT NULL,
	connection_name TEXT NOT NULL,
	trigger         TEXT NOT NULL,
	status          TEXT NOT NULL,
	created         TEXT NOT NULL,
	started         TEXT NOT NULL, -- empty while queued
	ended           TEXT NOT NULL, -- empty before the end
	counts          TEXT NOT NULL, -- JSON
	warnings        TEXT NOT NULL, -- JSON
	failure         TEXT NOT NULL  -- JSON
) STRICT;
CREATE INDEX task_of_connection ON task (connection_id, id);
CREATE INDEX task_created ON task (created);

CREATE TABLE task_line (
	task_id INTEGER NOT NULL REFERENCES task ON DELETE CASCADE,
	number  INTEGER NOT NULL, -- from 1
	at      TEXT NOT NULL,
	level   TEXT NOT NULL,
	text    TEXT NOT NULL,
	PRIMARY KEY (task_id, number)
) STRICT, WITHOUT ROWID;
