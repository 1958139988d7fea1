package central

import (
	"context"
	"io"

	"inventorybeacon/app"
	"inventorybeacon/app/centralsettings"
	"inventorybeacon/app/command/console"
)

type schemaCommand struct {
	Schema string `help:"Name of the schema; that of the central database, or beacon, when not set." placeholder:"NAME"`
	Output string `help:"File to write to instead of standard output." type:"path" placeholder:"FILE"`
	Create bool   `help:"Run it on the server, as the user of the central database."`
	console.YesFlag
}

// centralSchemaRow is the SQL, or that it was run, as JSON.
type centralSchemaRow struct {
	SQL     string `json:"sql"`
	Created bool   `json:"created"`
}

func (cmd schemaCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	if cmd.Create {
		return cmd.create(ctx, c, beacon)
	}
	schema := cmd.Schema
	if schema == "" {
		s, _, err := beacon.CentralSettings.Get(ctx)
		if err != nil {
			return err
		}
		schema = s.Schema
	}
	sql, err := centralsettings.SchemaSQL(schema)
	if err != nil {
		return err
	}
	if c.JSON && console.IsStandardOutput(cmd.Output) {
		return c.PrintJSON(centralSchemaRow{SQL: sql})
	}
	return c.WriteTo(cmd.Output, func(w io.Writer) error {
		_, err := io.WriteString(w, sql)
		return err
	})
}

// create runs the SQL on the server.
func (cmd schemaCommand) create(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	if cmd.Output != "" || cmd.Schema != "" {
		return console.UsageErrorf("--create makes the schema of the central database, and goes with neither --output nor --schema")
	}
	s, err := centralSet(ctx, beacon)
	if err != nil {
		return err
	}
	sql, err := centralsettings.SchemaSQL(s.Schema)
	if err != nil {
		return err
	}
	if err := c.Confirm(ctx, cmd.Yes, "Make the tables and views of the schema %s in the database %s at %s?", s.Schema, s.Database,
		s.Server); err != nil {
		return err
	}
	if err := beacon.CentralSettings.CreateSchema(ctx, s, centralsettings.SecretChanges{}); err != nil {
		return err
	}
	c.Note("The schema %s is there.", s.Schema)
	if c.JSON {
		return c.PrintJSON(centralSchemaRow{SQL: sql, Created: true})
	}
	return nil
}
