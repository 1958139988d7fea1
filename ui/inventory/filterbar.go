package inventory

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"inventorybeacon/app/lists"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
)

// filterBar stands above a list: what it is filtered by, a condition a button that takes
// it off, and what adds conditions, groups the rows and keeps all of it as a view.
type filterBar struct {
	session *session.Session
	list    lists.List
	titles  func(property string) string
	// Query is what the list shows now, change has it show something else.
	query  func() lists.Query
	change func()
	// grown has the page laid out anew: the conditions may take more lines than before.
	grown func()
	apply func(v lists.View)

	conditions lists.FilterExpression
	row        *fyne.Container
	add, group *widgets.Button
	views      *widgets.Button
}

func newFilterBar(s *session.Session, list lists.List, titles func(string) string) *filterBar {
	b := &filterBar{session: s, list: list, titles: titles}
	b.add = widgets.NewButton(lang.L("Filter..."), func() { b.ask(lists.FilterCondition{}) })
	b.group = widgets.NewButton(lang.L("Group by..."), func() { b.showGroups("") })
	b.views = widgets.NewButton(lang.L("Views"), b.showViews)
	b.row = container.New(layout.NewRowWrapLayoutWithCustomPadding(4, 4))
	b.show()
	return b
}

// set filters by other conditions.
func (b *filterBar) set(conditions lists.FilterExpression) {
	b.conditions = conditions
	b.show()
	b.grown()
	b.change()
}

// show draws the conditions.
func (b *filterBar) show() {
	b.row.Objects = []fyne.CanvasObject{b.add, b.group, b.views}
	for i, c := range b.conditions {
		text := conditionText(b.list, b.titles, c)
		chip := widgets.NewButton(shortened(text)+"  ×", func() { b.remove(i) })
		chip.SetTooltip(lang.L("Take off: {{.Condition}}", map[string]any{"Condition": text}))
		b.row.Objects = append(b.row.Objects, chip)
	}
	if len(b.conditions) > 1 {
		b.row.Objects = append(b.row.Objects, widgets.NewButton(lang.L("Show all"), func() { b.set(nil) }))
	}
	b.row.Refresh()
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
func (b *filterBar) remove(at int) {
	b.set(slices.Delete(slices.Clone(b.conditions), at, at+1))
	b.session.Window.Canvas().Focus(b.add)
}

// ask asks for another condition.
func (b *filterBar) ask(begin lists.FilterCondition) {
	properties := b.list.Properties()
	var names, titles []string
	for _, p := range properties {
		names, titles = append(names, p.Name), append(titles, b.titles(p.Name))
	}
	value := widgets.NewEntry()
	var operators *widgets.Select
	chosen := func(s *widgets.Select) lists.FilterProperty { return properties[max(0, s.SelectedIndex())] }
	var property *widgets.Select
	property = widgets.NewSelect(titles, func(string) {
		p := chosen(property)
		var texts []string
		for _, o := range p.Kind.Operators() {
			texts = append(texts, operatorText(p, o))
		}
		operators.SetOptions(texts)
		operators.SetSelected(texts[0])
		value.SetPlaceHolder(valueHint(p))
	})
	operators = widgets.NewSelect(nil, nil)
	form := widgets.NewForm(
		widgets.NewRow("property", lang.L("Column"), property), widgets.NewRow("operator", lang.L("Comparison"), operators),
		widgets.NewRow("value", lang.L("Value"), value).WithHint(lang.L("Leave it empty to find the rows that have none. For \"is one of\", put commas between the values.")),
	)
	first := firstOf(names, begin.Property, "displayName", "product", "application", "userPrincipalName")
	property.SetSelected(titles[first])
	property.OnChanged(titles[first])
	entered := func() lists.FilterCondition {
		p := chosen(property)
		return conditionOf(p, p.Kind.Operators()[max(0, operators.SelectedIndex())], value.Text)
	}
	d := widgets.NewDialog(b.session.Window, lang.L("Filter"), form)
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
		b.set(append(slices.Clone(b.conditions), parsed...))
	}), widgets.NewButton(lang.L("Cancel"), nil))
	d.SetWidth(520)
	d.Guard(form)
	d.Show()
}
