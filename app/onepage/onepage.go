// Package onepage writes the overview as one page for people who do not use the program: an
// HTML file that holds all it needs, opens in every browser, and fits on one sheet of A4
// when it is printed, in color or without.
package onepage

import (
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
)

// What there is room for on the page; of more it is said how much.
const (
	mostLicenses = 12
	mostRenewals = 8
	mostNamed    = 10
	longestName  = 40
	mostSums     = 6
	mostTenants  = 3
)

// Numbers are what the page shows.
type Numbers struct {
	inventory.Overview
	// Sums are of the paid licenses with a price.
	Sums money.Sums
	// Published are the tenants that are counted.
	Published []inventory.Published
	// Trend is how the numbers of all paid licenses went.
	Trend []history.LicensePoint
	// Window is the number of days in which somebody was active.
	Window int
	// Now is when the page is written.
	Now time.Time
}

//go:embed page.html
var pageFile embed.FS

// page escapes whatever comes from a tenant where it stands: as text, in an attribute or in SVG.
var page = template.Must(template.ParseFS(pageFile, "page.html"))

// Write writes the page.
func Write(w io.Writer, n Numbers) error {
	if err := page.Execute(w, contentOf(n)); err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	return nil
}

// content is the page as its template takes it, in words.
type content struct {
	Words                          words
	Language, Title, Tenants, AsOf string
	Tiles                          []tile
	Legend                         []part
	Bars                           []bar
	MoreBars                       string
	Sums                           []sum
	MoreSums, Unpriced             string
	RenewalTitle                   string
	Renewals                       []renewal
	MoreRenewals                   string
	Trend                          lines
	Written                        string
}

// words are the labels of the page.
type words struct {
	Costs, Currency, Day, License, Licenses, NoLicense, NoPrice, NoRenewal, NoTrend, Purchased, Reducible, Spent, Trend, Units, Unused string
}

func labels() words {
	return words{
		Licenses:  message.L("Licenses"),
		Purchased: message.L("Purchased"),
		NoLicense: message.L("The tenant has no paid license"),
		Costs:     message.L("What licenses cost a month"),
		Currency:  message.L("Currency"),
		Spent:     message.L("Spent"),
		Unused:    message.L("Unused"),
		Reducible: message.L("Reducible"),
		NoPrice:   message.L("No price was entered yet"),
		Day:       message.L("Day"),
		Units:     message.L("Units"),
		License:   message.L("License"),
		NoRenewal: message.L("No subscription ends or is renewed in these days"),
		Trend:     message.L("Paid licenses over time"),
		NoTrend:   message.L("Shown from the second import on"),
	}
}

// tile is a number with what it consists of.
type tile struct {
	Title, Value string
	Parts        []string
}

// sum is what licenses cost a month in one currency.
type sum struct{ Currency, Spent, Unused, Reducible string }

// renewal is a day on which units of a license end or are renewed.
type renewal struct{ Day, Units, Product string }

func contentOf(n Numbers) content {
	paid, of := paidOf(n.Licenses), ownersOf(n.Published)
	for i := range paid {
		paid[i].Product += of[paid[i].Connection]
	}
	c := content{
		Words: labels(), Language: message.Language(), Title: message.L("Microsoft 365 licenses"), Tenants: tenantsText(n.Published),
		AsOf:         asOf(n),
		Tiles:        []tile{usersTile(n.Users), purchasedTile(paid), unusedTile(paid, n.Window), spendTile(n.Sums, paid)},
		Legend:       partsOf(inventory.LicenseRow{}),
		Trend:        linesOf(n.Trend, n.Window),
		RenewalTitle: message.L("Renewals in the next {{.Days}} days", connector.Data{"Days": inventory.RenewalDays}),
		Written:      message.L("Written by Inventory Beacon on {{.Day}}", connector.Data{"Day": message.Moment(n.Now)}),
	}
	slices.SortStableFunc(paid, inventory.MoreToDo)
	c.Bars = barsOf(paid[:min(mostLicenses, len(paid))])
	c.MoreBars = more(len(paid) - len(c.Bars))
	for _, currency := range n.Sums.Currencies() {
		s := n.Sums[currency]
		c.Sums = append(c.Sums, sum{currency, amount(s.Spent, currency), amount(s.Unused, currency), amount(s.Reducible, currency)})
	}
	c.MoreSums = more(len(c.Sums) - mostSums)
	c.Sums = c.Sums[:min(mostSums, len(c.Sums))]
	if unpriced := unpricedOf(paid); len(unpriced) > 0 {
		c.Unpriced = message.L("Without a price, and in no sum: {{.Licenses}}", connector.Data{"Licenses": named(unpriced)})
	}
	for _, r := range n.Renewals[:min(mostRenewals, len(n.Renewals))] {
		c.Renewals = append(c.Renewals, renewal{r.Day.String(), message.Number(r.Units), r.Product + of[r.Connection]})
	}
	c.MoreRenewals = more(len(n.Renewals) - len(c.Renewals))
	return c
}

