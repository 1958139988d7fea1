package form

import (
	"slices"

	"fyne.io/fyne/v2"

	"inventorybeacon/ui/widgets"
)

// Part is what a form is made of: a *Row or a *Group.
type Part interface {
	fyne.Widget
	formRows() []*Row
}

// Form lays rows and groups out below each other, with all labels equally wide, and knows its rows by their keys.
type Form struct {
	widgets.Composite
	parts   []Part
	rows    []*Row
	byKey   map[string]*Row
	settled []string // what the fields held when nothing had been entered yet
}

// New returns a form of the parts, from top to bottom, which is also the order of the Tab key.
func New(parts ...Part) *Form {
	f := &Form{parts: parts, byKey: map[string]*Row{}}
	for _, part := range parts {
		for _, row := range part.formRows() {
			f.rows = append(f.rows, row)
			f.byKey[row.key] = row
			row.changed = f.update
		}
	}
	f.alignLabels()
	f.Compose(f, widgets.Column{Gap: rowGap}, widgets.ObjectsOf(parts)...)
	return f
}

// Row returns the row of the key, or nil.
func (f *Form) Row(key string) *Row { return f.byKey[key] }

// Settle takes what the fields hold for what is stored: nothing has been entered that could be lost.
func (f *Form) Settle() { f.settled = f.entered() }

// Edited reports whether a field holds something else than when the form was settled.
func (f *Form) Edited() bool { return !slices.Equal(f.settled, f.entered()) }

func (f *Form) entered() (all []string) {
	for _, row := range f.rows {
		all = append(all, row.entered())
	}
	return all
}

// SetProblem says what is wrong with a field, or with an empty text that nothing is.
// It returns false if the form has no such field or does not show it, so that the problem must be said elsewhere.
func (f *Form) SetProblem(key, text string) bool {
	row, ok := f.byKey[key]
	if !ok {
		return false
	}
	changed := row.problem.Text() != text
	row.setProblem(text)
	if changed {
		f.update()
	}
	return row.Visible()
}

// ClearProblems takes all problems away.
func (f *Form) ClearProblems() {
	for _, row := range f.rows {
		row.setProblem("")
	}
	f.update()
}

// FocusFirstProblem puts the focus on the first visible field that has a problem, and shows all that is said about it.
func (f *Form) FocusFirstProblem() {
	if row := f.firstProblem(); row != nil {
		widgets.FocusOn(row.field)
		widgets.Reveal(row)
	}
}

// Reveal scrolls the dialog so that the row, with what is said below its field, can be seen.
func (f *Form) Reveal(key string) {
	if row, ok := f.byKey[key]; ok {
		widgets.Reveal(row)
	}
}

func (f *Form) firstProblem() *Row {
	for _, row := range f.rows {
		if row.Visible() && row.problem.Text() != "" {
			return row
		}
	}
	return nil
}

// SetEnabled enables or disables the fields of the keys, with what stands beside them.
func (f *Form) SetEnabled(enabled bool, keys ...string) {
	for _, key := range keys {
		if row, ok := f.byKey[key]; ok {
			row.setEnabled(enabled)
		}
	}
}

// SetVisible shows or hides a row. A group without visible rows is hidden too.
func (f *Form) SetVisible(key string, visible bool) {
	row, ok := f.byKey[key]
	if !ok || row.Visible() == visible {
		return
	}
	widgets.SetVisible(row, visible)
	for _, part := range f.parts {
		some := false
		for _, row := range part.formRows() {
			some = some || row.Visible()
		}
		widgets.SetVisible(part, some)
	}
	f.update()
}

// update lays the form out anew, and the dialog around it, after its height may have changed.
func (f *Form) update() {
	f.alignLabels()
	f.Refresh()
	widgets.Relayout(f)
}

// ProblemsHeight is how much of the form's height its problems take.
func (f *Form) ProblemsHeight() float32 {
	height := float32(0)
	for _, row := range f.rows {
		if row.Visible() && row.problem.Text() != "" {
			height += 2 + row.problem.Height()
		}
	}
	return height
}

// TypedRows is in how many rows something is typed.
func (f *Form) TypedRows() (rows int) {
	for _, row := range f.rows {
		if _, typed := row.field.(interface{ SetValue(string) }); typed && row.Visible() {
			rows++
		}
	}
	return rows
}

// alignLabels makes all labels as wide as the widest, also of those that are hidden: fields stay where they are when
// others come and go.
func (f *Form) alignLabels() {
	widest := float32(0)
	for _, row := range f.rows {
		widest = max(widest, row.label.MinSize().Width)
	}
	for _, row := range f.rows {
		row.labelWidth = widest
	}
}
