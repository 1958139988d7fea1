package filter

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/lists"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/menu"
)

// showViews opens the menu of views: those of this list, and what can be done with them.
func (b *Bar) showViews() {
	session.Go(b.session, b.session.Context(), b.session.Beacon.History.Views, func(all []lists.View, err error) {
		if err != nil {
			b.session.Fail(lang.L("The views could not be read"), err)
			return
		}
		var commands []menu.Command
		var own []lists.View
		for _, v := range all {
			if v.List == string(b.list) {
				own = append(own, v)
				commands = append(commands, menu.Command{Text: v.Name, Action: func() { b.Open(v) }})
			}
		}
		if len(commands) > 0 {
			commands = append(commands, menu.Command{})
		}
		some := func() bool { return len(own) > 0 }
		commands = append(commands,
			menu.Command{Text: lang.L("Save View..."), Action: b.saveView},
			menu.Command{Text: lang.L("Delete View..."), Action: func() { b.deleteView(own) }, Enabled: some},
			menu.Command{Text: lang.L("Automatic Exports..."), Action: func() { b.showExports(own) }, Enabled: func() bool { return len(all) > 0 }})
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b.views)
		menu.ShowCommands(b.session.Window.Canvas(), at.AddXY(0, b.views.Size().Height), commands...)
	})
}

// Open has the list show what a view has kept, and names it.
func (b *Bar) Open(v lists.View) {
	conditions, err := b.list.ParseFilter(v.Filter)
	if err != nil { // an older program may have had another column
		b.session.Fail(v.Name, err)
		return
	}
	restore := b.remember()
	if b.shown != nil && b.shown.restore != nil { // before that one
		restore = b.shown.restore
	}
	b.arrange(v)
	b.Apply(v)
	b.conditions = conditions
	b.name(b.now(v.Name), restore)
	b.Set(conditions)
	if b.group != nil && v.GroupBy != "" {
		b.ShowGroups(v.GroupBy)
	}
}

// saveView keeps what the list shows now under a name, by which it is then named.
func (b *Bar) saveView() {
	name := form.NewEntry()
	if b.shown != nil {
		name.SetText(b.shown.view.Name)
	}
	form := form.New(form.NewRow("name", lang.L("Name"), name).
		WithHint(lang.L("Keeps filter, search, columns, order and groups. A view of that name is replaced.")))
	d := dialog.New(b.session.Window, lang.L("Save View"), form)
	d.SetActions(widgets.NewPrimaryButton(lang.L("Save"), func() {
		v := b.now(strings.TrimSpace(name.Text))
		b.session.Check(d, func(ctx context.Context) error { return b.session.Beacon.SaveView(ctx, v) }, func(err error) {
			if err != nil {
				form.SetProblem("name", problemText(err))
				d.Relayout()
				form.FocusFirstProblem()
				return
			}
			d.Close()
			b.saved(v)
		})
	}), widgets.NewButton(lang.L("Cancel"), nil))
	d.SetWidth(560)
	d.Show()
}

// saved names the view that was saved of what is shown.
func (b *Bar) saved(v lists.View) {
	var restore func()
	if b.shown != nil {
		restore = b.shown.restore
	}
	b.name(v, restore)
	b.show()
	b.Grown()
}

// deleteView asks which view is deleted.
func (b *Bar) deleteView(views []lists.View) {
	names := make([]string, len(views))
	for i, v := range views {
		names[i] = v.Name
	}
	choice := form.NewSelect(names, nil)
	choice.SetSelected(names[0])
	if b.shown != nil {
		if known := lists.KnownViewName(b.shown.view.Name, views); slices.Contains(names, known) {
			choice.SetSelected(known)
		}
	}
	form := form.New(form.NewRow("view", lang.L("View"), choice).WithHint(lang.L("It is no longer written after imports either.")))
	d := dialog.New(b.session.Window, lang.L("Delete View"), form)
	d.SetActions(widgets.NewPrimaryButton(lang.L("Delete"), func() {
		d.Close()
		chosen := choice.Selected()
		b.session.Do(lang.L("The view could not be deleted"), func(ctx context.Context) error {
			return b.session.Beacon.History.DeleteView(ctx, chosen)
		}, func() { b.deleted(chosen) })
	}), widgets.NewButton(lang.L("Cancel"), nil))
	d.SetWidth(420)
	d.Show()
}

// deleted names a view no longer that there is no longer.
func (b *Bar) deleted(name string) {
	if b.shown != nil && lists.KnownViewName(b.shown.view.Name, []lists.View{{Name: name}}) == name {
		b.shown = nil
		b.show()
		b.Grown()
	}
}
