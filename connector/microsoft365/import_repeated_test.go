package microsoft365

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// Users who come twice, far from each other, must not hide as many who never came.
func TestAListInWhichUsersComeTwiceIsReadAgain(t *testing.T) {
	for _, c := range []struct {
		given     string
		uncounted bool
		lists     int // that are spoiled
		users     int // that come
		noted     string
		warned    string
	}{
		{given: "it happens once", lists: 1, users: 50},
		{given: "it happens always", lists: 2, users: 49, noted: "graph.note.difference"},
		{given: "it happens once, and Graph does not count", uncounted: true, lists: 1, users: 50, noted: "users.note.uncounted"},
		{
			given: "it happens always, and Graph does not count", uncounted: true, lists: 2, users: 49, noted: "users.note.uncounted",
			warned: "users.repeated",
		},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			server, source := demo(t, demotenant.Options{Users: 50, MaxPage: 10})
			var mu sync.Mutex
			var first json.RawMessage
			lists := 0
			server.Script(func(r *http.Request) *demotenant.Fault {
				switch {
				case c.uncounted && strings.HasSuffix(r.URL.Path, "/users/$count"):
					return &demotenant.Fault{Status: http.StatusBadRequest}
				case r.URL.Path != "/v1.0/users":
					return nil
				}
				return &demotenant.Fault{Edit: func(body []byte) []byte {
					mu.Lock()
					defer mu.Unlock()
					var page struct{ Value []json.RawMessage }
					if json.Unmarshal(body, &page) != nil || len(page.Value) == 0 {
						return body
					}
					if first == nil {
						first = page.Value[0]
					}
					if !bytes.Contains(body, []byte("@odata.nextLink")) {
						if lists++; lists <= c.lists {
							body = bytes.Replace(body, page.Value[len(page.Value)-1], first, 1)
						}
					}
					return body
				}}
			})
			got := sourcetest.NewSink()
			seen, err := importInto(t.Context(), source, asApplication(server, source), got)
			if err != nil {
				t.Fatal(err)
			}
			different := map[string]bool{}
			for _, u := range got.AllUsers() {
				different[u.ID] = true
			}
			if len(different) != c.users {
				t.Errorf("%d different users came, want %d", len(different), c.users)
			}
			var said []string
			for _, m := range seen.Warnings {
				said = append(said, m.ID)
			}
			if strings.Join(said, " ") != c.warned {
				t.Errorf("warned of %q, want %q", said, c.warned)
			}
			if c.noted != "" && !seen.Noted(c.noted) {
				t.Errorf("%s is not among %+v", c.noted, seen.Notes)
			}
		})
	}
}
