package app

import (
	"errors"
	"testing"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
)

func TestADuplicateIsAStartingPointWithoutSecretsAndSignIn(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
	c := connect(t, b, "Contoso")
	c.Proxy = connector.Proxy{Use: true, Server: "http://proxy.corp:8080", Username: "user"}
	c.ClientSecretExpires, c.Certificate, c.Disabled, c.ReplaceTenant = 20000, connector.Certificate{Subject: "CN=x"}, true, "another"
	save(t, b, c, store.SecretChanges{ProxyPassword: secret("pass")})

	copied, err := b.Duplicate(c.ID, "Fabrikam")
	if err != nil {
		t.Fatal(err)
	}
	want := c
	want.ID, want.Name, want.Disabled, want.ClientSecretExpires = copied.ID, "Fabrikam", false, 0
	want.ReplaceTenant = ""
	want.SignIn, want.Certificate = connector.SignIn{}, connector.Certificate{}
	if !workspace.SameConnection(copied, want) || copied.ID == c.ID || copied.SignIn.Account != "" || !copied.TokenUsed.IsZero() {
		t.Errorf("copied %+v\nwant %+v", copied, want)
	}
	expectRows(t, b, "Contoso")
	if err := b.AddWithoutSecrets(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if e := entryOf(t, b, copied.ID); e.Status() != "Not signed in" || e.Secrets != (store.SecretState{}) {
		t.Errorf("status %q, secrets %+v", e.Status(), e.Secrets)
	}
	var problems *workspace.ProblemsError
	if copied.ID = b.NewConnection(connector.CloudDemonstration).ID; !errors.As(b.AddWithoutSecrets(t.Context(), copied), &problems) ||
		problems.Problems[0].Field != connector.FieldName {
		t.Errorf("the same name again: %v", problems)
	}

	for _, want := range []string{"Contoso copy", "Contoso copy 2"} {
		another, err := b.Duplicate(c.ID, "")
		if err != nil || another.Name != want {
			t.Errorf("proposed %q, %v; want %q", another.Name, err, want)
		}
		put(t, b, another, store.SecretChanges{})
	}
	var missing *store.NotFoundError
	if _, err := b.Duplicate("nobody", "x"); !errors.As(err, &missing) {
		t.Errorf("nobody: %v", err)
	}
}

func TestAnUnattendedDuplicateWaitsForItsSecret(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 20})
	b := openDir(t, t.TempDir(), sourceOf(server))
	c := newConnection(b, "Unattended")
	c.Flow, c.TokenEndpoint, c.ClientID = connector.ClientCredentials, server.TenantTokenEndpoint(), demotenant.ConfidentialClientID
	save(t, b, c, store.SecretChanges{ClientSecret: secret(demotenant.ConfidentialClientSecret)})
	copied, err := b.Duplicate(c.ID, "Copy")
	if err != nil {
		t.Fatal(err)
	}
	if err := b.AddWithoutSecrets(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if e := entryOf(t, b, copied.ID); e.Status() != "No client secret" || len(e.Warnings()) != 1 {
		t.Errorf("status %q, warnings %v", e.Status(), e.Warnings())
	}
	save(t, b, copied, store.SecretChanges{ClientSecret: secret(demotenant.ConfidentialClientSecret)})
	mustImport(t, b, copied)
}
