package graph

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"inventorybeacon/connector/connectortest"
)

// passing are statuses that time mends, of Graph or of what stands before it.
var passing = []int{408, 409, 423, 425, 429, 500, 502, 503, 504, 507, 509, 520, 522, 524, 598}

func TestGetTriesAgainGivenAPassingStatus(t *testing.T) {
	for _, status := range passing {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			var requests atomic.Int32
			g, _ := graphAt(t, func(w http.ResponseWriter, _ *http.Request) {
				if requests.Add(1) < 5 {
					w.WriteHeader(status)
					return
				}
				_, _ = io.WriteString(w, "fine")
			})
			if text, err := readText(t.Context(), g, "/users"); err != nil || text != "fine" {
				t.Errorf("%q, %v after %d requests", text, err, requests.Load())
			}
		})
	}
}

// Whoever meets such a status each time is not sent to look at the endpoint.
func TestAPassingStatusThatStaysIsNoFaultOfTheConnection(t *testing.T) {
	for _, status := range passing {
		var requests atomic.Int32
		g, _ := graphAt(t, func(w http.ResponseWriter, _ *http.Request) {
			requests.Add(1)
			w.WriteHeader(status)
		})
		_, err := readText(t.Context(), g, "/users")
		said := connectortest.Said(err)
		if !strings.HasPrefix(said, "graph.unavailable ") &&
			(status != http.StatusTooManyRequests || !strings.HasPrefix(said, "graph.throttled ")) {
			t.Errorf("%d: %s after %d requests", status, said, requests.Load())
		}
		if n := requests.Load(); n != 6 && n != 12 {
			t.Errorf("%d was asked for %d times", status, n)
		}
	}
}
