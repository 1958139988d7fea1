package dialog

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/widgettest"
)

// openDialog shows a dialog with two fields over a window and notes what its buttons do.
func openDialog(t *testing.T) (d *Dialog, w fyne.Window, fields []*form.Entry, did *[]string) {
	w = widgettest.NewWindow(t, form.NewEntry(), 1024, 700)
	fields = []*form.Entry{form.NewEntry(), form.NewEntry()}
	did = &[]string{}
	d = New(w, "Create connection", form.New(form.NewRow("a", "First", fields[0]), form.NewRow("b", "Second", fields[1])))
	d.SetActions(widgets.NewPrimaryButton("OK", func() { *did = append(*did, "ok") }), widgets.NewButton("Cancel", func() {
		*did = append(*did, "cancel")
		d.Close()
	}))
	d.OnClosed = func() { *did = append(*did, "closed") }
	d.Show()
	return d, w, fields, did
}

func TestDialogKeys(t *testing.T) {
	type focus func(d *Dialog, fields []*form.Entry) fyne.Focusable
	field := func(_ *Dialog, f []*form.Entry) fyne.Focusable { return f[1] }
	accept := func(d *Dialog, _ []*form.Entry) fyne.Focusable { return d.accept }
	cancel := func(d *Dialog, _ []*form.Entry) fyne.Focusable { return d.cancel }
	nothing := func(*Dialog, []*form.Entry) fyne.Focusable { return nil }
	cases := map[string]struct {
		focus focus
		key   fyne.KeyName
		want  []string
	}{
		"Enter in a field accepts":         {field, fyne.KeyReturn, []string{"ok"}},
		"Esc in a field cancels":           {field, fyne.KeyEscape, []string{"cancel", "closed"}},
		"Enter on Cancel cancels":          {cancel, fyne.KeyReturn, []string{"cancel", "closed"}},
		"Space on OK accepts":              {accept, fyne.KeySpace, []string{"ok"}},
		"Esc on OK cancels":                {accept, fyne.KeyEscape, []string{"cancel", "closed"}},
		"Enter without a focus accepts":    {nothing, fyne.KeyEnter, []string{"ok"}},
		"Esc without a focus cancels":      {nothing, fyne.KeyEscape, []string{"cancel", "closed"}},
		"a letter without a focus is lost": {nothing, fyne.KeyX, nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			d, w, fields, did := openDialog(t)
			if target := c.focus(d, fields); target != nil {
				w.Canvas().Focus(target)
				widgettest.Press(w.Canvas().Focused(), c.key)
			} else {
				w.Canvas().Unfocus()
				w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: c.key})
			}
			if !slices.Equal(*did, c.want) {
				t.Errorf("the dialog did %v, want %v", *did, c.want)
			}
		})
	}
}

func TestDialogStartsInItsFirstFieldAndGoesRoundWithTab(t *testing.T) {
	d, w, fields, _ := openDialog(t)
	order := []fyne.Focusable{fields[0], fields[1], d.accept, d.cancel, fields[0]}
	for i, want := range order {
		if got := w.Canvas().Focused(); got != want {
			t.Errorf("after %d Tabs the focus is on %T %p, want %T %p", i, got, got, want, want)
		}
		w.Canvas().FocusNext()
	}
}

func TestWhatTheFirstFieldHoldsIsReplacedByWhatIsTyped(t *testing.T) {
	for _, given := range []struct {
		what  string
		field *form.Entry
		want  string
	}{
		{"one line", form.NewEntry(), "57"},
		{"several lines, which one goes on with", form.NewMultiLineEntry(3), "57before"},
	} {
		t.Run(given.what, func(t *testing.T) {
			w := widgettest.NewWindow(t, form.NewEntry(), 1024, 700)
			given.field.SetText("before")
			d := New(w, "Price", form.New(form.NewRow("a", "Price", given.field)))
			d.Show()
			test.Type(given.field, "57")
			widgettest.Equal(t, "the text", given.field.Text, given.want)
		})
	}
}

func TestDialogReturnsTheFocusAndClosesOnce(t *testing.T) {
	field := form.NewEntry()
	w := widgettest.NewWindow(t, field, 400, 300)
	w.Canvas().Focus(field)
	closed := 0
	d := New(w, "Title", form.NewEntry())
	d.OnClosed = func() { closed++ }
	d.Show()
	if w.Canvas().Focused() == fyne.Focusable(field) {
		t.Error("a field below the dialog has the focus")
	}
	d.Close()
	d.Close()
	widgettest.Equal(t, "times closed", closed, 1)
	widgettest.Equal(t, "focus", w.Canvas().Focused(), fyne.Focusable(field))
	widgettest.Equal(t, "overlays left", len(w.Canvas().Overlays().List()), 0)
	d.Show()
	widgettest.Equal(t, "overlays after showing a closed dialog", len(w.Canvas().Overlays().List()), 0)
}

