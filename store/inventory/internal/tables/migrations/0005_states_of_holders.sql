-- What is known of a holder of a license besides the last activity: whether a usage
-- report lists the user at all, and since when each license is assigned. The days of
-- a user's assignments are in the order of their SKUs' ids, two bytes each, the
-- higher one first, so that bytes compare as days do. They are not part of a
-- licensing, which then hardly two users would have in common.
--
-- Of what older programs have imported only who is active is known: whoever is not
-- may have a new license. That is unknown until the next import.
ALTER TABLE holding ADD COLUMN listed INTEGER NOT NULL DEFAULT 0; -- as usage.listed, of the user's rows
ALTER TABLE holding ADD COLUMN assigned BLOB; -- NULL without assignments

-- How many holders of a license there are by days, so that those of each state are
-- counted for any window that begins with a day: active counts them by the last
-- activity, listed those whom a report lists by the later of that and the assignment,
-- unlisted the others by the assignment. Before the window are, of listed, the
-- inactive ones, and of unlisted those of whom nothing is known.
ALTER TABLE license_day RENAME COLUMN holders TO active;
ALTER TABLE license_day ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE license_day ADD COLUMN unlisted INTEGER NOT NULL DEFAULT 0;
UPDATE license_day SET unlisted = active;

-- Of the days of all assignments, in no order.
ALTER TABLE source ADD COLUMN assigned_fingerprint INTEGER NOT NULL DEFAULT 0;

-- What became of the rows of each report that the last import has received.
CREATE TABLE report_join (
    source INTEGER NOT NULL,
    stream TEXT NOT NULL,
    rows INTEGER NOT NULL,
    joined INTEGER NOT NULL, -- to users
    PRIMARY KEY (source, stream)
) STRICT, WITHOUT ROWID;

-- User principal names that users had before: reports lag behind. A name that
-- somebody has again is no former one.
CREATE TABLE former_name (
    source INTEGER NOT NULL,
    name INTEGER NOT NULL, -- hash of the UPN in lower case
    uid INTEGER NOT NULL,
    upn TEXT NOT NULL COLLATE NOCASE,
    PRIMARY KEY (source, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX former_name_uid ON former_name (uid);

-- Licenses that users should have and do not.
CREATE TABLE failed_assignment (
    uid INTEGER NOT NULL,
    sku INTEGER NOT NULL,
    license_group TEXT NOT NULL, -- the id of the group that should have given it; empty for the user itself
    error TEXT NOT NULL,
    PRIMARY KEY (uid, sku, license_group, error)
) STRICT, WITHOUT ROWID;

CREATE INDEX failed_assignment_sku ON failed_assignment (sku);
