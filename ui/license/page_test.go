package license

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/user"
	"inventorybeacon/ui/widgets/form"
)

func open(t *testing.T) *sessiontest.Window {
	t.Helper()
	return sessiontest.Open(t, sessiontest.Options{Tenant: demotenanttest.Start(t, demotenant.Options{Users: 300})})
}

// license opens the details of Microsoft 365 E3.
func license(t *testing.T, w *sessiontest.Window, back func()) *Page {
	t.Helper()
	return licenseOf(t, w, "SPE_E3", back)
}

// licenseOf opens the details of a license that somebody holds.
func licenseOf(t *testing.T, w *sessiontest.Window, partNumber string, back func()) *Page {
	t.Helper()
	rows, err := w.Beacon.Licenses(t.Context(), app.LicenseQuery{Search: partNumber})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%v, %v", rows, err)
	}
	p := New(w.Session, back)
	w.Show(p)
	p.Open(rows[0].Connection, rows[0].SKUID)
	w.Until("the license and its holders", func() bool {
		_, loaded := p.holders.Record(0)
		return loaded && p.license.SKUID != "" && strings.HasSuffix(p.holders.Footer().Text(), " users")
	})
	return p
}

func TestALicenseShowsWhoHoldsItAndHow(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p := license(t, w, func() {})
	if !w.Says("Microsoft 365 E3") || !w.Says("Microsoft's admin center") || !w.Says("through group") {
		t.Errorf("the page says:\n%s", w.Text())
	}
	var held int64
	for _, way := range p.license.Ways {
		held += way.Holders
	}
	row := p.license.LicenseRow
	if held-p.license.SeveralWays > row.Assigned || held < row.Assigned {
		t.Errorf("%d holders in %d ways, %d in several, %d assigned", held, len(p.license.Ways), p.license.SeveralWays, row.Assigned)
	}
	p.bar.OnOpen(0, 1)
	w.Until("the inactive ones", func() bool {
		h, loaded := p.holders.Record(0)
		return loaded && h.Assignment != nil && h.Assignment.Activity == app.Inactive &&
			strings.HasPrefix(p.holders.Footer().Text(), format.Whole(float64(*row.Inactive))+" ")
	})
}

func TestALicenseOfWhichNoReportTellsSaysWhatActiveMeans(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	for _, given := range []struct {
		name, partNumber string
		told             bool
	}{
		{"given mail and Office, then nothing", "SPE_E3", false},
		{"given Visio alone, then that it is the use of anything", "VISIOCLIENT", true},
	} {
		t.Run(given.name, func(t *testing.T) {
			p := licenseOf(t, w, given.partNumber, func() {})
			const sentence = "active means that the holder uses anything in Microsoft 365"
			h, _ := p.holders.Record(0)
			if w.Says(sentence) != given.told || h.Assignment.Unreported != given.told {
				t.Errorf("the holder: %v, the page says:\n%s", h.Assignment.Unreported, w.Text())
			}
			if how := user.AssignmentText(*h.Assignment); given.told && h.Assignment.Activity == app.Active &&
				!strings.Contains(how, "active within 90 days in anything of Microsoft 365") {
				t.Error(how)
			}
		})
	}
}

func TestTheLinesOfALicenseAreReadOrFoldedAway(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p := license(t, w, func() {})
	for _, given := range []struct {
		window string
		room   fyne.Size // that the page has in it
		shown  bool
	}{
		{"800x600", fyne.NewSize(608, 500), false},
		{"1024x700", fyne.NewSize(826, 600), true},
		{"1920x1080", fyne.NewSize(1728, 980), true},
	} {
		t.Run(given.window, func(t *testing.T) {
			w.Window.Resize(given.room)
			w.Settle()
			lines := p.trend.Lines
			if shown := w.Says("Over time"); shown != given.shown {
				t.Fatalf("shown: %v", shown)
			}
			if size := lines.Size(); given.shown && (size.Width < trendLeast || size.Height < trendHeight) {
				t.Errorf("they have %v", size)
			}
			for _, figure := range []*page.Figure{p.renewal, p.cost} {
				for _, part := range figure.Parts {
					if part.MinSize().Width > part.Size().Width+1 && part.Visible() {
						t.Errorf("%q is cut", part.Text())
					}
				}
			}
		})
	}
}

func TestALicenseThatIsNotReadHasNothingOfTheOneBefore(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p := New(w.Session, func() {})
	w.Show(p)
	if got := w.Enabled(); slices.Contains(got, "Price...") {
		t.Errorf("before the first license %q can be pressed", got)
	}
	p = license(t, w, func() {})
	if got := w.Enabled(); !slices.Contains(got, "Price...") {
		t.Errorf("of a license %q can be pressed", got)
	}
	p.Open(p.license.Connection, "another")
	if got := w.Enabled(); slices.Contains(got, "Price...") || w.Says("SPE_E3") || w.Says("Microsoft's admin center") {
		t.Errorf("%q can be pressed; it says:\n%s", got, w.Text())
	}
}

