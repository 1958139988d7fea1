package inventory

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/staging"
)

func TestAnImportThatHasNotReceivedAllIsNotPublished(t *testing.T) {
	users := connector.UserPage{Stream: connector.StreamUsers, Users: []connector.User{{ID: "a", UserPrincipalName: "a@contoso.com"}}}
	unfinished := users
	unfinished.Cursor = "next"
	for _, c := range []struct {
		given string
		send  func(ctx context.Context, imp Staged) error
	}{
		{"nothing", func(context.Context, Staged) error { return nil }},
		{"no users", func(ctx context.Context, imp Staged) error {
			return imp.Licenses(ctx, []connector.License{{SKUID: e3}})
		}},
		{"no licenses", func(ctx context.Context, imp Staged) error { return imp.Users(ctx, users) }},
		{"no last page of users", func(ctx context.Context, imp Staged) error {
			return errors.Join(imp.Licenses(ctx, []connector.License{{SKUID: e3}}), imp.Users(ctx, unfinished))
		}},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			inv := open(t, t.TempDir())
			publishDelivery(t, inv, "one", contoso())
			imp := begin(t, inv, "one")
			must(t, imp.Tenant(t.Context(), contoso().tenant))
			must(t, c.send(t.Context(), imp))
			if _, err := imp.Publish(t.Context(), noon, nil); !errors.Is(err, staging.ErrIncomplete) {
				t.Errorf("it is published: %v", err)
			}
			wantUsers(t, inv, 3)
		})
	}
}

func TestAnImportThatIsOverTakesNothing(t *testing.T) {
	receive := map[string]func(ctx context.Context, imp Staged) error{
		"a tenant": func(ctx context.Context, imp Staged) error { return imp.Tenant(ctx, connector.Tenant{ID: "t"}) },
		"licenses": func(ctx context.Context, imp Staged) error { return imp.Licenses(ctx, nil) },
		"users": func(ctx context.Context, imp Staged) error {
			return imp.Users(ctx, connector.UserPage{Stream: "users"})
		},
		"a restart":  func(ctx context.Context, imp Staged) error { return imp.Restart(ctx, connector.StreamUsers) },
		"publishing": func(ctx context.Context, imp Staged) error { _, err := imp.Publish(ctx, noon, nil); return err },
	}
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, do := range receive {
		t.Run(name, func(t *testing.T) {
			inv := open(t, t.TempDir())
			imp := begin(t, inv, "one")
			if err := do(canceled, imp); !errors.Is(err, context.Canceled) && name != "publishing" {
				t.Errorf("given a context that is over: %v", err)
			}
			must(t, imp.Close(false))
			if err := do(t.Context(), imp); !errors.Is(err, staging.ErrClosed) {
				t.Errorf("given an import that is over: %v", err)
			}
			must(t, imp.Close(false))
		})
	}
}

func TestAnImportRefusesWhatItDoesNotKnow(t *testing.T) {
	inv := open(t, t.TempDir())
	for _, name := range []string{"", "../one", "a b", `a\b`, "a/b", "ü"} {
		if imp, err := inv.Begin(t.Context(), name, firstTask); err == nil {
			t.Errorf("%q names a connection", name)
			must(t, imp.Close(false))
		}
	}
	for _, name := range []string{"az", "AZ", "09", "a-b_c"} {
		imp, err := inv.Begin(t.Context(), name, firstTask)
		must(t, err)
		must(t, imp.Close(false))
	}
	must(t, os.MkdirAll(filepath.Join(staging.Path(inv.dir, "blocked"), "by a folder"), 0o700))
	if imp, err := inv.Begin(t.Context(), "blocked", firstTask); err == nil || imp != nil {
		t.Errorf("an import begins without a staging file: %v", err)
	}
	if imp, err := inv.BeginCopy(t.Context(), "blocked", firstTask); err == nil || imp != nil {
		t.Errorf("a copy begins without a staging file: %v", err)
	}
	imp := begin(t, inv, "one")
	for _, stream := range []string{"unknown", connector.StreamActivations} {
		if err := imp.Usage(t.Context(), stream, nil); err == nil {
			t.Errorf("rows of usage are taken of %s", stream)
		}
	}
	if err := imp.Activations(t.Context(), connector.StreamAppUsers, nil); err == nil {
		t.Error("activations are taken of another report")
	}
}

func TestStagingFilesAreFoundByTheirConnection(t *testing.T) {
	inv := open(t, t.TempDir())
	all, err := inv.StagedConnections()
	must(t, err)
	if len(all) != 0 {
		t.Errorf("before any import: %q", all)
	}
	publishDelivery(t, inv, "one", staff())
	few := staff()
	few.pages[0] = few.pages[0][:2]
	held, err := guarded(t, inv, few, 20)
	if err == nil {
		t.Fatal("it is not held back")
	}
	must(t, held.Hold(t.Context()))
	begin(t, inv, "two") // is open
	if all, err = inv.StagedConnections(); err != nil || len(all) != 2 || all[0] != "one" || all[1] != "two" {
		t.Errorf("%q, %v", all, err)
	}
	for _, c := range []struct {
		keep []int64
		want int
	}{{nil, 1}, {[]int64{firstTask}, 0}, {[]int64{firstTask + 1}, 1}} {
		if files, err := inv.SurplusHeld("one", c.keep); err != nil || len(files) != c.want {
			t.Errorf("%v are kept: %q, %v", c.keep, files, err)
		}
	}
	if _, err := inv.OpenHeld(t.Context(), "one", firstTask+1); !errors.Is(err, ErrNotHeld) {
		t.Errorf("that of another task is opened: %v", err)
	}
}
