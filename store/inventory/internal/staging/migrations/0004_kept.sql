-- What else an import has received, as JSON, so that one that was held back can be
-- published later.
CREATE TABLE kept (received TEXT NOT NULL) STRICT;
