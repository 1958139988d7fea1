package inventory

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/app"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/widgets"
)

// led is where the numbers of a page have led.
type led struct {
	users, licenses []Wanted
	opened          []string
}

func (l *led) ways() Ways {
	return Ways{
		Users:    func(w Wanted) { l.users = append(l.users, w) },
		Licenses: func(w Wanted) { l.licenses = append(l.licenses, w) },
		License:  func(_, skuID string) { l.opened = append(l.opened, skuID) },
		Task:     func(int64) { l.opened = append(l.opened, "task") },
	}
}

// overview shows the page once it has read its numbers.
func overview(w *sessiontest.Window, l *led) *Overview {
	p := NewOverview(w.Session, l.ways())
	w.Show(p)
	w.Until("the numbers", func() bool { return p.figures.users.value.Text() != "" })
	return p
}

// priced enters the price of Microsoft 365 E5.
func priced(t *testing.T, w *sessiontest.Window, amount, currency string) {
	t.Helper()
	skus, err := w.Beacon.LicensesNamed(t.Context(), "SPE_E5")
	if err != nil {
		t.Fatal(err)
	}
	set, err := w.Beacon.PriceOf("", skus, app.PriceEntry{Amount: amount, Currency: currency})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Beacon.SetPrices(t.Context(), set); err != nil {
		t.Fatal(err)
	}
}

func TestAnEmptyOverviewSaysWhatToDo(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	w.Show(NewOverview(w.Session, new(led).ways()))
	w.Until("the text", func() bool { return w.Says("Nothing has been imported yet") })
}

func TestNumbersOfTheOverviewLeadToWhatTheyCount(t *testing.T) {
	w, l := open(t), &led{}
	w.Import(w.Connect("Contoso"))
	p := overview(w, l)
	counts, err := w.Beacon.Overview(t.Context(), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	guests := p.figures.users.parts[2]
	few := wholeNumber(float64(counts.Users.Guests))
	if guests.Text() != few+" guests" || counts.Users.Guests == 0 {
		t.Errorf("%q of %d guests", guests.Text(), counts.Users.Guests)
	}
	test.Tap(guests)
	test.Tap(p.figures.unused.value)
	p.licenses.open(0, -1)
	p.licenses.open(0, 1)
	if len(l.users) != 2 || l.users[0].Text != "Guests" || !strings.HasSuffix(l.users[1].Text, ": Inactive") {
		t.Errorf("the users wanted are %+v", l.users)
	}
	if len(l.licenses) != 1 || l.licenses[0].Sort != "inactive" || len(l.opened) != 1 || l.opened[0] != p.licenses.listed[0].SKUID {
		t.Errorf("the licenses wanted are %+v, opened %v", l.licenses, l.opened)
	}

	list := users(w)
	list.Lead(l.users[0])
	w.Until("the guests", func() bool {
		row, loaded := list.data.Record(0)
		return loaded && row.UserType == "Guest" && list.total == few+" users"
	})
	if list.chosen.Selected() != "Guests" {
		t.Errorf("%q is chosen", list.chosen.Selected())
	}
	list.Lead(l.users[1])
	inactive := *p.licenses.listed[0].Inactive
	w.Until("the inactive holders", func() bool {
		return strings.HasPrefix(list.total, strings.TrimSpace(wholeNumber(float64(inactive)))+" ")
	})
}

func TestSumsFollowWhatIsEntered(t *testing.T) {
	w, l := open(t), &led{}
	w.Import(w.Connect("Contoso"))
	p := overview(w, l)
	if !w.Says("0 of 15 licenses priced") || !w.Says("Without a price, and in no sum: 15") {
		t.Errorf("the page says:\n%s", w.Text())
	}
	priced(t, w, "54.75", "EUR")
	w.Until("the sums", func() bool { return w.Says("1 of 15 licenses priced") })
	first := w.Text()
	priced(t, w, "1000", "JPY")
	w.Until("another currency", func() bool { return strings.Contains(p.figures.spend.value.Text(), "JPY") })
	if !strings.Contains(first, " EUR") || w.Says(" EUR") {
		t.Errorf("before\n%s\nand after\n%s", first, w.Text())
	}
}

func TestTheLicenseWithMostToDoComesFirst(t *testing.T) {
	row := func(part string, purchased, assigned, inactive int64) app.LicenseRow {
		return app.LicenseRow{SKUPartNumber: part, Product: part, Purchased: purchased, Assigned: assigned, Available: purchased - assigned, Inactive: &inactive}
	}
	rows := []app.LicenseRow{row("used", 10, 10, 0), row("some", 10, 10, 2), row("over", 10, 12, 0), row("most", 10, 5, 2)}
	slices.SortStableFunc(rows, moreToDo)
	var order []string
	for _, r := range rows {
		order = append(order, r.SKUPartNumber)
	}
	if got := strings.Join(order, " "); got != "over most some used" {
		t.Errorf("the order is %s", got)
	}
}

// license opens the details of Microsoft 365 E3.
func license(t *testing.T, w *sessiontest.Window, back func()) *LicensePage {
	t.Helper()
	rows, err := w.Beacon.Licenses(t.Context(), app.LicenseQuery{Search: "SPE_E3"})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%v, %v", rows, err)
	}
	p := NewLicense(w.Session, back)
	w.Show(p)
	p.Open(rows[0].Connection, rows[0].SKUID)
	w.Until("the license and its holders", func() bool {
		_, loaded := p.holders.data.Record(0)
		return loaded && p.license.SKUID != "" && p.holders.total != ""
	})
	return p
}

func TestALicenseShowsWhoHoldsItAndHow(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p := license(t, w, func() {})
	if !w.Says("Microsoft 365 E3") || !w.Says("As Microsoft's admin center shows it") || !w.Says("through group") {
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
		h, loaded := p.holders.data.Record(0)
		return loaded && h.Assignment != nil && h.Assignment.Activity == app.Inactive && strings.HasPrefix(p.holders.total, wholeNumber(float64(*row.Inactive))+" ")
	})
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
}

// typeInto writes a text into a field of the open dialog.
func typeInto(w *sessiontest.Window, place int, text string) {
	var entries []*widgets.Entry
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *widgets.Entry:
			entries = append(entries, o)
			return
		case *widgets.DateEntry:
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
