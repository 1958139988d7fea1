package command

import (
	"encoding/json"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
)

// What `inventory overview --json` prints, by its contract.
type (
	overviewTruth struct {
		Users    usersTruth            `json:"users"`
		Licenses []licenseTruth        `json:"licenses"`
		Sums     map[string]spendTruth `json:"sums"`
		Unpriced []string              `json:"unpriced"`
		Renewals []renewalTruth        `json:"renewals"`
	}
	usersTruth struct {
		Total    int `json:"total"`
		Enabled  int `json:"enabled"`
		Disabled int `json:"disabled"`
		Guests   int `json:"guests"`
		Licensed int `json:"licensed"`
	}
	spendTruth struct {
		Spent     json.Number `json:"spent"`
		Unused    json.Number `json:"unused"`
		Reducible json.Number `json:"reducible"`
	}
	renewalTruth struct {
		SKUPartNumber string `json:"skuPartNumber"`
		Date          string `json:"date"`
		Units         int    `json:"units"`
	}
)

// enteredTruth is what is entered of a license: the price of a month as a fraction, and
// how many units were committed to.
type enteredTruth struct {
	amount, currency string
	perYear          bool
	decimals         int
	committed        int
}

var entries = map[string]enteredTruth{
	"SPE_E5":              {amount: "54.75", currency: "EUR", decimals: 2, committed: 200},
	"SPE_E3":              {amount: "100", currency: "EUR", perYear: true, decimals: 2}, // a month is 8.333...
	"ENTERPRISEPACK":      {amount: "23.456789", currency: "USD", decimals: 2, committed: 1_000_000},
	"PROJECTPROFESSIONAL": {amount: "4497", currency: "JPY", perYear: true}, // more assigned than purchased
	"CRMSTANDARD":         {amount: "65", currency: "USD", decimals: 2},     // suspended
	"FLOW_FREE":           {amount: "9.99", currency: "EUR", decimals: 2},   // costs nothing by its kind
}

func (e enteredTruth) month() *big.Rat {
	month, _ := new(big.Rat).SetString(e.amount)
	if e.perYear {
		month.Quo(month, big.NewRat(12, 1))
	}
	return month
}

// TestTheOverviewIsTheTruth compares the overview with what the tenant says of itself and
// what was entered; the sums are made here once more, of fractions.
func TestTheOverviewIsTheTruth(t *testing.T) {
	server, dir := newTenant(t, demotenant.Options{Users: 2_500}), t.TempDir()
	server.connect(t, dir, "Contoso")
	succeed(t, dir, "import", "Contoso")
	for part, e := range entries {
		per := "month"
		if e.perYear {
			per = "year"
		}
		succeed(t, dir, "price", "set", part, e.amount, e.currency, "--per", per)
		if e.committed > 0 {
			succeed(t, dir, "license", "commit", part, big.NewInt(int64(e.committed)).String(), "--until", "2099-12-31")
		}
	}
	truth := newTruth(t, server)
	for _, window := range []string{"30", "90"} {
		days := map[string]int{"30": 30, "90": 90}[window]
		var got overviewTruth
		if err := json.Unmarshal([]byte(succeed(t, dir, "inventory", "overview", "--json", "--window", window)), &got); err != nil {
			t.Fatal(err)
		}
		want := truth.overview(days)
		byID := func(a, b licenseTruth) int { return strings.Compare(a.SKUID, b.SKUID) }
		slices.SortFunc(want.Licenses, byID)
		slices.SortFunc(got.Licenses, byID)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("window %s (-truth +printed):\n%.4000s", window, diff)
		}
	}
}

func (r *truth) overview(window int) overviewTruth {
	o := overviewTruth{Sums: map[string]spendTruth{}, Unpriced: []string{}, Renewals: r.renewals()}
	for _, u := range r.all {
		o.Users.Total++
		if u.Enabled {
			o.Users.Enabled++
		} else {
			o.Users.Disabled++
		}
		if u.UserType == "Guest" {
			o.Users.Guests++
		}
		if len(u.Assignments) > 0 {
			o.Users.Licensed++
		}
	}
	sums := map[string]*[3]big.Rat{}
	decimals := map[string]int{}
	for _, l := range r.licenses(window) {
		e, priced := entries[l.SKUPartNumber]
		if priced {
			month, _ := new(big.Rat).SetString(e.month().FloatString(6))
			price, _ := month.Float64()
			l.Price, l.Currency = &price, &e.currency
		}
		unused := max(0, min(l.Purchased, l.Purchased-l.Assigned+l.Inactive))
		switch {
		case l.Kind != "paid":
		case !priced:
			o.Unpriced = append(o.Unpriced, l.SKUPartNumber)
		default:
			spend := new(big.Rat).Mul(e.month(), big.NewRat(int64(unused), 1))
			rounded, _ := new(big.Rat).SetString(spend.FloatString(e.decimals))
			number, _ := rounded.Float64()
			l.UnusedSpend = &number
			if sums[e.currency] == nil {
				sums[e.currency], decimals[e.currency] = new([3]big.Rat), e.decimals
			}
			for i, units := range []int{l.Purchased, unused, min(unused, max(0, l.Purchased-e.committed))} {
				sum := &sums[e.currency][i]
				sum.Add(sum, new(big.Rat).Mul(e.month(), big.NewRat(int64(units), 1)))
			}
		}
		o.Licenses = append(o.Licenses, l)
	}
	for currency, s := range sums {
		amount := func(i int) json.Number { return json.Number(s[i].FloatString(decimals[currency])) }
		o.Sums[currency] = spendTruth{amount(0), amount(1), amount(2)}
	}
	slices.Sort(o.Unpriced)
	return o
}

// renewals are those of enabled subscriptions in the next 90 days, today among them.
func (r *truth) renewals() []renewalTruth {
	today := connector.DateOf(time.Now())
	units := map[renewalTruth]int{}
	for _, s := range r.server.Subscriptions() {
		if s.Status == "Enabled" && s.NextLifecycle >= today && s.NextLifecycle <= today+90 {
			units[renewalTruth{SKUPartNumber: r.skus[s.SKUID].PartNumber, Date: s.NextLifecycle.String()}] += s.TotalLicenses
		}
	}
	rows := []renewalTruth{}
	for key, n := range units {
		key.Units = n
		rows = append(rows, key)
	}
	slices.SortFunc(rows, func(a, b renewalTruth) int {
		if order := strings.Compare(a.Date, b.Date); order != 0 {
			return order
		}
		return strings.Compare(a.SKUPartNumber, b.SKUPartNumber)
	})
	return rows
}
