-- What the token endpoint asks the next sign-in to prove, as JSON; empty when it asks
-- nothing.
ALTER TABLE connection ADD COLUMN claims TEXT NOT NULL DEFAULT '';
