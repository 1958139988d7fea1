package users

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// What was stored stays where the next import may go on, and goes where it would run
// into the same again.
func TestAPlaceIsForgottenAfterWhatTheNextImportWouldMeetAgain(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		ctx     context.Context
		err     error
		forgets bool
	}{
		{t.Context(), &graph.StatusError{Status: http.StatusBadRequest}, true},
		{t.Context(), &graph.StatusError{Status: http.StatusNotFound}, true},
		{t.Context(), &graph.StatusError{Status: http.StatusGone}, true},
		{t.Context(), &graph.StatusError{Status: http.StatusUnauthorized}, false},
		{t.Context(), &graph.StatusError{Status: http.StatusForbidden}, false},
		{t.Context(), &graph.StatusError{Status: http.StatusTooManyRequests}, false},
		{t.Context(), &graph.StatusError{Status: http.StatusInternalServerError}, false},
		{t.Context(), &graph.StatusError{Status: http.StatusServiceUnavailable}, false},
		{t.Context(), graph.Invalid(connector.Message{ID: "users.answer.no-list"}), true},
		{t.Context(), graph.Mismatch(listed(), 1, 2), true},
		{t.Context(), graph.ErrTruncated, false},
		{t.Context(), connector.NewError(connector.Message{ID: "network.wait"}, graph.ErrTruncated), false},
		{ended, &graph.StatusError{Status: http.StatusBadRequest}, false},
	} {
		t.Run(fmt.Sprintf("given %T %v, ended: %v", c.err, c.err, c.ctx.Err() != nil), func(t *testing.T) {
			sink := sourcetest.NewSink()
			reader := New(nil, sink, "tenant", func(int64, int64) {})
			if err := reader.forget(c.ctx, c.err, listing{}); !errors.Is(err, c.err) {
				t.Errorf("it becomes %v", err)
			}
			if forgotten := sink.Restarts[connector.StreamUsers] > 0; forgotten != c.forgets {
				t.Errorf("forgotten: %v, want %v", forgotten, c.forgets)
			}
		})
	}
}
