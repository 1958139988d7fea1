package app

import (
	"errors"
	"strings"
	"testing"

	"inventorybeacon/app/imports"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
)

func names(entries []workspace.Entry) string {
	var list []string
	for _, e := range entries {
		list = append(list, e.Connection.Name)
	}
	return strings.Join(list, ", ")
}

func TestTheFirstImportOfATenantThatAnotherConnectionHasImportedIsRefused(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 50})))
	first, second := connect(t, b, "First"), connect(t, b, "Second")
	if got := names(b.SameTenant(first.ID)); got != "Second" {
		t.Errorf("same tenant before any import: %q", got)
	}
	unsaved := global(b, "Third")
	unsaved.SignIn = first.SignIn
	if got := names(b.SameTenantAs(unsaved)); got != "First, Second" {
		t.Errorf("same tenant as a sign-in that is not kept yet: %q", got)
	}
	mustImport(t, b, first)
	mustImport(t, b, first) // again through the same connection

	entry, _ := b.Entry(second.ID)
	if warnings := entry.Warnings(); len(warnings) != 1 || !strings.Contains(warnings[0].Message, `through the connection "First"`) {
		t.Errorf("warnings before the second import: %v", warnings)
	}
	for _, begin := range []func() (store.Task, error){
		func() (store.Task, error) { return b.Start(t.Context(), second.ID, store.TriggerManual) },
		func() (store.Task, error) { return b.Import(t.Context(), second.ID, store.TriggerManual) },
	} {
		task, err := begin()
		var duplicate *workspace.DuplicateTenantError
		if !errors.As(err, &duplicate) || task.ID != 0 {
			t.Fatalf("task %d, error %v", task.ID, err)
		}
		if advice := message.Explain(err); !strings.Contains(advice.Message, "Contoso") || !strings.Contains(advice.Message, `"First"`) ||
			advice.Action == "" {
			t.Errorf("advice %+v", advice)
		}
	}
	if n := userCount(t, b); n != 50 {
		t.Errorf("%d users after the refusals", n)
	}

	if _, err := b.Import(t.Context(), second.ID, store.TriggerManual, imports.AllowDuplicate); err != nil {
		t.Fatal(err)
	}
	if n := userCount(t, b); n != 50 {
		t.Errorf("%d users after the duplicate was allowed: the tenant counts once", n)
	}
	// Who has said yes is not asked again.
	if task := mustImport(t, b, second); len(task.Warnings) != 0 {
		t.Errorf("warnings of the next import: %v", task.Warnings)
	}
	if entry, _ := b.Entry(second.ID); len(entry.Warnings()) != 0 {
		t.Errorf("warnings of the connection: %v", entry.Warnings())
	}
}

func TestATenantThatIsKnownOnlyFromTheImportIsWarnedAbout(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
	mustImport(t, b, connect(t, b, "First"))
	second, token := signIn(t, b, newConnection(b, "Second"))
	second.SignIn = connector.SignIn{} // a refresh token that was entered
	save(t, b, second, store.SecretChanges{RefreshToken: &token})
	if got := b.SameTenant(second.ID); len(got) != 0 {
		t.Errorf("same tenant while it is not known: %s", names(got))
	}
	task := mustImport(t, b, second)
	if task.Status != store.StatusWarnings || len(task.Warnings) != 1 ||
		!strings.Contains(task.Warnings[0].Message, `also been imported through the connection "First": only the newest import counts`) ||
		!strings.Contains(task.Warnings[0].Advice, "Delete one of the connections") {
		t.Errorf("%s with %v", task.Status, task.Warnings)
	}
	if got := names(b.SameTenant(second.ID)); got != "First" {
		t.Errorf("same tenant after the import: %q", got)
	}
}

func TestATenantOfAKeptInventoryIsWarnedAboutWhenTheImportTellsIt(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
	keep(t, b, "First")
	second, token := signIn(t, b, newConnection(b, "Second"))
	second.SignIn = connector.SignIn{}
	save(t, b, second, store.SecretChanges{RefreshToken: &token})
	task := mustImport(t, b, second)
	if len(task.Warnings) != 1 || !strings.Contains(task.Warnings[0].Message, `"First"`) ||
		task.Warnings[0].Advice != "Remove the kept inventory, unless both are wanted." {
		t.Errorf("%s with %v", task.Status, task.Warnings)
	}
}

func TestAKeptInventoryOfADeletedConnectionIsADuplicateToo(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
	first := connect(t, b, "First")
	mustImport(t, b, first)
	if err := b.DeleteConnection(t.Context(), first, true); err != nil {
		t.Fatal(err)
	}
	_, err := b.Import(t.Context(), connect(t, b, "Second").ID, store.TriggerManual)
	var duplicate *workspace.DuplicateTenantError
	if !errors.As(err, &duplicate) || len(duplicate.Others) != 0 ||
		!strings.Contains(message.Explain(err).Message, `the deleted connection "First", whose inventory is kept`) {
		t.Errorf("error %v", err)
	}
	second, _ := b.Named("Second")
	if warnings := second.Warnings(); len(warnings) != 1 || !strings.Contains(warnings[0].Message, `"First"`) ||
		!strings.Contains(warnings[0].Advice, "kept inventory") {
		t.Errorf("warnings %v", warnings)
	}
}

func TestTwoTenantsAreNoDuplicates(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
	mustImport(t, b, connect(t, b, "First"))
	other := connect(t, b, "Other")
	other.SignIn.TenantID = "another"
	save(t, b, other, store.SecretChanges{})
	if got := b.SameTenant(other.ID); len(got) != 0 {
		t.Errorf("same tenant: %s", names(got))
	}
	// The organization that is read counts, not what was said before.
	if task := mustImport(t, b, other); len(task.Warnings) != 1 {
		t.Errorf("warnings %v", task.Warnings)
	}
	if b.SameTenant("nobody") != nil {
		t.Error("nobody has a tenant")
	}
}

func TestANewNameKeepsInventoryAndHistory(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
	c := connect(t, b, "Before")
	first := mustImport(t, b, c)
	saved, _ := b.Entry(c.ID)
	c = saved.Connection
	c.Name = "After"
	save(t, b, c, store.SecretChanges{})
	entry, err := b.Named("after")
	if err != nil || entry.LastTask.ID != first.ID || entry.Tenant == "" || !entry.HasRefreshToken() || entry.TokenUsed.IsZero() {
		t.Errorf("%+v, %v", entry, err)
	}
	if n := userCount(t, b); n != 20 {
		t.Errorf("%d users", n)
	}
	if task := mustImport(t, b, c); task.Counts.Users != (connector.Count{Total: 20}) {
		t.Errorf("the next import: %+v", task.Counts.Users)
	}
	if tasks, err := b.Tasks(t.Context(), store.TaskQuery{ConnectionID: c.ID}); err != nil || len(tasks) != 2 {
		t.Errorf("%d tasks, %v", len(tasks), err)
	}
}
