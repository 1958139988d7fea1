package command

import (
	"context"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/centralsettings"
	"inventorybeacon/connector"
)

type centralShowCommand struct{}

// centralRow is how the central database is reached, as JSON.
type centralRow struct {
	Server   string `json:"server"`
	Database string `json:"database"`
	User     string `json:"user"`
	Schema   string `json:"schema"`
	TLS      string `json:"tls"`
	// Authorities are the subjects of the certificates in place of the system's.
	Authorities []string `json:"authorities"`
	// Certificate is that of the user; null when there is none.
	Certificate *connector.Certificate `json:"certificate"`
	// PasswordStored and KeyStored are null when there is none.
	PasswordStored *time.Time `json:"passwordStored"`
	KeyStored      *time.Time `json:"keyStored"`
}

func (centralShowCommand) Run(ctx context.Context, c *console, beacon *app.Beacon) error {
	return printCentral(ctx, c, beacon)
}

func printCentral(ctx context.Context, c *console, beacon *app.Beacon) error {
	s, err := centralSet(ctx, beacon)
	if err != nil {
		return err
	}
	stored, err := beacon.CentralSecretState(ctx)
	if err != nil {
		return err
	}
	row := centralRow{
		Server: s.Server, Database: s.Database, User: s.User, Schema: s.Schema, TLS: s.TLS, Authorities: []string{},
		PasswordStored: timeOrNull(stored.Password), KeyStored: timeOrNull(stored.Key),
	}
	for _, authority := range centralsettings.Describe(s.CA) {
		row.Authorities = append(row.Authorities, authority.Subject)
	}
	if certificates := centralsettings.Describe(s.Certificate); len(certificates) > 0 {
		row.Certificate = &certificates[0]
	}
	if c.json {
		return c.printJSON(row)
	}
	t := newTable()
	t.add("Server", row.Server)
	t.add("Database", row.Database)
	t.add("User", row.User)
	t.add("Schema", row.Schema)
	t.add("TLS", row.TLS)
	for _, authority := range row.Authorities {
		t.add("Authority", authority)
	}
	if row.Certificate != nil {
		t.add("Certificate", row.Certificate.Subject)
		t.add("Ends", row.Certificate.NotAfter.String())
	}
	t.add("Password stored", localTime(row.PasswordStored))
	return t.write(c)
}
