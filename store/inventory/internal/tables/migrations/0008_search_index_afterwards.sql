-- The search index is made after an import is published, in pieces: it holds the
-- users whose uid is at most indexed. -1 says that it has to be made anew, the
-- greatest integer that it is whole, for users who come later too.
ALTER TABLE search_state RENAME COLUMN stale TO indexed;
UPDATE search_state SET indexed = iif(indexed, -1, 9223372036854775807);
