-- What the central database has of each tenant, so that only what differs is sent. It can be
-- lost: it is then made anew from the central database.
CREATE TABLE tenant (
    tenant TEXT PRIMARY KEY, -- its id in lower case
    source INTEGER NOT NULL, -- of the connection from whose rows of the inventory it was sent; -1 for none
    generation INTEGER NOT NULL, -- that the central database has
    arrived TEXT NOT NULL, -- under which id it was sent
    imported INTEGER NOT NULL, -- when that was imported, in milliseconds since 1970
    published INTEGER NOT NULL, -- and when it arrived
    -- What is being sent as the generation after it: under which id, and how many transactions of it are noted
    -- here. An empty id: nothing is.
    attempt TEXT NOT NULL,
    step INTEGER NOT NULL,
    whole INTEGER NOT NULL, -- all of it is there, imported at sending
    sending INTEGER NOT NULL,
    facts TEXT NOT NULL, -- what belongs to it as a whole, in the form of whoever has written it
    -- Why the last try has failed, as a message; empty when it has not.
    failure TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The users, as they are numbered in inventory.db: what each was known by when it was sent.
CREATE TABLE user (
    uid INTEGER PRIMARY KEY,
    key INTEGER NOT NULL,
    id TEXT NOT NULL,
    fingerprint INTEGER NOT NULL,
    licensing INTEGER NOT NULL,
    last_activity INTEGER NOT NULL,
    listed INTEGER NOT NULL,
    assigned BLOB
) STRICT;

CREATE TABLE usage (
    id INTEGER PRIMARY KEY,
    name INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL
) STRICT;

-- Rows of smaller tables, by the name of the table and a key in it.
CREATE TABLE row (
    tenant TEXT NOT NULL,
    part TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint INTEGER NOT NULL,
    PRIMARY KEY (tenant, part, key)
) STRICT, WITHOUT ROWID;

-- What the central database has and the inventory does not, found by comparing both.
CREATE TABLE gone (
    tenant TEXT NOT NULL,
    part TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (tenant, part, key)
) STRICT, WITHOUT ROWID;

-- What was read of the central database to be compared.
CREATE TABLE found_user (
    id TEXT PRIMARY KEY,
    fingerprint INTEGER NOT NULL,
    licensing INTEGER NOT NULL,
    last_activity INTEGER NOT NULL,
    listed INTEGER NOT NULL,
    assigned BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE found_usage (
    name INTEGER PRIMARY KEY,
    fingerprint INTEGER NOT NULL
) STRICT;
