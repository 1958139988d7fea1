package app

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
)

func TestARotatedTokenIsStoredBeforeTheImportGoesOn(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 40})
	b := openDir(t, t.TempDir(), sourceOf(server))
	c := connect(t, b, "Contoso")
	before := storedToken(t, b, c.ID)
	var seen []connector.Secret
	server.Script(func(r *http.Request) *demotenant.Fault {
		if !strings.HasPrefix(r.URL.Path, "/v1.0/organization") {
			return nil
		}
		secrets, err := b.store.Secrets(context.WithoutCancel(r.Context()), c.ID)
		if err != nil {
			t.Error(err)
		}
		seen = append(seen, secrets.RefreshToken)
		return &demotenant.Fault{Status: http.StatusForbidden}
	})
	failed, err := b.Import(t.Context(), c.ID, store.TriggerManual)
	if err == nil || failed.Status != store.StatusFailed {
		t.Fatalf("%s, %v", failed.Status, err)
	}
	if len(seen) != 1 || seen[0] == "" || seen[0] == before {
		t.Errorf("the first request for data came before the rotated token was stored (%d requests)", len(seen))
	}
	if after := storedToken(t, b, c.ID); after == before {
		t.Error("the failed import has lost the rotated token")
	}
	freely(server)
	if done := mustImport(t, b, c); done.Status != store.StatusSucceeded {
		t.Errorf("with the rotated token: %s", done.Status)
	}
}

func TestASignInDuringAnImportIsNotReplacedByItsToken(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 40})
	b := openDir(t, t.TempDir(), sourceOf(server))
	c := connect(t, b, "Contoso")
	const anew = connector.Secret("token of a sign-in made meanwhile")
	server.Script(func(r *http.Request) *demotenant.Fault {
		if strings.HasSuffix(r.URL.Path, "/token") {
			ctx := context.WithoutCancel(r.Context())
			stored, err := b.store.Secrets(ctx, c.ID)
			if err == nil {
				err = b.store.SetRefreshToken(ctx, c.ID, stored.RefreshToken, anew)
			}
			if err != nil {
				t.Error(err)
			}
		}
		return nil
	})
	if done := mustImport(t, b, c); done.Status != store.StatusSucceeded {
		t.Errorf("the import is %s", done.Status)
	}
	if storedToken(t, b, c.ID) != anew {
		t.Error("the import has replaced the token of the new sign-in by its own")
	}
}
