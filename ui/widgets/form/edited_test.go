package form

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/widgets/widgettest"
)

func TestWhatIsWrongGoesAsSoonAsTheFieldIsChanged(t *testing.T) {
	entry, beside, other := NewEntry(), NewEntry(), NewEntry()
	choice, check := NewSelect([]string{"a month", "a year"}, nil), NewCheck("Monday", nil)
	more := NewCheck("Tuesday", nil)
	form := New(NewRow("entry", "Until", entry, beside), NewRow("other", "Note", other), NewRow("choice", "For", choice),
		NewChecksRow("checks", "Days", check, more))
	widgettest.NewWindow(t, form, 600, 400)
	refuse := func(string) { form.SetProblem("entry", "No such day.") }
	for name, c := range map[string]struct {
		row  string
		edit func()
		want string
	}{
		"when it is typed into":       {"entry", func() { test.Type(entry, "2") }, ""},
		"when text is pasted":         {"entry", func() { paste(entry, "2027-01-31") }, ""},
		"when text is deleted":        {"entry", func() { entry.SelectText(); entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete}) }, ""},
		"when another value is shown": {"entry", func() { entry.SetValue("2028") }, ""},
		"when the field beside it is": {"entry", func() { test.Type(beside, "x") }, ""},
		"but not when another row is": {"entry", func() { test.Type(other, "x") }, "wrong"},
		"nor when only the caret moves": {"entry", func() {
			entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		}, "wrong"},
		"nor when who looks anew refuses it still": {"entry", func() {
			entry.OnChanged = refuse
			test.Type(entry, "3")
			entry.OnChanged = nil
		}, "No such day."},
		"when another option is chosen":   {"choice", func() { choice.step(1) }, ""},
		"when a box is ticked":            {"checks", func() { check.toggle() }, ""},
		"when the box beside it is":       {"checks", func() { more.toggle() }, ""},
		"but not when a box elsewhere is": {"choice", func() { check.toggle() }, "wrong"},
	} {
		t.Run(name, func(t *testing.T) {
			form.ClearProblems()
			entry.SetValue("soon")
			choice.SetSelected("a month")
			form.SetProblem(c.row, "wrong")
			c.edit()
			widgettest.Equal(t, "what is wrong", form.Row(c.row).Problem(), c.want)
			widgettest.Equal(t, "the red border", entry.wrong, c.row == "entry" && c.want != "")
		})
	}
}

func paste(entry *Entry, text string) {
	clipboard := test.NewClipboard()
	clipboard.SetContent(text)
	entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
}
