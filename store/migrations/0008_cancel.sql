-- Somebody wants the import of a task to end; its process, which may be another,
-- looks at this while it imports.
ALTER TABLE task ADD COLUMN cancel INTEGER NOT NULL DEFAULT 0;
