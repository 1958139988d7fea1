package central

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

//go:embed schema.sql
var tablesSQL string

// schemaPlace stands in the statements for the name of the schema.
const schemaPlace = "{schema}"

// SchemaSQL is what makes the schema of a configuration, or brings it up to date, in the words of
// the database: for whoever administers that. It can be run again without harm.
func SchemaSQL(c Config) (string, error) {
	if err := c.Check(); err != nil {
		return "", err
	}
	text := tablesSQL + "\n" + applicationsSQL() + "\n" + viewsSQL() + fmt.Sprintf(
		"\nINSERT INTO {schema}.schema_version (version, writable_from) VALUES (%d, %d) ON CONFLICT (version) DO NOTHING;\n\n%s",
		SchemaVersion, writableFrom, rolesSQL())
	return strings.ReplaceAll(text, schemaPlace, pgx.Identifier{c.SchemaName()}.Sanitize()), nil
}

// rolesSQL says, as comments, which rights beacons and readers need. Beacons have none to change what is everybody's.
func rolesSQL() string {
	written := []string{"tenant", "lease", "generation", Changes.name}
	for _, t := range allTables {
		written = append(written, t.name)
	}
	var lines strings.Builder
	for names := range slices.Chunk(written, tablesALine) {
		fmt.Fprintf(&lines, "--   GRANT INSERT, UPDATE, DELETE ON {schema}.%s TO a_beacon;\n", strings.Join(names, ", {schema}."))
	}
	return strings.Replace(rightsSQL, "--   {written}\n", lines.String(), 1)
}

// tablesALine keeps the statements readable.
const tablesALine = 6

const rightsSQL = `-- Roles. Whoever runs the statements above owns the schema. A beacon needs (put its role in the place of "a_beacon"):
--   GRANT USAGE ON SCHEMA {schema} TO a_beacon;
--   GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO a_beacon;
--   GRANT INSERT, UPDATE ON {schema}.beacon TO a_beacon;
--   {written}
-- People and other programs that only read (in the place of "a_reader"):
--   GRANT USAGE ON SCHEMA {schema} TO a_reader;
--   GRANT SELECT ON {schema}.tenants, {schema}.beacons, {schema}.users, {schema}.licenses, {schema}.assignments, {schema}.applications,
--     {schema}.usage, {schema}.history, {schema}.prices, {schema}.changes, {schema}.generations, {schema}.users_as_of, {schema}.licenses_as_of,
--     {schema}.assignments_as_of, {schema}.applications_as_of, {schema}.usage_as_of, {schema}.history_as_of, {schema}.prices_as_of,
--     {schema}.changes_as_of TO a_reader;
-- docs/central.md says how a beacon is kept to the tenants that are given to it.
`

// CreateSchema runs [SchemaSQL], one statement after another, each by itself. The user has to be
// allowed to.
func (d *Database) CreateSchema(ctx context.Context) error {
	text, err := SchemaSQL(d.config)
	if err != nil {
		return err
	}
	for _, statement := range statements(text) {
		err := d.makes(ctx, statement)
		// What columns are called is decoration, which not every engine takes of views.
		if err != nil && !(strings.HasPrefix(statement, "COMMENT ") && codeOf(err) != "") {
			return d.config.explain(err)
		}
	}
	return nil
}

// makes runs a statement of the schema.
func (d *Database) makes(ctx context.Context, statement string) error {
	ctx, cancel := context.WithTimeout(ctx, d.madeWithin)
	defer cancel()
	_, err := d.pool.Exec(ctx, statement)
	return err
}

// statements are those of a text. Each ends with a semicolon at the end of a line.
func statements(text string) []string {
	var all []string
	for _, piece := range strings.Split(text+"\n", ";\n") {
		var lines []string
		for _, line := range strings.Split(piece, "\n") {
			if !strings.HasPrefix(line, "--") && strings.TrimSpace(line) != "" {
				lines = append(lines, line)
			}
		}
		if len(lines) > 0 {
			all = append(all, strings.Join(lines, "\n"))
		}
	}
	return all
}
