-- What recommendations to take licenses back are found by.

-- Which applications a user has used in the days before the report's that the longest
-- reports cover, a bit each, with what tells of them: see tables.UsedBy. -1
-- until an import has told.
ALTER TABLE holding ADD COLUMN used INTEGER NOT NULL DEFAULT -1;
UPDATE source SET reports_fingerprint = 0;

-- Where the day of a license stands in holding.assigned: its place among those of the
-- licensing, by the ids of the SKUs.
ALTER TABLE assignment ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
UPDATE assignment SET place = (
    SELECT count(*) FROM assignment AS b JOIN sku AS k ON k.sku = b.sku
    WHERE b.licensing = assignment.licensing AND k.id < (SELECT id FROM sku WHERE sku.sku = assignment.sku));

-- Few users are disabled or guests. Those are found, in the order of their names, without
-- a look at the others.
CREATE INDEX user_disabled ON user (display_name) WHERE enabled = 0;
CREATE INDEX user_guest ON user (display_name) WHERE user_type = 'Guest';
