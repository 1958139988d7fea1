package app

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/store"
)

// keep imports through a new connection and deletes it without its inventory.
func keep(t *testing.T, b *opened, name string) connector.Connection {
	t.Helper()
	c := connect(t, b, name)
	if _, err := b.Import(t.Context(), c.ID, TriggerManual, AllowDuplicate); err != nil {
		t.Fatal(err)
	}
	if err := b.DeleteConnection(t.Context(), c, true); err != nil {
		t.Fatal(err)
	}
	return c
}

func keptNames(b *opened) string {
	var names []string
	for _, k := range b.Kept() {
		names = append(names, k.Name)
	}
	return strings.Join(names, " | ")
}

func TestAKeptInventoryHasTheNameOfItsConnection(t *testing.T) {
	at := time.Date(2026, 11, 28, 9, 30, 0, 0, time.Local)
	b := openWith(t, Options{
		Dir: t.TempDir(), Source: sourceOf(startTenant(t, demotenant.Options{Users: 20})), Window: true,
		Now: func() time.Time { return at },
	})
	first := keep(t, b, "Contoso")
	kept, err := b.KeptNamed("contoso")
	if err != nil {
		t.Fatal(err)
	}
	want := KeptInventory{
		ID: first.ID, Name: "Contoso", Connection: "Contoso", Tenant: "Contoso", TenantID: first.SignIn.TenantID, Users: 20,
		Imported: at.UTC(), Deleted: at.UTC(),
	}
	if kept != want {
		t.Errorf("%+v, want %+v", kept, want)
	}

	// A connection of that name goes before it.
	again := connect(t, b, "Contoso")
	if got := keptNames(b); got != "Contoso (deleted 2026-11-28)" {
		t.Errorf("beside a connection of that name: %s", got)
	}
	for name, want := range map[string]string{"Contoso": again.ID, "contoso (deleted 2026-11-28)": first.ID} {
		if id, err := b.InventoryOf(name); err != nil || id != want {
			t.Errorf("the inventory of %q: %q, %v", name, id, err)
		}
	}

	// Of one name and one day, the time and then a number tells them apart.
	for range 2 {
		if _, err := b.Import(t.Context(), again.ID, TriggerManual, AllowDuplicate); err != nil {
			t.Fatal(err)
		}
		if err := b.DeleteConnection(t.Context(), again, true); err != nil {
			t.Fatal(err)
		}
		again = connect(t, b, "Contoso")
	}
	if err := b.DeleteConnection(t.Context(), again, true); err != nil { // which has imported nothing
		t.Fatal(err)
	}
	if got := keptNames(b); got != "Contoso (deleted 2026-11-28) | Contoso (deleted 2026-11-28 09:30:00) | Contoso (deleted 2026-11-28 09:30:00) 2" {
		t.Errorf("three of one name: %s", got)
	}
	several := (*AmbiguousNameError)(nil)
	if _, err := b.InventoryOf("Contoso"); !errors.As(err, &several) || len(several.Names) != 3 {
		t.Errorf("a name of three: %v", err)
	}
	missing := (*store.NotFoundError)(nil)
	if _, err := b.InventoryOf("Nobody"); !errors.As(err, &missing) {
		t.Errorf("a name of nobody: %v", err)
	}
}

func TestTheLastTaskNamesWhatWasKeptBeforeThatWasNoted(t *testing.T) {
	dir := t.TempDir()
	b := openDir(t, dir, sourceOf(startTenant(t, demotenant.Options{Users: 20})))
	first := keep(t, b, "First")
	if err := b.store.DropDeletedConnection(t.Context(), first.ID); err != nil { // as older programs have left it
		t.Fatal(err)
	}
	if err := b.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	kept := b.Kept()
	if len(kept) != 1 || kept[0].Name != "First" || !kept[0].Deleted.IsZero() {
		t.Fatalf("%+v", kept)
	}
	if err := b.RemoveKept(t.Context(), first.ID); err != nil {
		t.Fatal(err)
	}
	if n := userCount(t, b); n != 0 || len(b.Kept()) != 0 {
		t.Errorf("%d users and %v after it was removed", n, b.Kept())
	}
}

func TestAKeptInventoryIsNotOfferedToAConnectionThatHasItsOwn(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(startTenant(t, demotenant.Options{Users: 20})))
	keep(t, b, "First")
	second := connect(t, b, "Second")
	if _, err := b.Import(t.Context(), second.ID, TriggerManual, AllowDuplicate); err != nil {
		t.Fatal(err)
	}
	if len(b.Kept()) != 1 || len(b.KeptFor(second.ID))+len(b.KeptForSignIn(second))+len(b.KeptTakers(b.Kept()[0])) != 0 {
		t.Errorf("of %s, %v and %v are offered", keptNames(b), b.KeptFor(second.ID), b.KeptForSignIn(second))
	}
}

