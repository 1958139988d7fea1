package users

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/graphtest"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// tenantBehind returns a client for a tenant that answers through change.
func tenantBehind(
	t *testing.T, tenant *demotenant.Tenant, change func(w http.ResponseWriter, r *http.Request, tenant http.Handler),
) *graph.Client {
	t.Helper()
	token := sourcetest.TokenOf(t, tenant)
	g, _ := graphtest.At(t, func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("Authorization", "Bearer "+token)
		change(w, r, tenant)
	})
	return g
}

// unchanged is a tenant as it is.
func unchanged(w http.ResponseWriter, r *http.Request, tenant http.Handler) { tenant.ServeHTTP(w, r) }

// readUsers reads the users of a tenant into got.
func readUsers(ctx context.Context, g *graph.Client, got *sourcetest.Sink) (*sourcetest.Observer, error) {
	seen := &sourcetest.Observer{}
	total, err := Count(ctx, g)
	if err != nil {
		return seen, err
	}
	r := New(g, got, "the-tenant", func(rows, earlier int64) {
		seen.Progress(connector.Progress{Phase: connector.PhaseUsers, Done: rows, Earlier: earlier, Total: total})
	})
	r.Note, r.Warn, r.SideBySideFrom = seen.Note, seen.Warn, 6000
	if err := r.Read(ctx, total); err != nil {
		return seen, err
	}
	seen.Progress(connector.Progress{Phase: connector.PhaseUsers, Done: r.Rows, Earlier: r.Earlier, Total: total, Finished: true})
	return seen, got.Counted(ctx, r.Least())
}

func TestManyUsersAreReadSideBySide(t *testing.T) {
	tenant := demotenant.New(demotenant.Options{Users: 10_000, Seed: 6, MaxPage: 125})
	var now, most, counts, pages atomic.Int32
	g := tenantBehind(t, tenant, func(w http.ResponseWriter, r *http.Request, tenant http.Handler) {
		if r.Header.Get("ConsistencyLevel") != "eventual" {
			t.Errorf("%s is no advanced query", r.URL)
		}
		if strings.HasSuffix(r.URL.Path, "$count") {
			counts.Add(1)
		} else {
			pages.Add(1)
			most.Store(max(most.Load(), now.Add(1)))
			defer now.Add(-1)
			time.Sleep(time.Millisecond) // as long as a page takes, so that others can be asked for
		}
		tenant.ServeHTTP(w, r)
	})
	got := sourcetest.NewSink()
	seen, err := readUsers(t.Context(), g, got)
	if err != nil {
		t.Fatal(err)
	}
	sourcetest.CompareUsers(t, tenant, got)
	if len(got.GotStreams) < 15 || len(got.Restarts) != 0 || most.Load() < 3 || most.Load() > maxLimit {
		t.Errorf("%d streams, restarts %v, %d requests at once", len(got.GotStreams), got.Restarts, most.Load())
	}
	if counts.Load() > 90 || pages.Load() > 80+int32(len(got.GotStreams)) {
		t.Errorf("%d counts, %d pages", counts.Load(), pages.Load())
	}
	want := connector.Progress{Phase: connector.PhaseUsers, Done: 10_000, Total: 10_000, Finished: true}
	if got.Least != 10_000-graph.Tolerance(10_000) {
		t.Errorf("the sink was told of at least %d users", got.Least)
	}
	if p := seen.Last[connector.PhaseUsers]; p != want || len(seen.Notes) != 0 {
		t.Errorf("%+v, notes %q", p, seen.Notes)
	}
}

// Microsoft's documentation does not say whether not(createdDateTime ge X) holds the
// users of whom it is not known when they were made, nor how they are found.
func TestUsersWithoutATimeInEachReading(t *testing.T) {
	const users = 10_000
	for _, tt := range []struct {
		name    string
		undated demotenant.Undated
		inOrder bool
	}{
		{"in negations", demotenant.UndatedInNegations, false},
		{"left out, and found as null", demotenant.UndatedApart, false},
		{"left out, and not found otherwise", demotenant.UndatedNowhere, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tenant := demotenant.New(demotenant.Options{Users: users, Seed: 6, MaxPage: 125, Undated: tt.undated})
			g := tenantBehind(t, tenant, unchanged)
			full := errors.New("the disk is full")
			got := sourcetest.NewSink()
			got.FailUsers = func(page int) error {
				if page >= 40 {
					return full
				}
				return nil
			}
			if _, err := readUsers(t.Context(), g, got); !errors.Is(err, full) {
				t.Fatal(err)
			}
			got.Again()
			got.FailUsers = nil
			seen, err := readUsers(t.Context(), g, got)
			if err != nil {
				t.Fatal(err)
			}
			sourcetest.CompareUsers(t, tenant, got)
			var rows, undated int64
			for _, stream := range got.GotStreams {
				rows += stream.Position.Rows
			}
			for u := range tenant.Users() {
				if u.Created == 0 {
					undated++
				}
			}
			if rows != users || undated == 0 {
				t.Errorf("%d rows of %d users, %d of them without a time", rows, users, undated)
			}
			if _, inOrder := got.GotStreams[connector.StreamUsers]; inOrder != tt.inOrder {
				t.Errorf("in order: %v", inOrder)
			}
			if most := users/125 + len(got.GotStreams); got.Pages > most && !tt.inOrder {
				t.Errorf("%d pages were stored, %d would do", got.Pages, most)
			}
			want := connector.Progress{Phase: connector.PhaseUsers, Done: users, Total: users, Finished: true}
			p := seen.Last[connector.PhaseUsers]
			if p.Earlier <= 0 || p.Earlier > 5000 { // 40 pages of 125 at most were stored before
				t.Errorf("%d users count as those of the import before", p.Earlier)
			}
			if want.Earlier = p.Earlier; p != want || got.Least != users-graph.Tolerance(users) {
				t.Errorf("%+v, at least %d users", p, got.Least)
			}
		})
	}
}

