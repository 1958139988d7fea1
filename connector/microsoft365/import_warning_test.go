package microsoft365

import (
	"errors"
	"net/http"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/graph"
)

// A tenant without the report on Copilot is told from one whose report is refused for now, or to this account.
func TestOnlyWhatIsNotKnownThereIsNoCopilot(t *testing.T) {
	for name, given := range map[string]struct {
		err error
		no  bool
	}{
		"a call that is not understood": {&graph.StatusError{Status: http.StatusBadRequest}, true},
		"a call that there is not":      {&graph.StatusError{Status: http.StatusNotFound}, true},
		"a call that is not built":      {&graph.StatusError{Status: http.StatusNotImplemented}, true},
		"a call that is not allowed":    {&graph.StatusError{Status: http.StatusForbidden}, false},
		"an outage":                     {&graph.StatusError{Status: http.StatusServiceUnavailable}, false},
		"what is no answer":             {errFull, false},
	} {
		t.Run("given "+name, func(t *testing.T) {
			got := copilotError(given.err)
			var explained connector.Explained
			no := errors.As(got, &explained) && explained.Message().ID == "report.no-copilot"
			if no != given.no || !errors.Is(got, given.err) {
				t.Errorf("there is none: %v, want %v: %v", no, given.no, got)
			}
		})
	}
}