// amount is an amount in a table, where its currency stands in a column of its own.
func amount(a money.Amount, currency string) string {
	return strings.TrimSuffix(message.Money(a, currency), " "+currency)
}

// more says how many there was no room for.
func more(left int) string {
	if left <= 0 {
		return ""
	}
	return message.L("and {{.Count}} more", connector.Data{"Count": message.Number(int64(left))})
}

// named are the first of several names, of which long ones are cut.
func named(names []string) string {
	var first []string
	for _, name := range names[:min(mostNamed, len(names))] {
		if letters := []rune(name); len(letters) > longestName {
			name = string(letters[:longestName-1]) + "…"
		}
		first = append(first, name)
	}
	text := strings.Join(first, ", ")
	if left := more(len(names) - mostNamed); left != "" {
		text += ", " + left
	}
	return text
}

// ownersOf are what is written behind the name of a license, by the connection through which it
// was imported: whose it is, where there are several tenants.
func ownersOf(published []inventory.Published) map[string]string {
	if len(published) < 2 {
		return nil
	}
	owners := map[string]string{}
	for _, p := range published {
		owners[p.Connection] = " · " + tenantName(p)
	}
	return owners
}

func tenantName(p inventory.Published) string { return cmp.Or(p.Tenant.DisplayName, p.Tenant.ID) }

func tenantsText(published []inventory.Published) string {
	var names []string
	for _, p := range published[:min(mostTenants, len(published))] {
		names = append(names, tenantName(p))
	}
	text := strings.Join(names, ", ")
	if left := more(len(published) - mostTenants); left != "" {
		text += ", " + left
	}
	return text
}

// asOf says when the oldest of what is counted was imported, and up to when activity is known.
func asOf(n Numbers) string {
	if len(n.Published) == 0 {
		return message.L("Nothing has been imported yet")
	}
	imported, reported := n.Published[0].At, connector.Date(0)
	for _, p := range n.Published {
		if p.At.Before(imported) {
			imported = p.At
		}
		if day := max(p.ActiveUsersDate, p.AppUsersDate); day != 0 && (reported == 0 || day < reported) {
			reported = day
		}
	}
	text := message.L("Imported on {{.Moment}}.", connector.Data{"Moment": message.Moment(imported.In(n.Now.Location()))})
	if reported == 0 {
		return text + " " + message.L("No usage report was imported: nothing is known of activity.")
	}
	return text + " " + message.L("Active: used within {{.Days}} days before {{.Day}}, the day of the usage reports.",
		connector.Data{"Days": n.Window, "Day": reported.String()})
}

// unpricedOf are the names of the licenses without a price, each once.
func unpricedOf(paid []inventory.LicenseRow) (names []string) {
	for _, l := range paid {
		if l.Price == nil && !slices.Contains(names, l.Product) {
			names = append(names, l.Product)
		}
	}
	return names
}

func paidOf(licenses []inventory.LicenseRow) (paid []inventory.LicenseRow) {
	for _, l := range licenses {
		if l.Kind == inventory.Paid {
			paid = append(paid, l)
		}
	}
	return paid
}
