-- The full-text index of a first import, made in a file of its own beside the
-- rest of publishing. It has the options of the inventory's, but no content.
CREATE VIRTUAL TABLE user_search USING fts5 (
    text, content = '', tokenize = 'trigram', detail = none, columnsize = 0);
