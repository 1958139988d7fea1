package central

import (
	"context"
	_ "embed"
	"strings"

	"github.com/jackc/pgx/v5"
)

//go:embed schema.sql
var schemaSQL string

// schemaPlace stands in schema.sql for the name of the schema.
const schemaPlace = "{schema}"

// SchemaSQL is what makes the schema of a configuration, or brings it up to date, in the words of
// the database: for whoever administers that. It can be run again without harm.
func SchemaSQL(c Config) (string, error) {
	if err := c.Check(); err != nil {
		return "", err
	}
	return strings.ReplaceAll(schemaSQL, schemaPlace, pgx.Identifier{c.SchemaName()}.Sanitize()), nil
}

// CreateSchema runs [SchemaSQL], one statement after another, each by itself. The user has to be
// allowed to.
func (d *Database) CreateSchema(ctx context.Context) error {
	text, err := SchemaSQL(d.config)
	if err != nil {
		return err
	}
	for _, statement := range statements(text) {
		if _, err := d.pool.Exec(ctx, statement); err != nil {
			return d.config.explain(err)
		}
	}
	return nil
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
