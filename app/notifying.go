package app

import (
	"context"
	"fmt"
	"io"

	"inventorybeacon/app/export"
	"inventorybeacon/app/lists"
	"inventorybeacon/app/message"
	"inventorybeacon/app/notify"
	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
)

// newNotifier returns what writes to people, of an opened program.
func (b *Beacon) newNotifier(o Options) *notify.Notifier {
	return notify.New(notify.Options{
		Store: b.store, Log: o.Logger, Now: o.Now, Place: o.Place, Entries: b.Entries, Reporter: reporter{b}, Roots: o.Roots,
		Active:   func() bool { return b.SchedulerState().Active },
		Overview: func(ctx context.Context) (inventory.Overview, error) { return b.Reader.Overview(ctx, nil, 0) },
		State:    b.overviewState,
	})
}

// overviewState is what an overview depends on besides the day: what was published, and what
// people have entered since.
func (b *Beacon) overviewState(ctx context.Context) (any, error) {
	published, err := b.Published(ctx)
	return [2]any{fmt.Sprint(published), b.Version()}, err
}

// mostRecommendations is how many rows the list of a report has: mail servers refuse large
// attachments.
const mostRecommendations = 10_000

// reporter writes the parts of the report.
type reporter struct{ beacon *Beacon }

// WriteOverviewPage implements [notify.Reporter].
func (r reporter) WriteOverviewPage(ctx context.Context, w io.Writer) error {
	return r.beacon.WriteOverview(ctx, w, nil, 0)
}

// WriteReclaimList implements [notify.Reporter].
func (r reporter) WriteReclaimList(ctx context.Context, w io.Writer, format string) error {
	if format == notify.AttachCSV {
		if _, err := io.WriteString(w, export.ByteOrderMark); err != nil {
			return err
		}
	}
	_, err := r.beacon.WriteList(ctx, w, export.Format(format), lists.Query{
		List: lists.Reclaim, Columns: append(lists.Reclaim.Usual(), lists.TenantColumn), Limit: mostRecommendations,
	})
	return err
}

// Headlines implements [notify.Reporter].
func (r reporter) Headlines(ctx context.Context) (lines []string, err error) {
	o, err := r.beacon.Overview(ctx, nil, 0)
	if err != nil {
		return nil, err
	}
	add := func(id string, data connector.Data) {
		lines = append(lines, message.Text(connector.Message{ID: id, Data: data}))
	}
	var purchased, assigned, unused, over int64
	for _, l := range o.Licenses {
		if l.Kind == Paid {
			purchased, assigned, unused = purchased+l.Purchased, assigned+l.Assigned, unused+l.Units().Unused
		}
		if l.Available < 0 {
			over++
		}
	}
	add("notify.note.users", connector.Data{"Users": o.Users.Total, "Licensed": o.Users.Licensed})
	add("notify.note.units", connector.Data{"Purchased": purchased, "Assigned": assigned, "Unused": unused})
	for _, currency := range o.Sums.Currencies() {
		s := o.Sums[currency]
		add("notify.note.spend", connector.Data{"Spent": message.Money(s.Spent, currency), "Unused": message.Money(s.Unused, currency)})
	}
	if over > 0 {
		add("notify.note.over-assigned", connector.Data{"Count": over})
	}
	all, _, err := r.beacon.Reclaim.Sums(ctx, ReclaimQuery{}, ByReason)
	if err != nil {
		return nil, fmt.Errorf("reading what can be taken back: %w", err)
	}
	add("notify.note.reclaim", connector.Data{"Count": all.Count})
	if len(o.Renewals) > 0 {
		first := o.Renewals[0]
		add("notify.note.renewals", connector.Data{"Count": len(o.Renewals), "Days": RenewalDays, "Day": first.Day, "License": first.Product})
	}
	return lines, nil
}
