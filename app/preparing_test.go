package app

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/connector/panics"
	"inventorybeacon/store"
)

// An import that cannot begin says why, and the inventory stays as it is.
func TestAnImportThatCannotBePreparedSaysWhy(t *testing.T) {
	for given, c := range map[string]struct {
		spoil func(t *testing.T, b *opened)
		want  string // the message
	}{
		"a file in the place of the staging folder": {func(t *testing.T, b *opened) {
			staging := filepath.Join(b.dir, "staging")
			if err := errors.Join(os.RemoveAll(staging), os.WriteFile(staging, nil, 0o600)); err != nil {
				t.Fatal(err)
			}
		}, "sqlite.not-writable"},
		"a damaged inventory that another process has open": {func(t *testing.T, b *opened) {
			another(t, b.dir, b.source)
			if err := os.WriteFile(filepath.Join(b.dir, "inventory.db-damaged"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}, "inventory.damaged.in-use"},
	} {
		t.Run("given "+given, func(t *testing.T) {
			b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
			c1 := connect(t, b, "Contoso")
			mustImport(t, b, c1)
			c.spoil(t, b)
			failed, err := b.Import(t.Context(), c1.ID, store.TriggerManual)
			if failed.Status != store.StatusFailed || errors.As(err, new(*panics.Error)) {
				t.Fatalf("%s, %v", failed.Status, err)
			}
			cause := errors.Unwrap(err)
			if m, _ := connector.MessageOf(cause); m.ID != c.want || failed.Failure.Message == "" || failed.Failure.Action == "" {
				t.Errorf("%v is %s, and told as %+v; want %s", cause, m.ID, failed.Failure, c.want)
			}
			wantTask(t, b, failed.ID, store.StatusFailed, failed.Failure.Message)
			if n := userCount(t, b); n != 20 {
				t.Errorf("%d users, want the 20 of before", n)
			}
		})
	}
}
