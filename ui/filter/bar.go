// Package filter is the bar above a list: its conditions, groups, views and their exports.
package filter

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"inventorybeacon/app/lists"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/form"
)

// Bar stands above a list: what it is filtered by, a condition a button that takes
// it off, and what adds conditions, groups the rows and keeps all of it as a view.
type Bar struct {
	session *session.Session
	list    lists.List
	titles  func(property string) string
	// Query is what the list shows now, Change has it show something else.
	Query  func() lists.Query
	Change func()
	// Grown has the page laid out anew: the conditions may take more lines than before.
	Grown func()
	// Apply chooses what a view has kept besides its conditions.
	Apply func(v lists.View)
	// Row is what the window shows.
	Row *fyne.Container

	conditions        lists.FilterExpression
	add, group, views *widgets.Button
}

// New makes the bar of a list, of which titles says what the properties are called. Grouped is set
// where the bar groups the rows, and not the list itself.
func New(s *session.Session, list lists.List, titles func(property string) string, grouped bool) *Bar {
	b := &Bar{session: s, list: list, titles: titles}
	b.add = widgets.NewButton(lang.L("Filter..."), func() { b.ask(lists.FilterCondition{}) })
	if grouped {
		b.group = widgets.NewButton(lang.L("Group by..."), func() { b.ShowGroups("") })
	}
	b.views = widgets.NewButton(lang.L("Views"), b.showViews)
	b.Row = container.New(layout.NewRowWrapLayoutWithCustomPadding(4, 4))
	b.show()
	return b
}

// Conditions are what the list is filtered by.
func (b *Bar) Conditions() lists.FilterExpression { return b.conditions }

// Clear takes all conditions off, and leaves it to the caller to show what there is then.
func (b *Bar) Clear() {
	b.conditions = nil
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

// show draws the conditions.
func (b *Bar) show() {
	b.Row.Objects = []fyne.CanvasObject{b.add}
	if b.group != nil {
		b.Row.Objects = append(b.Row.Objects, b.group)
	}
	b.Row.Objects = append(b.Row.Objects, b.views)
	for i, c := range b.conditions {
		text := conditionText(b.list, b.titles, c)
		chip := widgets.NewButton(shortened(text)+"  ×", func() { b.remove(i) })
		chip.SetTooltip(lang.L("Take off: {{.Condition}}", map[string]any{"Condition": text}))
		b.Row.Objects = append(b.Row.Objects, chip)
	}
	if len(b.conditions) > 1 {
		b.Row.Objects = append(b.Row.Objects, widgets.NewButton(lang.L("Show all"), func() { b.Set(nil) }))
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

// ask asks for another condition.
func (b *Bar) ask(begin lists.FilterCondition) {
	properties := b.list.Properties()
	var names, titles []string
	for _, p := range properties {
		names, titles = append(names, p.Name), append(titles, b.titles(p.Name))
	}
	value := form.NewEntry()
	var operators *form.Select
	chosen := func(s *form.Select) lists.FilterProperty { return properties[max(0, s.SelectedIndex())] }
	var property *form.Select
	property = form.NewSelect(titles, func(string) {
		p := chosen(property)
		var texts []string
		for _, o := range p.Kind.Operators() {
			texts = append(texts, operatorText(p, o))
		}
		operators.SetOptions(texts)
		operators.SetSelected(texts[0])
		value.SetPlaceHolder(valueHint(p))
	})
	operators = form.NewSelect(nil, nil)
	form := form.New(
		form.NewRow("property", lang.L("Column"), property), form.NewRow("operator", lang.L("Comparison"), operators),
		form.NewRow("value", lang.L("Value"), value).WithHint(lang.L("Leave it empty to find the rows that have none. For \"is one of\", put commas between the values.")),
	)
	first := firstOf(names, begin.Property, "displayName", "product", "application", "userPrincipalName")
	property.SetSelected(titles[first])
	property.OnChanged(titles[first])
	entered := func() lists.FilterCondition {
		p := chosen(property)
		return conditionOf(p, p.Kind.Operators()[max(0, operators.SelectedIndex())], value.Text)
	}
	d := dialog.New(b.session.Window, lang.L("Filter"), form)
	d.SetExtras(widgets.NewButton(lang.L("As text..."), func() {
		d.Close()
		if form.Edited() {
			b.askText(entered())
		} else {
			b.askText()
		}
	}))
	d.SetActions(widgets.NewPrimaryButton(lang.L("Add"), func() {
		parsed, err := b.list.ParseFilter(lists.FilterExpression{entered()}.String())
		if err != nil {
			form.SetProblem("value", valueProblem(err, b.titles(chosen(property).Name)))
			d.Relayout()
			form.FocusFirstProblem()
			return
		}
		d.Close()
		b.Set(append(slices.Clone(b.conditions), parsed...))
	}), widgets.NewButton(lang.L("Cancel"), nil))
	d.SetWidth(520)
	d.Guard(form)
	d.Show()
}
