package filter

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/lists"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
)

// ask asks for another condition.
func (b *Bar) ask() {
	b.askFor(lang.L("Add"), nil, func(entered lists.FilterExpression) { b.Set(append(slices.Clone(b.conditions), entered...)) })
}

// edit asks for what a condition is to be instead.
func (b *Bar) edit(at int) {
	comma := func(value string) bool { return strings.Contains(value, ",") }
	if values := b.conditions[at].Values; len(values) > 1 && slices.ContainsFunc(values, comma) {
		b.askText() // the field of several values goes by their commas
		return
	}
	b.askFor(lang.L("Change"), &b.conditions[at], func(entered lists.FilterExpression) {
		b.Set(slices.Replace(slices.Clone(b.conditions), at, at+1, entered...))
		b.session.Window.Canvas().Focus(b.add)
	})
}

// askFor asks for a condition, which begins as a given one if there is one.
func (b *Bar) askFor(accept string, given *lists.FilterCondition, use func(entered lists.FilterExpression)) {
	ctx, cancel := context.WithCancel(b.session.Context())
	c := newConditionForm(b.list, b.title)
	c.values = newValues(ctx, b.session, b.list, b.Query().Connections, c.typed)
	if given != nil {
		c.set(*given)
	}
	c.follow()
	d := dialog.New(b.session.Window, lang.L("Filter"), dialog.NewAround(8, c.values.grid, valuesHeight, c.form, c.values.grid))
	d.SetExtras(widgets.NewButton(lang.L("As Text..."), func() {
		d.Close()
		if entered := c.entered(); given == nil && c.form.Edited() && len(entered.Values) > 0 {
			b.askText(entered)
		} else {
			b.askText()
		}
	}))
	apply := func() {
		parsed, err := c.parsed()
		if err != nil {
			c.say(err)
			d.Relayout()
			c.form.FocusFirstProblem()
			return
		}
		d.Close()
		use(parsed)
	}
	c.values.grid.OnActivate = func(int) { apply() }
	d.SetActions(widgets.NewPrimaryButton(accept, apply), widgets.NewButton(lang.L("Cancel"), nil))
	d.OnClosed = cancel
	d.SetWidth(600)
	c.form.Settle()
	if given != nil {
		d.SetFocus(c.field())
	}
	d.Show()
}
