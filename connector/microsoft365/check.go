package microsoft365

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/entra"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/network"
	"inventorybeacon/connector/microsoft365/internal/users"
)

// Test implements [connector.Source]: it tries what an import needs, one thing
// after another. When something fails without which nothing else can work, it
// ends there.
func (s *Source) Test(ctx context.Context, a connector.Access, report func(connector.Check)) {
	s.testAt(ctx, a, report, network.InteractiveBudget, checkLimit)
}

func (s *Source) testAt(ctx context.Context, a connector.Access, report func(connector.Check), b network.Budget, limit time.Duration) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	t := &tester{source: s, access: a, report: report, limit: limit}
	if err := t.open(b); err != nil {
		report(checkOf("Network", true, "", err))
		return
	}
	defer t.client.CloseIdleConnections()
	for _, step := range t.steps() {
		meaning, err := t.try(ctx, step)
		if errors.Is(err, errNotRun) {
			continue
		}
		if ctx.Err() != nil {
			err = connector.Advise("The test was canceled.", "")
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
func checkOf(name string, required bool, meaning string, err error) connector.Check {
	c := connector.Check{Name: name, Result: connector.CheckPassed, Optional: !required, Meaning: meaning}
	if err == nil {
		return c
	}
	c.Result = connector.CheckWarning
	if required && !isWarning(err) {
		c.Result = connector.CheckFailed
	}
	c.Meaning = err.Error()
	if advice, ok := connector.AdviceOf(err); ok {
		c.Meaning, c.Advice, c.Reference = advice.Message, advice.Action, advice.Reference
	}
	return c
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
	limit   time.Duration
	client  *http.Client
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
	name     string
	required bool
	// asks is what is asked for, as in "graph.microsoft.com did not answer for the
	// list of users"; empty where nothing is.
	asks string
	run  func(ctx context.Context) (meaning string, err error)
}

func (t *tester) steps() []step {
	return []step{
		{"Network", true, "to a first request", t.network},
		{"TLS", true, "", t.tls},
		{"Clock", false, "", t.clock},
		t.credential(),
		{"Token", true, "for an access token", t.token},
		{"Account", false, "", t.account},
		{"Permissions", false, "for an access token", t.permissions},
		{"Organization", true, "for the organization", t.organization},
		{"Users", true, "for the list of users", t.users},
		{"Licenses", true, "for the list of licenses", t.licenses},
		{"Usage reports", false, "for a usage report", t.reports},
		{"Names in reports", false, "for the users named in a report", t.names},
	}
}

func (t *tester) organization(ctx context.Context) (string, error) {
	org, err := t.graph.Organization(ctx)
	if err != nil {
		return "", err
	}
	tenant, c := org.Tenant(), t.access.Connection
	if had := t.access.InventoryTenant; had.ID != "" && !strings.EqualFold(had.ID, tenant.ID) {
		return "", &connector.OtherTenantError{
			Connection: c.Name, Had: had, Got: tenant, Unattended: c.Flow == connector.ClientCredentials,
		}
	}
	if signedIn := c.SignIn.TenantID; c.Flow == connector.AuthorizationCode && signedIn != "" && !strings.EqualFold(signedIn, tenant.ID) {
		return "", connector.Advise(
			fmt.Sprintf("The token belongs to %s, which is not the tenant of the sign-in.", org.DisplayName),
			"Sign in again with Generate..., with an account of the tenant that is to be read.",
		)
	}
	return fmt.Sprintf("%s (%s).", org.DisplayName, tenant.DefaultDomain), nil
}

func (t *tester) users(ctx context.Context) (string, error) {
	if err := users.TryFirst(ctx, t.graph); err != nil {
		return "", err
	}
	t.step.asks = "for the number of users"
	n, err := users.Count(ctx, t.graph)
	switch {
	case ctx.Err() != nil:
		return "", &warning{ctx.Err()} // what is essential has come
	case err != nil:
		return "Users can be read.", nil // their number is not essential
	}
	return fmt.Sprintf("%s can be read.", plural(int(n), "user")), nil
}

func (t *tester) licenses(ctx context.Context) (string, error) {
	licenses, err := readLicenses(ctx, t.graph)
	return fmt.Sprintf("%s can be read.", plural(len(licenses), "license")), err
}

// errNotRun says that there is nothing to check.
var errNotRun = errors.New("not run")
