package form

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/widgettest"
)

// proxyForm is a form with a row and a group, as the connection dialog has.
func proxyForm(t *testing.T) (form *Form, fields map[string]Field, w fyne.Window) {
	fields = map[string]Field{
		"name": NewEntry(), "use": NewCheck("Use Proxy", nil), "server": NewEntry(), "password": NewPasswordEntry(),
		"token": NewEntry(),
	}
	form = New(
		NewRow("name", "Connection Name", fields["name"]),
		NewGroup("Proxy Settings", NewRow("use", "", fields["use"]), NewRow("server", "Proxy Server", fields["server"]),
			NewRow("password", "Password", fields["password"])),
		NewRow("token", "Refresh Token", fields["token"], widgets.NewButton("Generate...", nil)).WithHint("Granted: all"),
	)
	return form, fields, widgettest.NewWindow(t, form, 600, 500)
}

func TestFormShowsProblemsBesideTheirFields(t *testing.T) {
	form, fields, w := proxyForm(t)
	if !form.SetProblem("server", "This is not an address.") || !form.SetProblem("name", "Give a name.") {
		t.Error("SetProblem says that a visible field does not show its problem")
	}
	texts := strings.Join(widgettest.Texts(form), "|")
	for _, want := range []string{"This is not an address.", "Give a name.", "Granted: all", "Proxy Settings"} {
		if !strings.Contains(texts, want) {
			t.Errorf("the form shows %q, without %q", texts, want)
		}
	}
	box := fields["server"].(*Entry).box.Rect
	widgettest.Equal(t, "border of a wrong field", box.StrokeColor, theme.Color(theme.ColorNameErrorText))
	form.FocusFirstProblem()
	widgettest.Equal(t, "focus", w.Canvas().Focused(), fyne.Focusable(fields["name"]))
	widgettest.Equal(t, "first problem", form.firstProblem(), form.Row("name"))

	form.ClearProblems()
	widgettest.Equal(t, "first problem after clearing", form.firstProblem(), nil)
	if box.StrokeColor == theme.Color(theme.ColorNameErrorText) {
		t.Error("the border is still red")
	}
	if texts := strings.Join(widgettest.Texts(form), "|"); strings.Contains(texts, "not an address") {
		t.Errorf("the form still shows %q", texts)
	}
}

func TestFormSaysWhichProblemsItCannotShow(t *testing.T) {
	form, _, _ := proxyForm(t)
	widgettest.Equal(t, "unknown field", form.SetProblem("nobody", "wrong"), false)
	form.SetVisible("server", false)
	widgettest.Equal(t, "hidden field", form.SetProblem("server", "wrong"), false)
	widgettest.Equal(t, "problem that can be seen", form.firstProblem(), nil)
}

func TestFormEnablesFieldsWithWhatStandsBesideThem(t *testing.T) {
	form, fields, _ := proxyForm(t)
	form.SetEnabled(false, "server", "token", "nobody")
	widgettest.Equal(t, "server is disabled", fields["server"].Disabled(), true)
	widgettest.Equal(t, "button is disabled", form.Row("token").extras[0].(*widgets.Button).Disabled(), true)
	widgettest.Equal(t, "name is disabled", fields["name"].Disabled(), false)
	form.SetEnabled(true, "server", "token")
	widgettest.Equal(t, "server is disabled again", fields["server"].Disabled(), false)
}

func TestFormHidesRowsAndEmptyGroups(t *testing.T) {
	form, _, _ := proxyForm(t)
	whole := form.MinSize().Height
	form.SetVisible("password", false)
	less := form.MinSize().Height
	widgettest.Equal(t, "height without a row", less, whole-widgets.ControlHeight()-rowGap)
	form.SetVisible("use", false)
	form.SetVisible("server", false)
	widgettest.Equal(t, "an empty group is shown", form.parts[1].Visible(), false)
	form.SetVisible("server", true)
	widgettest.Equal(t, "a group with a row is shown", form.parts[1].Visible(), true)
}

