package overview

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/app"
	"inventorybeacon/app/licensing"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/money"
	"inventorybeacon/ui/filechooser"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/inventory"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/widgets"
)

func open(t *testing.T) *sessiontest.Window {
	t.Helper()
	return sessiontest.Open(t, sessiontest.Options{Tenant: demotenanttest.Start(t, demotenant.Options{Users: 300})})
}

// led is where the numbers of a page have led.
type led struct {
	users, licenses []inventory.Wanted
	opened          []string
	changes         []string
	reclaim, sent   int
	costs           int
}

func (l *led) ways() inventory.Ways {
	return inventory.Ways{
		Users:      func(w inventory.Wanted) { l.users = append(l.users, w) },
		Licenses:   func(w inventory.Wanted) { l.licenses = append(l.licenses, w) },
		License:    func(_, skuID string) { l.opened = append(l.opened, skuID) },
		Task:       func(int64) { l.opened = append(l.opened, "task") },
		Changes:    func(tenant string) { l.changes = append(l.changes, tenant) },
		Reclaim:    func(string) { l.reclaim++ },
		Costs:      func(string) { l.costs++ },
		SendReport: func() { l.sent++ },
	}
}

// overview shows the page once it has read its numbers.
func overview(w *sessiontest.Window, l *led) *Page {
	p := New(w.Session, l.ways())
	w.Show(p)
	w.Until("the numbers", func() bool { return p.figures.users.Value.Text() != "" })
	return p
}

// priced enters the price of Microsoft 365 E5.
func priced(t *testing.T, w *sessiontest.Window, amount, currency string) {
	t.Helper()
	skus, err := w.Beacon.LicensesNamed(t.Context(), "SPE_E5")
	if err != nil {
		t.Fatal(err)
	}
	set, err := w.Beacon.PriceOf("", skus, licensing.PriceEntry{Amount: amount, Currency: currency})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Beacon.SetPrices(t.Context(), set); err != nil {
		t.Fatal(err)
	}
}

func TestAnEmptyOverviewSaysWhatToDo(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	w.Show(New(w.Session, new(led).ways()))
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
	guests := p.figures.users.Parts[2]
	few := format.Whole(float64(counts.Users.Guests))
	if guests.Text() != few+" guests" || counts.Users.Guests == 0 {
		t.Errorf("%q of %d guests", guests.Text(), counts.Users.Guests)
	}
	test.Tap(guests)
	test.Tap(p.figures.unused.Value)
	p.licenses.open(0, -1)
	p.licenses.open(0, 1)
	if len(l.users) != 2 || l.users[0].Filter.String() != "userType = Guest" ||
		!strings.HasSuffix(l.users[1].Filter.String(), " and active = no") {
		t.Errorf("the users wanted are %+v", l.users)
	}
	if len(l.licenses) != 1 || l.licenses[0].Sort != "inactive" || len(l.opened) != 1 || l.opened[0] != p.licenses.listed[0].SKUID {
		t.Errorf("the licenses wanted are %+v, opened %v", l.licenses, l.opened)
	}

	list := inventory.NewUsers(w.Session)
	w.Show(list)
	list.Lead(l.users[0])
	w.Until("the guests", func() bool {
		row, loaded := list.Record(0)
		return loaded && row.UserType == "Guest" && list.Footer().Text() == few+" users"
	})
	if !w.Says("Type is Guest") {
		t.Errorf("what is chosen is not told:\n%s", w.Text())
	}
	list.Lead(l.users[1])
	inactive := *p.licenses.listed[0].Inactive
	w.Until("the inactive holders", func() bool {
		return strings.HasPrefix(list.Footer().Text(), strings.TrimSpace(format.Whole(float64(inactive)))+" ")
	})
}

func TestANumberOfLicensesLeadsToAsMany(t *testing.T) {
	w, l := open(t), &led{}
	w.Import(w.Connect("Contoso"))
	priced(t, w, "54.75", "EUR")
	p := overview(w, l)
	if year := p.figures.spend.Parts[0].Text(); !strings.HasSuffix(year, " EUR a year") {
		t.Errorf("below what is unused a month stands %q", year)
	}
	for _, head := range p.costs.table.Objects[1:4] {
		if h := head.(*widgets.Link); !strings.Contains(h.Tooltip(), "nits") {
			t.Errorf("the heading %s says %q", h.Text(), h.Tooltip())
		}
	}
	o, err := w.Beacon.Overview(t.Context(), nil, app.DefaultWindow)
	if err != nil {
		t.Fatal(err)
	}
	if year := format.Money(o.Sums["EUR"].Spent.Times(12), "EUR"); !w.Says(year) || !w.Says("EUR a year") {
		t.Errorf("%s a year are not told:\n%s", year, w.Text())
	}
	for number, given := range map[string]struct {
		link *widgets.Link
		fits func(row app.LicenseRow) bool
	}{
		"free":   {p.figures.purchased.Parts[1], func(row app.LicenseRow) bool { return row.Available > 0 }},
		"priced": {p.figures.spend.Parts[3], func(row app.LicenseRow) bool { return row.Price != nil }},
	} {
		t.Run(number, func(t *testing.T) {
			test.Tap(given.link)
			rows, err := w.Beacon.LicensesWhere(t.Context(), app.LicenseQuery{}, l.licenses[len(l.licenses)-1].Filter)
			if err != nil || len(rows) == 0 {
				t.Fatalf("%d licenses, %v", len(rows), err)
			}
			for _, row := range rows {
				if row.Kind != app.Paid || !given.fits(row) {
					t.Errorf("%q leads to %s", given.link.Text(), row.Product)
				}
			}
		})
	}
}

