-- A staged user is the same row as a published one, so that those of a first import
-- can be copied as they are. What was staged otherwise is read again.
DROP TABLE user;
DELETE FROM page;
DELETE FROM stream;

CREATE TABLE user (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    user_principal_name TEXT NOT NULL COLLATE NOCASE,
    display_name TEXT NOT NULL COLLATE NOCASE,
    given_name TEXT NOT NULL COLLATE NOCASE,
    surname TEXT NOT NULL COLLATE NOCASE,
    mail TEXT NOT NULL COLLATE NOCASE,
    enabled INTEGER NOT NULL,
    user_type TEXT NOT NULL COLLATE NOCASE,
    department TEXT NOT NULL COLLATE NOCASE,
    company_name TEXT NOT NULL COLLATE NOCASE,
    job_title TEXT NOT NULL COLLATE NOCASE,
    office_location TEXT NOT NULL COLLATE NOCASE,
    city TEXT NOT NULL COLLATE NOCASE,
    state TEXT NOT NULL COLLATE NOCASE,
    country TEXT NOT NULL COLLATE NOCASE,
    usage_location TEXT NOT NULL COLLATE NOCASE,
    employee_id TEXT NOT NULL COLLATE NOCASE,
    on_premises_synced INTEGER NOT NULL,
    created INTEGER NOT NULL,
    folded TEXT
) STRICT;
