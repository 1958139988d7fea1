package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

const (
	labelGap = 10 // between a label and its field
	lineGap  = 2  // above each line below the field
)

// FieldRow is one row of a form: a label aligned right, the field, further objects such as a button, and below the field
// what is wrong with it and a hint.
type FieldRow struct {
	composite
	key    string
	field  Field
	extras []fyne.CanvasObject

	packed        bool // the field is only as wide as it needs to be, and the extras follow it
	label         *label
	problem, hint *WrapText
	below         *fyne.Container // these two
	labelWidth    float32
	changed       func() // called when the height may be another
}

// NewRow returns a row. The key is the name by which the form knows it; the label may be empty.
func NewRow(key, label string, field Field, extras ...fyne.CanvasObject) *FieldRow {
	r := &FieldRow{
		key: key, field: field, extras: extras,
		label:   newLabel(label, fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		problem: NewWrapText("", theme.ColorNameErrorText, fynetheme.SizeNameCaptionText),
		hint:    NewWrapText("", theme.ColorNameMutedText, fynetheme.SizeNameCaptionText),
		changed: func() {},
	}
	if field, ok := field.(interface{ setName(name string) }); ok {
		field.setName(label)
	}
	r.label.drawn.Alignment = fyne.TextAlignTrailing
	r.labelWidth = r.label.MinSize().Width
	r.problem.Hide()
	r.hint.Hide()
	r.below = container.New(column{lineGap}, r.problem, r.hint)
	objects := append([]fyne.CanvasObject{r.label, field}, extras...)
	r.compose(r, arrangement{r.minSize, r.place}, append(objects, r.below)...)
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
	r.hint.say(text)
	return r
}

// SetHint changes the line below the field; an empty text removes it.
func (r *FieldRow) SetHint(text string) {
	if r.hint.text != text {
		r.hint.say(text)
		r.changed()
	}
}

// Label returns the text before the field.
func (r *FieldRow) Label() string { return r.label.text }

// Problem returns what is said to be wrong with the field.
func (r *FieldRow) Problem() string { return r.problem.text }

func (r *FieldRow) setProblem(text string) {
	r.field.SetProblem(text != "")
	for _, extra := range r.extras {
		if field, ok := extra.(Field); ok {
			field.SetProblem(text != "")
		}
	}
	r.problem.say(text)
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

// fieldHeight is the height of the row without problem and hint.
func (r *FieldRow) fieldHeight() float32 {
	return max(ControlHeight(), r.field.MinSize().Height, r.extrasSize().Height)
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

func (r *FieldRow) minSize() fyne.Size {
	width := r.labelWidth + labelGap + max(r.field.MinSize().Width, 160) + r.extrasSize().Width
	return fyne.NewSize(width, r.fieldHeight()+r.belowHeight())
}

// belowHeight is the height of what stands below the field.
func (r *FieldRow) belowHeight() float32 {
	if height := r.below.MinSize().Height; height > 0 {
		return lineGap + height
	}
	return 0
}

func (r *FieldRow) place(size fyne.Size) {
	left, extras, height := r.labelWidth+labelGap, r.extrasSize(), r.fieldHeight()
	Put(r.label, 0, 0, r.labelWidth, height)
	x := size.Width - extras.Width
	if r.packed {
		x = left + r.field.MinSize().Width
	}
	Put(r.field, left, 0, x-left, height)
	for _, extra := range r.extras {
		if extra.Visible() {
			x += theme.Size(theme.SizeNameGap)
			putMinimal(extra, x, 0, height)
			x += extra.MinSize().Width
		}
	}
	Put(r.below, left, height+lineGap, size.Width-left, r.below.MinSize().Height)
}

// restyle makes the label of a disabled field gray.
func (r *FieldRow) restyle() {
	r.label.color = fynetheme.ColorNameForeground
	if r.field.Disabled() {
		r.label.color = theme.ColorNameMutedText
	}
}
