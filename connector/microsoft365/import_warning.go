package microsoft365

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/entra"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/report"
)

// warn warns about what an error has prevented.
func (im *importer) warn(id string, err error) {
	im.log.Warn(id, "error", err)
	cause := explained(err)
	im.warnOnce(connector.Message{ID: id, Data: connector.Data{"Cause": cause, "Remedy": cause.Action()}})
}

// warnReport warns about a report that could not be read. Reports that fail for
// the account's role fail together and are one warning.
func (im *importer) warnReport(kind report.Kind, err error) {
	im.log.Warn("usage report", "report", kind.Name(), "error", err)
	m, ok := connector.MessageOf(err)
	if !ok {
		m = connector.Message{ID: "import.report", Data: connector.Data{"Report": kind.Name()}}
	}
	im.warnOnce(m)
}

// copilotError says of what refuses the report on Copilot because it is not known there
// that this is so: national clouds and some tenants do not have it.
func copilotError(err error) error {
	var refused *graph.StatusError
	if errors.As(err, &refused) &&
		slices.Contains([]int{http.StatusBadRequest, http.StatusNotFound, http.StatusNotImplemented}, refused.Status) {
		return connector.NewError(connector.Message{ID: "report.no-copilot", Data: connector.Data{"Status": connector.Digits(refused.Status)}},
			err)
	}
	return err
}

// undatedShare is the part of the assignments of licenses that may be without a day before
// that is a warning: one in so many.
const undatedShare = 20

// warnUndated warns when Graph has left out of many assignments since when they are, which it
// does now and then (microsoft-graph-docs#9636): nothing is then certain of them.
func (im *importer) warnUndated(undated, all int64) {
	if undated*undatedShare > all {
		im.warnOnce(connector.Message{ID: "users.undated", Data: connector.Data{"Undated": undated, "All": all}})
	}
}

// warnOnce gives a warning once, whatever it has for Microsoft's support.
func (im *importer) warnOnce(m connector.Message) {
	m.Reference = ""
	im.mu.Lock()
	again := im.warned[m.String()]
	if im.warned == nil {
		im.warned = map[string]bool{}
	}
	im.warned[m.String()] = true
	im.mu.Unlock()
	if !again {
		im.observer.Warn(m)
	}
}

// markedSink remembers the sink's own failure, which ends an import, and so
// tells it from a report's, which does not.
type markedSink struct {
	connector.Sink
	err error
}

func (m *markedSink) mark(err error) error {
	if err != nil {
		m.err = err
	}
	return err
}

func (m *markedSink) failed(err error) bool { return m.err != nil && errors.Is(err, m.err) }

func (m *markedSink) Usage(ctx context.Context, stream string, rows []connector.Usage) error {
	return m.mark(m.Sink.Usage(ctx, stream, rows))
}

func (m *markedSink) Activations(ctx context.Context, stream string, rows []connector.Activation) error {
	return m.mark(m.Sink.Activations(ctx, stream, rows))
}

func (m *markedSink) Restart(ctx context.Context, stream string) error {
	return m.mark(m.Sink.Restart(ctx, stream))
}

// skippable reports whether an error concerns only what an import can do without: the
// subscriptions, the names of groups, each of the usage reports. Whatever keeps
// them from being read is a warning, and what was known of them stays; but for a
// token that is refused, without which nothing else is read either, and for an
// import that ends, whose parts fail with another part's error.
func skippable(ctx context.Context, err error) bool {
	var (
		refusedToken *entra.TokenError
		notSignedIn  *entra.NotSignedInError
		notKept      *entra.KeepError
		refused      *graph.StatusError
	)
	switch {
	case err == nil, ctx.Err() != nil:
		return false
	case errors.As(err, &refusedToken), errors.As(err, &notSignedIn), errors.As(err, &notKept):
		return false
	default:
		return !errors.As(err, &refused) || refused.Status != http.StatusUnauthorized || refused.Download
	}
}