func TestTheOverviewLeadsToChangesAndToWhatCanBeTakenBack(t *testing.T) {
	w, l := open(t), &led{}
	c := w.Connect("Contoso")
	w.Import(c)
	p := overview(w, l)
	all, _, err := w.Beacon.Reclaim.Sums(t.Context(), app.ReclaimQuery{Window: app.DefaultWindow}, app.ByReason)
	if err != nil {
		t.Fatal(err)
	}
	w.Until("the recommendations", func() bool {
		return strings.HasPrefix(p.savings.link.Text(), format.Whole(float64(all.Count))+" ")
	})
	test.Tap(p.savings.link)
	test.Tap(p.figures.unused.Parts[3])
	test.Tap(p.imports.changes[0])
	if l.reclaim != 2 || len(l.changes) != 1 || l.changes[0] != p.tenant.Published()[0].Tenant.ID {
		t.Errorf("%d times to what can be taken back, to the changes of %q", l.reclaim, l.changes)
	}
	priced(t, w, "54.75", "EUR")
	w.Until("what it saves", func() bool { return strings.HasSuffix(p.savings.link.Text(), " EUR a month") })
}

func TestARenewalSaysWhatCanBeDroppedThen(t *testing.T) {
	w, l := open(t), &led{}
	w.Import(w.Connect("Contoso"))
	priced(t, w, "54.75", "EUR")
	p := overview(w, l)
	can := slices.DeleteFunc(slices.Clone(p.renewals.listed), func(r app.Renewal) bool { return r.Reducible == 0 })
	if len(can) == 0 || len(p.renewals.rows.Objects) != 2*min(mostRenewals, len(can)) {
		t.Fatalf("%d things are shown of %d renewals", len(p.renewals.rows.Objects), len(can))
	}
	first := can[0]
	if text := droppedText(first, ""); !w.Says(text) || !strings.Contains(text, " can be dropped") {
		t.Errorf("%q is not told:\n%s", text, w.Text())
	}
	test.Tap(p.renewals.rows.Objects[0].(*widgets.Link))
	w.Press("Costs by Department")
	if len(l.opened) != 1 || l.opened[0] != first.SKUID || l.costs != 1 {
		t.Errorf("it leads to %v, to the costs %d times", l.opened, l.costs)
	}
}

func TestDroppedUnitsSayWhatTheySaveAYear(t *testing.T) {
	defer sessiontest.Open(t, sessiontest.Options{}).End() // for the words
	price := money.Price{Micros: 10_000_000, Currency: "EUR", Per: money.Month}
	for says, given := range map[string]app.Renewal{
		"":                      {Units: 9, Price: &price},
		"2 of 9 can be dropped": {Units: 9, Reducible: 2},
		"2 of 9 can be dropped: 240.00 EUR a year": {Units: 9, Reducible: 2, Price: &price},
	} {
		if got := droppedText(given, ""); got != says {
			t.Errorf("it says %q, want %q", got, says)
		}
	}
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
	w.Until("another currency", func() bool { return strings.Contains(p.figures.spend.Value.Text(), "JPY") && !w.Says(" EUR") })
	if !strings.Contains(first, " EUR") || w.Says(" EUR") {
		t.Errorf("before\n%s\nand after\n%s", first, w.Text())
	}
}

func TestTheLicenseWithMostToDoComesFirst(t *testing.T) {
	row := func(part string, purchased, assigned, inactive int64) app.LicenseRow {
		return app.LicenseRow{
			SKUPartNumber: part, Product: part, Purchased: purchased, Assigned: assigned, Available: purchased - assigned,
			Inactive: &inactive,
		}
	}
	rows := []app.LicenseRow{row("used", 10, 10, 0), row("some", 10, 10, 2), row("over", 10, 12, 0), row("most", 10, 5, 2)}
	slices.SortStableFunc(rows, app.MoreToDo)
	var order []string
	for _, r := range rows {
		order = append(order, r.SKUPartNumber)
	}
	if got := strings.Join(order, " "); got != "over most some used" {
		t.Errorf("the order is %s", got)
	}
}

// saveAt is a person who saves every file at one place.
type saveAt string

// Open implements [session.FileChooser].
func (s saveAt) Open(_ context.Context, _ filechooser.Request) (string, error) { return string(s), nil }

// Save implements [session.FileChooser].
func (s saveAt) Save(_ context.Context, _ filechooser.Request) (string, error) { return string(s), nil }

func TestTheOverviewIsWrittenAsAPage(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	priced(t, w, "54.75", "EUR")
	overview(w, new(led))
	path := filepath.Join(t.TempDir(), "overview.html")
	w.Files = saveAt(path)
	w.Press("Report...")
	w.Await("The report is in " + path)
	page, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(page), "<svg") || !strings.Contains(string(page), "EUR") {
		t.Errorf("%d bytes, %v", len(page), err)
	}
}

func TestTheOverviewCanBeSentByItself(t *testing.T) {
	w := open(t)
	l := &led{}
	p := New(w.Session, l.ways())
	w.Show(p)
	test.Tap(p.report.End())
	w.Pick("Send Every Week or Month...")
	if l.sent != 1 {
		t.Errorf("it has led there %d times", l.sent)
	}
}

func TestWhatLiesUnderThePointerIsForgottenWhenThePageIsScrolled(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p := overview(w, &led{})
	bars := p.licenses.bars
	first := bars.Tooltip()
	for x := float32(0); x < bars.Size().Width && bars.Tooltip() == first; x += 4 {
		bars.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, bars.Size().Height/2)}})
	}
	if bars.Tooltip() == first {
		t.Fatal("the pointer has chosen nothing")
	}
	p.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -40)})
	if got := bars.Tooltip(); got != first {
		t.Errorf("after scrolling it still says %q", got)
	}
}
