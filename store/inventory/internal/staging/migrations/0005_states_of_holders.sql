-- Since when licenses are assigned, and those that could not be. What was staged
-- without is read again.
DROP TABLE page;
DELETE FROM user;
DELETE FROM stream;

CREATE TABLE page (
    first INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    users INTEGER NOT NULL,
    keys BLOB NOT NULL,
    -- Of the assignments of one user after another, two bytes each: the numbers of
    -- the SKUs, and the days since when.
    skus BLOB NOT NULL,
    days BLOB NOT NULL
) STRICT;

CREATE TABLE sku (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE failed (
    seq INTEGER NOT NULL, -- of the user
    sku TEXT NOT NULL,
    license_group TEXT NOT NULL,
    error TEXT NOT NULL,
    PRIMARY KEY (seq, sku, license_group, error)
) STRICT, WITHOUT ROWID;
