package inventory

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app"
	"inventorybeacon/app/licensing"
	"inventorybeacon/money"
	"inventorybeacon/ui/theme"
)

// TestWhatLicensesCostIsANumberInAFile also holds the footer to the same sums.
func TestWhatLicensesCostIsANumberInAFile(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	rows, err := w.Beacon.Licenses(t.Context(), app.LicenseQuery{})
	w.Must(err)
	of := rows[slices.IndexFunc(rows, func(l app.LicenseRow) bool { return l.Kind == app.Paid && l.Purchased > 0 })]
	price := money.Price{Micros: 5_550_000, Currency: "EUR", Per: money.Month}
	w.Must(w.Beacon.SetPrices(t.Context(), []licensing.SetPrice{{Price: licensing.Price{SKUID: of.SKUID, Price: price}}}))
	l := NewLicenses(w.Session, Ways{})
	w.Show(l)
	spent := price.Times(of.Purchased)
	w.Await(spent.In("EUR"))
	path := filepath.Join(t.TempDir(), "licenses.csv")
	w.Files = saveAt(path)
	l.List().Export.Action()
	w.Press("Choose a File...")
	w.Await("The list is in " + path)
	file, err := os.Open(path)
	w.Must(err)
	t.Cleanup(func() { _ = file.Close() })
	written, err := csv.NewReader(file).ReadAll()
	w.Must(err)
	at := func(title string) int { return slices.Index(written[0], title) }
	row := written[slices.IndexFunc(written, func(row []string) bool { return slices.Contains(row, of.SKUPartNumber) })]
	if got := row[at("Cost a month")]; strings.TrimRight(got, "0") != strings.TrimRight(spent.In("EUR"), "0") ||
		row[at("Currency")] != "EUR" || row[at("Price")] != "5.55" {
		t.Errorf("a file has %q, %q, %q; it costs %s EUR", got, row[at("Currency")], row[at("Price")], spent.In("EUR"))
	}
}

func TestAPriceThatIsEnteredElsewhereIsInTheList(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	rows, err := w.Beacon.Licenses(t.Context(), app.LicenseQuery{})
	w.Must(err)
	of := rows[slices.IndexFunc(rows, func(l app.LicenseRow) bool { return l.Kind == app.Paid && l.Purchased > 0 })]
	w.Show(NewLicenses(w.Session, Ways{}))
	for _, micros := range []int64{5_550_000, 6_660_000} {
		price := money.Price{Micros: micros, Currency: "EUR", Per: money.Month}
		w.Must(w.Beacon.SetPrices(t.Context(), []licensing.SetPrice{{Price: licensing.Price{SKUID: of.SKUID, Price: price}}}))
		w.Await(price.Times(of.Purchased).In("EUR"))
	}
}

func TestThePriceIsEnteredFromTheList(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	asked := ""
	l := NewLicenses(w.Session, Ways{Price: func(l app.LicenseRow) { asked = l.SKUPartNumber }})
	w.Show(l)
	w.Until("the rows", func() bool { _, loaded := l.data.Record(1); return loaded })
	second, _ := l.data.Record(1)
	l.grid.Select(1)
	l.menu(1, fyne.NewPos(5, 5))
	w.Pick("Price...")
	if asked != second.SKUPartNumber {
		t.Errorf("the price of %q is asked for, want %q", asked, second.SKUPartNumber)
	}
	l.grid.SelectAll()
	l.menu(1, fyne.NewPos(5, 5))
	if slices.Contains(w.Menu(), "Price...") {
		t.Error("of several the price of one is asked for")
	}
}

func TestTheSumsOfLicensesAreSeenWhole(t *testing.T) {
	w := open(t) // for the words and their size
	defer w.End()
	sums := money.Sums{}
	sums.Add(money.Price{Micros: 39_200_000, Currency: "EUR", Per: money.Month}, money.Units{Purchased: 2001, Unused: 610})
	text := "19 licenses · " + totalText(app.LicenseTotal{Licenses: 19, Purchased: 3345, Assigned: 3046, LeftOut: 4, Spend: sums})
	money, _, found := strings.Cut(text, " · 3,345 purchased, 3,046 assigned")
	if !found || !strings.HasSuffix(money, " · 15 paid: 78,439 EUR a month, 23,912 EUR unused (286,944 EUR a year)") {
		t.Errorf("it says %q", text)
	}
	for window, seen := range map[float32]string{1024: text, 800: money} {
		room := window - 234 // of the list beside the navigation
		if width := fyne.MeasureText(seen, theme.Size(fynetheme.SizeNameText), fyne.TextStyle{}).Width; width > room {
			t.Errorf("in a window of %.0f, %q has %.0f of %.0f", window, seen, room, width)
		}
	}
	if got := totalText(app.LicenseTotal{Licenses: 2, Purchased: 5, Assigned: 3}); got != "5 purchased, 3 assigned" {
		t.Errorf("where all are paid it says %q", got)
	}
}

func TestAPriceIsEnteredOfTheLicenseThatIsSelected(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	var asked []string
	l := NewLicenses(w.Session, Ways{Price: func(l app.LicenseRow) { asked = append(asked, l.SKUPartNumber) }})
	w.Show(l)
	w.Until("the licenses", func() bool { _, loaded := l.data.Record(1); return loaded })
	for _, given := range []struct {
		what   string
		choose func()
		can    bool
	}{
		{"no license", func() {}, false},
		{"one", func() { l.grid.Select(1) }, true},
		{"all", l.grid.SelectAll, false},
		{"one again", func() { l.grid.Select(1) }, true},
		{"another list", l.ask, false},
	} {
		given.choose()
		if can := slices.Contains(w.Enabled(), "Price..."); can != given.can {
			t.Errorf("with %s it can be pressed: %v", given.what, can)
		}
	}
	w.Until("the licenses", func() bool { _, loaded := l.data.Record(1); return loaded })
	l.grid.Select(1)
	w.Press("Price...")
	if row, _ := l.data.Record(1); !slices.Equal(asked, []string{row.SKUPartNumber}) {
		t.Errorf("asked for are %q", asked)
	}
}

func TestOfFreeLicensesAloneNoTotalIsTold(t *testing.T) {
	free := app.LicenseRow{Kind: app.Free, Purchased: 1_000_000, Assigned: 595}
	if got := licensesText([]app.LicenseRow{free}); got != "free, trial, viral or device licenses, which stay out of totals" {
		t.Errorf("%q", got)
	}
}
