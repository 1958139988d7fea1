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
	mostLicenses = 10
	mostRenewals = 6
	mostNamed    = 6

	mostDepartments = 3
	longestName     = 40
	mostSums        = 2
	mostTenants     = 3
)

// Numbers are what the page shows.
type Numbers struct {
	inventory.Overview
	// Sums are of the paid licenses with a price.
	Sums money.Sums
	// Published are the tenants that are counted.
	Published []inventory.Published
	// TakeBack is what is recommended to be taken back of those who have it.
	TakeBack TakeBack
	// Departments are what the licenses of their users cost, the dearest first.
	Departments []inventory.CostSum
	// Trend is how the numbers of all paid licenses went.
	Trend []history.LicensePoint
	// Window is the number of days in which somebody was active.
	Window int
	// Now is when the page is written.
	Now time.Time
}

// TakeBack is how many licenses can be taken back, and what that saves a month by currency.
type TakeBack struct {
	Count int64
	Saved map[string]money.Amount
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
	MoreSums, Unpriced, TakeBack   string
	RenewalTitle                   string
	Renewals                       []renewal
	MoreRenewals                   string
	Departments                    []department
	MoreDepartments                string
	Trend                          lines
	Notes                          []note
	Written                        string
}

// tile is a number with what it consists of.
type tile struct {
	Title, Value string
	Parts        []string
}

// sum is what licenses cost in a month or a year in one currency.
type sum struct{ Period, Spent, Unused, Reducible string }

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
		Notes:        notes(),
		Written:      message.L("Written by Inventory Beacon on {{.Day}}", connector.Data{"Day": message.Moment(n.Now)}),
	}
	slices.SortStableFunc(paid, inventory.MoreToDo)
	c.Bars = barsOf(paid[:min(mostLicenses, len(paid))])
	c.MoreBars = more(len(paid) - len(c.Bars))
	currencies := n.Sums.Currencies()
	for _, currency := range currencies[:min(mostSums, len(currencies))] {
		c.Sums = append(c.Sums, sumsOf(n.Sums[currency], currency)...)
	}
	c.MoreSums, c.TakeBack = more(len(currencies)-mostSums), takeBackText(n.TakeBack)
	if unpriced := unpricedOf(paid); len(unpriced) > 0 {
		c.Unpriced = message.L("Without a price, and in no sum: {{.Licenses}}", connector.Data{"Licenses": named(unpriced)})
	}
	for _, r := range n.Renewals[:min(mostRenewals, len(n.Renewals))] {
		c.Renewals = append(c.Renewals, renewalOf(r, of[r.Connection]))
	}
	c.MoreRenewals = more(len(n.Renewals) - len(c.Renewals))
	if len(currencies) == 1 { // the sums of others take the room
		for _, d := range n.Departments[:min(mostDepartments, len(n.Departments))] {
			c.Departments = append(c.Departments, departmentOf(d))
		}
		c.MoreDepartments = more(len(n.Departments) - len(c.Departments))
	}
	return c
}

// more says how many there was no room for.
func more(left int) string {
	if left <= 0 {
		return ""
	}
	return message.L("and {{.Count}} more", connector.Data{"Count": message.Number(int64(left))})
}

// shortened cuts a long name.
func shortened(name string) string {
	if letters := []rune(name); len(letters) > longestName {
		return string(letters[:longestName-1]) + "…"
	}
	return name
}

// named are the first of several names, of which long ones are cut.
func named(names []string) string {
	var first []string
	for _, name := range names[:min(mostNamed, len(names))] {
		first = append(first, shortened(name))
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
