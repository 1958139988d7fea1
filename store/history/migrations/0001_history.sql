-- Tenants, users and SKUs are known by their GUIDs in lower case; numbers of rows are for
-- this file alone. Times are milliseconds since 1970, days are counted since 1970-01-01
-- (0 is none). A publish is known by its tenant and its time: taken over twice, it stands
-- here once.

CREATE TABLE publish (
    publish INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL,
    at INTEGER NOT NULL,
    name TEXT NOT NULL, -- of the tenant, as it was then
    baseline INTEGER NOT NULL, -- there was nothing to compare with
    changes INTEGER NOT NULL DEFAULT 0, -- how many there are of them
    figures INTEGER NOT NULL DEFAULT 1, -- its licenses and applications are kept
    UNIQUE (tenant, at)
) STRICT;

CREATE TABLE sku (
    sku INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    part_number TEXT NOT NULL COLLATE NOCASE
) STRICT;

CREATE TABLE license (
    publish INTEGER NOT NULL REFERENCES publish ON DELETE CASCADE,
    sku INTEGER NOT NULL REFERENCES sku,
    kind TEXT NOT NULL,
    purchased INTEGER NOT NULL,
    assigned INTEGER NOT NULL,
    active30 INTEGER, -- NULL where it is not known
    active90 INTEGER,
    active180 INTEGER,
    PRIMARY KEY (publish, sku)
) STRICT, WITHOUT ROWID;

CREATE TABLE application (
    publish INTEGER NOT NULL REFERENCES publish ON DELETE CASCADE,
    name TEXT NOT NULL COLLATE NOCASE,
    entitled INTEGER NOT NULL,
    active30 INTEGER,
    active90 INTEGER,
    active180 INTEGER,
    PRIMARY KEY (publish, name)
) STRICT, WITHOUT ROWID;

-- What a publish has changed, an event a row, numbered within it.
CREATE TABLE change (
    publish INTEGER NOT NULL REFERENCES publish ON DELETE CASCADE,
    number INTEGER NOT NULL,
    event TEXT NOT NULL,
    user TEXT NOT NULL, -- the id, empty where it is no user's
    user_principal_name TEXT NOT NULL COLLATE NOCASE, -- as it was then
    sku INTEGER REFERENCES sku, -- NULL where it is no license's
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    PRIMARY KEY (publish, number)
) STRICT, WITHOUT ROWID;

-- Where many changes are taken over at once, these are made anew.
CREATE INDEX change_user ON change (user);
CREATE INDEX change_name ON change (user_principal_name);
CREATE INDEX change_sku ON change (sku);
CREATE INDEX change_event ON change (event);
