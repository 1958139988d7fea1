// Package connection has the commands for connections: listed, added, edited, tested, signed in, exported.
package connection

import (
	"context"
	"fmt"
	"strings"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
)

// Commands are the commands of inventory-beacon connection.
type Commands struct {
	List        listCommand        `cmd:"" help:"List the connections."`
	Show        showCommand        `cmd:"" help:"Show a connection."`
	Add         addCommand         `cmd:"" help:"Add a connection."`
	Edit        editCommand        `cmd:"" help:"Change a connection."`
	Delete      deleteCommand      `cmd:"" help:"Delete a connection with its secrets and, unless it is to be kept, its inventory."`
	Enable      enableCommand      `cmd:"" help:"Enable a connection."`
	Disable     disableCommand     `cmd:"" help:"Disable a connection: nothing is imported through it."`
	Duplicate   duplicateCommand   `cmd:"" help:"Add a connection like another one, without its secrets."`
	Test        testCommand        `cmd:"" help:"Test a connection, one line a check."`
	SignIn      signInCommand      `cmd:"" help:"Sign in and store the refresh token."`
	ConsentLink consentLinkCommand `cmd:"" help:"Print the address at which an administrator elsewhere consents for the whole organization."`
	Export      exportCommand      `cmd:"" help:"Export connections, without secrets, to set up another computer."`
	Import      importCommand      `cmd:"" help:"Add exported connections."`
	Forget      forgetCommand      `cmd:"" name:"forget-secrets" help:"Give up all stored secrets, after their key was lost."`
}

type showCommand struct {
	Name string `arg:"" help:"Connection name."`
}

// detail is everything about a connection but its secrets. It has every key that [listed] has.
type detail struct {
	connector.Connection
	Disabled    bool       `json:"disabled"`
	Type        string     `json:"type"`
	Tenant      string     `json:"tenant"`
	TenantID    *string    `json:"tenantId"`
	Schedule    *string    `json:"schedule"`
	NextRun     *time.Time `json:"nextRun"`
	LastRun     *time.Time `json:"lastRun"`
	Status      string     `json:"status"`
	Account     string     `json:"account"`
	SignedInAt  *time.Time `json:"signedInAt"`
	TokenUsedAt *time.Time `json:"tokenUsedAt"`
	// Secrets says when each was stored; null when it is not.
	Secrets  connector.BySecret[*time.Time] `json:"secrets"`
	Warnings []string                       `json:"warnings"`
}

func (cmd showCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	entry, err := c.Named(beacon, cmd.Name)
	if err != nil {
		return err
	}
	if c.JSON {
		return c.PrintJSON(newDetail(entry))
	}
	noteWarnings(c, entry)
	return tableOf(entry).Write(c)
}

func newDetail(entry workspace.Entry) detail {
	row := newListed(entry)
	return detail{
		Connection: entry.Connection, Disabled: row.Disabled, Type: row.Type, Tenant: row.Tenant, TenantID: row.TenantID,
		Schedule: row.Schedule, NextRun: row.NextRun, LastRun: row.LastRun, Status: row.Status, Account: row.Account,
		SignedInAt: row.SignedInAt, TokenUsedAt: row.TokenUsedAt, Secrets: entry.SecretsSince(), Warnings: row.Warnings,
	}
}

// printDetail prints a connection as JSON after it was changed.
func printDetail(c *console.Console, beacon *app.Beacon, name string) error {
	entry, err := beacon.Named(name)
	if err != nil {
		return err
	}
	return c.PrintJSON(newDetail(entry))
}

// tableOf shows a connection with the dialog's labels, in its order.
func tableOf(entry workspace.Entry) *console.Table {
	conn, t := entry.Connection, console.NewTable()
	t.Add("Connection Name", conn.Name)
	t.Add("Source Type", string(conn.SourceType))
	t.Add("Use Proxy", message.YesNo(conn.Proxy.Use))
	if conn.Proxy.Use {
		t.Add("Settings from", proxyFromLabel(conn.Proxy.From))
		switch conn.Proxy.From {
		case connector.ProxyByScript:
			t.Add("Script Address", conn.Proxy.Script)
		case connector.ProxyAsEntered:
			t.Add("Proxy Server", conn.Proxy.Server)
			t.Add("Exceptions", conn.Proxy.Exceptions)
		}
		t.Add("Username", conn.Proxy.Username)
		t.Add("Password", stored(entry.Secrets.ProxyPassword, ""))
	}
	t.Add("Cloud", string(conn.Cloud))
	t.Add("Token Endpoint", conn.TokenEndpoint)
	t.Add("Application (client) ID", conn.ClientID)
	t.Add("Redirect URI", conn.RedirectURI)
	t.Add("Authentication Flow", conn.Flow.Label())
	switch {
	case conn.Flow != connector.ClientCredentials:
		t.Add("Authorization Endpoint", conn.AuthorizationEndpoint)
		t.Add("Refresh Token", stored(entry.Secrets.RefreshToken, conn.SignIn.Account))
		t.Add("Token used", console.LocalTime(&entry.TokenUsed))
		t.Add("Granted", strings.Join(conn.SignIn.Granted, ", "))
	case conn.Certificate != (connector.Certificate{}):
		t.Add("Certificate", stored(entry.Secrets.Certificate, conn.Certificate.Subject))
		t.Add("Certificate thumbprint", conn.Certificate.Thumbprint)
		t.Add("Certificate expires", conn.Certificate.NotAfter.String())
	default:
		t.Add("Client Secret", stored(entry.Secrets.ClientSecret, ""))
		t.Add("Client Secret expires", conn.ClientSecretExpires.String())
	}
	t.Add("Graph Endpoint", conn.GraphEndpoint)
	t.Add("Held back beyond", fmt.Sprintf("%d %%", conn.MaxLoss()))
	t.Add("Tenant", entry.Tenant)
	t.Add("Schedule", scheduleText(entry))
	t.Add("Next run", console.ClockTime(entry.NextRun))
	t.Add("Status", message.L(entry.Status()))
	return t
}

// proxyFromLabel is what the dialog calls where a proxy is known from.
func proxyFromLabel(from connector.ProxyFrom) string {
	switch from {
	case connector.ProxyOfSystem:
		return message.L("The system's settings")
	case connector.ProxyByScript:
		return message.L("Script (PAC)")
	default:
		return message.L("As entered")
	}
}

func scheduleText(e workspace.Entry) string {
	if e.Schedule.IsZero() {
		return message.Text(e.Schedule.Summary())
	}
	return e.Schedule.Name + ": " + message.Text(e.Schedule.Summary())
}

// stored says that a secret is there, and whose, without saying what it is.
func stored(since time.Time, whose string) string {
	switch {
	case since.IsZero():
		return message.L("not set")
	case whose == "":
		return fmt.Sprintf(message.L("stored on %s"), console.LocalTime(&since))
	default:
		return fmt.Sprintf(message.L("stored on %s for %s"), console.LocalTime(&since), whose)
	}
}
