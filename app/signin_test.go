package app

import (
	"context"
	"errors"
	"slices"
	"testing"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
)

func TestSignInStoresNothingItself(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 40})
	b := openDir(t, t.TempDir(), sourceOf(server))
	c, token := signIn(t, b, newConnection(b, "Contoso"))
	if c.SignIn.Account != "admin@contoso.example" || c.SignIn.TenantName != "Contoso" || len(c.SignIn.Missing) != 0 || token == "" {
		t.Errorf("signed in as %+v", c.SignIn)
	}
	if len(b.Entries()) != 0 {
		t.Errorf("the sign-in has stored %q", rows(b))
	}
}

// refusing is an administrator who goes away.
type refusing struct{ visitor }

var errGone = errors.New("gone to lunch")

func (refusing) Answer(context.Context, string, string) (string, error) { return "", errGone }

func TestASignInThatFailsIsExplained(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 40})
	b := openDir(t, t.TempDir(), sourceOf(server))
	_, token, err := b.SignIn(t.Context(), newConnection(b, "Contoso"), store.SecretChanges{}, connector.SignInNone, refusing{})
	if !errors.Is(err, errGone) || token != "" {
		t.Fatalf("token %v, %v", token, err)
	}
	if advice := message.Explain(err); advice.Message == "" || advice.Message == message.Explain(errGone).Message {
		t.Errorf("explained as %q", advice.Message)
	}
}

// tested runs Test and returns the results by check.
func tested(
	t *testing.T, b *opened, c connector.Connection, changes store.SecretChanges,
) (map[string]connector.CheckResult, connector.Secret) {
	t.Helper()
	results := map[string]connector.CheckResult{}
	rotated, err := b.Test(t.Context(), c, changes, func(check message.Check) { results[check.Name] = check.Result })
	if err != nil {
		t.Fatal(err)
	}
	return results, rotated
}

func TestATestStoresTheRotatedTokenOfASavedConnection(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 40})
	b := openDir(t, t.TempDir(), sourceOf(server))
	c := connect(t, b, "Contoso")
	before := storedToken(t, b, c.ID)
	results, rotated := tested(t, b, c, store.SecretChanges{})
	for name, result := range results {
		if result == connector.CheckFailed {
			t.Errorf("check %s failed", name)
		}
	}
	if results["Token"] != connector.CheckPassed || results["Users"] != connector.CheckPassed {
		t.Errorf("results %v", results)
	}
	if after := storedToken(t, b, c.ID); after == before || after == "" || rotated != "" {
		t.Error("the rotated token was not stored in place of the one that was used")
	}
	expectUnsaved(t, b, 0)
}

func TestATestKeepsTheRotatedTokenOfAnEdit(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 40})
	b := openDir(t, t.TempDir(), sourceOf(server))
	saved := connect(t, b, "Contoso")
	stored := storedToken(t, b, saved.ID)
	_, fresh := signIn(t, b, saved)

	t.Run("given the token stands in the dialog", func(t *testing.T) {
		results, rotated := tested(t, b, saved, store.SecretChanges{RefreshToken: &fresh})
		if results["Token"] != connector.CheckPassed || rotated == "" || rotated == fresh {
			t.Errorf("results %v, rotated %t", results, rotated != "")
		}
	})
	t.Run("given the token waits for Save", func(t *testing.T) {
		put(t, b, saved, store.SecretChanges{RefreshToken: &fresh})
		_, rotated := tested(t, b, saved, store.SecretChanges{})
		if waits := entryOf(t, b, saved.ID).Waiting.RefreshToken; rotated != "" || waits == nil || *waits == fresh {
			t.Error("the rotated token does not wait in its place")
		}
	})
	t.Run("given the connection is new", func(t *testing.T) {
		c, token := signIn(t, b, newConnection(b, "New"))
		put(t, b, c, store.SecretChanges{RefreshToken: &token})
		_, rotated := tested(t, b, c, store.SecretChanges{})
		if waits := entryOf(t, b, c.ID).Waiting.RefreshToken; rotated != "" || waits == nil || *waits == token {
			t.Error("the rotated token does not wait in its place")
		}
	})
	if storedToken(t, b, saved.ID) != stored {
		t.Error("the test of an edit has replaced the stored token")
	}
}

func TestATestUsesTheDialogsSecretsOverTheStoredOnes(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 40})
	b := openDir(t, t.TempDir(), sourceOf(server))
	c := newConnection(b, "Unattended")
	c.Flow, c.ClientID, c.TokenEndpoint = connector.ClientCredentials, demotenant.ConfidentialClientID, server.TenantTokenEndpoint()
	right, wrong := secret(demotenant.ConfidentialClientSecret), secret("wrong")
	save(t, b, c, store.SecretChanges{ClientSecret: wrong})

	for name, given := range map[string]struct {
		waiting, dialog *connector.Secret
		want            connector.CheckResult
	}{
		"the stored one alone":                      {nil, nil, connector.CheckFailed},
		"one that waits over the stored one":        {right, nil, connector.CheckPassed},
		"one in the dialog over the stored one":     {nil, right, connector.CheckPassed},
		"one in the dialog over the one that waits": {right, wrong, connector.CheckFailed},
	} {
		t.Run("given "+name, func(t *testing.T) {
			if given.waiting != nil {
				put(t, b, c, store.SecretChanges{ClientSecret: given.waiting})
			}
			results, _ := tested(t, b, c, store.SecretChanges{ClientSecret: given.dialog})
			if results["Token"] != given.want {
				t.Errorf("Token %s, want %s", results["Token"], given.want)
			}
			if err := b.Cancel(t.Context()); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestACancelledTestSaysSo(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 40})
	b := openDir(t, t.TempDir(), sourceOf(server))
	c := connect(t, b, "Contoso")
	ctx, cancel := context.WithCancel(t.Context())
	_, err := b.Test(ctx, c, store.SecretChanges{}, func(message.Check) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled test returns %v", err)
	}
}

func TestCloudsAreMicrosoftsAndTheTenants(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 40})
	b := openDir(t, t.TempDir(), sourceOf(server))
	var ids []connector.CloudID
	for _, cloud := range b.Clouds() {
		ids = append(ids, cloud.ID)
	}
	want := []connector.CloudID{
		connector.CloudGlobal, connector.CloudGCCHigh, connector.CloudDoD, connector.CloudChina, connector.CloudCustom,
		connector.CloudDemonstration,
	}
	if !slices.Equal(ids, want) {
		t.Errorf("clouds %v, want %v", ids, want)
	}
	if place, err := b.KeyPlace(t.Context()); err != nil || place.File == "" && len(b.Entries()) > 0 {
		t.Errorf("key place %+v, %v", place, err)
	}
}
