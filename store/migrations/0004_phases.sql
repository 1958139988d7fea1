-- How long the phases of an import took, as JSON.
ALTER TABLE task ADD COLUMN phases TEXT NOT NULL DEFAULT 'null';
