package microsoft365

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"inventorybeacon/connector"
)

// Test implements [connector.Source]: it tries what an import needs, one thing
// after another. When something fails without which nothing else can work, it
// ends there.
func (s *Source) Test(ctx context.Context, a connector.Access, report func(connector.Check)) {
	s.testAt(ctx, a, report, checkPace)
}

func (s *Source) testAt(ctx context.Context, a connector.Access, report func(connector.Check), p pace) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	client, err := s.httpClient(a)
	if err != nil {
		report(checkOf("Network", true, "", err))
		return
	}
	defer client.CloseIdleConnections()
	session := s.newSession(a)
	defer session.close()
	session.pace.tries = min(session.pace.tries, p.tries)
	g, err := newGraph(a.Connection.GraphEndpoint, client, session, p)
	if err != nil {
		report(checkOf("Network", true, "", err))
		return
	}
	g.log = s.log
	t := &tester{source: s, access: a, graph: g, session: session}
	for _, step := range t.steps() {
		meaning, err := step.run(ctx)
		if errors.Is(err, errNotRun) {
			continue
		}
		if refused := (*GraphError)(nil); errors.As(err, &refused) {
			refused.Unattended = a.Connection.Flow == connector.ClientCredentials
		}
		if ctx.Err() != nil {
			err = &finding{"The test was canceled.", ""}
			step.required = true
		}
		report(checkOf(step.name, step.required, meaning, err))
		if err != nil && step.required && !isCaution(err) {
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
	if required && !isCaution(err) {
		c.Result = connector.CheckFailed
	}
	c.Meaning = err.Error()
	if advice, ok := connector.AdviceOf(err); ok {
		c.Meaning, c.Advice, c.Reference = advice.Message, advice.Action, advice.Reference
	}
	return c
}

// finding is something that a check has found and that is no failed request.
type finding struct{ message, action string }

func (f *finding) Error() string { return f.message }

// Advice implements [connector.Advised].
func (f *finding) Advice() connector.Advice {
	return connector.Advice{Message: f.message, Action: f.action}
}

// caution is a finding of a required check that keeps nothing from working yet.
type caution struct{ error }

func (c *caution) Unwrap() error { return c.error }

func isCaution(err error) bool {
	var c *caution
	return errors.As(err, &c)
}

// tester runs the checks of one test.
type tester struct {
	source  *Source
	access  connector.Access
	graph   *graph
	session *session
	probes  []probe
	// report is the usage report that was read; nil when it could not be.
	report *reportReader
}

type step struct {
	name     string
	required bool
	run      func(ctx context.Context) (meaning string, err error)
}

func (t *tester) steps() []step {
	steps := []step{
		{"Network", true, t.network},
		{"TLS", true, t.tls},
		{"Clock", false, t.clock},
		t.credential(),
		{"Token", true, t.token},
		{"Account", false, t.account},
		{"Permissions", false, t.permissions},
		{"Organization", true, t.organization},
		{"Users", true, t.users},
		{"Licenses", true, t.licenses},
	}
	if t.source.offersReports(t.access.Connection) {
		steps = append(steps, step{"Usage reports", false, t.reports}, step{"Names in reports", false, t.names})
	}
	return steps
}

func (t *tester) organization(ctx context.Context) (string, error) {
	org, err := t.graph.organization(ctx)
	if err != nil {
		return "", err
	}
	tenant, c := org.tenant(), t.access.Connection
	if had := t.access.InventoryTenant; had.ID != "" && !strings.EqualFold(had.ID, tenant.ID) {
		return "", &connector.OtherTenantError{
			Connection: c.Name, Had: had, Got: tenant, Unattended: c.Flow == connector.ClientCredentials,
		}
	}
	if signedIn := c.SignIn.TenantID; signedIn != "" && !strings.EqualFold(signedIn, tenant.ID) {
		return "", &finding{
			fmt.Sprintf("The token belongs to %s, which is not the tenant of the sign-in.", org.DisplayName),
			"Sign in again with Generate..., with an account of the tenant that is to be read.",
		}
	}
	return fmt.Sprintf("%s (%s).", org.DisplayName, tenant.DefaultDomain), nil
}

func (t *tester) users(ctx context.Context) (string, error) {
	first := request{address: t.graph.address(userListing{}.resource(1))}
	if err := t.graph.get(ctx, first, func(resp *http.Response) error { return new(userPage).read(resp, 0) }); err != nil {
		return "", err
	}
	n, err := t.graph.countUsers(ctx, userListing{})
	if err != nil {
		return "Users can be read.", ctx.Err() // their number is not essential
	}
	return fmt.Sprintf("%s can be read.", plural(int(n), "user")), nil
}

func (t *tester) licenses(ctx context.Context) (string, error) {
	licenses, err := t.graph.licenses(ctx)
	return fmt.Sprintf("%s can be read.", plural(len(licenses), "license")), err
}

// errNotRun says that there is nothing to check.
var errNotRun = errors.New("not run")

// errEnough ends the reading of a report that has shown what it was read for.
var errEnough = errors.New("enough rows")

// reports reads the beginning of a report, as far as it takes to see whether it
// names the users.
func (t *tester) reports(ctx context.Context) (string, error) {
	const enough = 200
	reader := &reportReader{graph: t.graph, kind: activeUsers("D7"), sink: restartOnly{}, progress: func(int64) {}}
	reader.kind.rows = func(context.Context, connector.Sink) (func([]string) error, func() error) {
		look := func([]string) error {
			if reader.named > 0 || reader.rows >= enough {
				return errEnough
			}
			return nil
		}
		return look, func() error { return nil }
	}
	if err := reader.once(ctx); err != nil && !errors.Is(err, errEnough) {
		return "", err
	}
	t.report = reader
	return "The usage reports can be read.", nil
}

// names looks at what reports has read.
func (t *tester) names(context.Context) (string, error) {
	switch {
	case t.report == nil:
		return "", errNotRun
	case t.report.concealed():
		w := concealedNames()
		return "", &finding{w.Message, w.Advice}
	case t.report.rows == 0:
		return "The usage reports have no rows yet.", nil
	default:
		return "The usage reports name the users.", nil
	}
}

// restartOnly is the sink of a report of which nothing is kept.
type restartOnly struct{ connector.Sink }

func (restartOnly) Restart(context.Context, string) error { return nil }
