package microsoft365

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/microsoft365/internal/users"
	"inventorybeacon/connector/network"
)

// roundTrip is a way to Graph without a network.
type roundTrip func(*http.Request) *http.Response

// RoundTrip implements [http.RoundTripper].
func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) {
	resp := f(r)
	resp.Request = r
	return resp, nil
}

// A number of users that can be done without is not waited for as long as for what an
// import needs.
func TestUsersAreReadSoonGivenNoNumberOfThem(t *testing.T) {
	for name, delay := range map[string]time.Duration{"refused": 0, "standing still": time.Hour} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				asked := 0
				way := roundTrip(func(r *http.Request) *http.Response {
					answer := httptest.NewRecorder()
					switch {
					case strings.HasSuffix(r.URL.Path, "$count"):
						asked++
						_ = network.Sleep(r.Context(), delay)
						answer.WriteHeader(http.StatusServiceUnavailable)
					case strings.HasSuffix(r.URL.Path, "/organization"):
						_, _ = io.WriteString(answer, `{"value":[{"id":"t"}]}`)
					default:
						_, _ = io.WriteString(answer, sourcetest.Selected(`{"value":[{"id":"a"}]}`))
					}
					return answer.Result()
				})
				g, err := graph.New(sourcetest.AtGraph("https://graph.microsoft.com"), &http.Client{Transport: way}, &sourcetest.Tokens{},
					network.PatientBudget)
				if err != nil {
					t.Fatal(err)
				}
				got, seen := sourcetest.NewSink(), &sourcetest.Observer{}
				im := &importer{graph: g, sink: got, observer: seen, log: g.Log, sideBySideFrom: users.SideBySideFrom}
				g.Note = seen.Note
				begin := time.Now()
				tenant, total, err := im.organizationAndSize(t.Context())
				if err != nil || total != -1 {
					t.Fatalf("%d users, %v", total, err)
				}
				if err := im.users(t.Context(), tenant, total); err != nil || len(got.AllUsers()) != 1 {
					t.Errorf("%d users, %v", len(got.AllUsers()), err)
				}
				if waited := time.Since(begin); waited > 2*time.Minute || asked > 20 {
					t.Errorf("%s for a number that was asked for %d times", waited, asked)
				}
			})
		})
	}
}
