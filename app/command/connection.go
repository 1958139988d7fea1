package command

import (
	"context"
	"strings"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/connector"
)

type connectionCommands struct {
	List   connectionListCommand   `cmd:"" help:"List the connections."`
	Show   connectionShowCommand   `cmd:"" help:"Show a connection."`
	Add    connectionAddCommand    `cmd:"" help:"Add a connection."`
	Edit   connectionEditCommand   `cmd:"" help:"Change a connection."`
	Delete connectionDeleteCommand `cmd:"" help:"Delete a connection."`
	Test   connectionTestCommand   `cmd:"" help:"Test a connection, one line a check."`
	SignIn connectionSignInCommand `cmd:"" help:"Sign in and store the refresh token."`
	Forget connectionForgetCommand `cmd:"" name:"forget-secrets" help:"Give up all stored secrets, after their key was lost."`
}

type connectionListCommand struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// connectionRow is a connection in the list, as JSON.
type connectionRow struct {
	Name       string     `json:"name"`
	Type       string     `json:"type"`
	SourceType string     `json:"sourceType"`
	Tenant     string     `json:"tenant"`
	LastRun    *time.Time `json:"lastRun"`
	Status     string     `json:"status"`
}

func (cmd connectionListCommand) Run(ctx context.Context, c *console) error {
	beacon, closeAll, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	rows := []connectionRow{}
	for _, e := range beacon.Entries() {
		row := connectionRow{
			Name:       e.Connection.Name,
			Type:       connector.ConnectionType,
			SourceType: string(e.Connection.SourceType),
			Tenant:     e.Tenant,
			Status:     e.Status(),
		}
		if !e.LastTask.Started.IsZero() {
			row.LastRun = &e.LastTask.Started
		}
		rows = append(rows, row)
	}
	if cmd.JSON {
		return c.printJSON(rows)
	}
	if len(rows) == 0 {
		c.note("There are no connections yet. Add one with: %s connection add NAME", c.program())
		return nil
	}
	t := newTable("Connection Name", "Type", "Source Type", "Tenant", "Last run", "Status")
	for _, r := range rows {
		t.add(r.Name, r.Type, r.SourceType, r.Tenant, localTime(r.LastRun), r.Status)
	}
	return t.write(c.Out)
}

type connectionShowCommand struct {
	Name string `arg:"" help:"Connection name."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// connectionDetail is everything about a connection but its secrets.
type connectionDetail struct {
	connector.Connection
	Tenant  string       `json:"tenant"`
	Status  string       `json:"status"`
	Secrets secretsSince `json:"secrets"`
}

// secretsSince says when each secret was stored; null when it is not.
type secretsSince struct {
	RefreshToken  *time.Time `json:"refreshToken"`
	ClientSecret  *time.Time `json:"clientSecret"`
	ProxyPassword *time.Time `json:"proxyPassword"`
}

func (cmd connectionShowCommand) Run(ctx context.Context, c *console) error {
	beacon, closeAll, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	entry, err := beacon.Named(cmd.Name)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return c.printJSON(connectionDetail{
			Connection: entry.Connection,
			Tenant:     entry.Tenant,
			Status:     entry.Status(),
			Secrets: secretsSince{
				RefreshToken:  timeOrNull(entry.Secrets.RefreshToken),
				ClientSecret:  timeOrNull(entry.Secrets.ClientSecret),
				ProxyPassword: timeOrNull(entry.Secrets.ProxyPassword),
			},
		})
	}
	return connectionTable(entry).write(c.Out)
}

// connectionTable shows a connection with the dialog's labels, in its order.
func connectionTable(entry app.Entry) *table {
	conn, t := entry.Connection, newTable()
	t.add("Connection Name", conn.Name)
	t.add("Source Type", string(conn.SourceType))
	t.add("Use Proxy", yesNo(conn.Proxy.Use))
	if conn.Proxy.Use {
		t.add("Proxy Server", conn.Proxy.Server)
		t.add("Username", conn.Proxy.Username)
		t.add("Password", stored(entry.Secrets.ProxyPassword, ""))
	}
	t.add("Cloud", string(conn.Cloud))
	t.add("Token Endpoint", conn.TokenEndpoint)
	t.add("Application (client) ID", conn.ClientID)
	t.add("Redirect URI", conn.RedirectURI)
	t.add("Authentication Flow", conn.Flow.Label())
	if conn.Flow == connector.ClientCredentials {
		t.add("Client Secret", stored(entry.Secrets.ClientSecret, ""))
		t.add("Client Secret expires", conn.ClientSecretExpires.String())
	} else {
		t.add("Authorization Endpoint", conn.AuthorizationEndpoint)
		t.add("Refresh Token", stored(entry.Secrets.RefreshToken, conn.SignIn.Account))
		t.add("Granted", strings.Join(conn.SignIn.Granted, ", "))
	}
	t.add("Graph Endpoint", conn.GraphEndpoint)
	t.add("Tenant", entry.Tenant)
	t.add("Status", entry.Status())
	return t
}

// stored says that a secret is there without saying what it is.
func stored(since time.Time, account string) string {
	switch {
	case since.IsZero():
		return "not set"
	case account == "":
		return "stored on " + localTime(&since)
	default:
		return "stored on " + localTime(&since) + " for " + account
	}
}

type connectionDeleteCommand struct {
	Name          string `arg:"" help:"Connection name."`
	KeepInventory bool   `help:"Keep what was imported through it."`
}

func (cmd connectionDeleteCommand) Run(ctx context.Context, c *console) error {
	beacon, closeAll, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	entry, err := beacon.Named(cmd.Name)
	if err != nil {
		return err
	}
	if err := beacon.DeleteConnection(ctx, entry.Connection, cmd.KeepInventory); err != nil {
		return err
	}
	c.note("Deleted connection %s.", entry.Connection.Name)
	return nil
}