func TestDialogStaysOpenWhileAMessageIsAboveIt(t *testing.T) {
	_, w, fields, did := openDialog(t)
	w.Canvas().Focus(fields[1])
	message := Message(w, theme.StatusFailed, "It failed", "Because.", "")
	widgettest.Equal(t, "overlays", len(w.Canvas().Overlays().List()), 2)
	widgettest.Press(w.Canvas().Focused(), fyne.KeyEscape)
	widgettest.Equal(t, "the message is closed", message.closed, true)
	widgettest.Equal(t, "overlays after Esc", len(w.Canvas().Overlays().List()), 1)
	widgettest.Equal(t, "focus is back in the dialog", w.Canvas().Focused(), fyne.Focusable(fields[1]))
	w.Canvas().Unfocus()
	w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if !slices.Equal(*did, []string{"ok"}) {
		t.Errorf("the dialog below did %v, want ok", *did)
	}
}

func TestClosingADialogClosesWhatIsAboveIt(t *testing.T) {
	d, w, _, did := openDialog(t)
	above := Confirm(w, "Sure?", "Really?", Choice{Text: "Yes", Primary: true})
	above.OnClosed = func() { *did = append(*did, "above closed") }
	d.Close()
	if !slices.Equal(*did, []string{"above closed", "closed"}) {
		t.Errorf("closed %v", *did)
	}
	widgettest.Equal(t, "overlays left", len(w.Canvas().Overlays().List()), 0)
	w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(*did) != 2 {
		t.Errorf("the window still gives its keys to a dialog: %v", *did)
	}
}

func TestDialogFitsIntoItsWindow(t *testing.T) {
	var rows []form.Part
	var last *form.Entry
	for range 40 {
		last = form.NewEntry()
		rows = append(rows, form.NewRow("k", "A label", last))
	}
	for _, size := range []fyne.Size{fyne.NewSize(1024, 700), fyne.NewSize(500, 300)} {
		w := widgettest.NewWindow(t, form.NewEntry(), size.Width, size.Height)
		named := "A long form of " + strings.Repeat("a connection with a long name ", 2)
		d := New(w, named, form.New(rows...))
		d.SetWidth(720)
		d.SetActions(widgets.NewPrimaryButton("OK", nil), widgets.NewButton("Cancel", nil))
		d.Show()
		parts := map[string]fyne.CanvasObject{"OK": d.accept, "Cancel": d.cancel, "title": d.overlay.title, "form": d.overlay.scroll}
		for name, object := range parts {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(object)
			if at.X < 0 || at.Y < 0 || at.X+object.Size().Width > size.Width || at.Y+object.Size().Height > size.Height {
				t.Errorf("%v: %s lies at %v with %v", size, name, at, object.Size())
			}
		}
		title := widgettest.Texts(d.overlay.title)
		cut := d.overlay.title.MinSize().Height > d.overlay.title.Size().Height
		if strings.Join(title, " ")+" " != named || len(title) > 1 != (size.Width < 1000) || cut {
			t.Errorf("%v: the title is %q, and %v of %v high", size, title, d.overlay.title.MinSize(), d.overlay.title.Size())
		}
		w.Canvas().Focus(last)
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(last)
		top := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.overlay.scroll)
		if at.Y+last.Size().Height > top.Y+d.overlay.scroll.Size().Height {
			t.Errorf("%v: the focused field lies at %v below the part that is seen", size, at)
		}
	}
}

