// Package filter is the bar above a list: its conditions, groups, views and their exports.
package filter

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"inventorybeacon/app/lists"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
)

// Bar stands above a list: what it is filtered by, a condition a button that changes
// it with a cross that takes it off, and what adds conditions, groups the rows and keeps all of it as a view.
type Bar struct {
	session *session.Session
	list    lists.List
	rows    *page.List
	columns Columns
	// Query is what is asked for above the list and by the bar, Change has the list show something else.
	Query  func() lists.Query
	Change func()
	// Choices returns what chooses again what is chosen above the list now; Apply chooses there what a view has kept.
	Choices func() (choose func())
	Apply   func(v lists.View)
	// ShowAll takes off whatever narrows the list, above it and in the bar.
	ShowAll func()
	// Grown has the page laid out anew: the conditions may take more lines than before.
	Grown func()
	// Row is what the window shows.
	Row *fyne.Container

	conditions        lists.FilterExpression
	shown             *shown // nil while no view is
	saidChanged       bool   // of that view
	add, group, views *widgets.Button
	elsewhere         bool // the first two stand beside other things that choose rows
}

// New makes the bar of a list, of which columns says what the window's are called. Grouped is set
// where the bar groups the rows, and not the list itself.
func New(s *session.Session, list lists.List, rows *page.List, columns Columns, grouped bool) *Bar {
	b := &Bar{session: s, list: list, rows: rows, columns: columns}
	rows.OnArranged = b.Follow
	b.add = widgets.NewButton(lang.L("Filter..."), b.ask)
	if grouped {
		b.group = widgets.NewButton(lang.L("Group By..."), func() { b.ShowGroups("") })
	}
	b.views = widgets.NewButton(lang.L("Views"), b.showViews)
	b.Row = container.New(layout.NewRowWrapLayoutWithCustomPadding(4, 4))
	b.show()
	return b
}

// Buttons are what adds conditions and groups the rows, for a list that stands within a page: they stand beside what else chooses rows
// there, and the bar has the conditions alone. Such a list keeps no views.
func (b *Bar) Buttons() []*widgets.Button {
	b.views, b.elsewhere = nil, true
	b.show()
	return slices.DeleteFunc([]*widgets.Button{b.add, b.group}, func(button *widgets.Button) bool { return button == nil })
}

// Conditions are what the list is filtered by.
func (b *Bar) Conditions() lists.FilterExpression { return b.conditions }

// Clear takes all conditions off with the view that is named, and leaves it to the caller to show what there is then.
func (b *Bar) Clear() {
	b.conditions, b.shown = nil, nil
	b.show()
	b.Grown()
}

// Set filters by other conditions.
func (b *Bar) Set(conditions lists.FilterExpression) {
	b.conditions = conditions
	b.show()
	b.Grown()
	b.Change()
}

// show draws the conditions, and which view is shown.
func (b *Bar) show() {
	b.Row.Objects = nil
	if !b.elsewhere {
		b.Row.Objects = append(b.Row.Objects, b.add)
		if b.group != nil {
			b.Row.Objects = append(b.Row.Objects, b.group)
		}
		b.Row.Objects = append(b.Row.Objects, b.views)
	}
	if b.shown != nil {
		b.Row.Objects = append(b.Row.Objects, b.viewChip())
	}
	for i, c := range b.conditions {
		text := b.conditionText(c)
		takeOff := lang.L("Take off: {{.Condition}}", map[string]any{"Condition": text})
		chip := widgets.NewChip(shortened(text), func() { b.edit(i) }, takeOff, func() { b.remove(i) })
		chip.SetTooltip(lang.L("Change: {{.Condition}}", map[string]any{"Condition": text}))
		b.Row.Objects = append(b.Row.Objects, chip)
	}
	if len(b.conditions) > 1 {
		b.Row.Objects = append(b.Row.Objects, widgets.NewButton(lang.L("Show All"), b.ShowAll))
	}
	b.Row.Refresh()
}

// longestChip is how many characters of a condition are shown; the rest is in its tooltip.
const longestChip = 60

func shortened(text string) string {
	if runes := []rune(text); len(runes) > longestChip {
		return string(runes[:longestChip-1]) + "…"
	}
	return text
}

// remove takes a condition off. The focus stays in the bar.
func (b *Bar) remove(at int) {
	b.Set(slices.Delete(slices.Clone(b.conditions), at, at+1))
	b.session.Window.Canvas().Focus(b.add)
}
