package page

import (
	"bytes"
	"maps"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/app/export"
	"inventorybeacon/connector"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/grid"
)

func numbers() (*grid.Grid, [][]grid.Cell) {
	g := grid.New(
		grid.Column{ID: "name", Title: "Name", Width: 100},
		grid.Column{ID: "users", Title: "Users", Width: 80, AlignRight: true},
		grid.Column{ID: "hidden", Title: "Hidden", Width: 80},
	)
	rows := [][]grid.Cell{
		{grid.Text("Contoso"), Number(1500), grid.Text("x")},
		{grid.Text("=Fabrikam"), None(), grid.Text("y")},
		{grid.Text("Tailspin"), Number(0), grid.Text("z")},
	}
	g.SetData(grid.Rows(rows))
	return g, rows
}

func TestAListIsExportedAsItIsShown(t *testing.T) {
	test.NewTempApp(t)
	g, rows := numbers()
	g.ShowColumn("hidden", false)
	g.MoveColumn("users", -1)
	for _, given := range []struct {
		format export.Format
		spans  []grid.Span
		want   string
	}{
		{export.CSV, nil, export.ByteOrderMark + "Users,Name\r\n1500,Contoso\r\n,\"'=Fabrikam\"\r\n0,Tailspin\r\n"},
		{export.CSV, []grid.Span{{First: 2, Last: 2}}, export.ByteOrderMark + "Users,Name\r\n0,Tailspin\r\n"},
		{
			export.JSON,
			[]grid.Span{{First: 0, Last: 1}},
			"[\n{\"users\":1500,\"name\":\"Contoso\"},\n{\"users\":null,\"name\":\"=Fabrikam\"}\n]\n",
		},
	} {
		var out bytes.Buffer
		err := writeRows(t.Context(), &out, given.format, g.Drawn(), given.spans, InMemory(rows), func(int64) {})
		if err != nil || out.String() != given.want {
			t.Errorf("%s of %v: %v\n%q, want\n%q", given.format, given.spans, err, out.String(), given.want)
		}
	}
}

func TestFilesHoldTheValuesOfCells(t *testing.T) {
	test.NewTempApp(t)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.Local)
	for _, given := range []struct {
		what  string
		cell  grid.Cell
		drawn string
		want  any
	}{
		{"a number", Number(1_500_000), "1,500,000", int64(1_500_000)},
		{"a moment of today", Moment(now.Add(-time.Hour), now), "Today 08:00", now.Add(-time.Hour)},
		{"no moment", Moment(time.Time{}, now), "", nil},
		{"a day", Day(20484), "2026-01-31", connector.Date(20484)},
		{"no day", Day(0), "", nil},
		{"nothing to say", None(), "–", nil},
		{"a text of digits", grid.Text("1,500"), "1,500", "1,500"},
		{"a name with a mark", grid.Cell{Text: "Contoso •", Value: "Contoso"}, "Contoso •", "Contoso"},
	} {
		if got := value(given.cell); got != given.want || given.cell.Text != given.drawn {
			t.Errorf("%s is drawn as %q and written as %v, want %q and %v", given.what, given.cell.Text, got, given.drawn, given.want)
		}
	}
}

func TestTheColumnsOfAListAreRemembered(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewTempWindow(t, nil)
	s := session.New(t.Context(), session.Options{Window: w})
	t.Cleanup(s.Close)
	g, rows := numbers()
	w.SetContent(widgets.NewTooltipHost(g))
	NewList(s, "numbers", g, func() Each { return InMemory(rows) })
	g.ShowColumn("hidden", false)
	g.MoveColumn("users", -1)
	again, _ := numbers()
	list := NewList(s, "numbers", again, func() Each { return InMemory(rows) })
	if drawn := again.Drawn(); len(drawn) != 2 || drawn[0].ID != "users" {
		t.Errorf("shown are %+v", drawn)
	}
	if list.Copy.Possible() || list.Export.Label() != "Export..." {
		t.Error("what is not selected can be copied")
	}
	if again.SelectAll(); !list.Copy.Possible() || list.Export.Label() != "Export Selected (3)..." {
		t.Errorf("it says %q", list.Export.Label())
	}
	again.ResetColumns()
	if stored := fyne.CurrentApp().Preferences().String(preferenceColumns + "numbers"); stored != "" {
		t.Errorf("remembered is %q", stored)
	}
}

