-- Licenses that stay with a user although they are recommended to be taken back.
CREATE TABLE kept (
    tenant TEXT NOT NULL,
    user TEXT NOT NULL,
    sku TEXT NOT NULL,
    user_principal_name TEXT NOT NULL, -- as it was then
    until INTEGER NOT NULL, -- the last day
    note TEXT NOT NULL,
    since INTEGER NOT NULL, -- when it was entered
    PRIMARY KEY (tenant, user, sku)
) STRICT, WITHOUT ROWID;