func TestFormGoesFromTopToBottomWithTab(t *testing.T) {
	form, fields, w := proxyForm(t)
	form.SetEnabled(false, "server")
	form.SetVisible("password", false)
	order := []fyne.Focusable{fields["name"], fields["use"], fields["token"], form.Row("token").extras[0].(*widgets.Button)}
	for i, want := range order {
		w.Canvas().FocusNext()
		if got := w.Canvas().Focused(); got != want {
			t.Errorf("Tab %d leads to %T, want %T", i+1, got, want)
		}
	}
}

func TestFormLabelsEndAtTheSamePlace(t *testing.T) {
	form, _, _ := proxyForm(t)
	for _, row := range form.rows {
		widgettest.Equal(t, "label width of "+row.key, row.label.Size().Width, form.rows[0].label.Size().Width)
	}
	form.Row("server").label.SetText("A label that is a great deal longer than all the others")
	form.update()
	widgettest.Equal(t, "label width of name", form.Row("name").label.Size().Width, form.Row("server").label.Size().Width)
}

func TestLongProblemsWrapUnderTheirField(t *testing.T) {
	form, fields, _ := proxyForm(t)
	form.SetProblem("name", strings.Repeat("only letters and digits are allowed ", 8))
	problem := form.Row("name").problem
	lines := test.WidgetRenderer(problem).Objects()[0].(*fyne.Container).Objects
	if len(lines) < 2 {
		t.Fatalf("the problem is drawn in %d lines", len(lines))
	}
	for _, line := range lines {
		if line.MinSize().Width > fields["name"].Size().Width {
			t.Errorf("%q is wider than the field", line.(*canvas.Text).Text)
		}
	}
	group := form.parts[1]
	if bottom := form.Row("name").Position().Y + form.Row("name").Size().Height; group.Position().Y < bottom {
		t.Errorf("the group at %v lies over the problem that ends at %v", group.Position().Y, bottom)
	}
}

func TestDateEntry(t *testing.T) {
	widgettest.NewWindow(t, NewEntry(), 100, 100)
	e := NewDateEntry()
	day := time.Date(2027, 2, 28, 0, 0, 0, 0, time.UTC)
	cases := map[string]struct {
		text string
		want time.Time
		err  error
	}{
		"a date":            {"2027-02-28", day, nil},
		"nothing":           {"", time.Time{}, nil},
		"blanks around it":  {" 2027-02-28 ", day, nil},
		"no such day":       {"2027-02-30", time.Time{}, ErrDate},
		"another order":     {"28.02.2027", time.Time{}, ErrDate},
		"a date and a time": {"2027-02-28T10:00", time.Time{}, ErrDate},
	}
	for name, c := range cases {
		e.SetText(c.text)
		if got, err := e.Date(); !got.Equal(c.want) || err != c.err {
			t.Errorf("%s: %q is %v, %v, want %v, %v", name, c.text, got, err, c.want, c.err)
		}
	}
	e.SetDate(day)
	widgettest.Equal(t, "text of a date", e.Text, "2027-02-28")
	e.SetDate(time.Time{})
	widgettest.Equal(t, "text of no date", e.Text, "")
}

func TestSetValueDoesNotCallOnChanged(t *testing.T) {
	e := NewEntry()
	widgettest.NewWindow(t, e, 200, 40)
	changed := ""
	e.OnChanged = func(text string) { changed = text }
	e.SetValue("by the program")
	widgettest.Equal(t, "told", changed, "")
	e.SetText("by the user")
	widgettest.Equal(t, "told", changed, "by the user")
}

func TestPasswordIsRevealed(t *testing.T) {
	e := NewPasswordEntry()
	widgettest.NewWindow(t, e, 200, 40)
	e.SetText("secret")
	eye := e.ActionItem.(*fieldIcon)
	test.Tap(eye)
	widgettest.Equal(t, "hidden after a tap on the eye", e.Password, false)
	test.Tap(eye)
	widgettest.Equal(t, "hidden after a second tap", e.Password, true)
	e.Disable()
	test.Tap(eye)
	widgettest.Equal(t, "hidden while disabled", e.Password, true)
}
