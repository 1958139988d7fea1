package microsoft365

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/printable"
)

// checkLimit is how long one check may take, with all that is tried again in it:
// somebody sits in front of it.
const checkLimit = 30 * time.Second

// try runs a check within the limit.
func (t *tester) try(ctx context.Context, s step) (meaning connector.Message, err error) {
	limited, cancel := context.WithTimeout(ctx, t.limit)
	defer cancel()
	t.step, t.host = s, ""
	meaning, err = s.run(limited)
	if err == nil || limited.Err() == nil {
		return meaning, err
	}
	late := connector.NewError(connector.Message{
		ID: t.step.late, Data: connector.Data{"Host": cmp.Or(t.host, t.graph.Endpoint.Hostname()), "Limit": t.limit},
	}, err)
	if isWarning(err) {
		return connector.Message{}, &warning{late}
	}
	return connector.Message{}, late
}

// waitFor tells that the check under way waits for an answer of host.
func (t *tester) waitFor(host string) {
	host = printable.Line(host, 100)
	if host == t.host {
		return
	}
	t.host = host
	t.report(connector.Check{
		Name: t.step.name, Result: connector.CheckRunning, Optional: !t.step.required,
		Meaning: connector.Message{ID: "check.running.waiting", Data: connector.Data{"Host": host}},
	})
}

// announced tells of each request, before it is sent, which host is to answer:
// the sign-in service, Graph, or where a report lies.
type announced struct {
	next http.RoundTripper
	tell func(host string)
}

// RoundTrip implements [http.RoundTripper].
func (a announced) RoundTrip(r *http.Request) (*http.Response, error) {
	a.tell(r.URL.Hostname())
	return a.next.RoundTrip(r)
}

// CloseIdleConnections lets [http.Client.CloseIdleConnections] reach the pool.
func (a announced) CloseIdleConnections() {
	(&http.Client{Transport: a.next}).CloseIdleConnections()
}
