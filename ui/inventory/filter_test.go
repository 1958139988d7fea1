package inventory

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/app/lists"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/grid"
)

// chips are the conditions that the bar shows.
func chips[T any](l *List[T]) (texts []string) {
	for _, o := range l.filter.Row.Objects[3:] {
		switch o := o.(type) {
		case *widgets.SplitButton:
			texts = append(texts, o.Text())
		case *widgets.Button: // Show All
			texts = append(texts, o.Text)
		}
	}
	return texts
}

// typeInto types into the field of the open dialog that comes at a place.
func typeAnswer(t *testing.T, w *sessiontest.Window, text string) {
	t.Helper()
	answer(t, w).SetText(text)
}

// answer is the first field of the topmost dialog.
func answer(t *testing.T, w *sessiontest.Window) *form.Entry {
	t.Helper()
	for _, o := range test.LaidOutObjects(w.Window.Canvas().Overlays().Top()) {
		if entry, is := o.(*form.Entry); is {
			return entry
		}
	}
	t.Fatal("nothing can be typed")
	return nil
}

func TestAListIsFilteredByConditionsThatAreTakenOff(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	l := users(w)
	all := l.data.Len()
	w.Press("Filter...")
	w.Press("As Text...")
	typeAnswer(t, w, "enabled = perhaps")
	w.Press("Apply")
	w.Await("yes or no")
	typeAnswer(t, w, `enabled = yes and licenses != ""`)
	w.Press("Apply")
	w.Until("fewer users", func() bool { return l.data.Len() < all && l.data.Len() > 0 && !l.data.Loading() })
	if got := chips(l); len(got) != 3 || got[0] != "Account is Enabled" {
		t.Fatalf("the bar says %q", got)
	}
	both := l.data.Len()
	w.Import(w.Session.Beacon.Entries()[0].Connection)
	w.Until("the filter to survive an import",
		func() bool { return len(l.filter.Conditions()) == 2 && l.data.Len() == both && !l.data.Loading() })
	test.Tap(l.filter.Row.Objects[4].(*widgets.SplitButton).End())
	w.Until("more users", func() bool { return l.data.Len() > both && !l.data.Loading() })
	if focused := w.Window.Canvas().Focused(); focused != l.filter.Row.Objects[0].(fyne.Focusable) {
		t.Errorf("the focus went to %T", focused)
	}
	w.Press("Filter...")
	typeAnswer(t, w, "nobody at all")
	w.Press("Add")
	w.Await("Nothing found")
	w.Press("Show All")
	w.Until("all users", func() bool { return l.data.Len() == all && len(chips(l)) == 0 })

	// So does the button beside several conditions, also with what is chosen above the list.
	l.chosen.SetSelected(l.source.choices[1].text)
	l.filter.Set(lists.FilterExpression{lists.Is("enabled", "yes"), lists.Is("licensed", "yes")})
	w.Until("fewer users", func() bool { return l.data.Len() < all && !l.data.Loading() })
	w.Press("Show All")
	w.Until("all users", func() bool { return l.data.Len() == all && len(chips(l)) == 0 && l.chosen.SelectedIndex() == 0 })
}

func TestAFilterBeginsWithWhatIsReadAndNamesColumnsAsTheListDoes(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	l := NewLicenses(w.Session, Ways{})
	w.Show(l)
	w.Until("the licenses", func() bool { return l.data.Len() > 0 && !l.data.Loading() })
	w.Press("Group By...")
	w.Await("Paid", "Kind")
	w.Press("Close")
	w.Press("Filter...")
	if !w.Says("Product", "Comparison") {
		t.Errorf("it begins with:\n%s", w.Text())
	}
	w.Choose("Product", "Locked out")
	if w.Choose("is", "is less than"); w.Says("is before") {
		t.Errorf("of a number it says:\n%s", w.Text())
	}
	typeAnswer(t, w, "few")
	w.Press("Add")
	w.Await("Locked out takes a number.")
	if w.Says("lockedOut") {
		t.Errorf("it says:\n%s", w.Text())
	}
}