func TestAKeptInventoryGoesOnWithANewConnection(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(startTenant(t, demotenant.Options{Users: 30})))
	first := keep(t, b, "First")
	second := connect(t, b, "Second")
	unsaved := global(b, "Third")
	unsaved.SignIn.TenantID = strings.ToUpper(second.SignIn.TenantID)
	for _, offered := range [][]KeptInventory{b.KeptFor(second.ID), b.KeptForSignIn(unsaved)} {
		if len(offered) != 1 || offered[0].ID != first.ID {
			t.Errorf("offered %+v", offered)
		}
	}
	if takers := names(b.KeptTakers(b.Kept()[0])); takers != "Second" {
		t.Errorf("who may have it: %s", takers)
	}
	if err := b.GiveKept(t.Context(), first.ID, second.ID); err != nil {
		t.Fatal(err)
	}
	if len(b.Kept())+len(b.KeptFor(second.ID))+len(b.KeptForSignIn(second)) != 0 {
		t.Errorf("still kept: %s", keptNames(b))
	}
	if task := mustImport(t, b, second); task.Counts.Users != (connector.Count{Total: 30}) || len(task.Warnings) != 0 {
		t.Errorf("the next import: %+v, %v", task.Counts.Users, task.Warnings)
	}
	if n := userCount(t, b); n != 30 {
		t.Errorf("%d users", n)
	}
	if left, err := b.store.DeletedConnections(t.Context()); err != nil || len(left) != 0 {
		t.Errorf("noted: %v, %v", left, err)
	}
}

// A process that is killed after it has given an inventory leaves no name behind.
func TestTheNameOfAnInventoryThatWasGivenIsForgottenAtTheNextStart(t *testing.T) {
	dir, source := t.TempDir(), sourceOf(startTenant(t, demotenant.Options{Users: 20}))
	b := openDir(t, dir, source)
	first, other := keep(t, b, "First"), keep(t, b, "Other")
	second := connect(t, b, "Second")
	if err := b.Workspace.data.Give(t.Context(), first.ID, second.ID); err != nil {
		t.Fatal(err)
	}
	b.close()

	b = openWith(t, Options{Dir: dir, Source: source})
	left, err := b.store.DeletedConnections(t.Context())
	if err != nil || len(left) != 1 || left[0].ID != other.ID || keptNames(b) != "Other" {
		t.Errorf("noted: %v, %v; kept: %s", left, err, keptNames(b))
	}
}

func TestAKeptInventoryIsRefused(t *testing.T) {
	server := startTenant(t, demotenant.Options{Users: 20})
	b := openDir(t, t.TempDir(), sourceOf(server))
	first := keep(t, b, "First")

	t.Run("to a connection of another tenant", func(t *testing.T) {
		other := connect(t, b, "Other")
		other.SignIn.TenantID, other.SignIn.TenantName = "another", "Fabrikam"
		save(t, b, other, SecretChanges{})
		err := b.GiveKept(t.Context(), first.ID, other.ID)
		var refused *OtherTenantsInventoryError
		if !errors.As(err, &refused) {
			t.Fatalf("error %v", err)
		}
		for _, part := range []string{`"First"`, "Contoso", `"Other"`, "Fabrikam"} {
			if advice := Explain(err); !strings.Contains(advice.Message, part) || advice.Action == "" {
				t.Errorf("%+v does not name %s", advice, part)
			}
		}
	})
	t.Run("to one that has imported itself", func(t *testing.T) {
		second := connect(t, b, "Second")
		if _, err := b.Import(t.Context(), second.ID, TriggerManual, AllowDuplicate); err != nil {
			t.Fatal(err)
		}
		err := b.GiveKept(t.Context(), first.ID, second.ID)
		if own := (*OwnInventoryError)(nil); !errors.As(err, &own) {
			t.Errorf("error %v", err)
		}
	})
	t.Run("to one that is importing", func(t *testing.T) {
		third := connect(t, b, "Third")
		release, err := store.LockConnection(b.dir, third.ID)
		if err != nil {
			t.Fatal(err)
		}
		defer release()
		if busy := (*store.BusyError)(nil); !errors.As(b.GiveKept(t.Context(), first.ID, third.ID), &busy) {
			t.Error("it was given")
		}
	})
	t.Run("to nobody, or when it is gone", func(t *testing.T) {
		missing, gone := (*store.NotFoundError)(nil), (*KeptNotFoundError)(nil)
		if err := b.GiveKept(t.Context(), first.ID, "nobody"); !errors.As(err, &missing) {
			t.Errorf("to nobody: %v", err)
		}
		if err := b.RemoveKept(t.Context(), "nobody"); !errors.As(err, &gone) {
			t.Errorf("removing nobody's: %v", err)
		}
	})
	if !slices.ContainsFunc(b.Kept(), func(k KeptInventory) bool { return k.ID == first.ID && k.Users == 20 }) {
		t.Errorf("kept: %+v", b.Kept())
	}
}

// Of connections that were deleted before that was noted, the import tells them apart.
func TestKeptInventoriesOfOneNameAreToldApart(t *testing.T) {
	day := time.Date(2026, 3, 1, 9, 30, 0, 0, time.Local)
	kept := []KeptInventory{
		{ID: "a", Connection: "Contoso", Imported: day},
		{ID: "b", Connection: "CONTOSO", Imported: day.AddDate(0, 0, 1)},
		{ID: "c", Connection: "Contoso", Imported: day.AddDate(0, 1, 0), Deleted: day.AddDate(0, 2, 0)},
	}
	nameApart(kept, nil)
	want := []string{"Contoso (imported 2026-03-01)", "CONTOSO (imported 2026-03-02)", "Contoso (deleted 2026-05-01)"}
	for i, name := range want {
		if kept[i].Name != name {
			t.Errorf("%q, want %q", kept[i].Name, name)
		}
	}
}