func TestColumnsAreOrderedFromTheKeyboard(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewTempWindow(t, nil)
	w.Resize(fyne.NewSize(800, 600))
	g, _ := numbers()
	w.SetContent(widgets.NewTooltipHost(g))
	arranged := 0
	g.OnArranged = func() { arranged++ }
	chooseColumns(w, g)
	c := w.Canvas()
	first := func() string { return g.Drawn()[0].ID }
	// The check of the first column has the focus; behind it come its buttons.
	c.FocusNext()
	c.FocusNext()
	for _, want := range []string{"users", "users"} {
		c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
		if got := first(); got != want {
			t.Errorf("the first column is %s, want %s", got, want)
		}
	}
	if last := g.Drawn()[2].ID; last != "name" || arranged != 2 {
		t.Errorf("the last column is %s, told %d times", last, arranged)
	}
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if got := first(); got != "name" || len(c.Overlays().List()) != 0 {
		t.Errorf("after Cancel the first column is %s", got)
	}
}

func TestTheDialogTicksTheColumnsThatAreSeen(t *testing.T) {
	for _, given := range []struct {
		what   string
		do     func(press func(text string))
		ticked []string // of the dialog when it is opened again
		chosen map[string]bool
	}{
		{"nothing is changed", func(press func(string)) { press("OK") }, []string{"Name"}, nil},
		{"one for which there was no room is ticked", func(press func(string)) {
			press("Kind (hidden for lack of room)")
			press("OK")
		}, []string{"Name", "Kind"}, map[string]bool{"kind": false}},
		{"it is cancelled", func(press func(string)) { press("Kind (hidden for lack of room)"); press("Cancel") }, []string{"Name"}, nil},
	} {
		t.Run(given.what, func(t *testing.T) {
			test.NewTempApp(t)
			w := test.NewTempWindow(t, nil)
			w.Resize(fyne.NewSize(800, 600))
			g := grid.New(grid.Column{ID: "name", Title: "Name", Width: 700}, grid.Column{ID: "kind", Title: "Kind", Width: 200, Spare: 1})
			w.SetContent(widgets.NewTooltipHost(g))
			g.OnArranged = func() {}
			opened := func() (ticked []string, press func(text string)) {
				chooseColumns(w, g)
				overlay := w.Canvas().Overlays().Top()
				for _, o := range test.LaidOutObjects(overlay) {
					if check, is := o.(*form.Check); is && check.Checked() {
						ticked = append(ticked, check.Text)
					}
				}
				return ticked, func(text string) {
					t.Helper()
					for _, o := range test.LaidOutObjects(overlay) {
						switch o := o.(type) {
						case *form.Check:
							if o.Text == text {
								test.Tap(o)
								return
							}
						case *widgets.Button:
							if o.AccessibilityLabel() == text {
								test.Tap(o)
								return
							}
						}
					}
					t.Fatalf("there is no %q", text)
				}
			}
			ticked, press := opened()
			if !slices.Equal(ticked, []string{"Name"}) {
				t.Errorf("at first %q are ticked", ticked)
			}
			given.do(press)
			if ticked, _ := opened(); !slices.Equal(ticked, given.ticked) {
				t.Errorf("then %q are ticked", ticked)
			}
			if chosen := g.Arrangement().Hidden; !maps.Equal(chosen, given.chosen) {
				t.Errorf("as somebody's choice it has %v, want %v", chosen, given.chosen)
			}
		})
	}
}

func TestTenantsOfOneNameAreToldApart(t *testing.T) {
	a := connector.Tenant{ID: "a", DisplayName: "Contoso", DefaultDomain: "contoso.example"}
	b := connector.Tenant{ID: "b", DisplayName: "Contoso"}
	c := connector.Tenant{ID: "c", DisplayName: "Fabrikam", DefaultDomain: "fabrikam.example"}
	name := TenantNames([]connector.Tenant{a, b, c, c})
	for want, tenant := range map[string]connector.Tenant{"Contoso (contoso.example)": a, "Contoso (b)": b, "Fabrikam": c} {
		if got := name(tenant); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := TenantNames([]connector.Tenant{a, a})(a); got != "Contoso" {
		t.Errorf("of one tenant it says %q", got)
	}
}