func TestNamesInAFilterThatNothingHasAreTold(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	l := users(w)
	w.Press("Filter...")
	w.Press("As Text...")
	typeAnswer(t, w, `license = SPE_E55`)
	w.Press("Apply")
	w.Await("Nothing found", `0 users · Nothing in the inventory is called "SPE_E55"`)
	// When the name is one that there is, nothing is told.
	l.filter.Set(lists.FilterExpression{lists.Is("licenses", "SPE_E3")})
	w.Until("the users", func() bool { return l.data.Len() > 0 && !l.data.Loading() })
	if w.Says("Nothing in the inventory is called") {
		t.Errorf("it says:\n%s", w.Text())
	}
}

func TestWhatIsShownIsKeptAsAViewAndExported(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	l := users(w)
	all := l.data.Len()
	conditions, err := lists.Users.ParseFilter("userType = Guest")
	if err != nil {
		t.Fatal(err)
	}
	l.filter.Set(conditions)
	l.grid.SetSort("country", true)
	l.grid.ShowColumn("department", false)
	w.Until("the guests", func() bool { return l.data.Len() < all && !l.data.Loading() })
	guests := l.data.Len()
	w.Press("Views")
	w.Await("Save View...")
	w.Pick("Save View...")
	w.Press("Save")
	w.Await("The name is missing.")
	typeAnswer(t, w, "a/b")
	w.Press("Save")
	w.Await("No view can be called")
	typeAnswer(t, w, "Guests")
	w.Press("Save")
	w.Until("the dialog to close", func() bool { return w.Dialogs() == 0 })
	views, err := w.Session.Beacon.History.Views(t.Context())
	if err != nil || len(views) != 1 || views[0].Filter != "userType = Guest" || views[0].Sort != "-country" ||
		slices.Contains(views[0].Columns, "department") ||
		!slices.Contains(views[0].Columns, "products") {
		t.Fatalf("kept is %+v, %v", views, err)
	}
	l.ShowAll()
	l.grid.ResetColumns()
	w.Until("all users", func() bool { return l.data.Len() == all && !l.data.Loading() })
	l.chosen.SetSelected(l.source.choices[1].text) // which the view knows nothing of
	w.Press("Views")
	w.Until("the menu", func() bool { return w.Says("Guests") })
	w.Pick("Guests")
	w.Until("the guests again", func() bool { return l.data.Len() == guests && !l.data.Loading() })
	if sort, descending := l.grid.Sort(); sort != "country" || !descending {
		t.Errorf("sorted by %s, %v", sort, descending)
	}
	for _, c := range l.grid.Drawn() {
		if c.ID == "department" {
			t.Error("the hidden column is back")
		}
	}
	w.Press("Views")
	w.Await("Automatic Exports...")
	w.Pick("Automatic Exports...")
	dir := t.TempDir()
	if got := w.Enabled(); slices.Contains(got, "Remove") || !slices.Contains(got, "Choose...") || !w.Says("CSV (.csv)") {
		t.Errorf("%q can be pressed; it says:\n%s", got, w.Text())
	}
	place := func() fyne.Position { return fyne.CurrentApp().Driver().AbsolutePositionForObject(answer(t, w)) }
	before := place()
	typeAnswer(t, w, filepath.Join(dir, "nowhere"))
	w.Press("Write After Every Import")
	w.Await("it is no folder")
	if after := place(); after != before {
		t.Errorf("what is wrong has moved the field from %v to %v", before, after)
	}
	typeAnswer(t, w, dir)
	w.Press("Write After Every Import")
	w.Until("the file", func() bool { _, err := os.Stat(filepath.Join(dir, "Guests.csv")); return err == nil })
}

