package microsoft365

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/connector/microsoft365/internal/graphtest"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/microsoft365/internal/users"
)

// demo starts a demonstration tenant and returns a source that knows its cloud.
func demo(t testing.TB, o demotenant.Options) (*demotenant.Server, *Source) {
	t.Helper()
	server := demotenanttest.Start(t, o)
	return server, New(Options{Clouds: []connector.Cloud{server.Cloud()}})
}

// signedIn returns the access of somebody who has signed in, and what was kept
// of the refresh tokens after it.
func signedIn(t testing.TB, source *Source, account string) (connector.Access, *keeper) {
	t.Helper()
	c := source.Defaults(connector.CloudDemonstration)
	c.ID, c.Name = "1", "Contoso"
	visitor := demotenant.NewVisitor()
	visitor.Account = account
	admin := &sourcetest.Administrator{Paste: func(_ int, address string) (string, error) { return visitor.SignIn(t.Context(), address) }}
	_, token, err := source.SignIn(t.Context(), connector.Access{Connection: c}, connector.SignInNone, admin)
	if err != nil {
		t.Fatal(err)
	}
	kept := &keeper{}
	return connector.Access{
		Connection: c, Secrets: connector.Secrets{RefreshToken: token}, Keep: kept.keep,
	}, kept
}

// asApplication returns the access of an application with a secret.
func asApplication(server *demotenant.Server, source *Source) connector.Access {
	c := source.Defaults(connector.CloudDemonstration)
	c.Flow, c.ClientID, c.TokenEndpoint = connector.ClientCredentials, demotenant.ConfidentialClientID, server.TenantTokenEndpoint()
	return connector.Access{Connection: c, Secrets: connector.Secrets{ClientSecret: demotenant.ConfidentialClientSecret}}
}

type keeper struct {
	mu     sync.Mutex
	tokens []connector.Secret
}

func (k *keeper) keep(token connector.Secret) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.tokens = append(k.tokens, token)
	return nil
}

// importInto imports everything with a quick pace.
func importInto(ctx context.Context, source *Source, a connector.Access, sink connector.Sink) (*sourcetest.Observer, error) {
	return importIntoWithin(ctx, source, a, sink, time.Minute)
}

func importIntoWithin(
	ctx context.Context, source *Source, a connector.Access, sink connector.Sink, limit time.Duration,
) (*sourcetest.Observer, error) {
	seen := &sourcetest.Observer{}
	return seen, source.importWithin(ctx, a, sink, seen, graphtest.Quick, limit)
}

// compareWithTruth compares what a sink has received with what the tenant has.
func compareWithTruth(t *testing.T, tenant *demotenant.Tenant, got *sourcetest.Sink) {
	t.Helper()
	users := slices.SortedFunc(tenant.Users(), func(a, b connector.User) int { return strings.Compare(a.ID, b.ID) })
	sourcetest.Compare(t, "organization", tenant.Organization(), got.GotTenant)
	sourcetest.Compare(t, "licenses", tenant.Licenses(), got.GotLicenses)
	sourcetest.Compare(t, "subscriptions", tenant.Subscriptions(), got.GotSubscriptions)
	sourcetest.Compare(t, "users", users, got.SortedUsers())
	sourcetest.Compare(t, "unfinished streams", nil, got.Unfinished())
	groups := map[string]connector.Group{}
	for _, g := range tenant.Groups() {
		groups[g.ID] = g
	}
	sourcetest.Compare(t, "groups", groups, got.GotGroups)
	compareUsage(t, tenant, got)
}

func compareUsage(t *testing.T, tenant *demotenant.Tenant, got *sourcetest.Sink) {
	t.Helper()
	// The report also lists users who have been deleted; they are left out.
	present := map[string]bool{}
	for u := range tenant.Users() {
		present[strings.ToLower(u.UserPrincipalName)] = true
	}
	var usage []connector.Usage
	for u := range tenant.Usage() {
		if present[strings.ToLower(u.UserPrincipalName)] {
			usage = append(usage, u)
		}
	}
	sourcetest.Compare(t, "usage", usage, got.GotUsage[connector.StreamActiveUsers])
	sourcetest.Compare(t, "use of applications", slices.Collect(tenant.AppUsage(180)), got.GotUsage[connector.StreamAppUsers])
	sourcetest.Compare(t, "activations", slices.Collect(tenant.Activations()), got.GotActivations)
}

