-- Reports lag behind, but not for months: the day of the import that met another name.
ALTER TABLE former_name ADD COLUMN until INTEGER NOT NULL DEFAULT 0;

-- The table is small, but for tenants that give everybody another name.
DROP INDEX former_name_uid;