func TestAGroupIsOpenedAsACondition(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	l := users(w)
	all := l.data.Len()
	w.Press("Group By...")
	w.Await("Logistics")
	if slices.Contains(w.Enabled(), "Show These Rows") {
		t.Error("nothing was chosen, and there are rows to show")
	}
	w.Press("Close")
	groups, err := w.Session.Beacon.Groups(t.Context(), lists.Query{List: lists.Users, GroupBy: "department"})
	if err != nil || len(groups) < 2 {
		t.Fatal(groups, err)
	}
	c, known := lists.Users.GroupCondition("department", groups[0])
	if !known {
		t.Fatal("no condition")
	}
	l.filter.Set(lists.FilterExpression{c})
	w.Until("the group", func() bool { return int64(l.data.Len()) == groups[0].Count && l.data.Len() < all })
}

func TestOnlyWhatIsNotMadeAgainInAMomentIsAskedAbout(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	users(w)
	if err := w.Session.Beacon.SaveView(t.Context(), lists.View{Name: "Guests", List: string(lists.Users)}); err != nil {
		t.Fatal(err)
	}
	for _, given := range []struct {
		what string
		show func()
		asks bool
	}{
		{"a condition", func() { w.Press("Filter...") }, false},
		{"a filter as text", func() {
			w.Press("Filter...")
			w.Press("As Text...")
		}, true},
		{"a view", func() {
			w.Press("Views")
			w.Await("Save View...")
			w.Pick("Save View...")
		}, false},
		{"an automatic export", func() {
			w.Press("Views")
			w.Await("Automatic Exports...")
			w.Pick("Automatic Exports...")
		}, true},
	} {
		t.Run(given.what, func(*testing.T) {
			if given.asks {
				w.LosesNothing(given.show)
			} else {
				w.AsksNothing(given.show)
			}
		})
	}
}

func TestAConditionThatIsEnteredIsPartOfTheFilterAsText(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	l := users(w)
	all := l.data.Len()
	l.filter.Set(lists.FilterExpression{lists.Is("enabled", "yes")})
	// Given a value that is typed, when somebody goes on as text,
	w.Press("Filter...")
	typeAnswer(t, w, "Anna \"A.\" Miller")
	w.Press("As Text...")
	// then both conditions stand there, Esc asks before the typed one is lost,
	if !w.Says(`enabled = yes and displayName = "Anna \"A.\" Miller"`) {
		t.Fatalf("as text it is:\n%s", w.Text())
	}
	w.Key(fyne.KeyEscape)
	w.Await("Discard what was entered?")
	w.Press("Keep Editing")
	// and the list is filtered by both.
	w.Press("Apply")
	w.Await("Nothing found")
	if len(l.filter.Conditions()) != 2 || l.data.Len() == all {
		t.Errorf("filtered by %v", l.filter.Conditions())
	}
}

func TestWhatANumberHasLedToStaysAsWhatIsEnteredDoes(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	l := users(w)
	led := Wanted{Filter: lists.FilterExpression{lists.Is("enabled", "no")}, Window: 30}
	l.Lead(led)
	l.Hidden()
	l.Shown()
	if got := l.filter.Conditions().String(); got != led.Filter.String() {
		t.Errorf("after another page the list is filtered by %q", got)
	}
}

