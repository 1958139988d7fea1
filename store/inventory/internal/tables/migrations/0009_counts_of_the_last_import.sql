-- What the import has changed that published the inventory, as JSON: an import whose
-- process was killed after that is recorded with it.
ALTER TABLE source ADD COLUMN counts TEXT NOT NULL DEFAULT '';
