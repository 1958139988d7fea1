-- How many users of each kind there are, counted with each publish: to read all of a
-- million for the overview takes a second. NULL until the next import.
ALTER TABLE source ADD COLUMN users_enabled INTEGER;
ALTER TABLE source ADD COLUMN users_guests INTEGER;
ALTER TABLE source ADD COLUMN users_licensed INTEGER;
