-- Licenses that stay with a user although they are recommended to be taken back.
CREATE TABLE kept (
    tenant TEXT NOT NULL,
    user TEXT NOT NULL,
    sku TEXT NOT NULL,
    until INTEGER NOT NULL, -- the last day; 0 is for good
    note TEXT NOT NULL,
    since INTEGER NOT NULL, -- when it was entered
    PRIMARY KEY (tenant, user, sku)
) STRICT, WITHOUT ROWID;
