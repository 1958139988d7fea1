-- Three things make an import of a million users three times faster:
-- * Users have their assignments in common. A licensing is such a set; its number
--   is a hash of what it holds, so that nobody has to look it up.
-- * What an import compares and what it counts by lies in narrow tables beside the
--   users, so that a day's activity does not write the users anew.
-- * Rows of one connection lie together: uid and the ids of usage and activation
--   are the number of their source, shifted by 32 bits, and a number of their own.
--
-- What older programs have imported is imported anew.

DROP TABLE user;
DROP TABLE assignment;
DROP TABLE usage;
DROP TABLE activation;
DELETE FROM source;
DELETE FROM license;
DELETE FROM license_plan;
DELETE FROM subscription;
DELETE FROM license_group;
DELETE FROM assignment_detail;
DELETE FROM application;
DELETE FROM application_day;
DELETE FROM license_day;
UPDATE search_state SET stale = 1;

CREATE TABLE user (
    uid INTEGER PRIMARY KEY,
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
    -- Lower-case display name, UPN and mail, one a line, when one of them has
    -- letters beyond ASCII, whose case SQLite does not know; else NULL.
    folded TEXT
) STRICT;

CREATE INDEX user_name ON user (display_name);
CREATE INDEX user_upn ON user (user_principal_name);

-- What an import knows a user again by: hashes of the id, of everything that was
-- imported, and of the user principal name in lower case.
CREATE TABLE user_key (
    uid INTEGER PRIMARY KEY,
    key INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL,
    name INTEGER NOT NULL
) STRICT;

-- Each user's licensing, 0 when there is none, and the last day of activity.
CREATE TABLE holding (
    uid INTEGER PRIMARY KEY,
    licensing INTEGER NOT NULL,
    last_activity INTEGER NOT NULL
) STRICT;

-- With it, holders are counted by license and day without reading anything else.
CREATE INDEX holding_licensing ON holding (licensing, last_activity);
CREATE INDEX holding_activity ON holding (last_activity);

CREATE TABLE assignment (
    licensing INTEGER NOT NULL,
    sku INTEGER NOT NULL,
    detail INTEGER NOT NULL,
    PRIMARY KEY (licensing, sku)
) STRICT, WITHOUT ROWID;

CREATE INDEX assignment_sku ON assignment (sku);

-- One row for each user of the reports active-users (active_last, Exchange to
-- Teams) and app-users (app_last, Outlook to OneNote). The day up to which a
-- report tells is the source's.
CREATE TABLE usage (
    id INTEGER PRIMARY KEY,
    name INTEGER NOT NULL, -- hash of the UPN in lower case
    fingerprint INTEGER NOT NULL, -- of everything below
    upn TEXT NOT NULL COLLATE NOCASE, -- as printed, perhaps concealed
    uid INTEGER, -- NULL when no user has that name
    listed INTEGER NOT NULL, -- 1 by active-users, 2 by app-users, 3 by both
    last_activity INTEGER NOT NULL, -- the later of both reports
    active_last INTEGER NOT NULL,
    app_last INTEGER NOT NULL,
    exchange INTEGER NOT NULL,
    onedrive INTEGER NOT NULL,
    sharepoint INTEGER NOT NULL,
    skype INTEGER NOT NULL,
    yammer INTEGER NOT NULL,
    teams INTEGER NOT NULL,
    app_teams INTEGER NOT NULL,
    outlook INTEGER NOT NULL,
    word INTEGER NOT NULL,
    excel INTEGER NOT NULL,
    powerpoint INTEGER NOT NULL,
    onenote INTEGER NOT NULL
) STRICT;

CREATE INDEX usage_upn ON usage (upn);

CREATE TABLE activation (
    id INTEGER PRIMARY KEY,
    key INTEGER NOT NULL, -- hash of the UPN in lower case and the product
    name INTEGER NOT NULL, -- hash of the UPN in lower case
    fingerprint INTEGER NOT NULL, -- of everything below
    upn TEXT NOT NULL COLLATE NOCASE,
    product TEXT NOT NULL,
    uid INTEGER,
    last_activated INTEGER NOT NULL,
    windows INTEGER NOT NULL,
    mac INTEGER NOT NULL,
    windows_mobile INTEGER NOT NULL,
    ios INTEGER NOT NULL,
    android INTEGER NOT NULL,
    shared_computer INTEGER NOT NULL
) STRICT;

CREATE INDEX activation_uid ON activation (uid);
