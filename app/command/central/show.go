package central

import (
	"context"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/centralsettings"
	"inventorybeacon/app/command/console"
	"inventorybeacon/connector"
)

type showCommand struct{}

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

func (showCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	return printCentral(ctx, c, beacon)
}

func printCentral(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	s, err := centralSet(ctx, beacon)
	if err != nil {
		return err
	}
	stored, err := beacon.CentralSettings.SecretState(ctx)
	if err != nil {
		return err
	}
	row := centralRow{
		Server: s.Server, Database: s.Database, User: s.User, Schema: s.Schema, TLS: s.TLS, Authorities: []string{},
		PasswordStored: console.TimeOrNull(stored.Password), KeyStored: console.TimeOrNull(stored.Key),
	}
	for _, authority := range centralsettings.Describe(s.CA) {
		row.Authorities = append(row.Authorities, authority.Subject)
	}
	if certificates := centralsettings.Describe(s.Certificate); len(certificates) > 0 {
		row.Certificate = &certificates[0]
	}
	if c.JSON {
		return c.PrintJSON(row)
	}
	t := console.NewTable()
	t.Add("Server", row.Server)
	t.Add("Database", row.Database)
	t.Add("User", row.User)
	t.Add("Schema", row.Schema)
	t.Add("TLS", row.TLS)
	for _, authority := range row.Authorities {
		t.Add("Authority", authority)
	}
	if row.Certificate != nil {
		t.Add("Certificate", row.Certificate.Subject)
		t.Add("Ends", row.Certificate.NotAfter.String())
	}
	t.Add("Password stored", console.LocalTime(row.PasswordStored))
	return t.Write(c)
}
