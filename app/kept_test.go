package app

import (
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"inventorybeacon/app/imports"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

// keep imports through a new connection and deletes it without its inventory.
func keep(t *testing.T, b *opened, name string) connector.Connection {
	t.Helper()
	c := connect(t, b, name)
	if _, err := b.Import(t.Context(), c.ID, store.TriggerManual, imports.AllowDuplicate); err != nil {
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
		Dir: t.TempDir(), Source: sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})), Window: true,
		Now: func() time.Time { return at },
	})
	first := keep(t, b, "Contoso")
	kept, err := b.KeptNamed("contoso")
	if err != nil {
		t.Fatal(err)
	}
	want := workspace.KeptInventory{
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
		if _, err := b.Import(t.Context(), again.ID, store.TriggerManual, imports.AllowDuplicate); err != nil {
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
	_, err = b.InventoryOf("Contoso")
	if several := message.Of(err); several.ID != "workspace.ambiguous-name" || several.Data["Count"] != 3 {
		t.Errorf("a name of three: %v", err)
	}
	missing := (*store.NotFoundError)(nil)
	if _, err := b.InventoryOf("Nobody"); !errors.As(err, &missing) {
		t.Errorf("a name of nobody: %v", err)
	}
}

func TestTheLastTaskNamesWhatWasKeptBeforeThatWasNoted(t *testing.T) {
	dir := t.TempDir()
	b := openDir(t, dir, sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
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
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
	keep(t, b, "First")
	second := connect(t, b, "Second")
	if _, err := b.Import(t.Context(), second.ID, store.TriggerManual, imports.AllowDuplicate); err != nil {
		t.Fatal(err)
	}
	if len(b.Kept()) != 1 || len(b.KeptFor(second.ID))+len(b.KeptForSignIn(second))+len(b.KeptTakers(b.Kept()[0])) != 0 {
		t.Errorf("of %s, %v and %v are offered", keptNames(b), b.KeptFor(second.ID), b.KeptForSignIn(second))
	}
}

func TestAKeptInventoryGoesOnWithANewConnection(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 30})))
	first := keep(t, b, "First")
	second := connect(t, b, "Second")
	unsaved := global(b, "Third")
	unsaved.SignIn.TenantID = strings.ToUpper(second.SignIn.TenantID)
	for _, offered := range [][]workspace.KeptInventory{b.KeptFor(second.ID), b.KeptForSignIn(unsaved)} {
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
	dir, source := t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20}))
	b := openDir(t, dir, source)
	first, other := keep(t, b, "First"), keep(t, b, "Other")
	second := connect(t, b, "Second")
	if err := b.data.Give(t.Context(), first.ID, second.ID); err != nil {
		t.Fatal(err)
	}
	b.close()

	b = openWith(t, Options{Dir: dir, Source: source})
	left, err := b.store.DeletedConnections(t.Context())
	if err != nil || len(left) != 1 || left[0].ID != other.ID || keptNames(b) != "Other" {
		t.Errorf("noted: %v, %v; kept: %s", left, err, keptNames(b))
	}
}

// What cannot be noted once it is given is forgotten later: it is given all the same.
func TestAnInventoryIsGivenThoughItsNameCannotBeForgotten(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
	first := keep(t, b, "First")
	second := connect(t, b, "Second")
	db, err := sql.Open("sqlite3", filepath.Join(b.dir, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	back := stays(t, db, "deleted_connection")
	if err := b.GiveKept(t.Context(), first.ID, second.ID); err != nil || len(b.Kept()) != 0 || userCount(t, b) != 20 {
		t.Errorf("%v; still kept: %s", err, keptNames(b))
	}
	back()
	b.retryDeletions(t.Context())
	if left, err := b.store.DeletedConnections(t.Context()); err != nil || len(left) != 0 {
		t.Errorf("noted still: %v, %v", left, err)
	}
}

func TestAKeptInventoryIsRefused(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 20})
	b := openDir(t, t.TempDir(), sourceOf(server))
	first := keep(t, b, "First")

	t.Run("to a connection of another tenant", func(t *testing.T) {
		other := connect(t, b, "Other")
		other.SignIn.TenantID, other.SignIn.TenantName = "another", "Fabrikam"
		save(t, b, other, store.SecretChanges{})
		err := b.GiveKept(t.Context(), first.ID, other.ID)
		if message.Of(err).ID != "workspace.other-tenants-inventory" {
			t.Fatalf("error %v", err)
		}
		for _, part := range []string{`"First"`, "Contoso", `"Other"`, "Fabrikam"} {
			if advice := message.Explain(err); !strings.Contains(advice.Message, part) || advice.Action == "" {
				t.Errorf("%+v does not name %s", advice, part)
			}
		}
	})
	t.Run("to one that has imported itself", func(t *testing.T) {
		second := connect(t, b, "Second")
		if _, err := b.Import(t.Context(), second.ID, store.TriggerManual, imports.AllowDuplicate); err != nil {
			t.Fatal(err)
		}
		err := b.GiveKept(t.Context(), first.ID, second.ID)
		if own := (*workspace.OwnInventoryError)(nil); !errors.As(err, &own) {
			t.Errorf("error %v", err)
		}
	})
	t.Run("to one that is importing", func(t *testing.T) {
		third := connect(t, b, "Third")
		release, err := lock.Connection(b.dir, third.ID)
		if err != nil {
			t.Fatal(err)
		}
		defer release()
		if busy := (*lock.BusyError)(nil); !errors.As(b.GiveKept(t.Context(), first.ID, third.ID), &busy) {
			t.Error("it was given")
		}
	})
	t.Run("to nobody, or when it is gone", func(t *testing.T) {
		missing, gone := (*store.NotFoundError)(nil), (*workspace.KeptNotFoundError)(nil)
		if err := b.GiveKept(t.Context(), first.ID, "nobody"); !errors.As(err, &missing) {
			t.Errorf("to nobody: %v", err)
		}
		if err := b.RemoveKept(t.Context(), "nobody"); !errors.As(err, &gone) {
			t.Errorf("removing nobody's: %v", err)
		}
	})
	if !slices.ContainsFunc(b.Kept(), func(k workspace.KeptInventory) bool { return k.ID == first.ID && k.Users == 20 }) {
		t.Errorf("kept: %+v", b.Kept())
	}
}