func TestAValueIsChosenByTheWordsOfTheWindow(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	l := users(w)
	// Given a property with few values, when one is chosen,
	w.Press("Filter...")
	w.Choose("Display Name", "Activity")
	w.Choose("Active", "Inactive")
	w.Press("Add")
	// then the bar says it in the same word, and the text form in that of the console.
	w.Until("the condition", func() bool { return len(chips(l)) == 1 })
	if got := chips(l)[0]; got != "Activity is Inactive" {
		t.Errorf("the bar says %q", got)
	}
	if got := l.filter.Conditions().String(); got != "active = no" {
		t.Errorf("filtered by %s", got)
	}
	// Several are ticked, and at least one.
	w.Press("Filter...")
	w.Choose("Display Name", "Activity")
	w.Choose("is", "is one of")
	w.Press("Add")
	w.Await("Tick at least one.")
	w.Tick("Inactive")
	w.Tick("New")
	w.Press("Add")
	w.Until("the condition", func() bool { return len(l.filter.Conditions()) == 2 })
	if got := l.filter.Conditions().String(); got != "active = no and active in (no, new)" {
		t.Errorf("filtered by %s", got)
	}
	// What is typed has a hint of its own for each comparison.
	w.Press("Filter...")
	w.Choose("Display Name", "Last Activity")
	w.Choose("is", "is before")
	w.Await("A day, or one counted from today. Rows without a day are not found.")
	typeAnswer(t, w, "today-30")
	w.Press("Add")
	w.Until("the condition", func() bool { return slices.Contains(chips(l), "Last Activity is before 30 days ago") })
}

func TestTheViewThatIsShownIsNamedAndTakenOff(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	l := users(w)
	// Given a view that was saved,
	l.filter.Set(lists.FilterExpression{lists.Is("enabled", "yes")})
	l.search.SetValue("a")
	w.Press("Views")
	w.Await("Save View...")
	w.Pick("Save View...")
	typeAnswer(t, w, "Mine")
	w.Press("Save")
	w.Await("View: Mine")
	// then what is shown is that one until something else is,
	l.grid.SetIdle(page.ColumnTenant, false) // there is a second one now
	l.filter.Follow()
	w.Await("View: Mine")
	l.search.SetText("b")
	w.Await("View: Mine (changed)")
	l.search.SetText("a")
	w.Until("the view as it was saved", func() bool { return w.Says("View: Mine") && !w.Says("(changed)") })
	l.list.ShowColumns([]string{"displayName", "mail"})
	w.Await("View: Mine (changed)")
	// its name goes with everything that is taken off,
	l.grid.ResetColumns()
	l.search.SetText("")
	l.ShowAll()
	w.Until("no name", func() bool { return !w.Says("View: Mine") })
	// and when it is opened and taken off, the list shows what it did before.
	l.filter.Set(lists.FilterExpression{lists.Is("userType", "Guest")})
	l.chosen.SetSelected(l.source.choices[1].text)
	l.list.ShowColumns([]string{"displayName", "country"})
	before, columns := l.filter.Asked(), len(l.grid.Drawn())
	w.Press("Views")
	w.Await("Mine")
	w.Pick("Mine")
	w.Until("the view", func() bool { return w.Says("View: Mine") && l.data.Len() > 0 && !l.data.Loading() })
	if got := l.filter.Asked(); got.Filter != "enabled = yes" || got.Search != "a" || len(l.grid.Drawn()) == columns {
		t.Errorf("it shows %+v", got)
	}
	w.Press("Shows again what was shown before the view Mine")
	w.Until("no name", func() bool { return !w.Says("View: Mine") })
	if got := l.filter.Asked(); !reflect.DeepEqual(got, before) {
		t.Errorf("it shows %+v, before %+v", got, before)
	}
}

