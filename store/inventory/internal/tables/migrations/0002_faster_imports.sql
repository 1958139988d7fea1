-- What the usage reports of the last import held and to whom they were joined;
-- when an import meets the same again, it need not sort and compare them.
ALTER TABLE source ADD COLUMN reports_fingerprint INTEGER NOT NULL DEFAULT 0;

-- Most people's mail address is their user principal name: indexed once, it takes
-- a third of the time and of the room.
DROP VIEW search_text;
CREATE VIEW search_text AS
SELECT uid, coalesce(folded, display_name || char(10) || user_principal_name || iif(mail = user_principal_name, '', char(10) || mail)) AS text FROM user;
UPDATE search_state SET stale = 1;
