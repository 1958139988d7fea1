package changes

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/connector"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/widgets/form"
)

// choices choose the changes that are listed: by tenant, event, time and words.
type choices struct {
	tenant *form.Select
	event  *form.Select
	time   *page.Period
	search *form.SearchEntry

	changed func()
	tenants []string // ids, in the order of the choice
	wanted  string   // the tenant that is chosen once it is known
}

func newChoices(changed func()) *choices {
	ask := func(string) { changed() }
	f := &choices{changed: changed}
	f.tenant = form.NewSelect([]string{lang.L("All tenants")}, ask)
	f.tenant.Hide()
	events := []string{lang.L("All events")}
	for _, event := range connector.Events() {
		events = append(events, lists.EventText(event))
	}
	f.event = form.NewSelect(events, ask)
	f.time = page.NewPeriod([]int{7, 30, 90}, ask).WithImports()
	f.search = form.NewSearchEntry(lang.L("Search user or license"), ask)
	f.choose()
	return f
}

func (f *choices) row() []page.Filter {
	return []page.Filter{
		{Object: f.tenant, Width: 170, Least: 110},
		{Object: f.event, Width: 180, Least: 120},
		{Object: f.time.Select, Width: 106, Least: 106},
		{Object: f.search, Width: 220, Least: 120},
	}
}

// choose chooses all changes.
func (f *choices) choose() {
	f.tenant.SetSelected(lang.L("All tenants"))
	f.event.SetSelected(lang.L("All events"))
	f.time.Choose()
}

// again returns what chooses again what is chosen now.
func (f *choices) again() (choose func()) {
	tenant, event, period, search := f.tenant.Selected(), f.event.Selected(), f.time.Selected(), f.search.Text
	return func() {
		f.tenant.SetSelected(tenant)
		f.event.SetSelected(event)
		f.time.SetSelected(period)
		f.search.SetValue(search)
	}
}

// chooseTenant chooses the changes of a tenant, also before it is known which there are.
func (f *choices) chooseTenant(id string) {
	f.wanted = id
	at := slices.IndexFunc(f.tenants, func(known string) bool { return strings.EqualFold(known, id) })
	if at >= 0 {
		f.tenant.SetSelected(f.tenant.Option(at + 1))
		f.wanted = ""
	}
}

// clear shows all changes.
func (f *choices) clear() {
	f.choose()
	f.search.Clear()
	f.changed()
}

// chooses reports whether anything is left out.
func (f *choices) chooses() bool {
	return f.tenant.SelectedIndex() > 0 || f.event.SelectedIndex() > 0 || f.time.SelectedIndex() > 0 || f.search.Text != ""
}

// query is what is chosen, on the day of now.
func (f *choices) query(now time.Time) app.ChangeQuery {
	q := app.ChangeQuery{Search: f.search.Text}
	if i := f.tenant.SelectedIndex() - 1; i >= 0 && i < len(f.tenants) {
		q.Tenants = []string{f.tenants[i]}
	}
	if i := f.event.SelectedIndex() - 1; i >= 0 {
		q.Event = connector.Events()[i]
	}
	q.Since = f.time.Since(now)
	if _, before := f.time.Days(); before != "" {
		q.Filter = lists.FilterExpression{{Property: columnTime, Operator: lists.FilterBefore, Values: []string{before}}}
	}
	return q
}

// offer has one of the tenants chosen, where there are several.
func (f *choices) offer(tenants []app.HistoryTenant) {
	options := []string{lang.L("All tenants")}
	f.tenants = f.tenants[:0]
	for _, t := range tenants {
		f.tenants = append(f.tenants, t.ID)
		options = append(options, format.Distinct(options, t.Name))
	}
	f.tenant.SetOptions(options)
	if f.wanted != "" {
		f.chooseTenant(f.wanted)
		defer f.changed()
	}
	if f.tenant.SelectedIndex() < 0 {
		f.tenant.SetSelected(options[0])
		f.changed()
	}
	if len(tenants) > 1 {
		f.tenant.Show()
	} else {
		f.tenant.Hide()
	}
}
