-- Tenants, users and SKUs are their GUIDs in lower case, times are milliseconds since
-- 1970, days are counted since 1970-01-01 (0 is none). A publish is known by its tenant
-- and its time: written twice, it is the same rows.

CREATE TABLE publish (
    tenant TEXT NOT NULL,
    at INTEGER NOT NULL,
    name TEXT NOT NULL, -- of the tenant, as it was then
    baseline INTEGER NOT NULL, -- the first of the tenant, which changes nothing
    PRIMARY KEY (tenant, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE license (
    tenant TEXT NOT NULL,
    sku TEXT NOT NULL,
    at INTEGER NOT NULL,
    part_number TEXT NOT NULL,
    purchased INTEGER NOT NULL,
    assigned INTEGER NOT NULL,
    active30 INTEGER NOT NULL,
    active90 INTEGER NOT NULL,
    active180 INTEGER NOT NULL,
    PRIMARY KEY (tenant, sku, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE application (
    tenant TEXT NOT NULL,
    name TEXT NOT NULL,
    at INTEGER NOT NULL,
    entitled INTEGER NOT NULL,
    active30 INTEGER NOT NULL,
    active90 INTEGER NOT NULL,
    active180 INTEGER NOT NULL,
    PRIMARY KEY (tenant, name, at)
) STRICT, WITHOUT ROWID;

-- What a publish has changed, an event a row, numbered within it.
CREATE TABLE change (
    tenant TEXT NOT NULL,
    at INTEGER NOT NULL,
    number INTEGER NOT NULL,
    event TEXT NOT NULL,
    user TEXT NOT NULL DEFAULT '',
    user_principal_name TEXT NOT NULL DEFAULT '' COLLATE NOCASE,
    sku TEXT NOT NULL DEFAULT '',
    part_number TEXT NOT NULL DEFAULT '',
    before TEXT NOT NULL DEFAULT '',
    after TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (tenant, at, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX change_time ON change (at);
CREATE INDEX change_user ON change (user_principal_name, at) WHERE user_principal_name <> '';
CREATE INDEX change_license ON change (sku, at) WHERE sku <> '';
