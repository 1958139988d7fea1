package microsoft365

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"inventorybeacon/connector/microsoft365/internal/graphtest"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// Pages with ever new links that bring nothing new are given up, unless something
// comes in time.
func TestListingsGivenPagesThatBringNothingNew(t *testing.T) {
	const element, most = `{"id":"a"}`, 100
	for _, what := range []string{"users", "groups"} {
		for _, tt := range []struct {
			name, again string // what each page holds
			pages       int    // as many pages bring it; 0 for no end
			endless     bool
		}{
			{"no element", ``, 0, true},
			{"the same element", element, 0, true},
			{"no element for a while", ``, most - 1, false},
			{"no element for too long", ``, most, true},
		} {
			t.Run(what+" with "+tt.name, func(t *testing.T) {
				requests := 0
				g, _ := graphtest.At(t, func(w http.ResponseWriter, r *http.Request) {
					if strings.HasSuffix(r.URL.Path, "$count") {
						_, _ = io.WriteString(w, "1")
						return
					}
					if requests++; requests > 3*most || tt.pages > 0 && requests > tt.pages {
						_, _ = io.WriteString(w, sourcetest.Selected(`{"value":[`+element+`]}`))
						return
					}
					fmt.Fprintf(w, `{"@odata.nextLink":"http://%s%s?$skiptoken=%d","value":[%s]}`, r.Host, r.URL.Path, requests, sourcetest.Selected(tt.again))
				})
				err := answerReaders[what](t.Context(), g)
				if !tt.endless {
					if err != nil || requests != tt.pages+1 {
						t.Errorf("%v after %d pages", err, requests)
					}
					return
				}
				if !strings.HasPrefix(sourcetest.Said(err), "graph.answer.endless Pages=100 ") || requests > most+1 {
					t.Errorf("%v after %d pages", err, requests)
				}
				sourcetest.CheckMessage(t, what, err)
			})
		}
	}
}
