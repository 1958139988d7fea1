package command

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/imports"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

// fieldTroubles puts each bad value into a connection that has no other problem.
func fieldTroubles(t *testing.T) []trouble {
	source := microsoft365.New(microsoft365.Options{})
	good := source.Defaults(connector.CloudGlobal)
	good.Name = "Contoso"
	unattended := func(c *connector.Connection, s *connector.Secrets) {
		c.Flow, s.ClientSecret = connector.ClientCredentials, "hidden"
		c.TokenEndpoint = "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token"
	}
	proxy := func(server string) func(*connector.Connection, *connector.Secrets) {
		return func(c *connector.Connection, _ *connector.Secrets) {
			c.Proxy = connector.Proxy{Use: true, Server: server}
		}
	}
	type change = func(*connector.Connection, *connector.Secrets)
	var rows []trouble
	for _, one := range []struct {
		when   string
		change change
	}{
		{"Connection Name is empty", func(c *connector.Connection, _ *connector.Secrets) { c.Name = "" }},
		{"Connection Name has another character", func(c *connector.Connection, _ *connector.Secrets) { c.Name = "Contoso-M365" }},
		{"Connection Name begins with an underscore", func(c *connector.Connection, _ *connector.Secrets) { c.Name = "_Contoso" }},
		{"Connection Name is too long", func(c *connector.Connection, _ *connector.Secrets) { c.Name = strings.Repeat("x", 101) }},
		{
			"Source Type is the deprecated one",
			func(c *connector.Connection, _ *connector.Secrets) { c.SourceType = connector.Office365Deprecated },
		},
		{"Proxy Server is empty", proxy("")},
		{"Proxy Server has no port", proxy("proxy.corp")},
		{"Proxy Server has another scheme", proxy("socks5://proxy.corp:1080")},
		{"Proxy Server has no scheme", proxy("proxy.corp:8080")},
		{"Proxy Server holds a password", proxy("http://user:hidden@proxy.corp:8080")},
		{"Proxy Server has a path", proxy("http://proxy.corp:8080/proxy.pac")},
		{"Token Endpoint is not encrypted", func(c *connector.Connection, _ *connector.Secrets) {
			c.TokenEndpoint = strings.Replace(c.TokenEndpoint, "https", "http", 1)
		}},
		{"Token Endpoint is of version 1.0", func(c *connector.Connection, _ *connector.Secrets) {
			c.TokenEndpoint = strings.Replace(c.TokenEndpoint, "/v2.0", "", 1)
		}},
		{"Token Endpoint is for all tenants with Client Credentials", func(c *connector.Connection, s *connector.Secrets) {
			unattended(c, s)
			c.TokenEndpoint = good.TokenEndpoint
		}},
		{"Authorization Endpoint is of another tenant", func(c *connector.Connection, _ *connector.Secrets) {
			c.AuthorizationEndpoint = strings.Replace(c.AuthorizationEndpoint, "common", "organizations", 1)
		}},
		{"Application (client) ID is missing in a cloud that has none filled in", func(c *connector.Connection, _ *connector.Secrets) {
			c.Cloud, c.ClientID = connector.CloudGCCHigh, ""
		}},
		{"Application (client) ID is no GUID", func(c *connector.Connection, _ *connector.Secrets) { c.ClientID = "Inventory Beacon" }},
		{"Redirect URI is not encrypted", func(c *connector.Connection, _ *connector.Secrets) { c.RedirectURI = "http://beacon.corp/answer" }},
		{"Graph Endpoint has a path", func(c *connector.Connection, _ *connector.Secrets) {
			c.GraphEndpoint = "https://graph.microsoft.com/users"
		}},
		{"Client Secret is missing", func(c *connector.Connection, s *connector.Secrets) { unattended(c, s); s.ClientSecret = "" }},
		{
			"Client Secret was pasted with a blank",
			func(c *connector.Connection, s *connector.Secrets) { unattended(c, s); s.ClientSecret += " " },
		},
		{
			"Client secret and certificate are both set",
			func(c *connector.Connection, s *connector.Secrets) { unattended(c, s); s.Certificate = "hidden" },
		},
		{"Refresh Token has a line break", func(_ *connector.Connection, s *connector.Secrets) { s.RefreshToken = "hidden\nhidden" }},
	} {
		c, secrets := good, connector.Secrets{}
		one.change(&c, &secrets)
		problems := source.Validate(c, secrets)
		if len(problems) != 1 {
			t.Errorf("%s: problems %v, want one", one.when, problems)
			continue
		}
		rows = append(rows, beside(one.when, message.Sentence(problems[0].Message)))
	}
	return append(rows, advised("Connection Name is taken", connector.NewError(store.NameTaken("Contoso"), nil)))
}