func TestNothingOfADialogMovesUnderThePointer(t *testing.T) {
	const long = "This is wrong, and a sentence says what to do about it. "
	for _, given := range []struct {
		what      string
		change    func(f *form.Form)
		grows     bool
		scrolling bool
	}{
		{"a problem appears", func(f *form.Form) { f.SetProblem("a", "This is wrong.") }, false, false},
		{"two problems appear", func(f *form.Form) {
			f.SetProblem("a", "This is wrong.")
			f.SetProblem("b", "This is wrong.")
		}, false, false},
		{"there is no room for a problem", func(f *form.Form) { f.SetProblem("a", strings.Repeat(long, 10)) }, false, true},
		{"a hint appears", func(f *form.Form) { f.Row("a").SetHint("This is optional.") }, false, false},
		{"a row goes", func(f *form.Form) { f.SetVisible("b", false) }, false, false},
		{"many lines appear", func(f *form.Form) { f.Row("a").SetHint(strings.Repeat(long, 10)) }, true, false},
	} {
		t.Run(given.what, func(t *testing.T) {
			d, w, _, _ := openDialog(t)
			f := d.overlay.content.(*form.Form)
			type places struct{ title, buttons, scroll fyne.Position }
			placed := func() places {
				return places{
					widgettest.Center(d.overlay.title), widgettest.Center(d.accept),
					fyne.CurrentApp().Driver().AbsolutePositionForObject(d.overlay.scroll),
				}
			}
			before := placed()
			given.change(f)
			after := placed()
			if after.title != before.title || after.scroll != before.scroll {
				t.Errorf("the title and the fields moved from %v to %v", before, after)
			}
			if grown := after.buttons.Y > before.buttons.Y; grown != given.grows || !grown && after != before {
				t.Errorf("the buttons moved from %v to %v", before.buttons, after.buttons)
			}
			if scrolling := f.MinSize().Height > d.overlay.scroll.Size().Height; scrolling != given.scrolling {
				t.Errorf("%v of %v can be seen", d.overlay.scroll.Size(), f.MinSize())
			}
			w.Resize(fyne.NewSize(900, 700))
			w.Resize(fyne.NewSize(1024, 700))
			if middle := d.overlay.box.Position().Y + d.overlay.box.Size().Height/2; middle < 349 || middle > 351 {
				t.Errorf("in a window of another size its middle is at %v", middle)
			}
		})
	}
}

func TestADialogOfSeveralFieldsHasRoomForAProblemOfEach(t *testing.T) {
	w := widgettest.NewWindow(t, form.NewEntry(), 1024, 700)
	keys := []string{"a", "b", "c", "d"}
	var rows []form.Part
	for _, key := range keys {
		rows = append(rows, form.NewRow(key, "A label", form.NewEntry()))
	}
	f := form.New(rows...)
	d := New(w, "A dialog", f)
	d.Show()
	for _, key := range keys {
		f.SetProblem(key, "This is wrong.")
	}
	if d.overlay.scroll.Size().Height < f.MinSize().Height {
		t.Errorf("%v of %v can be seen", d.overlay.scroll.Size(), f.MinSize())
	}
}

func TestADialogAsideStandsAtTheRight(t *testing.T) {
	w := widgettest.NewWindow(t, form.NewEntry(), 1010, 670)
	d := New(w, "Sign in", form.NewEntry())
	d.SetWidth(440)
	d.SetAside()
	d.Show()
	if left, width := d.overlay.box.Position().X, d.overlay.box.Size().Width; left < 520 || left+width > 1010 {
		t.Errorf("it stands at %v and is %v wide", left, width)
	}
	w.Resize(fyne.NewSize(400, 400))
	if left, width := d.overlay.box.Position().X, d.overlay.box.Size().Width; left < 0 || left+width > 400 {
		t.Errorf("in a small window it stands at %v and is %v wide", left, width)
	}
}

func TestConfirmCallsItsChoice(t *testing.T) {
	cases := map[string]struct {
		do   func(w fyne.Window, d *Dialog)
		want string
	}{
		"Enter presses the primary choice": {func(w fyne.Window, _ *Dialog) { widgettest.Press(w.Canvas().Focused(), fyne.KeyReturn) }, "save"},
		"Esc presses the cancelling one":   {func(w fyne.Window, _ *Dialog) { widgettest.Press(w.Canvas().Focused(), fyne.KeyEscape) }, "keep"},
		"a click presses what is clicked": {func(w fyne.Window, d *Dialog) {
			test.TapCanvas(w.Canvas(), widgettest.Center(d.overlay.right[1]))
		}, "discard"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := widgettest.NewWindow(t, form.NewEntry(), 800, 600)
			got, open := "", -1
			note := func(what string) func() {
				return func() { got, open = what, len(w.Canvas().Overlays().List()) }
			}
			d := Confirm(w, "Exit", "There are unsaved changes.", Choice{Text: "Save", Primary: true, Action: note("save")},
				Choice{Text: "Discard", Action: note("discard")}, Choice{Text: "Keep Editing", Cancel: true, Action: note("keep")})
			c.do(w, d)
			widgettest.Equal(t, "choice", got, c.want)
			widgettest.Equal(t, "overlays when the choice is acted on", open, 0)
		})
	}
}

