package publish

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// HeldBackError means that an import was not published because it would take away
// more than it may. [Import.Hold] keeps it for somebody to decide.
type HeldBackError struct{ connector.HeldBack }

// Error implements error.
func (e *HeldBackError) Error() string {
	return e.Message().String()
}

// MissingUsersError means that an import has received fewer different users than
// the system counts.
type MissingUsersError struct{ Received, Least int64 }

// Error implements error.
func (e *MissingUsersError) Error() string {
	return fmt.Sprintf("%d different users came, at least %d are counted", e.Received, e.Least)
}

// Message implements [connector.Explained].
func (e *MissingUsersError) Message() connector.Message {
	return connector.Message{ID: "publish.missing-users", Data: connector.Data{"Count": e.Received, "Least": e.Least}}
}

// Guard has Publish hold the import back when it would take away more than share
// percent, or all, of any kind of record. The first import of a connection and one
// that replaces another tenant's inventory are not held back.
func (imp *Import) Guard(share int) { imp.guard = &guard{share: share} }

// guard finds out what a publish takes away.
type guard struct {
	share    int
	licenses map[string]string // part numbers of the licenses of before, by SKU id
	holders  map[string]int64  // of before, by SKU id; nil when assignments are not lost
	reports  map[string]int64  // rows of before, by stream
	records  []connector.LostRecord
}

// noteLicenses notes the licenses that there are, before they are replaced.
func (p *publishing) noteLicenses(ctx context.Context) error {
	if p.guard == nil || p.replaces {
		return nil
	}
	all, err := sqlite.Collect(ctx, p.conn, func(pair *[2]string) []any { return []any{&pair[0], &pair[1]} },
		"SELECT k.id, k.part_number FROM main.license AS l JOIN main.sku AS k USING (sku) WHERE l.source = ?", p.source)
	*p.guard = guard{share: p.guard.share, licenses: map[string]string{}, reports: map[string]int64{}}
	for _, pair := range all {
		p.guard.licenses[pair[0]] = pair[1]
	}
	return errors.Join(err, p.noteReports(ctx))
}

// noteReports notes how many rows each report has had.
func (p *publishing) noteReports(ctx context.Context) error {
	type counted struct {
		stream string
		rows   int64
	}
	all, err := sqlite.Collect(ctx, p.conn, func(c *counted) []any { return []any{&c.stream, &c.rows} },
		"SELECT stream, rows FROM main.report_join WHERE source = ?", p.source)
	for _, c := range all {
		p.guard.reports[c.stream] = c.rows
	}
	return err
}

