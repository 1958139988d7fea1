package filter

import (
	"maps"
	"reflect"
	"slices"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/lists"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/grid"
)

// shown is the view that a list shows.
type shown struct {
	// view is what it showed when it was opened or saved.
	view lists.View
	// arranged is how the columns were arranged then.
	arranged grid.Arrangement
	// restore shows again what the list showed before; nil of a view that was saved of what is shown.
	restore func()
}

// now is what the list shows now, as a view of a name.
func (b *Bar) now(name string) lists.View {
	q := b.Asked()
	return lists.View{
		Name: name, List: string(b.list), Filter: q.Filter, Columns: q.Columns, Sort: q.Sort, GroupBy: q.GroupBy, Search: q.Search,
		Days: q.Window,
	}
}

// name has the bar name a view that is shown now.
func (b *Bar) name(v lists.View, restore func()) {
	b.shown = &shown{view: v, arranged: b.rows.Grid().Arrangement(), restore: restore}
}

// changed reports whether somebody has the list show something else than the view that is named. Columns that come and go by themselves,
// such as that of the tenants, are no change.
func (b *Bar) changed() bool {
	if b.shown == nil {
		return false
	}
	was, now := b.shown.view, b.now(b.shown.view.Name)
	before, after := b.shown.arranged, b.rows.Grid().Arrangement()
	if slices.Equal(before.Order, after.Order) && maps.Equal(before.Hidden, after.Hidden) {
		was.Columns = now.Columns
	}
	return !reflect.DeepEqual(was, now)
}

// Follow is called when the list may show something else than before: the bar says so of the view that is named in it.
func (b *Bar) Follow() {
	if b.shown != nil && b.changed() != b.saidChanged {
		b.show()
		b.Grown()
	}
}

// viewChip names the view that is shown, opens others, and takes it off.
func (b *Bar) viewChip() *widgets.SplitButton {
	name := map[string]any{"Name": shortened(b.shown.view.Name)}
	text := lang.L("View: {{.Name}}", name)
	b.saidChanged = b.changed()
	if b.saidChanged {
		text = lang.L("View: {{.Name}} (changed)", name)
	}
	return widgets.NewChip(text, b.showViews,
		lang.L("Shows again what was shown before the view {{.Name}}", map[string]any{"Name": b.shown.view.Name}), b.leave)
}

// leave takes the view off. The focus stays in the bar.
func (b *Bar) leave() {
	restore := b.shown.restore
	b.shown = nil
	if restore != nil {
		restore()
	} else {
		b.show()
		b.Grown()
	}
	b.session.Window.Canvas().Focus(b.views)
}

// remember returns what shows again what the list shows now.
func (b *Bar) remember() (restore func()) {
	choose, conditions, view, before := b.Choices(), slices.Clone(b.conditions), b.shown, b.rows.Grid().Arrangement()
	sort, descending := b.rows.Grid().Sort()
	return func() {
		now := b.rows.Grid().Arrangement()
		b.rows.Arrange(grid.Arrangement{Order: before.Order, Hidden: before.Hidden, Widths: now.Widths})
		choose()
		b.rows.Grid().SetSort(sort, descending)
		b.shown = view
		b.Set(conditions)
	}
}
