package app

import (
	"testing"

	"inventorybeacon/connector/demotenant"
)

// What the service or the console imports is seen in an open window.
func TestAWindowSeesWhatAnotherProcessImports(t *testing.T) {
	server, dir := startTenant(t, demotenant.Options{Users: 20}), t.TempDir()
	window := openDir(t, dir, sourceOf(server))
	c := connect(t, window, "Contoso")
	watch, err := window.store.Watch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = watch.Close() }()
	heard := 0
	defer window.Workspace.OnChange(func() { heard++ })()

	console := openWith(t, Options{Dir: dir, Source: sourceOf(server)})
	task := mustImport(t, console, c)
	window.glance(t.Context(), watch)
	if e, _ := window.Entry(c.ID); e.LastTask.ID != task.ID || e.LastTask.Status != StatusSucceeded || e.Tenant == "" {
		t.Errorf("the window sees task %d, %s, of tenant %q", e.LastTask.ID, e.LastTask.Status, e.Tenant)
	}
	before := heard
	window.glance(t.Context(), watch)
	if before == 0 || heard != before {
		t.Errorf("heard of %d changes, then of %d more without any", before, heard-before)
	}
}
