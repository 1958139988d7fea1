package central

import (
	"context"
	"errors"

	"inventorybeacon/connector"
)

// SchemaVersion is the version of the schema that this program writes, writableFrom the oldest one whose
// programs may write into it. Versions only add to
// the one before.
const (
	SchemaVersion = 3
	writableFrom  = 1
)

// Test tries what publishing needs, one thing after another, and reports a line for each. It
// ends with the first one that fails.
func Test(ctx context.Context, c Config, report func(connector.Check)) {
	line := func(name string, passed string, data connector.Data, err error) bool {
		check := connector.Check{
			Name: connector.Message{ID: name}, Result: connector.CheckPassed, Meaning: connector.Message{ID: passed, Data: data},
		}
		if err != nil {
			check.Result, check.Meaning = connector.CheckFailed, c.meaning(err)
		}
		report(check)
		return err == nil
	}
	report(connector.Check{
		Name: connector.Message{ID: "check.central"}, Result: connector.CheckRunning,
		Meaning: connector.Message{ID: "check.running.waiting", Data: connector.Data{"Host": c.Server}},
	})
	d, err := Open(ctx, c)
	if !line("check.central", "check.passed.central", connector.Data{"Server": c.Server, "Database": c.Database, "User": c.User}, err) {
		return
	}
	defer d.Close()
	version, err := d.checkSchema(ctx)
	line("check.central.schema", "check.passed.central.schema", connector.Data{"Schema": c.SchemaName(), "Version": connector.Digits(version)},
		err)
}

func (c Config) meaning(err error) connector.Message {
	if m, ok := connector.MessageOf(err); ok {
		return m
	}
	if errors.Is(err, context.Canceled) {
		return connector.Message{ID: "check.canceled"}
	}
	return c.message(err)
}

// CheckSchema looks whether this program can write into the schema.
func (d *Database) CheckSchema(ctx context.Context) error {
	_, err := d.checkSchema(ctx)
	return err
}

// checkSchema returns the version of the schema. One from which this program may not write is an
// error.
func (d *Database) checkSchema(ctx context.Context) (version int, err error) {
	var from int
	if err := d.one(ctx, "SELECT version, writable_from FROM {schema}.schema_version ORDER BY version DESC LIMIT 1", nil, &version,
		&from); err != nil {
		return 0, err
	}
	data := connector.Data{"Schema": d.config.SchemaName(), "Version": connector.Digits(version), "Known": connector.Digits(SchemaVersion)}
	switch {
	case from > SchemaVersion:
		return version, connector.NewError(connector.Message{ID: "central.schema.newer", Data: data}, nil)
	case version < SchemaVersion:
		return version, connector.NewError(connector.Message{ID: "central.schema.older", Data: data}, nil)
	}
	return version, nil
}
