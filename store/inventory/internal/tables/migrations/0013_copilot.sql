-- What the report on Copilot tells: the last day in each of its applications, and in any.
ALTER TABLE usage ADD COLUMN copilot_teams INTEGER NOT NULL DEFAULT 0;
ALTER TABLE usage ADD COLUMN copilot_word INTEGER NOT NULL DEFAULT 0;
ALTER TABLE usage ADD COLUMN copilot_excel INTEGER NOT NULL DEFAULT 0;
ALTER TABLE usage ADD COLUMN copilot_powerpoint INTEGER NOT NULL DEFAULT 0;
ALTER TABLE usage ADD COLUMN copilot_outlook INTEGER NOT NULL DEFAULT 0;
ALTER TABLE usage ADD COLUMN copilot_onenote INTEGER NOT NULL DEFAULT 0;
ALTER TABLE usage ADD COLUMN copilot_loop INTEGER NOT NULL DEFAULT 0;
ALTER TABLE usage ADD COLUMN copilot_chat INTEGER NOT NULL DEFAULT 0;
ALTER TABLE usage ADD COLUMN copilot_last INTEGER NOT NULL DEFAULT 0;

-- The holders of Copilot licenses are found by it; the others have no such row.
CREATE INDEX usage_copilot ON usage (uid, copilot_last) WHERE listed & 4;

ALTER TABLE source ADD COLUMN copilot_date INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN copilot_read INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN copilot_joined INTEGER NOT NULL DEFAULT 0; -- users whom it names
