package microsoft365

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/entra"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/users"
	"inventorybeacon/connector/network"
)

// Test implements [connector.Source]: it tries what an import needs, one thing
// after another. When something fails without which nothing else can work, it
// ends there.
func (s *Source) Test(ctx context.Context, a connector.Access, report func(connector.Check)) {
	if err := demonstrationRuns(ctx, a.Connection); err != nil {
		report(checkOf(connector.Message{ID: "check.network"}, true, connector.Message{}, err))
		return
	}
	s.testAt(ctx, a, report, network.InteractiveBudget, checkLimit)
}

func (s *Source) testAt(ctx context.Context, a connector.Access, report func(connector.Check), b network.Budget, limit time.Duration) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	t := &tester{source: s, access: a, report: report, limit: limit}
	if err := t.open(b); err != nil {
		report(checkOf(connector.Message{ID: "check.network"}, true, connector.Message{}, err))
		return
	}
	defer t.client.CloseIdleConnections()
	for _, step := range t.steps() {
		meaning, err := t.try(ctx, step)
		if errors.Is(err, errNotRun) {
			continue
		}
		if ctx.Err() != nil {
			err = connector.NewError(connector.Message{ID: "check.canceled"}, ctx.Err())
			step.required = true
		}
		report(checkOf(step.name, step.required, meaning, err))
		if err != nil && step.required && !isWarning(err) {
			return
		}
	}
}

// checkOf makes the line of one check. What is not required fails as a warning,
// because an import goes on without it.
func checkOf(name connector.Message, required bool, meaning connector.Message, err error) connector.Check {
	c := connector.Check{Name: name, Result: connector.CheckPassed, Optional: !required, Meaning: meaning}
	if err == nil {
		return c
	}
	c.Result = connector.CheckWarning
	if required && !isWarning(err) {
		c.Result = connector.CheckFailed
	}
	c.Meaning = explained(err)
	return c
}

// explained is what an error says, whatever it is.
func explained(err error) connector.Message {
	if m, ok := connector.MessageOf(err); ok {
		return m
	}
	return connector.Message{ID: "error.unexpected", Reference: err.Error()}
}

// warning is the error of a required check that keeps nothing from working yet.
type warning struct{ error }

func (w *warning) Unwrap() error { return w.error }

func isWarning(err error) bool {
	var w *warning
	return errors.As(err, &w)
}

// tester runs the checks of one test.
type tester struct {
	source *Source
	access connector.Access
	report func(connector.Check)
	// limit is how long one check may take.
	limit  time.Duration
	client *http.Client
	// way tells how a host was reached.
	way     func(host string) (network.Way, bool)
	graph   *graph.Client
	session *entra.TokenSource

	// step is the check under way, host whose answer it waits for; empty before
	// its first request.
	step   step
	host   string
	probes []graph.Probe
	// named are names in the usage reports, if those could be reported.
	named    []string
	reported bool
}

// open makes what the checks send their requests with, for somebody who will
// close it.
func (t *tester) open(b network.Budget) error {
	client, err := network.NewClient(t.access, t.source.entra.Roots)
	if err != nil {
		return err
	}
	t.way = network.Ways(client)
	client.Transport = announced{client.Transport, t.waitFor}
	b.Stall = max(b.Stall, 2*t.limit) // the limit ends a check that stands still, and says more
	session := t.source.entra.NewTokenSource(t.access, client, b)
	g, err := graph.New(t.access.Connection, client, session, b)
	if err != nil {
		return err
	}
	g.Log, g.BetaReports = t.source.log, t.source.betaReports(t.access.Connection)
	t.client, t.graph, t.session = client, g, session
	return nil
}

type step struct {
	name     connector.Message
	required bool
	// late says that a host did not answer what it was asked for; empty where nothing
	// is asked for.
	late string
	run  func(ctx context.Context) (meaning connector.Message, err error)
}

func (t *tester) steps() []step {
	return []step{
		{connector.Message{ID: "check.network"}, true, "check.late.network", t.network},
		{connector.Message{ID: "check.tls"}, true, "", t.tls},
		{connector.Message{ID: "check.clock"}, false, "", t.clock},
		t.credential(),
		{connector.Message{ID: "check.token"}, true, "check.late.token", t.token},
		{connector.Message{ID: "check.account"}, false, "", t.account},
		{connector.Message{ID: "check.permissions"}, false, "check.late.token", t.permissions},
		{connector.Message{ID: "check.organization"}, true, "check.late.organization", t.organization},
		{connector.Message{ID: "check.users"}, true, "check.late.users", t.users},
		{connector.Message{ID: "check.licenses"}, true, "check.late.licenses", t.licenses},
		{connector.Message{ID: "check.reports"}, false, "check.late.report", t.reports},
		{connector.Message{ID: "check.names"}, false, "check.late.names", t.names},
	}
}

func (t *tester) organization(ctx context.Context) (meaning connector.Message, err error) {
	org, err := t.graph.Organization(ctx)
	if err != nil {
		return meaning, err
	}
	tenant, c := org.Tenant(), t.access.Connection
	if other := connector.OtherTenant(c, t.access.InventoryTenant, tenant); other != nil {
		return meaning, other
	}
	if signedIn := c.SignIn.TenantID; c.Flow == connector.AuthorizationCode && signedIn != "" && !strings.EqualFold(signedIn, tenant.ID) {
		return meaning, connector.NewError(connector.Message{ID: "check.other-tenant", Data: connector.Data{"Tenant": org.DisplayName}}, nil)
	}
	data := connector.Data{"Tenant": org.DisplayName, "Domain": tenant.DefaultDomain}
	return connector.Message{ID: "check.passed.organization", Data: data}, nil
}

func (t *tester) users(ctx context.Context) (meaning connector.Message, err error) {
	if err := users.TryFirst(ctx, t.graph); err != nil {
		return meaning, err
	}
	t.step.late = "check.late.count"
	n, err := users.Count(ctx, t.graph)
	switch {
	case ctx.Err() != nil:
		return meaning, &warning{ctx.Err()} // what is essential has come
	case err != nil:
		return connector.Message{ID: "check.passed.users"}, nil // their number is not essential
	}
	return connector.Message{ID: "check.passed.counted-users", Data: connector.Data{"Count": n}}, nil
}

func (t *tester) licenses(ctx context.Context) (connector.Message, error) {
	licenses, _, err := readLicenses(ctx, t.graph)
	return connector.Message{ID: "check.passed.licenses", Data: connector.Data{"Count": len(licenses)}}, err
}

// errNotRun says that there is nothing to check.
var errNotRun = errors.New("not run")
