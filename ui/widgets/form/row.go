package form

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

const (
	labelGap = 10 // between a label and its field
	lineGap  = 2  // above each line below the field
)

// Row is one row of a form: a label aligned right, the field, further objects such as a button, and below the field
// what is wrong with it and a hint.
type Row struct {
	widgets.Composite
	key    string
	field  Field
	extras []fyne.CanvasObject

	label         *widgets.Label
	problem, hint *widgets.WrapText
	line          *fyne.Container // all but these two, which stand below it
	labelWidth    float32
	wrong         string // what the row held when it was said to be wrong
	changed       func() // called when the height may be another
}

// NewRow returns a row. The key is the name by which the form knows it; the label may be empty.
func NewRow(key, label string, field Field, extras ...fyne.CanvasObject) *Row {
	r := &Row{
		key: key, field: field, extras: extras,
		label:   widgets.NewLabel(label, fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		problem: widgets.NewWrapText("", theme.ColorNameErrorText, fynetheme.SizeNameCaptionText),
		hint:    widgets.NewWrapText("", theme.ColorNameMutedText, fynetheme.SizeNameCaptionText),
		changed: func() {},
	}
	if field, ok := field.(interface{ setName(name string) }); ok {
		field.setName(label)
	}
	for _, f := range r.fields() {
		f.onEdit(r.edited)
	}
	r.label.Drawn.Alignment = fyne.TextAlignTrailing
	r.labelWidth = r.label.MinSize().Width
	r.problem.Hide()
	r.hint.Hide()
	r.line = container.New(layout.NewStackLayout())
	r.lay(false)
	below := container.NewBorder(nil, nil, container.New(labelColumn{r}), nil, container.New(widgets.Column{Gap: lineGap}, r.problem, r.hint))
	r.Compose(r, widgets.Column{}, r.line, below)
	return r
}

// lay places the field and what stands right of it. A packed field is only as wide as it needs to be, and the extras follow it.
func (r *Row) lay(packed bool) {
	gap := theme.Size(theme.SizeNameGap)
	least := canvas.NewRectangle(color.Transparent)
	least.SetMinSize(fyne.NewSize(160, widgets.ControlHeight()))
	var field, extras fyne.CanvasObject = r.field, nil
	switch {
	case packed:
		field = widgets.InRow(gap, append([]fyne.CanvasObject{r.field}, r.extras...)...)
	case len(r.extras) > 0:
		extras = widgets.Padded(0, 0, gap-4, 0, widgets.InRow(gap, r.extras...))
	}
	r.line.Objects = []fyne.CanvasObject{
		container.NewBorder(nil, nil, container.New(labelColumn{r}, r.label), extras, container.NewStack(least, field)),
	}
}

// labelColumn is as wide as the labels of the form and the gap behind them; Fyne's border adds 4 to that.
type labelColumn struct{ row *Row }

// MinSize implements [fyne.Layout].
func (l labelColumn) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.row.labelWidth+labelGap-4, 0)
}

// Layout implements [fyne.Layout].
func (l labelColumn) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, object := range objects {
		object.Resize(fyne.NewSize(l.row.labelWidth, size.Height))
	}
}

// NewChecksRow returns a row of boxes to tick.
func NewChecksRow(key, label string, first *Check, more ...*Check) *Row {
	extras := make([]fyne.CanvasObject, len(more))
	for i, check := range more {
		extras[i] = check
	}
	r := NewRow(key, label, first, extras...)
	r.lay(true)
	return r
}

// NewCheckListRow returns a row of boxes to tick, two beside each other.
func NewCheckListRow(key, label string, checks ...*Check) *Row {
	r := NewChecksRow(key, label, checks[0], checks[1:]...)
	boxes := make([]fyne.CanvasObject, len(checks))
	for i, check := range checks {
		boxes[i] = check
	}
	list := container.New(layout.NewGridLayoutWithColumns(2), boxes...)
	first := canvas.NewRectangle(color.Transparent) // beside which the label stands
	first.SetMinSize(fyne.NewSize(0, checks[0].MinSize().Height))
	named := container.New(widgets.Column{}, container.NewStack(first, container.New(labelColumn{r}, r.label)))
	r.line.Objects = []fyne.CanvasObject{container.NewBorder(nil, nil, named, nil, list)}
	return r
}

// WithHint sets the line below the field and returns the row.
func (r *Row) WithHint(text string) *Row {
	r.hint.Say(text)
	return r
}

// SetHint changes the line below the field; an empty text removes it.
func (r *Row) SetHint(text string) {
	if r.hint.Text() != text {
		r.hint.Say(text)
		r.changed()
	}
}

// Label returns the text before the field.
func (r *Row) Label() string { return r.label.Text }

// Problem returns what is said to be wrong with the field.
func (r *Row) Problem() string { return r.problem.Text() }

func (r *Row) setProblem(text string) {
	r.wrong = r.entered()
	for _, f := range r.fields() {
		f.SetProblem(text != "")
	}
	r.problem.Say(text)
}

// edited takes the problem away that was said of something else than what the row holds now; who looks anew at what is entered has said
// by then what is wrong with that.
func (r *Row) edited() {
	if r.problem.Text() != "" && r.entered() != r.wrong {
		r.setProblem("")
		r.changed()
	}
}

// fields are the field and those that stand beside it.
func (r *Row) fields() []Field {
	fields := []Field{r.field}
	for _, extra := range r.extras {
		if f, ok := extra.(Field); ok {
			fields = append(fields, f)
		}
	}
	return fields
}

// entered is what the fields hold.
func (r *Row) entered() string {
	var all []string
	for _, f := range r.fields() {
		all = append(all, f.entered())
	}
	return strings.Join(all, "\x00")
}

func (r *Row) setEnabled(enabled bool) {
	widgets.SetEnabled(r.field, enabled)
	for _, extra := range r.extras {
		if d, ok := extra.(fyne.Disableable); ok {
			widgets.SetEnabled(d, enabled)
		}
	}
	r.Refresh()
}

func (r *Row) formRows() []*Row { return []*Row{r} }

// Restyle makes the label of a disabled field gray.
func (r *Row) Restyle() {
	r.label.Color = fynetheme.ColorNameForeground
	if r.field.Disabled() {
		r.label.Color = theme.ColorNameMutedText
	}
}
