package microsoft365

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/report"
	"inventorybeacon/connector/microsoft365/internal/users"
	"inventorybeacon/connector/network"
	"inventorybeacon/connector/panics"
)

const (
	// importTimeLimit ends an import that has lost its way. A million users take
	// about an hour at the speed at which Graph has been seen to answer.
	importTimeLimit = 4 * time.Hour
	// reportPeriod is the longest period of a usage report: 180 days.
	reportPeriod = "D180"
)

// Import implements [connector.Source]. It redeems the token before anything
// else, so that a rotated one is kept whatever happens then, reads the
// organization, and then everything else side by side.
func (s *Source) Import(ctx context.Context, a connector.Access, sink connector.Sink, observer connector.Observer) error {
	if err := demonstrationRuns(ctx, a.Connection); err != nil {
		return err
	}
	return s.importWithin(ctx, a, sink, observer, network.PatientBudget, importTimeLimit)
}

func (s *Source) importWithin(parent context.Context, a connector.Access, sink connector.Sink, observer connector.Observer,
	b network.Budget, limit time.Duration,
) error {
	ctx, cancel := context.WithTimeoutCause(parent, limit, timeLimit(limit))
	defer cancel()
	client, err := network.NewClient(a, s.entra.Roots)
	if err != nil {
		return err
	}
	defer client.CloseIdleConnections()
	tokens := s.entra.NewTokenSource(a, client, b)
	tokens.Note = observer.Note
	g, err := graph.New(a.Connection, client, tokens, b)
	if err != nil {
		return err
	}
	g.Log, g.Note, g.BetaReports = s.log, observer.Note, s.betaReports(a.Connection)
	im := &importer{
		graph: g, sink: sink, observer: observer, log: s.log, sideBySideFrom: users.SideBySideFrom,
		inventory: a.InventoryTenant, inventoryUsers: a.InventoryUsers, today: connector.DateOf(s.entra.Now()),
	}
	err = im.run(ctx)
	switch {
	case err == nil:
		return nil
	case parent.Err() != nil:
		return context.Cause(parent)
	case ctx.Err() != nil:
		return context.Cause(ctx)
	default:
		return err
	}
}

// timeLimit is why an import is ended that takes longer than limit.
func timeLimit(limit time.Duration) error {
	return connector.NewError(connector.Message{ID: "import.time-limit", Data: connector.Data{"Hours": int(limit.Hours())}}, nil)
}

// betaReports reports whether the connection's cloud has usage reports only in the
// beta version of Graph.
func (s *Source) betaReports(c connector.Connection) bool {
	return slices.ContainsFunc(s.clouds, func(cloud connector.Cloud) bool { return cloud.ID == c.Cloud && cloud.BetaReports })
}

// importer is one import on its way.
type importer struct {
	graph    *graph.Client
	sink     connector.Sink
	observer connector.Observer
	log      *slog.Logger
	// sideBySideFrom is from how many users on they are read side by side.
	sideBySideFrom int64
	// inventory is the tenant of which the connection has an inventory, with so many users.
	inventory      connector.Tenant
	inventoryUsers int64
	today          connector.Date

	mu sync.Mutex
	// warned are the warnings given so far: three reports that fail for one
	// reason give one.
	warned map[string]bool
	// copilotHeld says that there are licenses for Copilot which somebody has,
	// copilotMissing why its report could not be read.
	copilotHeld    bool
	copilotMissing func()
}

func (im *importer) run(ctx context.Context) error {
	im.observer.Progress(connector.Progress{Phase: connector.PhaseSignIn})
	if _, err := im.graph.Tokens.Token(ctx); err != nil {
		return err
	}
	im.finish(connector.PhaseSignIn, 1)
	tenant, total, err := im.organizationAndSize(ctx)
	if err != nil {
		return err
	}
	side, ctx := panics.WithContext(ctx)
	side.Go(func() error { return im.licenses(ctx) })
	side.Go(func() error { return im.groups(ctx) })
	side.Go(func() error { return im.users(ctx, tenant, total) })
	side.Go(func() error { return im.usage(ctx) })
	if err := side.Wait(); err != nil {
		return err
	}
	if im.copilotHeld && im.copilotMissing != nil {
		im.copilotMissing()
	}
	return nil
}

// note tells how many records of a kind came.
func (im *importer) note(id string, count int64) {
	im.observer.Note(connector.Message{ID: id, Data: connector.Data{"Count": count}})
}

func (im *importer) finish(phase connector.Phase, done int64) {
	im.observer.Progress(connector.Progress{Phase: phase, Done: done, Total: done, Finished: true})
}

// organizationAndSize returns the tenant's id and the number of its users, -1 when
// that is unknown; with it the import can do more side by side.
func (im *importer) organizationAndSize(ctx context.Context) (tenant string, total int64, err error) {
	total = -1
	both, bothCtx := panics.WithContext(ctx)
	both.Go(func() error {
		tenant, err = im.organization(bothCtx)
		return err
	})
	both.Go(func() error {
		n, err := users.CountSoon(bothCtx, im.graph)
		if err != nil {
			im.log.Debug("the number of users is unknown", "error", err)
			return nil
		}
		total = n
		return nil
	})
	if err := both.Wait(); err != nil {
		return "", 0, err
	}
	return tenant, total, nil
}