func TestImportGivenATenant(t *testing.T) {
	server, source := demo(t, demotenant.Options{Users: 2500, Seed: 1})
	a, kept := signedIn(t, source, "")
	got := sourcetest.NewSink()
	seen, err := importInto(t.Context(), source, a, got)
	if err != nil {
		t.Fatal(err)
	}
	compareWithTruth(t, server.Tenant, got)
	if len(kept.tokens) == 0 || kept.tokens[0] == a.Secrets.RefreshToken {
		t.Error("the rotated refresh token was not kept")
	}
	if len(seen.Warnings) != 0 {
		t.Errorf("warnings %v", seen.Warnings)
	}
	want := connector.Progress{Phase: connector.PhaseUsers, Done: 2500, Total: 2500, Finished: true}
	if seen.Last[connector.PhaseUsers] != want {
		t.Errorf("progress %+v", seen.Last)
	}
	for phase, p := range seen.Last {
		if !p.Finished {
			t.Errorf("%s is not finished: %+v", phase, p)
		}
	}
	if len(seen.Last) != 5 || !seen.Noted("import.note.organization") {
		t.Errorf("phases %v, notes %v", slices.Collect(maps.Keys(seen.Last)), seen.Notes)
	}
	stats := server.Stats()
	if stats.ReportTokens != 0 || stats.Requests["/v1.0/users"] != 3 {
		t.Errorf("%+v", stats)
	}
}

// finishing is an observer that is told when a phase is finished.
type finishing struct {
	sourcetest.Observer
	finished func(connector.Phase)
}

func (f *finishing) Progress(p connector.Progress) {
	f.Observer.Progress(p)
	if p.Finished {
		f.finished(p.Phase)
	}
}

// The reports wait for the users to be finished: if those were finished only with
// everything else, the import would reach its time limit.
func TestUsersAreFinishedWithTheirLastPage(t *testing.T) {
	for name, users := range map[string]int{"one page after another": 300, "side by side": users.SideBySideFrom} {
		t.Run("given users that are read "+name, func(t *testing.T) {
			server, source := demo(t, demotenant.Options{Users: users})
			got, all := sourcetest.NewSink(), make(chan struct{})
			server.Script(func(r *http.Request) *demotenant.Fault {
				if strings.HasPrefix(r.URL.Path, "/v1.0/reports/") {
					select {
					case <-all:
					case <-r.Context().Done():
					}
				}
				return nil
			})
			seen := &finishing{finished: func(phase connector.Phase) {
				if phase == connector.PhaseUsers {
					if n := len(got.AllUsers()); n != users {
						t.Errorf("finished with %d users stored", n)
					}
					close(all)
				}
			}}
			if err := source.importWithin(t.Context(), asApplication(server, source), got, seen, graphtest.Quick, time.Minute); err != nil {
				t.Fatal(err)
			}
			compareUsage(t, server.Tenant, got)
		})
	}
}

func TestImportWithClientCredentials(t *testing.T) {
	server, source := demo(t, demotenant.Options{Users: 50})
	got := sourcetest.NewSink()
	if _, err := importInto(t.Context(), source, asApplication(server, source), got); err != nil {
		t.Fatal(err)
	}
	compareWithTruth(t, server.Tenant, got)
}

func TestImportGoesOnWhereItWasCutShort(t *testing.T) {
	server, source := demo(t, demotenant.Options{Users: 1000, Seed: 5, MaxPage: 100})
	a := asApplication(server, source)
	got := sourcetest.NewSink()
	full := errors.New("the disk is full")
	got.FailUsers = func(page int) error {
		if page == 6 {
			return full
		}
		return nil
	}
	if _, err := importInto(t.Context(), source, a, got); !errors.Is(err, full) {
		t.Fatalf("%v", err)
	}
	if all := got.GotStreams[connector.StreamUsers]; all.Position.Rows != 600 ||
		!strings.HasPrefix(all.Query, server.URL()+"/v1.0/users?$select=") {
		t.Fatalf("%+v", all)
	}
	got.FailUsers = nil
	got.Again()
	before := got.Pages
	seen, err := importInto(t.Context(), source, a, got)
	if err != nil {
		t.Fatal(err)
	}
	compareWithTruth(t, server.Tenant, got)
	if n := got.Pages - before; n != 4 || got.Restarts[connector.StreamUsers] != 0 {
		t.Errorf("%d pages were stored, restarts %v", n, got.Restarts)
	}
	if p := seen.Last[connector.PhaseUsers]; p.Done != 1000 || p.Earlier != 600 {
		t.Errorf("%+v", p)
	}
	if age := time.Since(got.NotBefore); age < time.Hour || age > time.Hour+time.Minute {
		t.Errorf("not before %v", got.NotBefore)
	}

	// Its place is gone a third time: it begins anew.
	got.GotStreams[connector.StreamUsers].Position = connector.Position{Rows: 1000, Cursor: server.URL() + "/v1.0/users?$skiptoken=gone"}
	clear(got.GotStreams[connector.StreamUsers].Users)
	got.Again()
	if seen, err = importInto(t.Context(), source, a, got); err != nil {
		t.Fatal(err)
	}
	if p := seen.Last[connector.PhaseUsers]; p.Done != 1000 || p.Earlier != 0 {
		t.Errorf("%+v", p)
	}
	compareWithTruth(t, server.Tenant, got)
}