// connectionTroubles come from a data directory at a fixed time.
func connectionTroubles(t *testing.T) []trouble {
	now := time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)
	beacon, err := app.Open(t.Context(), app.Options{
		Dir: t.TempDir(), Source: microsoft365.New(microsoft365.Options{}), Logger: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return now },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = beacon.Close() }()
	rows := []trouble{
		advised("The connection does not exist", &store.NotFoundError{What: "connection", Key: "Contoso"}),
		advised("The connection is disabled", &imports.DisabledError{Name: "Contoso"}),
		advised("Another import of the connection runs", &lock.BusyError{PID: 4711}),
		advised("Another connection has imported the tenant",
			&workspace.DuplicateTenantError{Name: "Contoso 2", Tenant: "Contoso", Others: []string{"Contoso"}}),
		advised("A deleted connection whose inventory is kept has imported the tenant",
			&workspace.DuplicateTenantError{Name: "Contoso 2", Tenant: "Contoso", Kept: []string{"Contoso"}}),
		advised("A kept inventory does not exist", &workspace.KeptNotFoundError{Name: "Contoso"}),
		told("Several kept inventories have one name", "workspace.ambiguous-name", connector.Data{
			"Count": 2, "Name": "Contoso", "Names": []string{`"Contoso (deleted 2026-09-14)"`, `"Contoso (deleted 2026-09-15)"`},
		}),
		told("A connection was changed during a sign-in", "workspace.sign-in-changed", connector.Data{"Name": "Contoso"}),
		told("A kept inventory is of another tenant than the connection", "workspace.other-tenants-inventory", connector.Data{
			"Kept": "Contoso", "Had": "Contoso", "Connection": "Fabrikam", "Tenant": "Fabrikam",
		}),
		advised("A kept inventory is given to a connection that has imported", &workspace.OwnInventoryError{Connection: "Contoso 2"}),
		advised("The window is open already", &lock.SecondInstanceError{Dir: "/data", PID: 4711}),
	}
	for _, one := range []struct {
		when    string
		change  func(*connector.Connection)
		secrets app.SecretChanges
	}{
		{
			"The client secret will expire", func(c *connector.Connection) { c.ClientSecretExpires = connector.DateOf(now) + 14 },
			app.SecretChanges{ClientSecret: hiddenSecret()},
		},
		{
			"The client secret has expired", func(c *connector.Connection) { c.ClientSecretExpires = connector.DateOf(now) - 1 },
			app.SecretChanges{ClientSecret: hiddenSecret()},
		},
		{"The certificate will expire", func(c *connector.Connection) {
			c.Certificate = connector.Certificate{Subject: "CN=Beacon", NotAfter: connector.DateOf(now) + 3}
		}, app.SecretChanges{Certificate: hiddenSecret()}},
		{"The refresh token will end unused", func(c *connector.Connection) {
			c.Flow, c.SignIn.At = connector.AuthorizationCode, now.AddDate(0, 0, -80)
		}, app.SecretChanges{RefreshToken: hiddenSecret()}},
		{"The refresh token has ended unused", func(c *connector.Connection) {
			c.Flow, c.SignIn.At = connector.AuthorizationCode, now.AddDate(0, 0, -100)
		}, app.SecretChanges{RefreshToken: hiddenSecret()}},
	} {
		c := beacon.NewConnection(connector.CloudGlobal)
		c.Name, c.Flow = one.when, connector.ClientCredentials
		c.TokenEndpoint = strings.Replace(c.TokenEndpoint, "common", "contoso.onmicrosoft.com", 1)
		c.AuthorizationEndpoint = strings.Replace(c.AuthorizationEndpoint, "common", "contoso.onmicrosoft.com", 1)
		one.change(&c)
		if err := beacon.SaveConnection(t.Context(), c, one.secrets); err != nil {
			t.Fatal(err)
		}
		entry, _ := beacon.Entry(c.ID)
		warnings := entry.Warnings()
		if len(warnings) != 1 {
			t.Errorf("%s: warnings %v", one.when, warnings)
			continue
		}
		rows = append(rows, trouble{one.when, warnings[0].Message, warnings[0].Advice})
	}
	for _, one := range []struct{ when, file string }{
		{"A file with connections is something else", `{"users": []}`},
		{"A file with connections is of a newer version", `{"format": "inventory-beacon connections", "version": 2}`},
		{
			"A file with connections holds a secret",
			`{"format": "inventory-beacon connections", "version": 1, "connections": [{"name": "Contoso", "clientSecret": "hidden"}]}`,
		},
		{"A file with connections was damaged", "{\n\"format\": inventory}"},
	} {
		_, err := beacon.ImportConnections(t.Context(), bytes.NewReader([]byte(one.file)))
		rows = append(rows, advised(one.when, err))
	}
	return append(rows, inventoryLost(t), advised("An operation takes too long", context.DeadlineExceeded))
}

func hiddenSecret() *connector.Secret {
	secret := connector.Secret("hidden")
	return &secret
}

func inventoryLost(t *testing.T) trouble {
	warnings := workspace.Entry{LastTask: app.Task{ID: 1, Status: app.StatusSucceeded}}.Warnings()
	if len(warnings) != 1 {
		t.Fatalf("warnings %v", warnings)
	}
	return trouble{"inventory.db is gone, or of an older version", warnings[0].Message, warnings[0].Advice}
}
