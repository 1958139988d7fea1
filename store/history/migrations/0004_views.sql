-- A list as somebody likes to see it, under a name: filter, columns, order and groups.
CREATE TABLE view (
    name TEXT PRIMARY KEY COLLATE NOCASE,
    list TEXT NOT NULL, -- users, applications, licenses, usage, reclaim, changes
    filter TEXT NOT NULL DEFAULT '',
    columns TEXT NOT NULL DEFAULT '',
    sort TEXT NOT NULL DEFAULT '',
    group_by TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- A view that is written into a folder after every import.
CREATE TABLE export (
    view TEXT NOT NULL COLLATE NOCASE,
    folder TEXT NOT NULL,
    format TEXT NOT NULL,
    PRIMARY KEY (view, folder, format)
) STRICT, WITHOUT ROWID;
