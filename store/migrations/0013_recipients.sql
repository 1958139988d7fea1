-- Recipients who need no other try of a message, while others do: they have got it, or are refused for good. JSON.
ALTER TABLE outgoing ADD COLUMN done TEXT NOT NULL DEFAULT '[]';
