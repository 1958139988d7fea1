package users

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/network"
)

// readFrom reads the users of a distant tenant and returns how long that takes.
func readFrom(t *testing.T, d *sourcetest.Distant, token string, users, many int64, got *sourcetest.Sink) time.Duration {
	t.Helper()
	g, err := graph.New(sourcetest.AtGraph("http://example.com"), &http.Client{Transport: d}, sourcetest.Bearer(token), network.PatientBudget)
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Until(time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC))) // a bubble begins in 2000
	begin := time.Now()
	r := New(g, got, "the-tenant", func(int64, int64) {})
	r.SideBySideFrom = many
	if err := r.Read(t.Context(), users); err != nil {
		t.Fatal(err)
	}
	return time.Since(begin)
}

// Of pages that take 300 ms each, side by side as many are read in a sixth of the
// time, with the counting.
func TestPartsAreReadInASixthOfTheTime(t *testing.T) {
	tenant := demotenant.New(demotenant.Options{Users: 10_000, Seed: 1, MaxPage: 100})
	token := sourcetest.TokenOf(t, tenant)
	synctest.Test(t, func(t *testing.T) {
		d := &sourcetest.Distant{Tenant: tenant, Latency: 300 * time.Millisecond}
		inOrder := readFrom(t, d, token, 10_000, 1_000_000, sourcetest.NewSink())
		pages := d.Requests
		side := readFrom(t, d, token, 10_000, 1500, sourcetest.NewSink())
		t.Logf("%s for %d requests one after another, %s for %d side by side, at most %d at once", inOrder, pages, side, d.Requests-pages, d.Most)
		if side*6 > inOrder || d.Most > countsAtOnce+maxLimit {
			t.Errorf("%s in place of %s, %d requests at once", side, inOrder, d.Most)
		}
	})
}

// No request is sent before the end of a Retry-After, whichever part was told of it.
func TestPartsWaitForEveryRetryAfter(t *testing.T) {
	tenant := demotenant.New(demotenant.Options{Users: 6000, Seed: 2, MaxPage: 50})
	token := sourcetest.TokenOf(t, tenant)
	synctest.Test(t, func(t *testing.T) {
		d := &sourcetest.Distant{Tenant: tenant, Latency: 300 * time.Millisecond, Throttle: func(number int) time.Duration {
			if number%10 == 3 {
				return time.Duration(number%7+1)*time.Second + 128*time.Millisecond
			}
			return 0
		}}
		got := sourcetest.NewSink()
		readFrom(t, d, token, 6000, 750, got)
		sourcetest.CompareUsers(t, tenant, got)
		if d.Early != 0 || d.Requests < 150 {
			t.Errorf("%d of %d requests came before the end of a Retry-After", d.Early, d.Requests)
		}
	})
}

// A third of all answers are faults; nobody is lost, and nobody comes twice.
func TestPartsGivenAStormOfFaults(t *testing.T) {
	for seed := range uint64(3) {
		tenant := demotenant.New(demotenant.Options{Users: 6000, Seed: seed, MaxPage: 50, Faults: 0.3})
		calm := sourcetest.TokenOf(t, demotenant.New(demotenant.Options{Users: 6000, Seed: seed}))
		synctest.Test(t, func(t *testing.T) {
			got := sourcetest.NewSink()
			d := &sourcetest.Distant{Tenant: tenant, Latency: 300 * time.Millisecond}
			readFrom(t, d, calm, 6000, 750, got)
			sourcetest.CompareUsers(t, tenant, got)
			if stats := tenant.Stats(); stats.Faults < 30 || stats.Early != 0 {
				t.Errorf("seed %d: %+v", seed, stats)
			}
		})
	}
}
