package filter

import (
	"context"
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
			menu.Command{Text: lang.L("Save view..."), Action: b.saveView},
			menu.Command{Text: lang.L("Delete view..."), Action: func() { b.deleteView(own) }, Enabled: some},
			menu.Command{Text: lang.L("Automatic exports..."), Action: func() { b.showExports(own) }, Enabled: func() bool { return len(all) > 0 }})
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b.views)
		menu.ShowCommands(b.session.Window.Canvas(), at.AddXY(0, b.views.Size().Height), commands...)
	})
}

// Open has the list show what a view has kept.
func (b *Bar) Open(v lists.View) {
	conditions, err := b.list.ParseFilter(v.Filter)
	if err != nil { // an older program may have had another column
		b.session.Fail(v.Name, err)
		return
	}
	b.Apply(v)
	b.Set(conditions)
	if b.group != nil && v.GroupBy != "" {
		b.ShowGroups(v.GroupBy)
	}
}

// saveView keeps what the list shows now under a name.
func (b *Bar) saveView() {
	name := form.NewEntry()
	form := form.New(form.NewRow("name", lang.L("Name"), name).
		WithHint(lang.L("Keeps filter, search, columns and order. A view of that name is replaced.")))
	d := dialog.New(b.session.Window, lang.L("Save View"), form)
	d.SetActions(widgets.NewPrimaryButton(lang.L("Save"), func() {
		q := b.Query()
		v := lists.View{
			Name: strings.TrimSpace(name.Text), List: string(b.list), Filter: q.Filter, Columns: q.Columns, Sort: q.Sort, Search: q.Search, Days: q.Window,
		}
		session.Go(b.session, b.session.Context(), func(ctx context.Context) (struct{}, error) { return struct{}{}, b.session.Beacon.SaveView(ctx, v) },
			func(_ struct{}, err error) {
				if err != nil {
					form.SetProblem("name", problemText(err))
					d.Relayout()
					form.FocusFirstProblem()
					return
				}
				d.Close()
			})
	}), widgets.NewButton(lang.L("Cancel"), nil))
	d.SetWidth(560)
	d.Guard(form)
	d.Show()
}

// deleteView asks which view is deleted.
func (b *Bar) deleteView(views []lists.View) {
	names := make([]string, len(views))
	for i, v := range views {
		names[i] = v.Name
	}
	choice := form.NewSelect(names, nil)
	choice.SetSelected(names[0])
	form := form.New(form.NewRow("view", lang.L("View"), choice).WithHint(lang.L("It is no longer written after imports either.")))
	d := dialog.New(b.session.Window, lang.L("Delete View"), form)
	d.SetActions(widgets.NewPrimaryButton(lang.L("Delete"), func() {
		d.Close()
		chosen := choice.Selected()
		b.session.Do(lang.L("The view could not be deleted"), func(ctx context.Context) error {
			return b.session.Beacon.History.DeleteView(ctx, chosen)
		}, func() {})
	}), widgets.NewButton(lang.L("Cancel"), nil))
	d.SetWidth(420)
	d.Show()
}
