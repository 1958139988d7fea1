package inventory

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
)

// tenantFilter chooses one of the imported tenants, or all.
type tenantFilter struct {
	session   *session.Session
	list      *widgets.Select
	published []app.Published
	// seen says of which publishes the lists have been read.
	seen map[string]time.Time
	// read is called when published has been read.
	read func()
}

func newTenantFilter(s *session.Session, changed func()) *tenantFilter {
	f := &tenantFilter{session: s, seen: map[string]time.Time{}}
	f.list = widgets.NewSelect([]string{lang.L("All tenants")}, func(string) { changed() })
	f.list.SetSelected(lang.L("All tenants"))
	f.list.Hide()
	return f
}

// unchanged reports whether nothing was published or forgotten since the last refresh.
func (f *tenantFilter) unchanged() bool {
	last := f.session.Beacon.LastPublished()
	if len(last) != len(f.seen) {
		return false
	}
	for id, at := range last {
		if !f.seen[id].Equal(at) {
			return false
		}
	}
	return true
}

// refresh reads which tenants there are. The choice is offered when there are
// several.
func (f *tenantFilter) refresh() {
	f.seen = f.session.Beacon.LastPublished()
	session.Go(f.session, f.session.Context(), func(ctx context.Context) ([]app.Published, error) {
		return f.session.Beacon.Published(ctx)
	}, func(published []app.Published, err error) {
		if err != nil {
			f.session.Fail(lang.L("The tenants could not be read"), err)
			return
		}
		f.published = published
		defer f.read()
		options := []string{lang.L("All tenants")}
		for _, p := range published {
			options = append(options, format.Distinct(options, f.nameOf(p)))
		}
		f.list.SetOptions(options)
		if f.list.SelectedIndex() < 0 {
			f.list.SetSelected(options[0])
		}
		if len(published) > 1 {
			f.list.Show()
		} else {
			f.list.Hide()
		}
	})
}

// nameOf is the name of a tenant or, where that is kept of a deleted connection, the
// name of the kept inventory.
func (f *tenantFilter) nameOf(p app.Published) string {
	for _, k := range f.session.Beacon.Kept() {
		if k.ID == p.Connection {
			return lang.L("Kept: {{.Name}}", map[string]any{"Name": k.Name})
		}
	}
	return p.Tenant.DisplayName
}

// older says which of the parts are older than the import of the chosen tenants, and
// of which day they are; nothing when none is.
func (f *tenantFilter) older(parts app.Part) string {
	var texts []string
	chosen := f.list.SelectedIndex() - 1
	for i, p := range f.published {
		if chosen >= 0 && chosen != i {
			continue
		}
		for _, o := range app.OlderParts(p, parts) {
			texts = append(texts, lang.L("{{.Part}} of {{.Day}}, older than the import", map[string]any{"Part": lang.L(o.Name), "Day": o.Day().String()}))
		}
	}
	slices.Sort(texts)
	return strings.Join(slices.Compact(texts), " · ")
}

// selected returns the connection of the chosen tenant; none means all.
func (f *tenantFilter) selected() []string {
	if i := f.list.SelectedIndex() - 1; i >= 0 && i < len(f.published) {
		return []string{f.published[i].Connection}
	}
	return nil
}
