-- Since when the connection of a publish has told nothing: what another connection to the
-- tenant has told meanwhile is not told again. NULL where that is not known.
ALTER TABLE outbox ADD COLUMN compared_with INTEGER; -- milliseconds since 1970
