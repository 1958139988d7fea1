-- What was published on its way to history.db: written in the transaction that publishes,
-- and removed as soon as it stands there. A number is not given twice, so that whoever
-- removes what was taken over removes nothing else.
CREATE TABLE outbox (
    publish INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant TEXT NOT NULL,
    at INTEGER NOT NULL, -- milliseconds since 1970
    name TEXT NOT NULL, -- of the tenant
    baseline INTEGER NOT NULL -- there was nothing to compare with
) STRICT;

-- What a publish has changed, an event a row.
CREATE TABLE outbox_change (
    change INTEGER PRIMARY KEY,
    publish INTEGER NOT NULL,
    event TEXT NOT NULL,
    user TEXT NOT NULL, -- the id, empty where it is no user's
    user_principal_name TEXT NOT NULL,
    sku INTEGER, -- NULL where it is no license's
    before TEXT NOT NULL,
    after TEXT NOT NULL
) STRICT;
