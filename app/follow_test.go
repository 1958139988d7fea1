package app

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
)

// What the service or the console imports is seen in an open window.
func TestAWindowSeesWhatAnotherProcessImports(t *testing.T) {
	server, dir := demotenanttest.Start(t, demotenant.Options{Users: 20}), t.TempDir()
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
	if e, _ := window.Entry(c.ID); e.LastTask.ID != task.ID || e.LastTask.Status != store.StatusSucceeded || e.Tenant == "" {
		t.Errorf("the window sees task %d, %s, of tenant %q", e.LastTask.ID, e.LastTask.Status, e.Tenant)
	}
	before := heard
	window.glance(t.Context(), watch)
	if before == 0 || heard != before {
		t.Errorf("heard of %d changes, then of %d more without any", before, heard-before)
	}
}

func TestLookingAtWhatOthersWriteIsToldWhenItFails(t *testing.T) {
	var log bytes.Buffer
	b := openWith(t, Options{Dir: t.TempDir(), Source: sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20}))})
	b.log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelError}))
	watch, err := b.store.Watch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	connect(t, b, "Contoso")
	for range 2 { // with something to read, and with nothing
		b.glance(t.Context(), watch)
	}
	if log.Len() > 0 {
		t.Errorf("told though nothing is wrong: %s", log.String())
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	b.glance(cancelled, watch)
	if log.Len() > 0 {
		t.Errorf("told of the end of the program: %s", log.String())
	}
	if err := watch.Close(); err != nil {
		t.Fatal(err)
	}
	b.glance(t.Context(), watch)
	if !strings.Contains(log.String(), "reading what others have written") {
		t.Errorf("nobody is told: %q", log.String())
	}
}
