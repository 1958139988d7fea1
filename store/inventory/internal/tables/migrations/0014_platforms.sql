-- Where applications are used: of each user as the bits of connector.PlatformUse, and how
-- many were last active on a day.
ALTER TABLE usage ADD COLUMN platforms INTEGER NOT NULL DEFAULT 0;

CREATE TABLE application_platform_day (
    source INTEGER NOT NULL,
    application INTEGER NOT NULL, -- its number among the used applications
    platform INTEGER NOT NULL,
    day INTEGER NOT NULL,
    users INTEGER NOT NULL,
    PRIMARY KEY (source, application, platform, day)
) STRICT, WITHOUT ROWID;

-- Devices on which a product is activated, by what they are.
ALTER TABLE application ADD COLUMN windows INTEGER NOT NULL DEFAULT 0;
ALTER TABLE application ADD COLUMN mac INTEGER NOT NULL DEFAULT 0;
ALTER TABLE application ADD COLUMN ios INTEGER NOT NULL DEFAULT 0;
ALTER TABLE application ADD COLUMN android INTEGER NOT NULL DEFAULT 0;

UPDATE application SET (windows, mac, ios, android) = (
    SELECT coalesce(sum(a.windows), 0), coalesce(sum(a.mac), 0), coalesce(sum(a.ios), 0), coalesce(sum(a.android), 0)
    FROM activation AS a WHERE a.id >> 32 = application.source AND a.product = application.name
) WHERE activations > 0;
