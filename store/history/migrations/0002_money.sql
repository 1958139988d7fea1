-- Amounts are millionths of the currency's unit. A price holds from its day until the
-- next one of the SKU; tenant is empty for all tenants, and the tenant's own wins.
CREATE TABLE price (
    tenant TEXT NOT NULL DEFAULT '',
    sku TEXT NOT NULL,
    since INTEGER NOT NULL, -- a day; 0 is always
    amount INTEGER NOT NULL CHECK (amount >= 0),
    currency TEXT NOT NULL, -- ISO 4217
    per TEXT NOT NULL CHECK (per IN ('month', 'year')),
    PRIMARY KEY (tenant, sku, since)
) STRICT, WITHOUT ROWID;

-- How many were committed to, until which day.
CREATE TABLE commitment (
    tenant TEXT NOT NULL,
    sku TEXT NOT NULL,
    units INTEGER NOT NULL CHECK (units >= 0),
    until INTEGER NOT NULL,
    PRIMARY KEY (tenant, sku)
) STRICT, WITHOUT ROWID;

-- Names that the customer gives win over those of Microsoft.
CREATE TABLE own_name (
    sku TEXT PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
