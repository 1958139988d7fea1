-- All that is asked of the holders of a licensing: sums of recommendations, which look at
-- most of them, then need not look for each one's row.
DROP INDEX holding_licensing;
CREATE INDEX holding_licensing ON holding (licensing, last_activity, listed, used, assigned);
