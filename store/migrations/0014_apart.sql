-- Whether a message waits by itself, because of its recipients: those of the same channel that came later do not wait for it.
ALTER TABLE outgoing ADD COLUMN apart INTEGER NOT NULL DEFAULT 0;
UPDATE outgoing SET apart = 1 WHERE done <> '[]';
