-- The numbers of licenses and applications after a publish, as their pages show them.
-- What is not known is NULL.
CREATE TABLE outbox_license (
    publish INTEGER NOT NULL,
    sku TEXT NOT NULL,
    part_number TEXT NOT NULL,
    kind TEXT NOT NULL,
    purchased INTEGER NOT NULL,
    assigned INTEGER NOT NULL,
    active30 INTEGER,
    active90 INTEGER,
    active180 INTEGER,
    PRIMARY KEY (publish, sku)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox_application (
    publish INTEGER NOT NULL,
    name TEXT NOT NULL COLLATE NOCASE,
    entitled INTEGER NOT NULL,
    active30 INTEGER,
    active90 INTEGER,
    active180 INTEGER,
    PRIMARY KEY (publish, name)
) STRICT, WITHOUT ROWID;
