ALTER TABLE connection ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0;

-- When the refresh token was last redeemed; empty while that is not known.
ALTER TABLE connection ADD COLUMN token_used TEXT NOT NULL DEFAULT '';
-- A rotated token was stored when it was redeemed.
UPDATE connection SET token_used = coalesce(
	(SELECT stored FROM secret WHERE connection_id = connection.id AND field = 'refresh-token'), '');

-- What everybody may know of the sealed certificate; empty where there is none.
ALTER TABLE connection ADD COLUMN certificate_subject    TEXT NOT NULL DEFAULT '';
ALTER TABLE connection ADD COLUMN certificate_thumbprint TEXT NOT NULL DEFAULT '';
ALTER TABLE connection ADD COLUMN certificate_not_after  TEXT NOT NULL DEFAULT ''; -- a day
