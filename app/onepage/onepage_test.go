package onepage

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
)

// evil is what somebody may call a user, a tenant or a license.
const evil = `"><script>alert('x')</script>{{.}}</svg><style>`

func known(n int64) *int64 { return &n }

func license(name string, purchased, assigned, active int64, price *money.Price) inventory.LicenseRow {
	return inventory.LicenseRow{
		SKUID: name, SKUPartNumber: name, Product: name, Kind: inventory.Paid, Purchased: purchased, Assigned: assigned,
		Available: purchased - assigned, Active: known(active), Inactive: known(assigned - active), New: known(0),
		Terms: inventory.Terms{Price: price},
	}
}

func someNumbers() Numbers {
	euros := &money.Price{Currency: "EUR", Micros: 10_000_000, Per: money.Month}
	now := time.Date(2026, 11, 29, 8, 0, 0, 0, time.UTC)
	n := Numbers{Window: 90, Now: now, Sums: money.Sums{}}
	n.Users = inventory.UserCounts{Total: 1200, Enabled: 1100, Disabled: 100, Guests: 50, Licensed: 900}
	n.Licenses = []inventory.LicenseRow{
		license("Office 365 E3", 1000, 900, 700, euros), license(evil, 10, 12, 12, nil),
		{Product: "Free", Kind: inventory.Free, Purchased: 10_000},
	}
	n.Sums.Add(*euros, n.Licenses[0].Units())
	n.Renewals = []inventory.Renewal{{Product: evil, Day: connector.DateOf(now) + 9, Units: 10, Reducible: 7, Price: euros}}
	n.TakeBack = TakeBack{Count: 1906, Saved: map[string]money.Amount{"EUR": euros.Times(1800)}}
	n.Departments = []inventory.CostSum{{Value: evil, Currency: "EUR", Users: 90, Licenses: 1234, Spent: euros.Times(1234)}}
	n.Published = []inventory.Published{{
		Tenant: connector.Tenant{DisplayName: evil}, At: now.Add(-6 * time.Hour),
		ActiveUsersDate: connector.DateOf(now) - 2,
	}}
	for day := range 3 {
		n.Trend = append(n.Trend, history.LicensePoint{
			Time: now.AddDate(0, 0, day-3), Purchased: 1000, Assigned: int64(800 + 50*day),
			Active: history.Active{nil, known(int64(600 + 10*day)), nil},
		})
	}
	return n
}

func written(t *testing.T, n Numbers) string {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, n); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestThePageSaysWhatTheOverviewDoes(t *testing.T) {
	page := written(t, someNumbers())
	for _, want := range []string{
		"1,200", "1,100 enabled", "100 disabled", "50 guests", "900 with a license", "1,010", "912 assigned", "2 over-assigned",
		"100 free · 200 inactive",
		"Active 700, Inactive 200, Free 100", "EUR", ">10,000<", ">3,000<", "3,000 EUR", "Without a price, and in no sum:", "2026-12-08",
		"Imported on 2026-11-29 02:00.",
		"EUR a month", "EUR a year", ">120,000<", ">36,000<", // a year
		">7<", ">70.00 EUR<", ">840.00 EUR<", // of the renewal
		"1,906 licenses can be taken back from those who have them, which saves 18,000 EUR a month, 216,000 EUR a year",
		"Reducible:</dt>", "Unknown:</dt>", "Highest: 1,000",
		"Active: used within 90 days before 2026-11-27", "Active 620", "1 of 2 licenses priced",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("it does not say %q", want)
		}
	}
	if over, used := strings.Index(page, "script"), strings.Index(page, "Office 365 E3"); over > used {
		t.Error("what is over-assigned is not first")
	}
}

func TestNothingOfATenantIsMarkup(t *testing.T) {
	page := written(t, someNumbers())
	if strings.Contains(page, "<script") || strings.Contains(page, "alert('x')") || strings.Count(page, "<style>") != 1 {
		t.Error("a name of the tenant is markup")
	}
	if n := strings.Count(page, "&lt;script&gt;"); n < 4 {
		t.Errorf("the name is there %d times", n)
	}
	for _, elsewhere := range []string{"http://", "https://", "src=", "href=", "@import"} {
		if strings.Contains(page, elsewhere) {
			t.Errorf("it takes something from elsewhere: %s", elsewhere)
		}
	}
}

// A browser mends much; what it need not mend is drawn as it was meant.
func TestEveryElementOfThePageIsClosed(t *testing.T) {
	decoder := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(written(t, someNumbers()), "<!DOCTYPE html>")))
	decoder.Entity = xml.HTMLEntity
	open := []string{}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch element := token.(type) {
		case xml.StartElement:
			open = append(open, element.Name.Local)
		case xml.EndElement:
			if last := open[len(open)-1]; last != element.Name.Local {
				t.Fatalf("%s ends within %s", element.Name.Local, last)
			}
			open = open[:len(open)-1]
		}
	}
}

