package centraltest

import (
	"regexp"
	"slices"
	"strings"
)

// lacking is what one of PostgreSQL, Citus, CockroachDB and YugabyteDB does not have, or PgBouncer does not pass on in
// transaction mode.
var lacking = map[string]*regexp.Regexp{
	"advisory locks":                         regexp.MustCompile(`(?i)advisory`),
	"temporary tables":                       regexp.MustCompile(`(?i)\b(TEMP|TEMPORARY|UNLOGGED)\b`),
	"LISTEN and NOTIFY":                      regexp.MustCompile(`(?i)\b(LISTEN|NOTIFY|pg_notify)\b`),
	"sequences":                              regexp.MustCompile(`(?i)\b(SERIAL|BIGSERIAL|SEQUENCE|nextval|IDENTITY)\b`),
	"settings of a session":                  regexp.MustCompile(`(?i)^(SET|RESET|DISCARD|PREPARE|DEALLOCATE|DECLARE)\b`),
	"locks of tables":                        regexp.MustCompile(`(?i)\bLOCK TABLE\b`),
	"locked rows":                            regexp.MustCompile(`(?i)\bFOR (UPDATE|SHARE)\b`),
	"functions and triggers of the database": regexp.MustCompile(`(?i)\b(CREATE (OR REPLACE )?(FUNCTION|PROCEDURE|TRIGGER)|LANGUAGE plpgsql|DO \$\$)`),
	"functions whose value changes":          regexp.MustCompile(`(?i)\b(clock_timestamp|statement_timestamp|timeofday|random|gen_random_uuid) ?\(`),
	"MERGE":                                  regexp.MustCompile(`(?i)\bMERGE INTO\b`),
	"TRUNCATE":                               regexp.MustCompile(`(?i)\bTRUNCATE\b`),
	"extensions":                             regexp.MustCompile(`(?i)\bEXTENSION\b`),
	"materialized views":                     regexp.MustCompile(`(?i)\bMATERIALIZED\b`),
	"exclusion, deferrable and foreign keys": regexp.MustCompile(`(?i)\b(EXCLUDE USING|DEFERRABLE|REFERENCES|FOREIGN KEY)\b`),
	"indexes of other kinds":                 regexp.MustCompile(`(?i)\bUSING (gin|gist|brin|hash)\b`),
	"rows by their place (ctid)":             regexp.MustCompile(`(?i)\b(ctid|xmin|oid)\b`),
	"generated columns, inheritance, RETURNING OLD": regexp.MustCompile(`(?i)\b(GENERATED ALWAYS|INHERITS|RETURNING OLD)\b`),
}

// Lacks says what of a statement one of the engines does not have, in whose words; nothing when every engine has all of it.
func Lacks(statement string) (found []string) {
	if strings.HasPrefix(statement, "COMMENT ") { // what it says is no statement
		return nil
	}
	for what, lacks := range lacking {
		if words := lacks.FindString(statement); words != "" {
			found = append(found, what+" ("+strings.TrimSpace(words)+")")
		}
	}
	slices.Sort(found)
	return found
}