func TestValuesOfTheInventoryAreOfferedWhereOneIsTyped(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	l := users(w)
	pick := func(field, option string) {
		t.Helper()
		for _, o := range test.LaidOutObjects(w.Window.Canvas().Overlays().Top()) {
			if s, is := o.(*form.Select); is && strings.HasPrefix(s.AccessibilityLabel(), field) {
				s.SetSelected(option)
				s.OnChanged(option)
				return
			}
		}
		t.Fatalf("there is no field %s", field)
	}
	// Given the filter dialog at licenses, then those that have a part of what is typed are offered,
	w.Press("Filter...")
	pick("Column", "License")
	w.Await("Microsoft 365 E3", "Enterprise Mobility + Security E3")
	for _, o := range test.LaidOutObjects(w.Window.Canvas().Overlays().Top()) {
		if g, is := o.(*grid.Grid); is && g.Size().Height < 150 {
			t.Errorf("the values have %.0f of height", g.Size().Height)
		}
	}
	typeAnswer(t, w, "365 e5")
	w.Until("those alone", func() bool { return w.Says("Office 365 E5") && !w.Says("Microsoft 365 E3") })
	// the first of which Down takes, and Up from there leads back.
	w.Window.Canvas().Focus(answer(t, w))
	w.Key(fyne.KeyDown)
	if got := answer(t, w).Text; got != "Microsoft 365 E5" {
		t.Errorf("Down has entered %q", got)
	}
	w.Key(fyne.KeyUp)
	if w.Window.Canvas().Focused() != answer(t, w) {
		t.Error("Up from the first value does not lead back to the field")
	}
	w.Key(fyne.KeyDown, fyne.KeyReturn)
	w.Until("the condition", func() bool { return slices.Equal(chips(l), []string{"License is Microsoft 365 E5"}) })
	// When what nothing is called is asked for, then what is called nearly so is said.
	l.filter.Set(lists.FilterExpression{lists.Is("licenses", "E5")})
	w.Await(`Nothing in the inventory is called "E5". Similar names: Microsoft 365 E5`)
	// Several values are entered with commas, and names that people share with nobody are not offered.
	w.Press("Filter...")
	pick("Column", "Department")
	pick("Comparison", "is one of")
	w.Until("departments", func() bool { return w.Says("Sales") })
	typeAnswer(t, w, "s") // which more people have within the name of their department
	w.Window.Canvas().Focus(answer(t, w))
	w.Key(fyne.KeyDown)
	if got := answer(t, w).Text; !strings.HasPrefix(got, "S") {
		t.Errorf("the first of those that begin with s is %q", got)
	}
	typeAnswer(t, w, "Sales, mark")
	w.Window.Canvas().Focus(answer(t, w))
	w.Key(fyne.KeyDown)
	if got := answer(t, w).Text; got != "Sales, Marketing" {
		t.Errorf("entered is %q", got)
	}
	pick("Column", "Display Name")
	w.Until("no values", func() bool { return !w.Says("In the Inventory") })
	w.Press("Cancel")
}

func TestAConditionIsChangedWhereItStands(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	l := users(w)
	for name, given := range map[string]struct {
		before lists.FilterCondition
		change func()
		after  string
	}{
		"typed": {
			lists.Is("department", "Sales"), func() { typeAnswer(t, w, "Marketing") }, "department = Marketing",
		},
		"one of several": {
			lists.FilterCondition{Property: "country", Operator: lists.FilterOneOf, Values: []string{"FR", "DE"}},
			func() { typeAnswer(t, w, answer(t, w).Text+", US") }, "country in (FR, DE, US)",
		},
		"ticked": {
			lists.FilterCondition{Property: "active", Operator: lists.FilterOneOf, Values: []string{"no", "unknown"}},
			func() { w.Tick("New") }, "active in (no, new, unknown)",
		},
		"chosen": {lists.Is("enabled", "no"), func() {}, "enabled = no"},
		"a day": {
			lists.FilterCondition{Property: "lastActivity", Operator: lists.FilterBefore, Values: []string{"today-30"}},
			func() {}, "lastActivity < today-30",
		},
		"of values with commas as text": {
			lists.FilterCondition{Property: "department", Operator: lists.FilterOneOf, Values: []string{"a, b", "c"}},
			func() {},
			`department in ("a, b", c)`,
		},
	} {
		t.Run("given a condition that is "+name, func(t *testing.T) {
			l.filter.Set(lists.FilterExpression{lists.Is("licensed", "yes"), given.before})
			w.Press(chips(l)[1])
			given.change()
			for _, accept := range []string{"Change", "Apply"} {
				if slices.Contains(w.Enabled(), accept) {
					w.Press(accept)
				}
			}
			if got := l.filter.Conditions().String(); got != "licensed = yes and "+given.after {
				t.Errorf("filtered by %s", got)
			}
		})
	}
}
