package page

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
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/form"
)

// TenantFilter chooses one of the imported tenants, or all.
type TenantFilter struct {
	session *session.Session
	// Select is what pages show.
	Select    *form.Select
	published []app.Published
	names     sync.Map // what the tenants are called, by connection; also asked beside the window, by an export
	// seen says of which publishes the lists have been read, and version of which inventory.
	seen    map[string]time.Time
	version int
	reads   int // so many were begun; the last one counts
	// all is the choice of all tenants, other that of the other inventory, this computer's or the central database; empty where there
	// is none.
	all, other string
	// wanted is the connection that was asked for before its tenant was known.
	wanted string
	// OnRead is called when the tenants have been read.
	OnRead func()
}

// NewTenantFilter makes the choice, which is hidden until several are known; changed is called when another one is chosen.
func NewTenantFilter(s *session.Session, changed func()) *TenantFilter {
	f := &TenantFilter{session: s, seen: map[string]time.Time{}}
	f.all = lang.L("All tenants")
	f.Select = form.NewSelect([]string{f.all}, func(chosen string) {
		if chosen == f.other && chosen != "" {
			f.lookElsewhere()
			return
		}
		changed()
	})
	f.Select.SetSelected(f.all)
	f.Select.Hide()
	return f
}

// Choose chooses the tenant of a connection, all for none, and reports whether it is known by now.
func (f *TenantFilter) Choose(connection string) bool {
	if connection == "" {
		f.Select.SetSelected(f.all)
		return true
	}
	called, options := f.called(), []string{f.all}
	for i, p := range f.published {
		options = append(options, format.Distinct(options, called[i]))
		if p.Connection == connection {
			f.Select.SetSelected(options[len(options)-1])
			return true
		}
	}
	f.wanted = connection
	return false
}

// Unchanged reports whether nothing was published or forgotten since the last refresh.
func (f *TenantFilter) Unchanged() bool {
	last := f.session.Beacon.LastPublished()
	if len(last) != len(f.seen) || f.version != f.session.InventoryVersion() {
		return false
	}
	for id, at := range last {
		if !f.seen[id].Equal(at) {
			return false
		}
	}
	return true
}

// Refresh reads which tenants there are. The choice is offered when there are
// several.
func (f *TenantFilter) Refresh() {
	f.seen, f.version = f.session.Beacon.LastPublished(), f.session.InventoryVersion()
	f.reads++
	read := f.reads
	type known struct {
		published []app.Published
		central   bool
	}
	session.Go(f.session, f.session.Context(), func(ctx context.Context) (k known, err error) {
		if k.published, err = f.session.Inventory().Published(ctx); err != nil {
			return k, err
		}
		_, k.central, err = f.session.Beacon.CentralSettings.Get(ctx)
		return k, err
	}, func(k known, err error) {
		if read != f.reads {
			return // another inventory is looked at, or the same one anew
		}
		if err != nil {
			f.seen = nil // to be read again
			f.session.Fail(lang.L("The tenants could not be read"), err)
			return
		}
		published := k.published
		f.published = published
		defer f.OnRead()
		f.nameChoices(k.central)
		options := []string{f.all}
		called := f.called()
		for i, p := range published {
			f.names.Store(p.Connection, called[i])
			options = append(options, format.Distinct(options, called[i]))
		}
		if f.other != "" {
			options = append(options, f.other)
		}
		f.Select.SetOptions(options)
		if wanted := f.wanted; wanted != "" {
			f.wanted = ""
			if f.Choose(wanted) {
				defer f.Select.OnChanged("")
			}
		}
		if f.Select.SelectedIndex() < 0 {
			f.Select.SetSelected(options[0])
		}
		if len(published) > 1 || f.other != "" {
			f.Select.Show()
		} else {
			f.Select.Hide()
		}
	})
}

// nameChoices names what is chosen besides a tenant.
func (f *TenantFilter) nameChoices(central bool) {
	switch {
	case f.session.AtCentral():
		f.all, f.other = lang.L("Central: all tenants"), lang.L("This computer")
	case central:
		f.all, f.other = lang.L("All tenants"), lang.L("Central database")
	default:
		f.all, f.other = lang.L("All tenants"), ""
	}
}

// lookElsewhere has all pages read the other inventory.
func (f *TenantFilter) lookElsewhere() {
	f.Select.SetSelected(f.all)
	if f.session.AtCentral() {
		f.session.LookHere()
	} else {
		f.session.LookAtCentral()
	}
}

// called is what the tenants are called: two of one name are told apart by their domains, and one that was imported twice by the
// connections; an inventory that is kept of a deleted connection has its own name.
func (f *TenantFilter) called() []string {
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
	nameOf := TenantNames(tenants)
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
func (f *TenantFilter) connectionName(id string) string {
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

// Named is what the tenant of a connection is called.
func (f *TenantFilter) Named(connection string) string {
	name, _ := f.names.Load(connection)
	text, _ := name.(string)
	return text
}

// Twice says which tenants were imported through several connections, so that what is listed is of one; nothing when none was.
func (f *TenantFilter) Twice() string {
	if len(f.Chosen()) > 0 {
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
			texts = append(texts, lang.L("{{.Tenant}} is imported through {{.Connections}}: only the newest import counts", map[string]any{
				"Tenant": names[id], "Connections": strings.Join(connections, ", "),
			}))
		}
	}
	slices.Sort(texts)
	return strings.Join(texts, " · ")
}

// Footer adds to what a footer says which of the parts are older than the import, and that the central database is looked at.
func (f *TenantFilter) Footer(text string, status theme.Status, parts app.Part) (string, theme.Status) {
	source, outdated := f.session.SourceText()
	if source != "" {
		text += " · " + source
	}
	older := f.older(parts)
	if older != "" {
		text += " · " + older
	}
	if outdated || older != "" {
		status = theme.StatusWarning
	}
	return text, status
}

// older says which of the parts are older than the import of the chosen tenants, and
// of which day they are; nothing when none is.
func (f *TenantFilter) older(parts app.Part) string {
	var texts []string
	chosen := f.Select.SelectedIndex() - 1
	for i, p := range f.published {
		if chosen >= 0 && chosen != i {
			continue
		}
		for _, o := range app.OlderParts(p, parts) {
			texts = append(texts,
				lang.L("{{.Part}} of {{.Day}}, older than the import", map[string]any{"Part": lang.L(o.Name), "Day": o.Day().String()}))
		}
	}
	slices.Sort(texts)
	return strings.Join(slices.Compact(texts), " · ")
}

// Chosen returns the connection of the chosen tenant; none means all.
func (f *TenantFilter) Chosen() []string {
	if i := f.Select.SelectedIndex() - 1; i >= 0 && i < len(f.published) {
		return []string{f.published[i].Connection}
	}
	return nil
}

// Published are the imported tenants, once they have been read.
func (f *TenantFilter) Published() []app.Published { return f.published }