func TestThePageHasRoomForWhateverThereIs(t *testing.T) {
	n := someNumbers()
	for i := range 40 {
		n.Licenses = append(n.Licenses, license(fmt.Sprintf("License %02d", i), 100, 90, 80, nil))
		n.Renewals = append(n.Renewals, inventory.Renewal{Product: "License", Day: 21000, Units: 1})
		n.Published = append(n.Published, inventory.Published{Tenant: connector.Tenant{ID: "tenant"}, At: n.Now})
		n.Sums.Add(money.Price{Currency: fmt.Sprintf("X%02d", i), Micros: 1, Per: money.Month}, money.Units{Purchased: 1})
	}
	page := written(t, n)
	for what, want := range map[string]int{
		`class="bar"`: mostLicenses, `class="name"`: mostRenewals, "and 32 more": 1, "and 35 more": 2,
		"and 38 more": 2, "and 39 more": 1,
	} {
		if got := strings.Count(page, what); got != want {
			t.Errorf("%s is there %d times, want %d", what, got, want)
		}
	}
}

func TestThePageSaysWhoseALicenseIsOfSeveralTenants(t *testing.T) {
	n := someNumbers()
	n.Licenses, n.Renewals, n.Published = nil, nil, nil
	for _, tenant := range []string{"Contoso", "Fabrikam"} {
		l := license("Microsoft 365 E5", 100, 90, 80, nil)
		l.Connection = "of " + tenant
		n.Licenses = append(n.Licenses, l)
		n.Renewals = append(n.Renewals, inventory.Renewal{Connection: l.Connection, Product: l.Product, Day: 21000, Units: 1})
		n.Published = append(n.Published, inventory.Published{Connection: l.Connection, Tenant: connector.Tenant{DisplayName: tenant}, At: n.Now})
	}
	if got := strings.Count(written(t, n), "Microsoft 365 E5 · Fabrikam"); got < 2 {
		t.Errorf("Fabrikam is named %d times, want beside the bar and the renewal", got)
	}
}

func TestThePageOfNothing(t *testing.T) {
	page := written(t, Numbers{Window: 90, Now: time.Date(2026, 11, 29, 8, 0, 0, 0, time.UTC)})
	for _, want := range []string{
		"Nothing has been imported yet", "The tenant has no paid license", "No price was entered yet", "No subscription ends or is renewed",
		"Shown from the second import on",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("it does not say %q", want)
		}
	}
}

func TestThePageSaysWhatTheDearestDepartmentsCost(t *testing.T) {
	n := someNumbers()
	for range mostDepartments {
		n.Departments = append(n.Departments, inventory.CostSum{Value: "Sales", Currency: "EUR", Users: 7})
	}
	page := written(t, n)
	n.Sums.Add(money.Price{Currency: "USD", Micros: 1, Per: money.Month}, money.Units{Purchased: 1})
	several := written(t, n)
	for _, want := range []string{"Cost a month", ">90</td>", "and 1 more"} {
		if !strings.Contains(page, want) {
			t.Errorf("it does not say %q", want)
		}
		if strings.Contains(several, want) {
			t.Errorf("of two currencies it says %q, for which it has no room", want)
		}
	}
}

func TestTheEndsOfALineOfOneDayAreTimes(t *testing.T) {
	morning := time.Date(2026, 11, 29, 8, 0, 0, 0, time.Local)
	for given, c := range map[string]struct {
		last time.Time
		want string
	}{
		"one day":  {morning.Add(5 * time.Hour), "2026-11-29 08:00, 2026-11-29 13:00"},
		"two days": {morning.AddDate(0, 0, 1), "2026-11-29, 2026-11-30"},
	} {
		found := linesOf([]history.LicensePoint{{Time: morning}, {Time: c.last}}, 90)
		if got := found.First + ", " + found.Last; got != c.want {
			t.Errorf("given %s: %s, want %s", given, got, c.want)
		}
	}
}

func TestALineIsInterruptedWhereNothingIsKnown(t *testing.T) {
	n := someNumbers()
	n.Trend[1].Active[1] = nil
	for _, s := range linesOf(n.Trend, 90).Series {
		want := 1
		if s.Look == "used" {
			want = 2
		}
		if len(s.Points) != want {
			t.Errorf("%s has %d pieces, want %d", s.Name, len(s.Points), want)
		}
	}
	if got := linesOf(n.Trend, 30).Series[2].Points; len(got) != 0 {
		t.Errorf("the activity of another window is drawn: %v", got)
	}
}
