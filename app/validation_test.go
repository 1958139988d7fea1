package app

import (
	"errors"
	"strings"
	"testing"

	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store"
)

func TestPutRefusesProblems(t *testing.T) {
	b := openEmpty(t)
	save(t, b, global(b, "Größe 1"), store.SecretChanges{})
	for name, given := range map[string]struct {
		change func(*connector.Connection)
		field  connector.Field
	}{
		"no name":                       {func(c *connector.Connection) { c.Name = "" }, connector.FieldName},
		"a name that is taken":          {func(c *connector.Connection) { c.Name = "Größe 1" }, connector.FieldName},
		"a name in other letters":       {func(c *connector.Connection) { c.Name = "GRÖßE 1" }, connector.FieldName},
		"a name that folds to the same": {func(c *connector.Connection) { c.Name = "GRÖSSE 1" }, connector.FieldName},
		"a bad proxy": {
			func(c *connector.Connection) { c.Proxy = connector.Proxy{Use: true, Server: "proxy"} },
			connector.FieldProxyServer,
		},
		"a missing secret": {func(c *connector.Connection) { *c = unattended(*c) }, connector.FieldClientSecret},
	} {
		t.Run("given "+name, func(t *testing.T) {
			c := global(b, "Fine")
			given.change(&c)
			for what, err := range map[string]error{
				"Put":            b.Put(t.Context(), c, store.SecretChanges{}),
				"SaveConnection": b.SaveConnection(t.Context(), c, store.SecretChanges{}),
			} {
				var refused *workspace.ProblemsError
				if !errors.As(err, &refused) || len(refused.Problems) != 1 || refused.Problems[0].Field != given.field {
					t.Fatalf("%s: %v, want one problem of %s", what, err, given.field)
				}
				if advice := message.Explain(err); advice.Message != refused.Problems[0].Message {
					t.Errorf("%s is explained as %q", what, advice.Message)
				}
			}
			expectRows(t, b, "Größe 1")
		})
	}
}

// unattended turns a connection to the client credentials flow.
func unattended(c connector.Connection) connector.Connection {
	c.Flow = connector.ClientCredentials
	c.TokenEndpoint = strings.Replace(c.TokenEndpoint, "/common/", "/contoso.onmicrosoft.com/", 1)
	return c
}

func TestStoredSecretsCountInValidation(t *testing.T) {
	b := openEmpty(t)
	c := unattended(global(b, "Unattended"))
	save(t, b, c, store.SecretChanges{ClientSecret: secret("s3cret")})
	c.Name = "Renamed"
	put(t, b, c, store.SecretChanges{}) // empty means unchanged
	if problems := b.Validate(c, store.SecretChanges{ClientSecret: secret("")}); len(problems) != 1 ||
		problems[0].Field != connector.FieldClientSecret {
		t.Errorf("a secret that is cleared: %v", problems)
	}
}

func TestSecretsThatWaitForSaveCountInValidation(t *testing.T) {
	b := openEmpty(t)
	for name, credential := range map[string]store.SecretChanges{
		"a client secret": {ClientSecret: secret("s3cret")},
		"a certificate":   {Certificate: secret("PEM"), ClientSecret: secret("")},
	} {
		t.Run("given "+name+" waits", func(t *testing.T) {
			c := unattended(global(b, "Unattended"))
			put(t, b, c, credential)
			c.Name = "Renamed"
			put(t, b, c, store.SecretChanges{})
			none := store.SecretChanges{ClientSecret: secret(""), Certificate: secret("")}
			if problems := b.Validate(c, none); len(problems) != 1 || problems[0].Field != connector.FieldClientSecret {
				t.Errorf("when it is cleared: %v", problems)
			}
			check(t, b.Save(t.Context()))
			expectRows(t, b, "Renamed")
			check(t, b.DeleteConnection(t.Context(), c, false))
		})
	}
}

func TestAProxyPasswordGoesWithItsUserName(t *testing.T) {
	for name, edit := range map[string]func(t *testing.T, b *opened, c connector.Connection){
		"on the console": func(t *testing.T, b *opened, c connector.Connection) { save(t, b, c, store.SecretChanges{}) },
		"in the window": func(t *testing.T, b *opened, c connector.Connection) {
			put(t, b, c, store.SecretChanges{})
			if err := b.Save(t.Context()); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := openEmpty(t)
			c := global(b, "Proxied")
			c.Proxy = connector.Proxy{Use: true, Server: "http://proxy.example.com:8080", Username: "svc"}
			save(t, b, c, store.SecretChanges{ProxyPassword: secret("p")})
			c.Name = "Renamed"
			edit(t, b, c)
			if b.SecretState(c.ID).ProxyPassword.IsZero() {
				t.Fatal("an edit of the name has removed the password")
			}
			c.Proxy.Username = ""
			edit(t, b, c)
			if !b.SecretState(c.ID).ProxyPassword.IsZero() {
				t.Error("the password is still stored without its user name")
			}
		})
	}
}

func TestADeletedConnectionFreesItsName(t *testing.T) {
	b := openEmpty(t)
	old := global(b, "Contoso")
	save(t, b, old, store.SecretChanges{})
	if err := b.Delete(t.Context(), old.ID, true); err != nil {
		t.Fatal(err)
	}
	put(t, b, global(b, "contoso"), store.SecretChanges{})
	if err := b.Save(t.Context()); err != nil {
		t.Fatal(err)
	}
	expectRows(t, b, "contoso")
}

func TestTwoEditsCanSwapNames(t *testing.T) {
	b := openEmpty(t)
	a, c := global(b, "A"), global(b, "C")
	save(t, b, a, store.SecretChanges{})
	save(t, b, c, store.SecretChanges{})
	for _, step := range []struct {
		connection *connector.Connection
		name       string
	}{{&a, "Between"}, {&c, "A"}, {&a, "C"}} {
		step.connection.Name = step.name
		put(t, b, *step.connection, store.SecretChanges{})
	}
	if err := b.SaveOne(t.Context(), a.ID); message.Of(err).ID != "store.name-taken" {
		t.Errorf("saving one half of the swap: %v, want that the name is taken", err)
	}
	expectUnsaved(t, b, 2)
	if err := b.Save(t.Context()); err != nil {
		t.Fatal(err)
	}
	if entry, _ := b.Entry(a.ID); entry.Connection.Name != "C" {
		t.Errorf("A is called %q, want C", entry.Connection.Name)
	}
	expectRows(t, b, "A", "C")
}
