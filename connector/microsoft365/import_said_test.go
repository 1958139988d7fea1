package microsoft365

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/network"
	"inventorybeacon/connector/network/networktest"
)

// untilSaid is an observer that ends the import with the first line of a kind.
type untilSaid struct {
	sourcetest.Observer
	id  string
	end context.CancelFunc
}

func (u *untilSaid) Note(m connector.Message) {
	u.Observer.Note(m)
	if m.ID == u.id {
		u.end()
	}
}

// Somebody who looks at an import that waits reads why, whichever host it is that does not answer.
func TestImportSaysWhyItWaits(t *testing.T) {
	patient := network.PatientBudget
	patient.First = 4 * time.Second // so that already the first wait is a long one
	closed := networktest.ClosedPort(t)
	tokens := sourcetest.StartTokenEndpoint(t, func(n int, _ url.Values, w http.ResponseWriter) { sourcetest.GoodToken(w, n, 3600) })
	busy := sourcetest.StartTokenEndpoint(t, func(_ int, _ url.Values, w http.ResponseWriter) { w.WriteHeader(http.StatusServiceUnavailable) })
	for _, tt := range []struct{ name, token, graph, id, said string }{
		{
			"a token endpoint where nobody listens", "http://" + closed, tokens.URL, "entra.note.again",
			"Reason=graph.reason.host Host=127.0.0.1 Reason=network.reason.refused",
		},
		{
			"a token endpoint that is busy", busy.URL, tokens.URL, "entra.note.again",
			"Reason=graph.reason.status Host=127.0.0.1 Status=503",
		},
		{
			"a Graph where nobody listens", tokens.URL, "http://" + closed, "graph.note.again",
			"Reason=graph.reason.host Host=127.0.0.1 Reason=network.reason.refused",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			seen := &untilSaid{id: tt.id, end: cancel}
			a := connector.Access{
				Connection: connector.Connection{Flow: connector.ClientCredentials, TokenEndpoint: tt.token, GraphEndpoint: tt.graph},
				Secrets:    connector.Secrets{ClientSecret: "the-client-secret"},
			}
			_ = New(Options{}).importWithin(ctx, a, sourcetest.NewSink(), seen, patient, time.Hour)
			if !slices.ContainsFunc(seen.Notes, func(m connector.Message) bool { return m.ID == tt.id && strings.Contains(m.String(), tt.said) }) {
				t.Errorf("%v is said, want %q", seen.Notes, tt.said)
			}
		})
	}
}
