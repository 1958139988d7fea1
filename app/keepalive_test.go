package app

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/app/scheduler"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

// clock is a clock that a test sets.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Now().UTC().Truncate(time.Millisecond)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(days int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.AddDate(0, 0, days)
}

func openAt(t *testing.T, c *clock, source Source) *opened {
	t.Helper()
	return openWith(t, Options{Dir: t.TempDir(), Source: source, Now: c.now})
}

func entryOf(t *testing.T, b *opened, id string) workspace.Entry {
	t.Helper()
	e, found := b.Entry(id)
	if !found {
		t.Fatal("the connection is gone")
	}
	return e
}

// countTokens counts the requests for tokens and refuses them on request.
func countTokens(server *demotenant.Server, fault *demotenant.Fault) (count func() int) {
	var mu sync.Mutex
	n := 0
	server.Script(func(r *http.Request) *demotenant.Fault {
		if !strings.HasSuffix(r.URL.Path, "/token") {
			return nil
		}
		mu.Lock()
		defer mu.Unlock()
		n++
		return fault
	})
	return func() int {
		mu.Lock()
		defer mu.Unlock()
		return n
	}
}

func TestATokenThatRestsFor30DaysIsKeptAlive(t *testing.T) {
	server, at := demotenanttest.Start(t, demotenant.Options{Users: 20}), newClock()
	b := openAt(t, at, sourceOf(server))
	c := connect(t, b, "Contoso")
	first := storedToken(t, b, c.ID)
	asked := countTokens(server, nil)

	at.pass(29)
	b.KeepTokensAlive(t.Context())
	if asked() != 0 || !entryOf(t, b, c.ID).TokenUsed.IsZero() {
		t.Errorf("%d requests after 29 days", asked())
	}
	at.pass(2)
	b.KeepTokensAlive(t.Context())
	if asked() != 1 {
		t.Errorf("%d requests after 31 days", asked())
	}
	if second := storedToken(t, b, c.ID); second == first || second == "" {
		t.Error("the rotated token is not stored")
	}
	if used := entryOf(t, b, c.ID).TokenUsed; !used.Equal(at.now()) {
		t.Errorf("used %s, want %s", used, at.now())
	}
	b.KeepTokensAlive(t.Context())
	at.pass(29)
	b.KeepTokensAlive(t.Context())
	if asked() != 1 {
		t.Errorf("%d requests in the days after", asked())
	}
	at.pass(1)
	mustImport(t, b, c)
	b.KeepTokensAlive(t.Context())
	if asked() != 2 || !entryOf(t, b, c.ID).TokenUsed.Equal(at.now()) {
		t.Errorf("%d requests after an import, which has used the token", asked())
	}
}

func TestOnlyTokensThatAreWantedAreKeptAlive(t *testing.T) {
	server, at := demotenanttest.Start(t, demotenant.Options{Users: 20}), newClock()
	b := openAt(t, at, sourceOf(server))
	disabled := connect(t, b, "Disabled")
	if err := b.SetDisabled(t.Context(), disabled.ID, true); err != nil {
		t.Fatal(err)
	}
	busy := connect(t, b, "Busy")
	save(t, b, newConnection(b, "Never signed in"), store.SecretChanges{})
	alone := newConnection(b, "Unattended")
	alone.Flow, alone.ClientID = connector.ClientCredentials, demotenant.ConfidentialClientID
	alone.TokenEndpoint = server.TenantTokenEndpoint()
	save(t, b, alone, store.SecretChanges{ClientSecret: secret(demotenant.ConfidentialClientSecret)})
	release, err := lock.Connection(b.Dir(), busy.ID)
	if err != nil {
		t.Fatal(err)
	}
	asked := countTokens(server, nil)
	at.pass(45)
	b.KeepTokensAlive(t.Context())
	if asked() != 0 {
		t.Errorf("%d requests", asked())
	}
	release()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	b.KeepTokensAlive(ended)
	if warnings := entryOf(t, b, busy.ID).Warnings(); asked() != 0 || len(warnings) != 0 {
		t.Errorf("after the end: %d requests, warnings %v", asked(), warnings)
	}
	b.KeepTokensAlive(t.Context())
	if asked() != 1 {
		t.Errorf("%d requests when the connection was free", asked())
	}
}

func TestATokenThatCannotBeKeptAliveIsShownUntilItIsUsed(t *testing.T) {
	server, at := demotenanttest.Start(t, demotenant.Options{Users: 20}), newClock()
	b := openAt(t, at, sourceOf(server))
	c := connect(t, b, "Contoso")
	at.pass(31)
	countTokens(server, &demotenant.Fault{AADSTS: 50173})
	b.KeepTokensAlive(t.Context())
	warnings := entryOf(t, b, c.ID).Warnings()
	if len(warnings) != 1 || !strings.Contains(warnings[0].Message, "could not be kept alive. The refresh token was revoked") ||
		warnings[0].Advice == "" {
		t.Errorf("warnings %v", warnings)
	}
	at.pass(1)
	freely(server)
	mustImport(t, b, c)
	if warnings := entryOf(t, b, c.ID).Warnings(); len(warnings) != 0 {
		t.Errorf("warnings after an import: %v", warnings)
	}
}

func TestWindowAndServeKeepTokensAliveAtTheirStartAndEveryDay(t *testing.T) {
	for name, o := range map[string]Options{"window": {Window: true}, "serve": {Serve: scheduler.RoleServe}} {
		t.Run(name, func(t *testing.T) {
			server, at, day := demotenanttest.Start(t, demotenant.Options{Users: 20}), newClock(), make(chan time.Time)
			o.Dir, o.Source, o.Now, o.Day = t.TempDir(), sourceOf(server), at.now, day
			console := openWith(t, Options{Dir: o.Dir, Source: o.Source, Now: o.Now})
			c := connect(t, console, "Contoso")
			console.close()
			asked := countTokens(server, nil)
			at.pass(31)
			b := openWith(t, o)
			day <- at.now() // is taken when the first pass is over
			if asked() != 1 {
				t.Errorf("%d requests at the start", asked())
			}
			at.pass(31)
			day <- at.now()
			day <- at.now()
			if asked() != 2 || !entryOf(t, b, c.ID).TokenUsed.Equal(at.now()) {
				t.Errorf("%d requests a month later", asked())
			}
		})
	}
}

func TestTheTokensUseIsRecordedByATest(t *testing.T) {
	at := newClock()
	b := openAt(t, at, sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
	c := connect(t, b, "Contoso")
	at.pass(3)
	if _, err := b.Test(t.Context(), c, store.SecretChanges{}, func(message.Check) {}); err != nil {
		t.Fatal(err)
	}
	entry := entryOf(t, b, c.ID)
	if !entry.TokenUsed.Equal(at.now()) || entry.Account == "" || entry.TenantID == "" || !entry.SignedIn.Equal(c.SignIn.At) {
		t.Errorf("entry %+v", entry)
	}
	// A sign-in that waits for Save has a token of its own.
	token := connector.Secret("of the sign-in")
	put(t, b, c, store.SecretChanges{RefreshToken: &token})
	if used := entryOf(t, b, c.ID).TokenUsed; !used.IsZero() {
		t.Errorf("the waiting token was used %s", used)
	}
}
