-- Activations are sent, too, and more of what was sent before. What the central database has of it is found out anew.
CREATE TABLE activation (
    id INTEGER PRIMARY KEY,
    key INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL
) STRICT;

CREATE TABLE found_activation (
    key INTEGER PRIMARY KEY,
    fingerprint INTEGER NOT NULL
) STRICT;

UPDATE tenant SET attempt = '', step = -1;
