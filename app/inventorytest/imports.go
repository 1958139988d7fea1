package inventorytest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"inventorybeacon/connector"
)

func unpublished(s *suite) {
	s.publish("one", "t", "a")
	s.deliver(s.begin("one"), "t", "b")
	s.wantUsers("one", "a")
	s.deliver(s.begin("two"), "t", "b")
	s.wantUsers("two")
}

func replaced(s *suite) {
	s.publish("one", "t", "a", "b")
	if counts := s.publish("one", "t", "b", "c"); counts.Users != (connector.Count{Total: 2, Added: 1, Removed: 1}) {
		s.Errorf("counts %+v", counts)
	}
	s.wantUsers("one", "b", "c")
	s.wantUsage("one", 2)
}

func unchanged(s *suite) {
	s.publish("one", "t", "a", "b")
	counts := s.publish("one", "t", "a", "b")
	for of, count := range map[string]connector.Count{"users": counts.Users, "assignments": counts.Assignments, "usage": counts.Usage} {
		if count != (connector.Count{Total: 2}) {
			s.Errorf("%s: %+v", of, count)
		}
	}
	s.wantUsers("one", "a", "b")
}

func incomplete(s *suite) {
	s.publish("one", "t", "a")
	staged := s.begin("one")
	s.must(errors.Join(staged.Licenses(s.Context(), nil), staged.Users(s.Context(), page("more", "b"))))
	if _, err := staged.Publish(s.Context(), At, nil); err == nil {
		s.Error("users are missing, and it is published")
	}
	s.wantUsers("one", "a")
}

func canceled(s *suite) {
	s.publish("one", "t", "a")
	staged := s.begin("one")
	s.deliver(staged, "t", "b")
	ctx, cancel := context.WithCancel(s.Context())
	defer cancel()
	if _, err := staged.Publish(ctx, At, func(done, total int64) {
		if done > 0 {
			cancel()
		}
	}); !errors.Is(err, context.Canceled) {
		s.Errorf("it ended with %v", err)
	}
	s.wantUsers("one", "a")
	s.wantUsage("one", 1)
}

func resumed(s *suite) {
	for pages := range 2 {
		staged := s.begin("one")
		position, err := staged.Resume(s.Context(), connector.StreamUsers, "query", At.Add(-time.Hour))
		s.must(err)
		want := connector.Position{}
		if pages > 0 {
			want = connector.Position{Cursor: "cursor 0", Rows: 1}
		}
		if position != want {
			s.Fatalf("position %+v, want %+v", position, want)
		}
		s.must(staged.Users(s.Context(), page(fmt.Sprint("cursor ", pages), fmt.Sprint("user-", pages))))
		if pages == 0 {
			s.must(staged.Close(true))
			continue
		}
		s.must(errors.Join(staged.Licenses(s.Context(), nil), staged.Users(s.Context(), page(""))))
		_, err = staged.Publish(s.Context(), At, nil)
		s.must(err)
	}
	s.wantUsers("one", "user-0", "user-1")
}

func discarded(s *suite) {
	staged := s.begin("one")
	_, err := staged.Resume(s.Context(), connector.StreamUsers, "query", At.Add(-time.Hour))
	s.must(errors.Join(err, staged.Users(s.Context(), page("cursor", "a")), staged.Close(false)))
	position, err := s.begin("one").Resume(s.Context(), connector.StreamUsers, "query", At.Add(-time.Hour))
	s.must(err)
	if position != (connector.Position{}) {
		s.Errorf("position %+v", position)
	}
}

func over(s *suite) {
	staged := s.begin("one")
	s.must(staged.Close(false))
	if err := staged.Users(s.Context(), page("", "a")); err == nil {
		s.Error("it receives users")
	}
	if _, err := staged.Publish(s.Context(), At, nil); err == nil {
		s.Error("it is published")
	}
	s.wantUsers("one")
}

// killed leaves an import as it is, whose process is gone. The next one may have to begin
// with what had not come to rest yet, but misses nothing.
func killed(s *suite) {
	staged := s.begin("one")
	_, err := staged.Resume(s.Context(), connector.StreamUsers, "query", At.Add(-time.Hour))
	s.must(errors.Join(err, staged.Users(s.Context(), page("cursor", "a"))))
	s.reopen()
	connections, err := s.inv.StagedConnections()
	s.must(err)
	if !slices.Equal(connections, []string{"one"}) {
		s.Errorf("staged of %q", connections)
	}
	staged = s.begin("one")
	position, err := staged.Resume(s.Context(), connector.StreamUsers, "query", At.Add(-time.Hour))
	s.must(err)
	switch position {
	case connector.Position{}:
		s.must(staged.Users(s.Context(), page("cursor", "a")))
	case connector.Position{Cursor: "cursor", Rows: 1}:
	default:
		s.Fatalf("position %+v", position)
	}
	s.must(errors.Join(staged.Users(s.Context(), page("", "b")), staged.Licenses(s.Context(), nil)))
	_, err = staged.Publish(s.Context(), At, nil)
	s.must(err)
	s.wantUsers("one", "a", "b")
}

func killedAfterwards(s *suite) {
	s.publish("one", "t", "a", "b")
	s.reopen()
	s.wantUsers("one", "a", "b")
	s.wantUsage("one", 2)
	last, err := s.inv.LastPublishing(s.Context(), "one")
	s.must(err)
	if last.Task != task || !last.At.Equal(At) || last.Counts.Users != (connector.Count{Total: 2, Added: 2}) {
		s.Errorf("published by %+v", last)
	}
}

func dropped(s *suite) {
	for _, drop := range []func(string) error{s.inv.DropCutShort, s.inv.DropStaged} {
		staged := s.begin("one")
		_, err := staged.Resume(s.Context(), connector.StreamUsers, "query", At.Add(-time.Hour))
		s.must(errors.Join(err, staged.Users(s.Context(), page("cursor", "a")), staged.Close(true), drop("one")))
		s.wantPosition(connector.Position{})
	}
}
