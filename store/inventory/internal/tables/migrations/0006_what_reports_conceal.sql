-- What the reports tell of people whom they do not name.

-- Rows with activity whose user is not known, where users are counted instead.
ALTER TABLE application_day ADD COLUMN unknown INTEGER NOT NULL DEFAULT 0;

-- holding.listed is 1 for users whom the report lists that tells of inactivity:
-- active-users, or app-users where there never was an active-users. license_day.active
-- counts all holders. The next import writes both anew.
UPDATE source SET reports_fingerprint = 0, applications_fingerprint = 0;
