package demo

import (
	"context"
	"time"

	"inventorybeacon/app/command/console"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
)

// TenantCommand is the command inventory-beacon tenant.
type TenantCommand struct {
	Listen   string        `help:"Loopback address to listen on; port 0 takes a free one." default:"127.0.0.1:0" placeholder:"ADDR"`
	Users    int           `help:"Number of users; ${default} when not set." default:"2500" placeholder:"N"`
	Latency  time.Duration `help:"Time that every answer takes, for example 300ms." default:"0" placeholder:"D"`
	Faults   float64       `help:"Share of answers that are faults, 0 to 1." default:"0" placeholder:"RATE"`
	Throttle int           `help:"Refuse every Nth page of users with 429 and Retry-After: 1, and serve it when it is asked for again; 0 refuses none." default:"0" placeholder:"N"`
	Heavy    bool          `help:"Answer with some 40 assignedPlans for each user, so that it takes about 7 KB."`
}

func (cmd TenantCommand) Run(ctx context.Context, c *console.Console) error {
	if cmd.Users < 1 || cmd.Faults < 0 || cmd.Faults > 1 || cmd.Latency < 0 || cmd.Throttle < 0 {
		return console.UsageErrorf("--users takes a number from 1, --faults one from 0 to 1, --throttle one from 0, --latency a time such as 300ms")
	}
	server, err := demotenant.Start(ctx, cmd.Listen, demotenant.Options{
		Users: cmd.Users, Latency: cmd.Latency, Faults: cmd.Faults, Throttle: cmd.Throttle, Heavy: cmd.Heavy,
	})
	if err != nil {
		return connector.NewError(connector.Message{ID: "console.tenant", Data: connector.Data{"Reason": err}}, err)
	}
	if err := printTenant(c, server); err != nil {
		return err
	}
	c.Note("The offline tenant runs until Ctrl+C. It is a demonstration: no Microsoft account is used.")
	<-ctx.Done()
	return server.Close()
}

// tenantRow is where the offline tenant is, as JSON.
type tenantRow struct {
	AuthorizationEndpoint string `json:"authorizationEndpoint"`
	TokenEndpoint         string `json:"tokenEndpoint"`
	GraphEndpoint         string `json:"graphEndpoint"`
	RedirectURI           string `json:"redirectUri"`
	ClientID              string `json:"clientId"`
}

func printTenant(c *console.Console, server *demotenant.Server) error {
	if c.JSON {
		return c.PrintJSON(tenantRow{
			server.AuthorizationEndpoint(), server.TokenEndpoint(), server.GraphEndpoint(), server.RedirectURI(), demotenant.ClientID,
		})
	}
	t := console.NewTable()
	t.Add("Authorization Endpoint", server.AuthorizationEndpoint())
	t.Add("Token Endpoint", server.TokenEndpoint())
	t.Add("Graph Endpoint", server.GraphEndpoint())
	t.Add("Redirect URI", server.RedirectURI())
	t.Add("Application (client) ID", demotenant.ClientID)
	return t.Write(c)
}