// What one import has stored of any part, the next one does not read again.
func TestPartsGoOnWhereTheyWereCutShort(t *testing.T) {
	tenant := demotenant.New(demotenant.Options{Users: 6000, Seed: 7, MaxPage: 50})
	g := tenantBehind(t, tenant, unchanged)
	full := errors.New("the disk is full")
	got := sourcetest.NewSink()
	for cut := 30; ; cut += 30 {
		got.Again()
		got.FailUsers = func(page int) error {
			if page >= cut {
				return full
			}
			return nil
		}
		_, err := readUsers(t.Context(), g, got)
		if err == nil {
			break
		}
		if !errors.Is(err, full) {
			t.Fatal(err)
		}
	}
	sourcetest.CompareUsers(t, tenant, got)
	if most := 120 + len(got.GotStreams); got.Pages > most || len(got.Restarts) != 0 {
		t.Errorf("%d pages were stored, %d would do; restarts %v", got.Pages, most, got.Restarts)
	}
}

// without answers a request like the tenant, with a changed list of users.
func without(change func(users []json.RawMessage) []json.RawMessage) func(w http.ResponseWriter, r *http.Request, tenant http.Handler) {
	return func(w http.ResponseWriter, r *http.Request, tenant http.Handler) {
		answer := httptest.NewRecorder()
		tenant.ServeHTTP(answer, r)
		var page map[string]json.RawMessage
		var users []json.RawMessage
		if json.Unmarshal(answer.Body.Bytes(), &page) != nil || json.Unmarshal(page["value"], &users) != nil {
			w.WriteHeader(answer.Code)
			_, _ = w.Write(answer.Body.Bytes())
			return
		}
		page["value"], _ = json.Marshal(change(users)) // it was JSON before
		_ = json.NewEncoder(w).Encode(page)
	}
}

func isPart(r *http.Request) bool {
	return r.URL.Path == "/v1.0/users" && r.URL.Query().Get("$filter") != ""
}

func TestPartsThatDoNotAddUp(t *testing.T) {
	var once sync.Once
	loses := without(func(users []json.RawMessage) []json.RawMessage { return users[1:] })
	refuse := func(status int, code string) func(w http.ResponseWriter, r *http.Request, tenant http.Handler) {
		return func(w http.ResponseWriter, r *http.Request, tenant http.Handler) {
			if r.URL.Query().Get("$filter") == "" {
				tenant.ServeHTTP(w, r)
				return
			}
			w.WriteHeader(status)
			_, _ = io.WriteString(w, `{"error":{"code":"`+code+`","message":"no"}}`)
		}
	}
	for _, tt := range []struct {
		name   string
		tenant func(w http.ResponseWriter, r *http.Request, tenant http.Handler)
		// inOrder says that the users are read one page after another then.
		inOrder  bool
		restarts int
	}{
		{"a filter that is refused", refuse(http.StatusBadRequest, "Request_UnsupportedQuery"), true, 0},
		{"a filter that is not implemented", refuse(http.StatusNotImplemented, "NotImplemented"), true, 0},
		{"a filter that is ignored", func(w http.ResponseWriter, r *http.Request, tenant http.Handler) {
			r.URL.RawQuery = strings.Replace(r.URL.RawQuery, "filter=", "x=", 1)
			tenant.ServeHTTP(w, r)
		}, true, 0},
		{"a user lost once", func(w http.ResponseWriter, r *http.Request, tenant http.Handler) {
			lost := false
			if isPart(r) {
				once.Do(func() { lost = true })
			}
			if lost {
				loses(w, r, tenant)
				return
			}
			tenant.ServeHTTP(w, r)
		}, false, 1},
		{"a user always lost", func(w http.ResponseWriter, r *http.Request, tenant http.Handler) {
			if isPart(r) {
				loses(w, r, tenant)
				return
			}
			tenant.ServeHTTP(w, r)
		}, true, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tenant := demotenant.New(demotenant.Options{Users: 6000, Seed: 8})
			got := sourcetest.NewSink()
			seen, err := readUsers(t.Context(), tenantBehind(t, tenant, tt.tenant), got)
			if err != nil {
				t.Fatal(err)
			}
			sourcetest.CompareUsers(t, tenant, got)
			if _, inOrder := got.GotStreams[connector.StreamUsers]; inOrder != tt.inOrder {
				t.Errorf("in order: %v", inOrder)
			}
			restarts := 0
			for _, n := range got.Restarts {
				restarts += n
			}
			if tt.restarts >= 0 && restarts != tt.restarts {
				t.Errorf("restarts %v", got.Restarts)
			}
			if said := seen.Noted("users.note.in-order"); said != tt.inOrder {
				t.Errorf("notes %q", seen.Notes)
			}
			if p := seen.Last[connector.PhaseUsers]; p.Done != 6000 || !p.Finished {
				t.Errorf("%+v", p)
			}
		})
	}
}

