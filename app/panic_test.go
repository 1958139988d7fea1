package app

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
)

// faulty is a source with a fault of its own, until it is mended.
type faulty struct {
	Source
	imports func(ctx context.Context, a connector.Access, sink connector.Sink, observer connector.Observer) error
}

func (f *faulty) Import(ctx context.Context, a connector.Access, sink connector.Sink, observer connector.Observer) error {
	if f.imports == nil {
		return f.Source.Import(ctx, a, sink, observer)
	}
	return f.imports(ctx, a, sink, observer)
}

// faultySink panics when the second page of users comes, in whatever goroutine.
type faultySink struct {
	connector.Sink
	pages int
}

func (f *faultySink) Users(ctx context.Context, page connector.UserPage) error {
	if f.pages++; f.pages == 2 {
		f.fail(nil)
	}
	return f.Sink.Users(ctx, page)
}

func (f *faultySink) fail(list []string) { _ = list[len(list)] }

func TestAPanicEndsTheImportAndNotTheProgram(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 300, MaxPage: 100})
	source := &faulty{Source: sourceOf(server)}
	for name, tt := range map[string]struct {
		imports func(context.Context, connector.Access, connector.Sink, connector.Observer) error
		left    int // pages of users that the next import has to read
	}{
		"in a goroutine of the source": {func(ctx context.Context, a connector.Access, sink connector.Sink, observer connector.Observer) error {
			return source.Source.Import(ctx, a, &faultySink{Sink: sink}, observer)
		}, 2},
		"in the source itself": {func(ctx context.Context, a connector.Access, sink connector.Sink, observer connector.Observer) error {
			_ = source.Source.Import(ctx, a, sink, observer)
			(&faultySink{}).fail(nil)
			return nil
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			log := OpenLog(dir, slog.LevelInfo)
			b := openWith(t, Options{Dir: dir, Source: source, Window: true, Logger: log.Logger})
			c := connect(t, b, "Contoso")
			source.imports = tt.imports
			ended, err := b.Import(t.Context(), c.ID, store.TriggerManual)
			if err == nil || ended.Status != store.StatusFailed || !strings.Contains(ended.Failure.Message, "a fault of its own") {
				t.Errorf("%s, %+v, %v", ended.Status, ended.Failure, err)
			}
			if stored := task(t, b, ended.ID); stored.Status != store.StatusFailed || stored.Ended.IsZero() {
				t.Errorf("stored %+v", stored)
			}
			if told := logText(t, b, ended.ID); strings.Contains(told, "goroutine") {
				t.Errorf("the task's log is for an administrator:\n%s", told)
			}
			written, err := os.ReadFile(filepath.Join(dir, LogFile))
			if text := string(written); err != nil || !strings.Contains(text, "index out of range [0] with length 0") ||
				!strings.Contains(text, "(*faultySink).fail") {
				t.Errorf("the log does not say where: %v\n%s", err, text)
			}
			source.imports = nil
			before := server.Stats().Requests[usersPath]
			if again := mustImport(t, b, c); again.Status != store.StatusSucceeded || userCount(t, b) != 300 {
				t.Errorf("the next import: %s, %d users", again.Status, userCount(t, b))
			}
			if pages := server.Stats().Requests[usersPath] - before; pages != tt.left {
				t.Errorf("%d pages were read again, of which %d were missing", pages, tt.left)
			}
			b.close()
			if err := log.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}