// noteLosses lists what is lost beyond the share, while it is still there.
func (p *publishing) noteLosses(ctx context.Context) error {
	if p.Least > p.counts.Users.Total {
		return &MissingUsersError{Received: p.counts.Users.Total, Least: p.Least}
	}
	g := p.guard
	if g == nil || p.replaces {
		return nil
	}
	held, losses := false, p.losses()
	for _, loss := range losses {
		held = held || loss.Beyond(g.share)
	}
	// Of one that is held back everything is listed that would go.
	for _, loss := range losses {
		if !held || loss.Gone() <= 0 {
			continue
		}
		var err error
		switch loss.Of {
		case connector.UserRecords:
			err = p.noteUsers(ctx)
		case connector.LicenseRecords:
			p.noteLostLicenses()
		case connector.AssignmentRecords:
			g.holders, err = p.holders(ctx)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// losses are what the import takes away of each kind of record, as far as known.
func (p *publishing) losses() []connector.Loss {
	c := p.counts
	var losses []connector.Loss
	for _, kind := range []struct {
		of    connector.Records
		count connector.Count
	}{
		{connector.UserRecords, c.Users},
		{connector.LicenseRecords, c.Licenses},
		{connector.AssignmentRecords, c.Assignments},
		{connector.UsageRecords, c.Usage},
	} {
		losses = append(losses, connector.Loss{
			Of: kind.of, Before: kind.count.Total - kind.count.Added + kind.count.Removed, After: kind.count.Total,
			Removed: kind.count.Removed,
		})
	}
	last := &losses[len(losses)-1]
	for _, loss := range p.reportLosses() {
		if loss.After*max(last.Before, 1) < last.After*loss.Before {
			*last = loss // a report that is short does not show in what all tell together
		}
	}
	return losses
}

// reportLosses are what the import takes away of the rows of each report.
func (p *publishing) reportLosses() []connector.Loss {
	var losses []connector.Loss
	for i, stream := range reportStreams {
		before := p.guard.reports[stream]
		if before == 0 || !p.Reported(stream) {
			continue // what was not received stays
		}
		after := p.Reports[stream].Rows
		if p.activity != nil {
			after = p.joins[i].rows
		}
		losses = append(losses, connector.Loss{Of: connector.UsageRecords, Before: before, After: after, Removed: max(before-after, 0)})
	}
	return losses
}

func (p *publishing) noteUsers(ctx context.Context) error {
	users, err := sqlite.Collect(ctx, p.conn,
		func(r *connector.LostRecord) []any { r.Of = connector.UserRecords; return []any{&r.Name, &r.Detail} },
		`SELECT display_name, user_principal_name FROM main.user
		WHERE uid IN (SELECT uid FROM staging.gone) ORDER BY display_name, uid LIMIT ?`, connector.MostListed)
	p.guard.records = append(p.guard.records, users...)
	return err
}

func (p *publishing) noteLostLicenses() {
	still := map[string]bool{}
	for _, l := range p.Licenses.Rows {
		still[l.SKUID] = true
	}
	for _, id := range slices.Sorted(maps.Keys(p.guard.licenses)) {
		if !still[id] {
			p.guard.records = append(p.guard.records,
				connector.LostRecord{Of: connector.LicenseRecords, Name: p.guard.licenses[id], Detail: id})
		}
	}
}

// holders counts who holds each license, by SKU id.
func (p *publishing) holders(ctx context.Context) (map[string]int64, error) {
	type held struct {
		id    string
		users int64
	}
	all, err := sqlite.Collect(ctx, p.conn, func(h *held) []any { return []any{&h.id, &h.users} },
		`SELECT k.id, sum(h.users) FROM (SELECT licensing, count(*) AS users FROM main.holding WHERE `+tables.OfSource("uid")+`
			GROUP BY licensing) AS h
		JOIN main.assignment AS a USING (licensing) JOIN main.sku AS k USING (sku) GROUP BY k.id`, p.source)
	holders := make(map[string]int64, len(all))
	for _, h := range all {
		holders[h.id] = h.users
	}
	return holders, err
}

func orderOf(of connector.Records) int {
	return slices.Index([]connector.Records{connector.LicenseRecords, connector.AssignmentRecords, connector.UserRecords}, of)
}

// guardLosses returns a [HeldBackError] when the import takes away more than it may.
func (p *publishing) guardLosses(ctx context.Context) error {
	g := p.guard
	if g == nil || p.replaces {
		return nil
	}
	held, beyond := connector.HeldBack{Share: g.share}, false
	for _, loss := range p.losses() {
		beyond = beyond || loss.Beyond(g.share)
		if loss.Gone() > 0 {
			held.Losses = append(held.Losses, loss)
		}
	}
	if !beyond {
		return nil
	}
	if g.holders != nil {
		after, err := p.holders(ctx)
		if err != nil {
			return err
		}
		for _, id := range slices.Sorted(maps.Keys(g.holders)) {
			if before := g.holders[id]; after[id] < before {
				name := strings.TrimSpace(p.Product(id, g.licenses[id]))
				g.records = append(g.records, connector.LostRecord{
					Of: connector.AssignmentRecords, Name: name, Before: before, After: after[id],
				})
			}
		}
	}
	// The few that stand for many come first.
	slices.SortStableFunc(g.records, func(a, b connector.LostRecord) int { return cmp.Compare(orderOf(a.Of), orderOf(b.Of)) })
	held.Records = g.records
	return &HeldBackError{held}
}
