package app

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
)

func exportOf(t *testing.T, b *opened, ids ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := b.ExportConnections(t.Context(), &out, ids...); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func importFile(t *testing.T, b *opened, text string) workspace.ImportedConnections {
	t.Helper()
	result, err := b.ImportConnections(t.Context(), strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestConnectionsMoveToAnotherComputerWithoutSecrets(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 20})
	here, there := openDir(t, t.TempDir(), sourceOf(server)), openDir(t, t.TempDir(), sourceOf(server))
	signedIn := connect(t, here, "Contoso")
	signedIn.Proxy = connector.Proxy{Use: true, Server: "http://proxy.corp:8080", Username: "proxy user"}
	save(t, here, signedIn, store.SecretChanges{ProxyPassword: secret("the proxy's password")})
	alone := newConnection(here, "Größe")
	alone.Flow, alone.TokenEndpoint, alone.Disabled = connector.ClientCredentials, server.TenantTokenEndpoint(), true
	alone.ClientSecretExpires = 20000
	save(t, here, alone, store.SecretChanges{ClientSecret: secret("the client's secret")})
	certified := alone
	certified.ID, certified.Name, certified.ClientSecretExpires = here.NewConnection(connector.CloudDemonstration).ID, "Certified", 0
	certified.Certificate = connector.Certificate{Subject: "CN=the subject", Thumbprint: "ABCDEF", NotAfter: 20000}
	save(t, here, certified,
		store.SecretChanges{Certificate: secret("the certificate's key"), CertificatePassword: secret("the certificate's password")})

	text := exportOf(t, here)
	for _, forbidden := range []string{
		storedToken(t, here, signedIn.ID).Reveal(), "the proxy's", "the client's", "the certificate's", "the subject", "ABCDEF",
		signedIn.SignIn.Account, "[secret]", signedIn.ID,
	} {
		if forbidden == "" || strings.Contains(text, forbidden) {
			t.Errorf("the file holds %q:\n%s", forbidden, text)
		}
	}

	result := importFile(t, there, text)
	if !slices.Equal(result.Added, []string{"Certified", "Contoso", "Größe"}) || len(result.Skipped) != 0 {
		t.Fatalf("result %+v", result)
	}
	for _, original := range []connector.Connection{signedIn, alone, certified} {
		e, err := there.Named(original.Name)
		if err != nil {
			t.Fatal(err)
		}
		want := original
		want.SignIn, want.Certificate = connector.SignIn{}, connector.Certificate{}
		want.ID = e.Connection.ID
		if !workspace.SameConnection(e.Connection, want) || want.ID == original.ID || e.Secrets != (store.SecretState{}) ||
			e.Edit != workspace.EditNone {
			t.Errorf("imported %+v\nwant %+v", e, want)
		}
	}
	if one := exportOf(t, there, mustNamed(t, there, "contoso").Connection.ID); strings.Count(one, `"name"`) != 1 ||
		!strings.Contains(one, `"Contoso"`) {
		t.Errorf("one exported:\n%s", one)
	}
	if again := importFile(t, there, text); len(again.Added) != 0 || len(again.Skipped) != 3 ||
		again.Skipped[1].Name != "Contoso" || !strings.Contains(again.Skipped[1].Reasons[0], "stays as it is") {
		t.Errorf("the second time: %+v", again)
	}
	var missing *store.NotFoundError
	if err := here.ExportConnections(t.Context(), &bytes.Buffer{}, "nobody"); !errors.As(err, &missing) {
		t.Errorf("nobody: %v", err)
	}
}

func mustNamed(t *testing.T, b *opened, name string) workspace.Entry {
	t.Helper()
	e, err := b.Named(name)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestImportedConnectionsWithProblemsAreSkippedAndTheOthersAdded(t *testing.T) {
	b := openEmpty(t)
	save(t, b, global(b, "Good"), store.SecretChanges{})
	good := exportOf(t, b)
	rename := func(name string) string { return strings.Replace(oneConnection(good), `"Good"`, `"`+name+`"`, 1) }
	broken := strings.NewReplacer("5bb1a5a2", "x", "https://graph", "http://graph").Replace(rename("Broken"))
	old := strings.Replace(rename("Old"), "Microsoft 365", string(connector.Office365Deprecated), 1)
	text := strings.Replace(good, oneConnection(good),
		strings.Join([]string{rename("A"), broken, rename("a"), old, rename("GOOD"), rename("B")}, ","), 1)

	result := importFile(t, b, text)
	if !slices.Equal(result.Added, []string{"A", "B"}) {
		t.Errorf("added %q", result.Added)
	}
	want := map[string][]string{
		"Broken": {"must be a GUID", "must begin with https://"},
		"a":      {"twice"},
		"Old":    {"switched off"},
		"GOOD":   {`already a connection called "Good"`},
	}
	for _, skipped := range result.Skipped {
		if parts := want[skipped.Name]; len(parts) != len(skipped.Reasons) {
			t.Errorf("%s: %q", skipped.Name, skipped.Reasons)
			continue
		}
		for i, part := range want[skipped.Name] {
			if !strings.Contains(skipped.Reasons[i], part) {
				t.Errorf("%s: %q does not say %q", skipped.Name, skipped.Reasons[i], part)
			}
		}
		delete(want, skipped.Name)
	}
	if len(want) != 0 {
		t.Errorf("not skipped: %v", want)
	}
	expectRows(t, b, "A", "B", "Good")
}

// oneConnection is the object of the one connection in a file.
func oneConnection(file string) string {
	start := strings.Index(file, "[") + 1
	return strings.TrimSpace(file[start:strings.LastIndex(file, "]")])
}

func TestFilesThatAreNotUnderstoodAreRefusedAsAWhole(t *testing.T) {
	b := openEmpty(t)
	save(t, b, global(b, "Good"), store.SecretChanges{})
	good := strings.Replace(exportOf(t, b), `"Good"`, `"Hidden"`, 1)
	replaced := func(old, with string) string { return strings.Replace(good, old, with, 1) }
	for name, test := range map[string]struct{ text, want string }{
		"empty":        {"", "empty or ends too early"},
		"cut off":      {good[:len(good)/2], "empty or ends too early"},
		"no JSON":      {"Hidden", "no valid JSON: it goes wrong in line 1"},
		"another file": {`{"Hidden": 1}`, "holds no connections"},
		"a list":       {`["Hidden"]`, "wrong kind"},
		"no version":   {replaced(`"version": 1,`, ""), "does not say the version"},
		"a newer version": {
			replaced(`"version": 1`, `"version": 2, "later": "Hidden"`),
			"newer version of Inventory Beacon (format version 2)",
		},
		"an unknown field":     {replaced(`"name"`, `"clientSecret": "Hidden", "name"`), `the field "clientSecret"`},
		"a wrong kind":         {replaced(`"cloud": "global"`, `"cloud": ["Hidden"]`), `"connections.cloud" in line`},
		"a wrong day":          {replaced(`"name"`, `"clientSecretExpires": "Hidden", "name"`), "cannot be read, near line"},
		"a comma too many":     {replaced(`"name"`, `, "name"`), "no valid JSON: it goes wrong in line 6"},
		"something afterwards": {good + good, "goes on after its end"},
		"a huge one":           {strings.Repeat(" ", 16<<20) + good, "larger than 16 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := b.ImportConnections(t.Context(), strings.NewReader(test.text))
			advice := message.Explain(err)
			if !strings.Contains(advice.Message, test.want) || advice.Action == "" {
				t.Fatalf("%+v, want %q", advice, test.want)
			}
			if strings.Contains(fmt.Sprint(advice, err), "Hidden") {
				t.Errorf("%+v (%v) shows what is in the file", advice, err)
			}
			expectRows(t, b, "Good")
		})
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(replaced("Hidden", "In UTF16"))
	if err != nil {
		t.Fatal(err)
	}
	for given, text := range map[string]string{"a byte order mark": "\ufeff" + replaced("Hidden", "Marked"), "UTF-16": utf16} {
		if result := importFile(t, b, text); len(result.Added) != 1 {
			t.Errorf("with %s: %+v", given, result)
		}
	}
}