func TestImportOfPartsGivenFaults(t *testing.T) {
	for _, tt := range []struct {
		name   string
		fault  demotenant.Fault
		status string
		// restarts says that the part is read anew.
		restarts bool
	}{
		{"an expired page", demotenant.ExpiredPage(), "", true},
		{"401 in the middle", demotenant.ExpiredToken(), "", false},
		{"a reset", demotenant.Fault{Reset: true}, "", false},
		{"a page that was cut off", demotenant.Fault{Truncate: 5000}, "", false},
		{"an empty page", demotenant.Fault{EmptyPage: true}, "", false},
		{"users that come twice", demotenant.Fault{Repeat: 7}, "", false},
		{"a web page", demotenant.Fault{Status: http.StatusBadGateway, HTML: true}, "", false},
		{"throttling", demotenant.Throttled("0.05"), "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tenant := demotenant.New(demotenant.Options{Users: 6000, Seed: 9, MaxPage: 100})
			tenant.Inject("$skiptoken=", tt.fault, tt.fault)
			got := sourcetest.NewSink()
			if _, err := readUsers(t.Context(), tenantBehind(t, tenant, unchanged), got); err != nil {
				t.Fatal(err)
			}
			sourcetest.CompareUsers(t, tenant, got)
			if _, inOrder := got.GotStreams[connector.StreamUsers]; inOrder || (len(got.Restarts) > 0) != tt.restarts {
				t.Errorf("in order: %v, restarts %v", inOrder, got.Restarts)
			}
			if stats := tenant.Stats(); stats.Faults != 2 {
				t.Errorf("%+v", stats)
			}
		})
	}
}

func TestAListingThatFailsEndsReadersThatWaitForOthers(t *testing.T) {
	g := tenantBehind(t, demotenant.New(demotenant.Options{Users: 10}), unchanged)
	reader := New(g, sourcetest.NewSink(), "the-tenant", func(int64, int64) {})
	listings := make(chan listing, 1) // nobody closes it: more are still being looked for
	listings <- listing{}
	failure := errors.New("failed")
	err := reader.readAll(t.Context(), listings, func(context.Context, *progress) error { return failure })
	if !errors.Is(err, failure) {
		t.Errorf("readAll: %v, want %v", err, failure)
	}
}

// Every time is in exactly one of the spans that a span is cut into.
func TestSpansAreDisjointAndComplete(t *testing.T) {
	day := func(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }
	for _, whole := range []span{
		{from: day(2019), until: day(2020)}, {from: day(2026)}, {from: day(2020), until: day(2020).Add(100 * time.Second)},
	} {
		pieces := whole.split(cuts)
		if len(pieces) != cuts || pieces[0].from != whole.from || pieces[cuts-1].until != whole.until {
			t.Fatalf("%v", pieces)
		}
		names := map[string]bool{}
		for i, p := range pieces {
			if i > 0 && (p.from != pieces[i-1].until || !p.from.After(pieces[i-1].from)) {
				t.Errorf("%v follows %v", p, pieces[i-1])
			}
			names[listing{p}.stream()] = true
		}
		if len(names) != cuts {
			t.Errorf("streams %v", names)
		}
	}
	for _, whole := range []span{{}, {undated: true}, {until: day(2012)}, {from: day(2019), until: day(2019).Add(cuts * time.Second / 2)}} {
		if pieces := whole.split(cuts); pieces != nil {
			t.Errorf("%v was cut into %v", whole, pieces)
		}
	}
	for want, s := range map[string]span{
		"": {},
		"not(createdDateTime ge 2012-01-01T00:00:00Z)":                                             {until: day(2012)},
		"createdDateTime ge 2012-01-01T00:00:00Z and not(createdDateTime ge 2013-01-01T00:00:00Z)": {from: day(2012), until: day(2013)},
		"createdDateTime ge 2013-01-01T00:00:00Z":                                                  {from: day(2013)},
		"createdDateTime eq null":                                                                  {undated: true},
	} {
		if got := s.filter(); got != want {
			t.Errorf("%q instead of %q", got, want)
		}
	}
}
