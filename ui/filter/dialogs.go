package filter

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/lists"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/grid"
)

func problemText(err error) string {
	advice := message.Explain(err)
	return strings.TrimSpace(advice.Message + " " + advice.Action)
}

// valueProblem says what is wrong with the value of a column, which is called as in the list.
func valueProblem(err error, column string) string {
	var wrong *lists.FilterError
	if !errors.As(err, &wrong) {
		return problemText(err)
	}
	m := wrong.Message()
	expected, known := m.Data["Expected"].(connector.Message)
	if m.ID != "filter.value" || !known {
		return problemText(err)
	}
	return lang.L("{{.Column}} takes {{.Expected}}.", map[string]any{"Column": column, "Expected": message.Text(expected)})
}

// askText asks for the whole filter as it is typed on the console. What has been entered elsewhere is part of it, and as little lost.
func (b *Bar) askText(entered ...lists.FilterCondition) {
	text := form.NewMultiLineEntry(3)
	text.SetValue(b.conditions.String())
	text.SetPlaceHolder(lang.L("department = \"Sales\" and enabled = yes"))
	form := form.New(form.NewRow("text", lang.L("Filter"), text).
		WithHint(lang.L("Write conditions such as country = FR, with the word and between them. They compare by =, !=, ~ for contains, <, >, and in (FR, DE) for one of several.")))
	d := dialog.New(b.session.Window, lang.L("Filter as Text"), form)
	d.SetActions(widgets.NewPrimaryButton(lang.L("Apply"), func() {
		conditions, err := b.list.ParseFilter(text.Text)
		if err != nil {
			form.SetProblem("text", problemText(err))
			d.Relayout()
			form.FocusFirstProblem()
			return
		}
		d.Close()
		b.Set(conditions)
	}), widgets.NewButton(lang.L("Cancel"), nil))
	d.SetWidth(640)
	d.Guard(form)
	d.Show()
	text.SetValue(append(slices.Clone(b.conditions), entered...).String())
}

// ShowGroups counts the rows of the list by a column that is chosen. A group that is
// opened becomes a condition.
func (b *Bar) ShowGroups(column string) {
	var names, titles []string
	for _, name := range b.list.Groupings() {
		if name != "id" && name != "skuId" {
			names, titles = append(names, name), append(titles, b.title(name))
		}
	}
	g := grid.New(grid.Column{ID: "value", Title: lang.L("Value"), Width: 320, MinWidth: 200, Stretch: 1},
		grid.Column{ID: "count", Title: lang.L("Rows"), Width: 100, AlignRight: true})
	var groups []lists.Group
	var by string
	choice := form.NewSelect(titles, nil)
	d := dialog.New(b.session.Window, lang.L("Group By"), dialog.NewAround(10, g, 320, choice, g))
	conditionOf := func(row int) (lists.FilterCondition, bool) {
		if row < 0 || row >= len(groups) {
			return lists.FilterCondition{}, false
		}
		return b.list.GroupCondition(by, groups[row])
	}
	open := func(row int) {
		if c, known := conditionOf(row); known {
			d.Close()
			b.Set(append(append(lists.FilterExpression{}, b.conditions...), c))
		}
	}
	g.OnActivate = open
	show := widgets.NewButton(lang.L("Show These Rows"), func() { open(g.Selected()) })
	follow := func(row int) {
		if _, known := conditionOf(row); known {
			show.Enable()
		} else {
			show.Disable()
		}
	}
	g.OnSelected = follow
	ctx, cancel := context.WithCancel(b.session.Context())
	d.OnClosed = cancel
	read := 0
	choice.OnChanged = func(string) {
		read++
		this, q := read, b.Query()
		q.GroupBy, q.Sort, q.Columns = names[max(0, choice.SelectedIndex())], "", nil
		groups = nil
		g.Await()
		follow(-1)
		session.Go(b.session, ctx, func(ctx context.Context) ([]lists.Group, error) { return b.session.Inventory().Groups(ctx, q) },
			func(found []lists.Group, err error) {
				switch {
				case this != read || ctx.Err() != nil:
					return
				case err != nil:
					b.session.FailReading(g, lang.L("The list could not be read"), err)
					return
				}
				groups, by = found, q.GroupBy
				g.SetEmpty(lang.L("Nothing found"), "", nil)
				g.SetData(b.groupRows(by, found))
				follow(g.Selected())
			})
	}
	first := firstOf(names, column, "department", "kind", "application")
	choice.SetSelected(titles[first])
	choice.OnChanged(titles[first])
	d.SetActions(show, widgets.NewButton(lang.L("Close"), nil))
	d.SetWidth(564)
	d.Show()
}

// firstOf is the place of the first one of some names among others, and 0 where there is none of them.
func firstOf(names []string, wanted ...string) int {
	for _, w := range wanted {
		if i := slices.Index(names, w); i >= 0 {
			return i
		}
	}
	return 0
}

func (b *Bar) groupRows(by string, groups []lists.Group) grid.Rows {
	rows := make(grid.Rows, len(groups))
	for i, g := range groups {
		value := grid.Muted(lang.L("(nothing)"))
		switch v := g.Value.(type) {
		case string:
			value = grid.Text(b.list.ValueText(by, v))
		case bool:
			value = grid.Text(b.list.ValueText(by, map[bool]string{true: "yes", false: "no"}[v]))
		case int64:
			value = page.Number(v)
		case float64:
			value = grid.Cell{Text: strconv.FormatFloat(v, 'f', -1, 64), Value: v}
		case connector.Date:
			value = page.DayOrNone(v)
		}
		rows[i] = []grid.Cell{value, page.Number(g.Count)}
	}
	return rows
}
