package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

const labelGap = 10 // between a label and its field

// FieldRow is one row of a form: a label aligned right, the field, further objects such as a button, and below the field
// what is wrong with it and a hint.
type FieldRow struct {
	widget.BaseWidget
	key    string
	field  Field
	extras []fyne.CanvasObject

	packed        bool // the field is only as wide as it needs to be, and the extras follow it
	label         *canvas.Text
	problem, hint *WrapText
	labelWidth    float32
	changed       func() // called when the height may be another
}

// NewRow returns a row. The key is the name by which the form knows it; the label may be empty.
func NewRow(key, label string, field Field, extras ...fyne.CanvasObject) *FieldRow {
	r := &FieldRow{
		key: key, field: field, extras: extras,
		label:   newText(label, fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		problem: NewWrapText("", theme.ColorNameErrorText, fynetheme.SizeNameCaptionText),
		hint:    NewWrapText("", theme.ColorNameMutedText, fynetheme.SizeNameCaptionText),
		changed: func() {},
	}
	r.label.Alignment = fyne.TextAlignTrailing
	r.labelWidth = r.label.MinSize().Width
	r.ExtendBaseWidget(r)
	return r
}

// NewChecksRow returns a row of boxes to tick.
func NewChecksRow(key, label string, first *Check, more ...*Check) *FieldRow {
	extras := make([]fyne.CanvasObject, len(more))
	for i, check := range more {
		extras[i] = check
	}
	r := NewRow(key, label, first, extras...)
	r.packed = true
	return r
}

// WithHint sets the line below the field and returns the row.
func (r *FieldRow) WithHint(text string) *FieldRow {
	r.hint.text = text
	return r
}

// SetHint changes the line below the field; an empty text removes it.
func (r *FieldRow) SetHint(text string) {
	if r.hint.text != text {
		r.hint.SetText(text)
		r.changed()
	}
}

// SetLabel changes the label.
func (r *FieldRow) SetLabel(text string) {
	r.label.Text = text
	r.label.Refresh()
	r.changed()
}

// Problem returns what is said to be wrong with the field.
func (r *FieldRow) Problem() string { return r.problem.text }

func (r *FieldRow) setProblem(text string) {
	r.field.SetProblem(text != "")
	for _, extra := range r.extras {
		if field, ok := extra.(Field); ok {
			field.SetProblem(text != "")
		}
	}
	r.problem.SetText(text)
}

func (r *FieldRow) setEnabled(enabled bool) {
	setEnabled(r.field, enabled)
	for _, extra := range r.extras {
		if d, ok := extra.(fyne.Disableable); ok {
			setEnabled(d, enabled)
		}
	}
	r.Refresh()
}

func (r *FieldRow) formRows() []*FieldRow { return []*FieldRow{r} }

// heightFor is the height of the row at a width.
func (r *FieldRow) heightFor(width float32) float32 {
	height := r.fieldHeight()
	width -= r.labelWidth + labelGap
	for _, line := range []*WrapText{r.problem, r.hint} {
		if line.text != "" {
			height += 2 + line.heightFor(width)
		}
	}
	return height
}

// fieldHeight is the height of the row without problem and hint.
func (r *FieldRow) fieldHeight() float32 {
	return max(controlHeight(), r.field.MinSize().Height, r.extrasSize().Height)
}

// extrasSize is the width of what stands right of the field, with the gaps, and its height.
func (r *FieldRow) extrasSize() fyne.Size {
	var size fyne.Size
	for _, extra := range r.extras {
		if extra.Visible() {
			size.Width += theme.Size(theme.SizeNameGap) + extra.MinSize().Width
			size.Height = max(size.Height, extra.MinSize().Height)
		}
	}
	return size
}

// CreateRenderer draws the row.
func (r *FieldRow) CreateRenderer() fyne.WidgetRenderer {
	r.ExtendBaseWidget(r)
	return &fieldRowRenderer{r}
}

type fieldRowRenderer struct{ row *FieldRow }

func (r *fieldRowRenderer) Destroy() {}

func (r *fieldRowRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.row.label, r.row.field}
	objects = append(objects, r.row.extras...)
	return append(objects, r.row.problem, r.row.hint)
}

func (r *fieldRowRenderer) MinSize() fyne.Size {
	width := r.row.labelWidth + labelGap + max(r.row.field.MinSize().Width, 160) + r.row.extrasSize().Width
	return fyne.NewSize(width, r.row.heightFor(max(width, r.row.Size().Width)))
}

func (r *fieldRowRenderer) Layout(size fyne.Size) {
	row := r.row
	left, extras := row.labelWidth+labelGap, row.extrasSize()
	height := row.fieldHeight()
	place(row.label, fyne.Position{}, fyne.NewSize(row.labelWidth, height))
	row.field.Move(fyne.NewPos(left, 0))
	x := size.Width - extras.Width
	if row.packed {
		x = left + row.field.MinSize().Width
	}
	row.field.Resize(fyne.NewSize(x-left, height))
	for _, extra := range row.extras {
		if extra.Visible() {
			x += theme.Size(theme.SizeNameGap)
			extra.Move(fyne.NewPos(x, (height-extra.MinSize().Height)/2))
			extra.Resize(extra.MinSize())
			x += extra.MinSize().Width
		}
	}
	y := height
	for _, line := range []*WrapText{row.problem, row.hint} {
		line.Hidden = line.text == ""
		if line.text != "" {
			y += 2
			line.Move(fyne.NewPos(left, y))
			line.Resize(fyne.NewSize(size.Width-left, line.heightFor(size.Width-left)))
			y += line.Size().Height
		}
	}
}

func (r *fieldRowRenderer) Refresh() {
	colorName := fynetheme.ColorNameForeground
	if r.row.field.Disabled() {
		colorName = theme.ColorNameMutedText
	}
	restyle(r.row.label, colorName, fynetheme.SizeNameText)
	for _, object := range r.Objects()[1:] {
		object.Refresh()
	}
	r.Layout(r.row.Size())
}
