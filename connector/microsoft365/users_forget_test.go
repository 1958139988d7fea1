package microsoft365

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"inventorybeacon/connector"
)

// What was stored stays where the next import may go on, and goes where it would meet
// the same again.
func TestAPlaceIsForgottenAfterWhatTheNextImportWouldMeetAgain(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		ctx     context.Context
		err     error
		forgets bool
	}{
		{t.Context(), &GraphError{Status: http.StatusBadRequest}, true},
		{t.Context(), &GraphError{Status: http.StatusNotFound}, true},
		{t.Context(), &GraphError{Status: http.StatusGone}, true},
		{t.Context(), &GraphError{Status: http.StatusUnauthorized}, false},
		{t.Context(), &GraphError{Status: http.StatusForbidden}, false},
		{t.Context(), &GraphError{Status: http.StatusTooManyRequests}, false},
		{t.Context(), &GraphError{Status: http.StatusInternalServerError}, false},
		{t.Context(), &GraphError{Status: http.StatusServiceUnavailable}, false},
		{t.Context(), spoiled("users", "is cut"), true},
		{t.Context(), &ForeignLinkError{}, true},
		{t.Context(), &ListingError{What: "users"}, true},
		{t.Context(), errTruncated, false},
		{t.Context(), &WaitError{Err: errTruncated}, false},
		{ended, &GraphError{Status: http.StatusBadRequest}, false},
	} {
		t.Run(fmt.Sprintf("given %T %v, ended: %v", c.err, c.err, c.ctx.Err() != nil), func(t *testing.T) {
			sink := newRecording()
			reader := newUserReader(nil, sink, "tenant", func(int64) {})
			if err := reader.forget(c.ctx, c.err, userListing{}); !errors.Is(err, c.err) {
				t.Errorf("it becomes %v", err)
			}
			if forgotten := sink.restarts[connector.StreamUsers] > 0; forgotten != c.forgets {
				t.Errorf("forgotten: %v, want %v", forgotten, c.forgets)
			}
		})
	}
}
