package microsoft365

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

func TestGateHoldsBackUntilTheLatestEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g gate
		start := time.Now()
		g.close(10 * time.Second)
		g.close(time.Second) // does not open it earlier
		passed := make(chan time.Duration, 2)
		for range 2 {
			go func() {
				if err := g.wait(t.Context()); err != nil {
					t.Error(err)
				}
				passed <- time.Since(start)
			}()
		}
		time.Sleep(5 * time.Second)
		g.close(20 * time.Second) // while they wait
		for range 2 {
			if after := <-passed; after != 25*time.Second {
				t.Errorf("passed after %v", after)
			}
		}
	})
}

func TestGateAndSleepEndWithTheirContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		why := errors.New("enough")
		ctx, cancel := context.WithCancelCause(t.Context())
		var g gate
		g.close(time.Hour)
		start := time.Now()
		time.AfterFunc(time.Second, func() { cancel(why) })
		if err := g.wait(ctx); !errors.Is(err, why) || time.Since(start) != time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		if err := sleep(ctx, time.Hour); !errors.Is(err, why) {
			t.Error(err)
		}
	})
}

// busyReports is a tenant whose reporting service wants to be left alone for a
// while before it answers.
type busyReports struct {
	distant
	until time.Time
}

// RoundTrip implements [http.RoundTripper].
func (b *busyReports) RoundTrip(r *http.Request) (*http.Response, error) {
	if isReport(r.URL.Path) && time.Now().Before(b.until) {
		return answerOf(r, http.StatusTooManyRequests, "", "Retry-After", "30"), nil
	}
	return b.distant.RoundTrip(r)
}

func TestReportsThatMustWaitDoNotHoldTheUsers(t *testing.T) {
	tenant := demotenant.New(demotenant.Options{Users: 500, Seed: 1, MaxPage: 100})
	token := tokenOf(t, tenant)
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC))) // a bubble begins in 2000
		way := &busyReports{distant: distant{tenant: tenant, latency: 300 * time.Millisecond}, until: time.Now().Add(29 * time.Second)}
		g, err := newGraph(atGraph("http://127.0.0.1"), &http.Client{Transport: way}, bearer(token), importBudget)
		if err != nil {
			t.Fatal(err)
		}
		begin, finished := time.Now(), map[connector.Phase]time.Duration{}
		seen := &finishing{finished: func(phase connector.Phase) { finished[phase] = time.Since(begin) }}
		got := sourcetest.NewSink()
		g.note = seen.Note
		im := &importer{graph: g, sink: got, observer: seen, log: g.log, many: 1_000_000, today: connector.DateOf(time.Now())}
		if err := im.run(t.Context()); err != nil {
			t.Fatal(err)
		}
		compareUsers(t, tenant, got)
		if len(got.GotUsage[connector.StreamActiveUsers]) == 0 || len(seen.Warnings) != 0 {
			t.Errorf("%d rows of usage, warnings %v", len(got.GotUsage[connector.StreamActiveUsers]), seen.Warnings)
		}
		told := func(note string) bool {
			return strings.HasSuffix(note, " could not be read (127.0.0.1 answered with status 429); trying again in 30 s.")
		}
		if !slices.ContainsFunc(seen.Notes, told) {
			t.Errorf("notes %q", seen.Notes)
		}
		if finished[connector.PhaseUsers] > 10*time.Second || finished[connector.PhaseUsage] < 30*time.Second {
			t.Errorf("the users were read after %v, the usage after %v", finished[connector.PhaseUsers], finished[connector.PhaseUsage])
		}
	})
}
