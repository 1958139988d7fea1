-- Users on a platform are those of the application's active users who have used it there: the day
-- is that in the application, and not the last one in any. They are not known until the next import
-- has counted them, which also leaves each application to one of the names of a user.
DELETE FROM application_platform_day;
UPDATE source SET reports_fingerprint = 0;

-- How many users the report app-users names: where it names nobody, its rows are counted.
ALTER TABLE source ADD COLUMN app_users_joined INTEGER NOT NULL DEFAULT 0;