func TestStoredIsWhatTheFieldsSayWhenOKIsPressed(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	l := license(t, w, func() {}).license.LicenseRow
	enterName(w.Session, l)
	field := w.Window.Canvas().Focused().(*form.Entry)
	field.SetText("Ours")
	w.Press("OK")
	field.SetText("Theirs")
	w.Until("it to be stored", func() bool { return w.Dialogs() == 0 })
	if own := w.Beacon.OwnName(l.SKUID); own != "Ours" {
		t.Errorf("it is called %q", own)
	}
}

func TestARenewalIsSoManyDaysAway(t *testing.T) {
	w := open(t) // for the words
	defer w.End()
	for day, want := range map[connector.Date]string{
		20_420: "today · 5 units", 20_421: "in 1 day · 5 units", 20_422: "in 2 days · 5 units", 20_450: "in 30 days · 5 units",
		20_419: "today · 5 units", // which is read again at the next import
	} {
		if got := renewalText(20_420, day, 5); got != want {
			t.Errorf("%s: %q, want %q", day, got, want)
		}
	}
}

func TestWhatIsNotEnabledEndsAllTheSame(t *testing.T) {
	subscription := func(status string, next connector.Date, units int64) app.Subscription {
		return app.Subscription{Status: status, Next: next, Units: units}
	}
	for name, given := range map[string]struct {
		renewal       connector.Date
		subscriptions []app.Subscription
		next          connector.Date
		units         int64
	}{
		"nothing ends":     {0, []app.Subscription{subscription("Enabled", 0, 5)}, 0, 0},
		"a trial in grace": {0, []app.Subscription{subscription("Warning", 20_430, 25), subscription("Deleted", 20_300, 7)}, 20_430, 25},
		"an enabled one is first": {
			20_450,
			[]app.Subscription{subscription("Warning", 20_430, 25), subscription("Enabled", 20_450, 3)},
			20_450,
			3,
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := app.License{Subscriptions: given.subscriptions}
			l.Renewal = given.renewal
			next, units := nextEnd(l, 20_420)
			if next != given.next || next != 0 && units != given.units {
				t.Errorf("%s, %d units", next, units)
			}
		})
	}
}

func TestWhatALicenseCostsIsEnteredInPlace(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p := license(t, w, func() {})
	type in struct{ button, first, second, says string }
	for _, c := range []in{
		{"Price...", "54,75", "eur", "54.75 EUR a month"},
		{"Commitment...", "5", "2099-06-30", "commitment 5 until 2099-06-30"},
		{"Name...", "Our E3", "", "Our E3"},
	} {
		w.Press(c.button)
		typeInto(w, 0, "nonsense\x01")
		if c.button != "Name..." {
			w.Press("OK")
			w.Until("the problem", func() bool { return w.Says("is not") })
			if c.button == "Price..." && !w.Says("The currency is missing.") {
				t.Errorf("it says:\n%s", w.Text())
			}
		}
		typeInto(w, 0, c.first)
		if c.second != "" {
			typeInto(w, 1, c.second)
		}
		w.Press("OK")
		w.Until("what was entered", func() bool { return w.Dialogs() == 0 && w.Says(c.says) })
	}
	if units := p.license.Units(); units.Committed != 5 {
		t.Errorf("%+v", units)
	}
	w.Press("Price...")
	field := w.Window.Canvas().Focused().(*form.Entry)
	if test.Type(field, "57"); field.Text != "57" {
		t.Errorf("typed into what was entered before: %q", field.Text)
	}
}

// typeInto writes a text into a field of the open dialog.
func typeInto(w *sessiontest.Window, place int, text string) {
	var entries []*form.Entry
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *form.Entry:
			entries = append(entries, o)
			return
		case *form.DateEntry:
			entries = append(entries, &o.Entry)
			return
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child)
			}
		}
	}
	walk(w.Window.Canvas().Overlays().Top())
	entries[place].SetText(text)
}

func TestNoDialogOfALicenseLosesWhatIsTyped(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	license(t, w, func() {})
	for _, button := range []string{"Price...", "Commitment...", "Name..."} {
		t.Run(button, func(*testing.T) { w.LosesNothing(func() { w.Press(button) }) })
	}
}

func TestHoldersAreFilteredOnOneLineWhereThereIsRoom(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p := license(t, w, func() {})
	row, conditions := p.holders.Row(), p.holders.Conditions()
	for _, given := range []struct {
		what  string
		width float32
		lines int
	}{{"1024x700", 790, 1}, {"800x600", 566, 1}, {"800x600 at 150 %", 330, 2}} {
		row.Resize(fyne.NewSize(given.width, row.Size().Height))
		lines := map[float32]bool{}
		for _, o := range row.(*fyne.Container).Objects {
			lines[o.Position().Y] = true
			if o.Size().Width < o.MinSize().Width || o.Position().X+o.Size().Width > given.width+1 {
				t.Errorf("at %s something stands at %v with %v of %v", given.what, o.Position(), o.Size(), o.MinSize())
			}
		}
		if high := row.MinSize().Height; len(lines) != given.lines || high < float32(given.lines)*24 {
			t.Errorf("at %s they stand on %d lines of %.0f", given.what, len(lines), high)
		}
	}
	if height := conditions.MinSize().Height; height != 0 {
		t.Errorf("without a condition there is a bar of %.0f", height)
	}
}
