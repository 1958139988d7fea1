-- Rows of the large tables (user, assignment, usage, activation) carry integer
-- keys: GUIDs as keys make an import of 1,000,000 users seven times slower,
-- because they hit the pages of a b-tree at random. For the same reason these
-- tables declare no foreign keys; publishing keeps them in step.
--
-- Days are counted since 1970-01-01, 0 is "none".

CREATE TABLE source (
    source INTEGER PRIMARY KEY,
    connection TEXT NOT NULL UNIQUE,
    tenant_id TEXT NOT NULL DEFAULT '',
    tenant_name TEXT NOT NULL DEFAULT '',
    default_domain TEXT NOT NULL DEFAULT '',
    country_code TEXT NOT NULL DEFAULT '',
    task INTEGER NOT NULL DEFAULT 0,
    published INTEGER NOT NULL DEFAULT 0, -- milliseconds since 1970
    users INTEGER NOT NULL DEFAULT 0,
    -- The days up to which the usage reports tell.
    active_users_date INTEGER NOT NULL DEFAULT 0,
    app_users_date INTEGER NOT NULL DEFAULT 0,
    activations_date INTEGER NOT NULL DEFAULT 0,
    -- Rows of usage that belong to a known user: none while names are concealed.
    usage_joined INTEGER NOT NULL DEFAULT 0,
    -- Of which applications the service plans were when they were last counted.
    applications_fingerprint INTEGER NOT NULL DEFAULT 0
) STRICT;

-- SKUs and service plans are the same in every tenant.
CREATE TABLE sku (
    sku INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    part_number TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE plan (
    plan INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE license (
    source INTEGER NOT NULL,
    sku INTEGER NOT NULL,
    status TEXT NOT NULL,
    applies_to TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    warning INTEGER NOT NULL,
    suspended INTEGER NOT NULL,
    locked_out INTEGER NOT NULL,
    assigned INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL, -- of all this and its plans
    PRIMARY KEY (source, sku)
) STRICT, WITHOUT ROWID;

CREATE TABLE license_plan (
    source INTEGER NOT NULL,
    sku INTEGER NOT NULL,
    plan INTEGER NOT NULL,
    status TEXT NOT NULL,
    applies_to TEXT NOT NULL,
    PRIMARY KEY (source, sku, plan)
) STRICT, WITHOUT ROWID;

CREATE TABLE subscription (
    source INTEGER NOT NULL,
    id TEXT NOT NULL,
    commerce_id TEXT NOT NULL,
    sku INTEGER NOT NULL,
    status TEXT NOT NULL,
    trial INTEGER NOT NULL,
    total_licenses INTEGER NOT NULL,
    created INTEGER NOT NULL,
    next_lifecycle INTEGER NOT NULL,
    PRIMARY KEY (source, id)
) STRICT, WITHOUT ROWID;

-- The groups through which licenses are assigned.
CREATE TABLE license_group (
    source INTEGER NOT NULL,
    id TEXT NOT NULL,
    display_name TEXT NOT NULL,
    PRIMARY KEY (source, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
    uid INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    id TEXT NOT NULL,
    fingerprint INTEGER NOT NULL, -- of the fields below and the assignments
    last_activity INTEGER NOT NULL,
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

-- (source, id) is unique; with the fingerprint beside it, an import is compared
-- with the inventory without a look at the rows.
CREATE INDEX user_identity ON user (source, id, fingerprint);
CREATE INDEX user_name ON user (display_name, uid, source);
CREATE INDEX user_upn ON user (user_principal_name, uid, source, last_activity);
CREATE INDEX user_activity ON user (last_activity, uid, source);

-- How a license came to a user, as JSON. Few differ, so each is kept once.
CREATE TABLE assignment_detail (
    detail INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE assignment (
    uid INTEGER NOT NULL,
    sku INTEGER NOT NULL,
    detail INTEGER NOT NULL,
    PRIMARY KEY (uid, sku)
) STRICT, WITHOUT ROWID;

CREATE INDEX assignment_sku ON assignment (sku, uid);

-- One row for each user of the reports active-users (active_*, Exchange to Teams)
-- and app-users (app_*, Outlook to OneNote).
CREATE TABLE usage (
    upn TEXT NOT NULL COLLATE NOCASE, -- as printed, perhaps concealed
    source INTEGER NOT NULL,
    uid INTEGER, -- NULL when no user has that name
    last_activity INTEGER NOT NULL, -- the later of both reports
    active_date INTEGER NOT NULL,
    active_last INTEGER NOT NULL,
    exchange INTEGER NOT NULL,
    onedrive INTEGER NOT NULL,
    sharepoint INTEGER NOT NULL,
    skype INTEGER NOT NULL,
    yammer INTEGER NOT NULL,
    teams INTEGER NOT NULL,
    app_date INTEGER NOT NULL,
    app_last INTEGER NOT NULL,
    app_teams INTEGER NOT NULL,
    outlook INTEGER NOT NULL,
    word INTEGER NOT NULL,
    excel INTEGER NOT NULL,
    powerpoint INTEGER NOT NULL,
    onenote INTEGER NOT NULL,
    PRIMARY KEY (upn, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE activation (
    upn TEXT NOT NULL COLLATE NOCASE,
    source INTEGER NOT NULL,
    product TEXT NOT NULL,
    uid INTEGER,
    report_date INTEGER NOT NULL,
    last_activated INTEGER NOT NULL,
    windows INTEGER NOT NULL,
    mac INTEGER NOT NULL,
    windows_mobile INTEGER NOT NULL,
    ios INTEGER NOT NULL,
    android INTEGER NOT NULL,
    shared_computer INTEGER NOT NULL,
    PRIMARY KEY (upn, source, product)
) STRICT, WITHOUT ROWID;

-- What the pages Applications and Licenses count, so that they need not read
-- every user: how many were last active on a day.
CREATE TABLE application (
    source INTEGER NOT NULL,
    name TEXT NOT NULL COLLATE NOCASE,
    entitled INTEGER NOT NULL,
    activations INTEGER NOT NULL,
    PRIMARY KEY (source, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE application_day (
    source INTEGER NOT NULL,
    application INTEGER NOT NULL, -- its number among the used applications
    day INTEGER NOT NULL,
    users INTEGER NOT NULL,
    PRIMARY KEY (source, application, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE license_day (
    source INTEGER NOT NULL,
    sku INTEGER NOT NULL,
    day INTEGER NOT NULL,
    holders INTEGER NOT NULL,
    PRIMARY KEY (source, sku, day)
) STRICT, WITHOUT ROWID;

-- What the full-text index user_search is made of. The index itself is made when
-- the file is opened, because not every build of SQLite can make one; stale says
-- that such a build has published since.
CREATE VIEW search_text AS
SELECT uid, coalesce(folded, display_name || char(10) || user_principal_name || char(10) || mail) AS text FROM user;

CREATE TABLE search_state (stale INTEGER NOT NULL) STRICT;
INSERT INTO search_state VALUES (0);
