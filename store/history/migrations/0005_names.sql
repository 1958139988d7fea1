-- What Microsoft's table says that licenses and service plans are called. It is replaced
-- as a whole.
CREATE TABLE product_name (
    sku TEXT PRIMARY KEY,
    part_number TEXT NOT NULL,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_name (
    id TEXT PRIMARY KEY,
    plan TEXT NOT NULL, -- as tenants tell it, such as AAD_PREMIUM
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Where the table came from, and when; one row, or none when there is no table.
CREATE TABLE names_read (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    at INTEGER NOT NULL,
    origin TEXT NOT NULL -- an address, or the name of a file
) STRICT;
