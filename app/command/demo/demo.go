// Package demo has the demonstration, on the console or in the window, and its offline tenant alone.
package demo

import (
	"context"
	"fmt"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/app/command/connection"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/command/task"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
)

// demoName is the connection that the demonstration on the console makes.
const demoName = "Demonstration tenant"

// demoAddress is where the offline tenant of the demonstration listens, so that
// a connection made yesterday still reaches it today.
const demoAddress = "127.0.0.1:48365"

// Command is the command inventory-beacon demo.
type Command struct {
	Console bool `help:"Show connecting, signing in, importing and the inventory on the console, without the window."`
	Users   int  `help:"Number of users of the offline tenant; ${default} when not set." default:"2500" placeholder:"N"`
}

// Run starts the offline tenant and opens the window on it, or shows the main
// job on the console where there is no display.
func (cmd Command) Run(ctx context.Context, c *console.Console) error {
	if cmd.Users < 1 {
		return console.UsageErrorf("--users takes a number from 1")
	}
	dir, err := app.DemoDir(c.DataDir)
	if err != nil {
		return err
	}
	if !cmd.Console && c.CheckWindow() == nil && app.BringToFront(ctx, dir) {
		return nil
	}
	var days demoDays
	server, err := startDemoTenant(ctx, demotenant.Options{Users: cmd.Users, Day: days.today})
	if err != nil {
		return connector.NewError(connector.Message{ID: "console.tenant", Data: connector.Data{"Reason": err}}, err)
	}
	defer func() { _ = server.Close() }()

	if cmd.Console || c.CheckWindow() != nil {
		return demonstrate(ctx, c, dir, server, &days)
	}
	return c.OpenWindow(ctx, console.WindowOptions{
		Cloud:         connector.CloudDemonstration,
		Demonstration: true,
		Open: func(ctx context.Context) (*app.Beacon, func(), error) {
			beacon, done, err := console.OpenDir(ctx, dir, console.Opening{Window: true, Clouds: []connector.Cloud{server.Cloud()}, Level: c.Level})
			if err != nil {
				return nil, nil, err
			}
			stop, err := prepareDemo(ctx, beacon, server, &days)
			if err != nil {
				done()
				return nil, nil, err
			}
			return beacon, func() { stop(); done() }, nil
		},
	})
}

// prepareDemo prepares a data directory for the tenant, which lives on with its imports
// until stop is called.
func prepareDemo(ctx context.Context, beacon *app.Beacon, server *demotenant.Server, days *demoDays) (stop func(), err error) {
	if err := moveDemoConnections(ctx, beacon); err != nil {
		return nil, err
	}
	if err := priceDemo(ctx, beacon, server); err != nil {
		return nil, err
	}
	return days.follow(ctx, beacon)
}

func startDemoTenant(ctx context.Context, options demotenant.Options) (*demotenant.Server, error) {
	server, err := demotenant.Start(ctx, demoAddress, options)
	if err != nil {
		return demotenant.Start(ctx, "127.0.0.1:0", options) // another demonstration has the address
	}
	return server, nil
}

// moveDemoConnections points the demonstration's connections to where its
// tenant listens this time.
func moveDemoConnections(ctx context.Context, beacon *app.Beacon) error {
	defaults := beacon.Defaults(connector.CloudDemonstration)
	for _, entry := range beacon.Entries() {
		conn := entry.Connection
		if conn.Cloud != connector.CloudDemonstration || conn.TokenEndpoint == defaults.TokenEndpoint || entry.Edit == workspace.EditDeleted {
			continue
		}
		conn = conn.WithCloud(defaults, defaults)
		keep := beacon.SaveConnection
		if !entry.Saved() {
			keep = beacon.Put // what waits for Save goes on waiting
		}
		if err := keep(ctx, conn, app.SecretChanges{}); err != nil {
			return fmt.Errorf("moving %s to the demonstration tenant: %w", conn.Name, err)
		}
	}
	return nil
}

// demonstrate does the whole main job on the console: connect, sign in, import,
// and see who uses what.
func demonstrate(ctx context.Context, c *console.Console, dir string, server *demotenant.Server, days *demoDays) error {
	beacon, done, err := console.OpenDir(ctx, dir, console.Opening{Clouds: []connector.Cloud{server.Cloud()}, Level: c.Level})
	if err != nil {
		return err
	}
	defer done()
	stop, err := prepareDemo(ctx, beacon, server, days)
	if err != nil {
		return err
	}
	defer stop()
	entry, err := demoConnection(ctx, c, beacon)
	if err != nil {
		return err
	}
	prompter := &demoPrompter{console: c}
	if err := connection.SignIn(ctx, c, beacon, entry, connector.SignInNone, prompter, connection.Replacing{}); err != nil {
		return err
	}
	c.Note("\nImporting through connection %s:", entry.Connection.Name)
	if err := task.Import(ctx, c, beacon, entry); err != nil || c.JSON {
		return err
	}
	if err := days.count(ctx, beacon); err != nil { // those who follow may not have been told yet
		return err
	}
	if days.today() == 1 { // the first import alone changes nothing
		c.Note("\nImporting again, after a day in the life of the tenant:")
		if err := task.Import(ctx, c, beacon, entry); err != nil {
			return err
		}
	}
	return answerQuestions(ctx, c, beacon, dir)
}

// demoConnection returns the demonstration's connection, made at the first call.
func demoConnection(ctx context.Context, c *console.Console, beacon *app.Beacon) (workspace.Entry, error) {
	if entry, err := beacon.Named(demoName); err == nil {
		return entry, nil
	}
	conn := beacon.NewConnection(connector.CloudDemonstration)
	conn.Name = demoName
	if err := beacon.SaveConnection(ctx, conn, app.SecretChanges{}); err != nil {
		return workspace.Entry{}, err
	}
	c.Note("Added connection %s.", demoName)
	return beacon.Named(demoName)
}

// demoPrompter stands in for the administrator and the browser: it fills in the
// offline tenant's sign-in pages over HTTP.
type demoPrompter struct{ console *console.Console }

// Status implements [signin.Prompter].
func (p *demoPrompter) Status(text string) { p.console.Note("%s", text) }

// Address implements [signin.Prompter]: nobody waits for a browser.
func (p *demoPrompter) Address(string) (pastes bool) { return false }

// Answer implements [signin.Prompter].
func (p *demoPrompter) Answer(ctx context.Context, address, problem string) (string, error) {
	if problem != "" {
		return "", fmt.Errorf("the offline tenant's answer was refused: %s", problem)
	}
	visitor := demotenant.NewVisitor()
	answer, err := visitor.SignIn(ctx, address)
	if err != nil {
		return "", err
	}
	p.console.Note("Signed in as an administrator does in a browser: %s.", strings.Join(visitor.Visited, ", "))
	return answer, nil
}
