-- A list as somebody likes to see it, under a name: filter, columns (with commas between
-- two), order (a column, with - before it when it descends) and groups.
CREATE TABLE view (
    name TEXT PRIMARY KEY COLLATE NOCASE,
    list TEXT NOT NULL, -- users, applications, licenses, usage, reclaim, changes
    filter TEXT NOT NULL DEFAULT '',
    columns TEXT NOT NULL DEFAULT '',
    sort TEXT NOT NULL DEFAULT '',
    group_by TEXT NOT NULL DEFAULT '',
    search TEXT NOT NULL DEFAULT '',
    days INTEGER NOT NULL DEFAULT 0 -- the window of activity; 0 is the usual one
) STRICT, WITHOUT ROWID;

-- A view that is written into a folder after every import.
CREATE TABLE export (
    view TEXT NOT NULL COLLATE NOCASE,
    folder TEXT NOT NULL,
    format TEXT NOT NULL,
    PRIMARY KEY (view, folder, format)
) STRICT, WITHOUT ROWID;
