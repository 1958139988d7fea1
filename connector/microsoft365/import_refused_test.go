package microsoft365

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// refusingSink cannot do one of the things that it is asked for.
type refusingSink struct {
	*sourcetest.Sink
	refuses string // as ask says it
	asked   sync.Map
}

func (s *refusingSink) ask(what string) error {
	s.asked.Store(what, true)
	if what != s.refuses {
		return nil
	}
	return fmt.Errorf("%s: %w", what, errFull)
}

func (s *refusingSink) Tenant(ctx context.Context, t connector.Tenant) error {
	return errors.Join(s.ask("tenant"), s.Sink.Tenant(ctx, t))
}

func (s *refusingSink) Licenses(ctx context.Context, l []connector.License) error {
	return errors.Join(s.ask("licenses"), s.Sink.Licenses(ctx, l))
}

func (s *refusingSink) Subscriptions(ctx context.Context, l []connector.Subscription) error {
	return errors.Join(s.ask("subscriptions"), s.Sink.Subscriptions(ctx, l))
}

func (s *refusingSink) Groups(ctx context.Context, g []connector.Group) error {
	return errors.Join(s.ask("groups"), s.Sink.Groups(ctx, g))
}

func (s *refusingSink) Users(ctx context.Context, page connector.UserPage) error {
	return errors.Join(s.ask("users"), s.Sink.Users(ctx, page))
}

func (s *refusingSink) Counted(ctx context.Context, least int64) error {
	return errors.Join(s.ask("counted"), s.Sink.Counted(ctx, least))
}

func (s *refusingSink) Usage(ctx context.Context, stream string, rows []connector.Usage) error {
	return errors.Join(s.ask("rows of "+stream), s.Sink.Usage(ctx, stream, rows))
}

func (s *refusingSink) Activations(ctx context.Context, stream string, rows []connector.Activation) error {
	return errors.Join(s.ask("rows of "+stream), s.Sink.Activations(ctx, stream, rows))
}

func (s *refusingSink) Resume(ctx context.Context, stream, query string, notBefore time.Time) (connector.Position, error) {
	position, err := s.Sink.Resume(ctx, stream, query, notBefore)
	return position, errors.Join(s.ask("place in "+stream), err)
}

func (s *refusingSink) Restart(ctx context.Context, stream string) error {
	return errors.Join(s.ask("restart of "+stream), s.Sink.Restart(ctx, stream))
}

// TestImportEndsWithTheErrorOfWhoeverStoresIt has each thing refused that an import asks for, one import after another: none may
// be passed over, and none is a fault of the tenant, of which a warning would speak.
func TestImportEndsWithTheErrorOfWhoeverStoresIt(t *testing.T) {
	server, source := demo(t, demotenant.Options{Users: 60, MaxPage: 25})
	access := asApplication(server, source)
	read := func(refuses string) (*refusingSink, *sourcetest.Observer, error) {
		// The users have to begin anew once, which drops what came of them; that of reports is in TestAFullDiskIsNoWarningAboutAReport.
		var pages atomic.Int64
		server.Script(func(r *http.Request) *demotenant.Fault {
			if r.URL.Path == "/v1.0/users" && pages.Add(1) == 2 {
				return &demotenant.Fault{Status: http.StatusGone}
			}
			return nil
		})
		s, seen := &refusingSink{Sink: sourcetest.NewSink(), refuses: refuses}, &sourcetest.Observer{}
		return s, seen, source.Import(t.Context(), access, s, seen)
	}
	whole, _, err := read("")
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range []string{
		"tenant", "licenses", "subscriptions", "groups", "place in users", "users", "restart of users", "counted", "rows of active-users",
		"rows of app-users", "rows of activations", "rows of copilot",
	} {
		t.Run(what, func(t *testing.T) {
			if _, asked := whole.asked.Load(what); !asked {
				t.Error("an import does not ask for it")
			}
			_, seen, err := read(what)
			if !errors.Is(err, errFull) || len(seen.Warnings) != 0 {
				t.Errorf("%v, warnings %+v", err, seen.Warnings)
			}
		})
	}
}
