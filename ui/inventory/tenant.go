package inventory

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
)

// tenantFilter chooses one of the imported tenants, or all.
type tenantFilter struct {
	session   *session.Session
	list      *widgets.Select
	published []app.Published
	names     sync.Map // what the tenants are called, by connection; also asked beside the window, by an export
	// seen says of which publishes the lists have been read.
	seen map[string]time.Time
	// wanted is the connection that was asked for before its tenant was known.
	wanted string
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

// choose chooses the tenant of a connection, all for none, and reports whether it is known by now.
func (f *tenantFilter) choose(connection string) bool {
	if connection == "" {
		f.list.SetSelected(lang.L("All tenants"))
		return true
	}
	called, options := f.called(), []string{lang.L("All tenants")}
	for i, p := range f.published {
		options = append(options, format.Distinct(options, called[i]))
		if p.Connection == connection {
			f.list.SetSelected(options[len(options)-1])
			return true
		}
	}
	f.wanted = connection
	return false
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
		called := f.called()
		for i, p := range published {
			f.names.Store(p.Connection, called[i])
			options = append(options, format.Distinct(options, called[i]))
		}
		f.list.SetOptions(options)
		if wanted := f.wanted; wanted != "" {
			f.wanted = ""
			if f.choose(wanted) {
				defer f.list.OnChanged("")
			}
		}
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

// called is what the tenants are called: two of one name are told apart by their domains, and one that was imported twice by the
// connections; an inventory that is kept of a deleted connection has its own name.
func (f *tenantFilter) called() []string {
	kept := map[string]string{}
	for _, k := range f.session.Beacon.Kept() {
		kept[k.ID] = k.Name
	}
	times := map[string]int{}
	var tenants []connector.Tenant
	for _, p := range f.published {
		times[strings.ToLower(p.Tenant.ID)]++
		tenants = append(tenants, p.Tenant)
	}
	nameOf := page.TenantNames(tenants)
	names := make([]string, len(f.published))
	for i, p := range f.published {
		names[i] = nameOf(p.Tenant)
		if name, is := kept[p.Connection]; is {
			names[i] = lang.L("Kept: {{.Name}}", map[string]any{"Name": name})
		} else if times[strings.ToLower(p.Tenant.ID)] > 1 {
			names[i] += " · " + f.connectionName(p.Connection)
		}
	}
	return names
}

// connectionName is what a connection or a kept inventory is called.
func (f *tenantFilter) connectionName(id string) string {
	if e, known := f.session.Beacon.Entry(id); known {
		return e.Connection.Name
	}
	for _, k := range f.session.Beacon.Kept() {
		if k.ID == id {
			return k.Name
		}
	}
	return id
}

// named is what the tenant of a connection is called.
func (f *tenantFilter) named(connection string) string {
	name, _ := f.names.Load(connection)
	text, _ := name.(string)
	return text
}

// twice says which tenants are counted more than once in what is listed; nothing when none is.
func (f *tenantFilter) twice() string {
	if len(f.selected()) > 0 {
		return ""
	}
	through, names := map[string][]string{}, map[string]string{}
	for _, p := range f.published {
		id := strings.ToLower(p.Tenant.ID)
		names[id] = p.Tenant.DisplayName
		through[id] = append(through[id], f.connectionName(p.Connection))
	}
	var texts []string
	for id, connections := range through {
		if id != "" && len(connections) > 1 {
			texts = append(texts, lang.L("{{.Tenant}} counts more than once, through {{.Connections}}", map[string]any{
				"Tenant": names[id], "Connections": strings.Join(connections, ", "),
			}))
		}
	}
	slices.Sort(texts)
	return strings.Join(texts, " · ")
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
