-- When it was last looked in the central database for states that are no longer kept, in milliseconds since 1970 by its clock.
ALTER TABLE tenant ADD COLUMN pruned INTEGER NOT NULL DEFAULT 0;