func TestMessageUnfoldsItsDetails(t *testing.T) {
	w := widgettest.NewWindow(t, form.NewEntry(), 800, 600)
	d := Message(w, theme.StatusFailed, "The sign-in has expired", "Sign in again.", "AADSTS700082\ntrace 1b2c")
	body := d.overlay.content.(*messageBody)
	folded := d.overlay.box.Size().Height
	unfold, copyDetails := d.overlay.left[0].(*widgets.Button), d.overlay.left[1].(*widgets.Button)
	test.Tap(unfold)
	widgettest.Equal(t, "details are shown", body.details.Visible(), true)
	if grown := d.overlay.box.Size().Height; grown < folded+100 {
		t.Errorf("the message grew from %v to %v", folded, grown)
	}
	test.Tap(unfold)
	widgettest.Equal(t, "details are shown after folding", body.details.Visible(), false)
	widgettest.Equal(t, "height after folding", d.overlay.box.Size().Height, folded)
	test.Tap(copyDetails)
	if got := fyne.CurrentApp().Clipboard().Content(); !strings.Contains(got, "AADSTS700082") || !strings.Contains(got, "Sign in again.") {
		t.Errorf("the clipboard holds %q", got)
	}
	widgettest.Press(w.Canvas().Focused(), fyne.KeyEscape)
	widgettest.Equal(t, "overlays after Esc", len(w.Canvas().Overlays().List()), 0)
}

func TestTapsBesideADialogDoNothing(t *testing.T) {
	tapped := false
	below := widgets.NewButton("below", func() { tapped = true })
	w := widgettest.NewWindow(t, below, 800, 600)
	d := New(w, "Title", form.NewEntry())
	d.Show()
	test.TapCanvas(w.Canvas(), fyne.NewPos(5, 5))
	widgettest.Equal(t, "the button below was pressed", tapped, false)
	widgettest.Equal(t, "overlays", len(w.Canvas().Overlays().List()), 1)
}

// guarded is a dialog that asks before what was entered in it is lost.
type guarded struct {
	*Dialog
	window    fyne.Window
	form      *form.Form
	name      *form.Entry
	kind      *form.Select
	mon, tues *form.Check
}

func openGuarded(t *testing.T) guarded {
	t.Helper()
	g := guarded{
		window: widgettest.NewWindow(t, form.NewEntry(), 1024, 700),
		name:   form.NewEntry(), kind: form.NewSelect([]string{"one", "two"}, nil), mon: form.NewCheck("Monday", nil),
		tues: form.NewCheck("Tuesday", nil),
	}
	g.form = form.New(form.NewRow("name", "Name", g.name), form.NewRow("kind", "Kind", g.kind),
		form.NewChecksRow("days", "Days", g.mon, g.tues))
	g.Dialog = New(g.window, "Create", g.form)
	g.SetActions(widgets.NewPrimaryButton("OK", nil), widgets.NewButton("Cancel", nil))
	g.Guard(g.form)
	g.name.SetValue("filled in before it is shown")
	g.Show()
	return g
}

func TestAGuardedDialogAsksBeforeWhatWasEnteredIsLost(t *testing.T) {
	for what, given := range map[string]struct {
		enter func(g guarded)
		asks  bool
	}{
		"nothing":                          {func(guarded) {}, false},
		"text":                             {func(g guarded) { g.name.SetText("Contoso") }, true},
		"another option":                   {func(g guarded) { widgettest.Press(g.kind, fyne.KeyEnd) }, true},
		"a tick":                           {func(g guarded) { test.Tap(g.tues) }, true},
		"a tick that is taken away again":  {func(g guarded) { test.Tap(g.mon); test.Tap(g.mon) }, false},
		"text that was stored in between":  {func(g guarded) { g.name.SetText("Contoso"); g.form.Settle() }, false},
		"text in a field that is now gone": {func(g guarded) { g.name.SetText("Contoso"); g.form.SetVisible("name", false) }, true},
	} {
		t.Run(what, func(t *testing.T) {
			g := openGuarded(t)
			given.enter(g)
			test.Tap(g.cancel)
			if asks := widgets.LayerOn(g.window.Canvas()) != nil; asks != given.asks {
				t.Errorf("it asks: %v", asks)
			}
			if g.closed == given.asks {
				t.Errorf("it is closed: %v", g.closed)
			}
		})
	}
}

func TestOKOfAGuardedDialogDoesNotAsk(t *testing.T) {
	g := openGuarded(t)
	g.name.SetText("Contoso")
	g.Close() // as accepting does
	if widgets.LayerOn(g.window.Canvas()) != nil {
		t.Error("it asks")
	}
}
