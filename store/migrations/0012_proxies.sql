-- Where a connection's proxy is known from (empty: it is the one that is entered), hosts that
-- are not reached through it, and the address of a script that chooses proxies.
ALTER TABLE connection ADD COLUMN proxy_from TEXT NOT NULL DEFAULT '';
ALTER TABLE connection ADD COLUMN proxy_exceptions TEXT NOT NULL DEFAULT '';
ALTER TABLE connection ADD COLUMN proxy_script TEXT NOT NULL DEFAULT '';
