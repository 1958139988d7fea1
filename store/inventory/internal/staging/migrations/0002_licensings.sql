-- The file holds nothing that cannot be read again, so that it is made anew.
DROP TABLE user;
DROP TABLE sku;
DROP TABLE detail;
DROP TABLE assignment;
DROP TABLE usage;
DROP TABLE activation;
DELETE FROM stream;

CREATE TABLE user (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    user_principal_name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    given_name TEXT NOT NULL,
    surname TEXT NOT NULL,
    mail TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    user_type TEXT NOT NULL,
    department TEXT NOT NULL,
    company_name TEXT NOT NULL,
    job_title TEXT NOT NULL,
    office_location TEXT NOT NULL,
    city TEXT NOT NULL,
    state TEXT NOT NULL,
    country TEXT NOT NULL,
    usage_location TEXT NOT NULL,
    employee_id TEXT NOT NULL,
    on_premises_synced INTEGER NOT NULL,
    created INTEGER NOT NULL,
    folded TEXT
) STRICT;

-- What publishing compares of the users of one page, whose seq begin at first:
-- a page at once is read a hundred times faster than a row for each user.
CREATE TABLE page (
    first INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    users INTEGER NOT NULL,
    keys BLOB NOT NULL
) STRICT;

-- The assignments that users have in common, with the details by their numbers.
CREATE TABLE detail (detail INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
CREATE TABLE assignment (
    licensing INTEGER NOT NULL,
    sku TEXT NOT NULL,
    detail INTEGER NOT NULL,
    PRIMARY KEY (licensing, sku)
) STRICT, WITHOUT ROWID;

-- Rows of the usage reports, many at once, by the part to which their names belong.
CREATE TABLE report (
    number INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    part INTEGER NOT NULL,
    rows BLOB NOT NULL
) STRICT;
CREATE INDEX report_part ON report (stream, part);
