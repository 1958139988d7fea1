-- 1 when the rows of a usage report say where applications are used.
ALTER TABLE report ADD COLUMN platforms INTEGER NOT NULL DEFAULT 0;