// organization returns the tenant's id.
func (im *importer) organization(ctx context.Context) (string, error) {
	im.observer.Progress(connector.Progress{Phase: connector.PhaseOrganization})
	org, err := im.graph.Organization(ctx)
	if err != nil {
		return "", err
	}
	tenant := org.Tenant()
	if err := im.sink.Tenant(ctx, tenant); err != nil {
		return "", err
	}
	im.observer.Note(connector.Message{ID: "import.note.organization", Data: connector.Data{
		"Tenant": org.DisplayName, "Count": len(org.VerifiedDomains),
	}})
	im.finish(connector.PhaseOrganization, 1)
	return tenant.ID, nil
}

func (im *importer) licenses(ctx context.Context) error {
	im.observer.Progress(connector.Progress{Phase: connector.PhaseLicenses})
	licenses, warnings, err := readLicenses(ctx, im.graph)
	if err != nil {
		return err
	}
	for _, warning := range warnings {
		im.warnOnce(warning)
	}
	if err := im.sink.Licenses(ctx, licenses); err != nil {
		return err
	}
	im.note("import.note.licenses", int64(len(licenses)))
	im.copilotHeld = slices.ContainsFunc(licenses, func(l connector.License) bool {
		return (l.Assigned > 0 || l.UnitsUnknown) &&
			slices.ContainsFunc(l.ServicePlans, func(p connector.ServicePlan) bool { return connector.IsCopilotPlan(p.Name) })
	})
	if err := im.subscriptions(ctx); err != nil {
		return err
	}
	im.finish(connector.PhaseLicenses, int64(len(licenses)))
	return nil
}

// subscriptions reads the purchases, without whose dates of renewal an import goes on.
func (im *importer) subscriptions(ctx context.Context) error {
	subscriptions, err := readSubscriptions(ctx, im.graph)
	if skippable(ctx, err) {
		im.warn("import.subscriptions", err)
		return nil
	}
	if err != nil {
		return err
	}
	im.note("import.note.subscriptions", int64(len(subscriptions)))
	return im.sink.Subscriptions(ctx, subscriptions)
}

// groups reads the names of the groups that users have licenses from.
func (im *importer) groups(ctx context.Context) error {
	groups, err := readGroups(ctx, im.graph)
	if skippable(ctx, err) {
		im.warn("import.groups", err)
		return nil
	}
	if err != nil {
		return err
	}
	return im.sink.Groups(ctx, groups)
}

// usage reads the usage reports side by side. What goes wrong with a report is
// a warning: users and licenses are imported all the same.
func (im *importer) usage(ctx context.Context) error {
	if im.graph.BetaReports {
		im.observer.Note(connector.Message{ID: "import.note.beta-reports"})
	}
	var rows atomic.Int64
	progress := func(more int64) {
		im.observer.Progress(connector.Progress{Phase: connector.PhaseUsage, Done: rows.Add(more)})
	}
	progress(0)
	side, ctx := panics.WithContext(ctx)
	for _, kind := range report.Kinds(reportPeriod) {
		side.Go(func() error {
			sink := &markedSink{Sink: im.sink}
			err := report.Read(ctx, im.graph, kind, sink, im.today, progress)
			switch {
			case err == nil:
			case sink.failed(err) || !skippable(ctx, err):
				return err
			case kind.Name() == connector.ReportName(connector.StreamCopilot):
				// Whoever has no Copilot misses nothing, and the licenses may not be read yet.
				im.copilotMissing = func() { im.warnReport(kind, copilotError(err)) }
			default:
				im.warnReport(kind, err)
			}
			return nil
		})
	}
	if err := side.Wait(); err != nil {
		return err
	}
	im.note("import.note.usage", rows.Load())
	im.finish(connector.PhaseUsage, rows.Load())
	return nil
}

// users reads the users, of which Graph has counted total before, -1 when it could not.
func (im *importer) users(ctx context.Context, tenant string, total int64) error {
	reader := users.New(im.graph, im.sink, tenant, func(rows, earlier int64) {
		im.observer.Progress(connector.Progress{Phase: connector.PhaseUsers, Done: rows, Earlier: earlier, Total: max(total, 0)})
	})
	reader.Log, reader.Note, reader.Warn, reader.SideBySideFrom = im.log, im.observer.Note, im.warnOnce, im.sideBySideFrom
	if strings.EqualFold(im.inventory.ID, tenant) {
		reader.Before = im.inventoryUsers
	}
	if err := reader.Read(ctx, total); err != nil {
		return err
	}
	if err := im.sink.Counted(ctx, reader.Least()); err != nil {
		return err
	}
	im.warnUndated(reader.Undated, reader.Assignments)
	im.note("import.note.users", reader.Rows)
	im.observer.Progress(connector.Progress{
		Phase: connector.PhaseUsers, Done: reader.Rows, Earlier: reader.Earlier, Total: reader.Rows, Finished: true,
	})
	return nil
}
