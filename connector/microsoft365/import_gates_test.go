package microsoft365

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/network"
)

// busyReports is a tenant whose reporting service wants to be left alone for a
// while before it answers.
type busyReports struct {
	sourcetest.Distant
	until time.Time
}

// RoundTrip implements [http.RoundTripper].
func (b *busyReports) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.Contains(r.URL.Path, "/reports/") && time.Now().Before(b.until) {
		return sourcetest.AnswerOf(r, http.StatusTooManyRequests, "", "Retry-After", "30"), nil
	}
	return b.Distant.RoundTrip(r)
}

func TestReportsThatMustWaitDoNotHoldTheUsers(t *testing.T) {
	tenant := demotenant.New(demotenant.Options{Users: 500, Seed: 1, MaxPage: 100})
	token := sourcetest.TokenOf(t, tenant)
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC))) // a bubble begins in 2000
		way := &busyReports{Distant: sourcetest.Distant{Tenant: tenant, Latency: 300 * time.Millisecond}, until: time.Now().Add(29 * time.Second)}
		g, err := graph.New(sourcetest.AtGraph("http://127.0.0.1"), &http.Client{Transport: way}, sourcetest.Bearer(token), network.PatientBudget)
		if err != nil {
			t.Fatal(err)
		}
		begin, finished := time.Now(), map[connector.Phase]time.Duration{}
		seen := &finishing{finished: func(phase connector.Phase) { finished[phase] = time.Since(begin) }}
		got := sourcetest.NewSink()
		g.Note = seen.Note
		im := &importer{graph: g, sink: got, observer: seen, log: g.Log, sideBySideFrom: 1_000_000, today: connector.DateOf(time.Now())}
		if err := im.run(t.Context()); err != nil {
			t.Fatal(err)
		}
		sourcetest.CompareUsers(t, tenant, got)
		if len(got.GotUsage[connector.StreamActiveUsers]) == 0 || len(seen.Warnings) != 0 {
			t.Errorf("%d rows of usage, warnings %v", len(got.GotUsage[connector.StreamActiveUsers]), seen.Warnings)
		}
		told := func(m connector.Message) bool {
			return m.ID == "graph.note.again" && strings.HasSuffix(m.String(), " Reason=graph.reason.status Host=127.0.0.1 Status=429 Wait=30s")
		}
		if !slices.ContainsFunc(seen.Notes, told) {
			t.Errorf("notes %v", seen.Notes)
		}
		if finished[connector.PhaseUsers] > 10*time.Second || finished[connector.PhaseUsage] < 30*time.Second {
			t.Errorf("the users were read after %v, the usage after %v", finished[connector.PhaseUsers], finished[connector.PhaseUsage])
		}
	})
}
