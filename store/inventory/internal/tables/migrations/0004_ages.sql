-- When each part of the inventory was last read, in milliseconds since 1970: what
-- an import goes on without stays as it was.
ALTER TABLE source ADD COLUMN subscriptions_read INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN groups_read INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN active_users_read INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN app_users_read INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN activations_read INTEGER NOT NULL DEFAULT 0;
