package company

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"inventorybeacon/connector"
)

// services are the applications of getOffice365ActiveUserDetail, apps those of
// getM365AppUserDetail, both in the order of the columns.
var (
	services = [...]connector.UsedApplication{
		connector.Exchange, connector.OneDrive, connector.SharePoint,
		connector.SkypeForBusiness, connector.Yammer, connector.Teams,
	}
	apps = [...]connector.UsedApplication{
		connector.Outlook, connector.Word, connector.Excel,
		connector.PowerPoint, connector.OneNote, connector.Teams,
	}
)

// capabilities is a set of what a license can bring to a user.
type capabilities uint16

// The members of the set: the services in their order, then the clients.
const (
	theOffice capabilities = 1 << (len(services) + iota)
	theVisio
	theProject
)

// UnmarshalJSON implements [json.Unmarshaler]: a list of names.
func (c *capabilities) UnmarshalJSON(b []byte) error {
	var names []string
	if err := json.Unmarshal(b, &names); err != nil {
		return err
	}
	known := []string{"Exchange", "OneDrive", "SharePoint", "Skype For Business", "Yammer", "Teams", "Office", "Visio", "Project"}
	for _, name := range names {
		*c |= 1 << slices.Index(known, name)
	}
	return nil
}

// brings is what licenses bring with the plans that are enabled in them.
func (c *Company) brings(a *Assignments) capabilities {
	var set capabilities
	for i := range a.List {
		one := &a.List[i]
		product := &c.SKUs[one.SKU]
		if one.DisabledPlans == 0 {
			set |= product.brings
			continue
		}
		for place, plan := range product.Plans {
			if !one.IsDisabled(place) {
				set |= plan.Brings
			}
		}
	}
	return set
}

// ReportDate is the last day that the reports contain: they are two days late.
func (c *Company) ReportDate() connector.Date {
	return connector.DateOf(c.Now().Add(-48 * time.Hour))
}

// never is the number of days since something that has not happened.
const never = -1

// idleDays is how many days before the report's last day the user was last
// active in anything, or never.
func (u *User) idleDays() int {
	n := u.Draws.Below(saltUsage, 1000)
	spread := func(from, to int) int { return from + u.Draws.Below(saltUsage+1000, to-from) }
	switch {
	case u.Kind == formerEmployee || u.Kind == DeletedUser:
		return spread(100, 400)
	case n < 640:
		return spread(0, 4)
	case n < 780:
		return spread(5, 70)
	case n < 920:
		return spread(91, 500) // beyond even the longest period
	default:
		return never
	}
}

// usedService is how many days before the report's last day a user who has been
// idle so long was last active in a service, or never. Share is the part of a
// thousand who use it.
func (u *User) usedService(idle int, salt uint64, share int) int {
	if idle == never || !u.Draws.chance(salt, share) {
		return never
	}
	return idle + u.Draws.Below(salt+1000, 12)
}

// serviceShares are how many of a thousand use a service that they are licensed for.
var serviceShares = [len(services)]int{960, 620, 540, 20, 110, 820}

// back returns the day so many days before another, or none for never.
func back(from connector.Date, days int) connector.Date {
	if days == never {
		return 0
	}
	return from - connector.Date(days)
}

// serviceUse is what getOffice365ActiveUserDetail says of one user and one service.
type serviceUse struct {
	Licensed       bool
	Last, Assigned connector.Date
}

// ServiceUses returns how a user with the licenses a uses the services; users without
// any license are not listed, unless they have been deleted.
func (u *User) ServiceUses(a *Assignments, date connector.Date) (uses [len(services)]serviceUse, listed bool) {
	if u.Kind == DeletedUser {
		uses[connector.Exchange].Last = back(date, u.idleDays())
		return uses, true
	}
	if len(a.List) == 0 {
		return uses, false
	}
	created := connector.Date(u.Created() / dayInSec)
	assigned := min(created+connector.Date(u.Draws.Below(saltService+50, 200)), date)
	brings, idle := u.Company.brings(a), u.idleDays()
	for i := range uses {
		if brings&(1<<i) != 0 {
			uses[i] = serviceUse{true, back(date, u.usedService(idle, saltService+uint64(i), serviceShares[i])), assigned}
		}
	}
	return uses, true
}

// platforms are those of getM365AppUserDetail, in the order of its columns.
const platforms = 4

// platformShares are how many of a thousand users of an app use it there.
var platformShares = [platforms]int{850, 60, 350, 300}

// appShares are how many of a thousand use an app.
var appShares = [len(apps)]int{900, 620, 640, 420, 250, 840}

// appRow is what getM365AppUserDetail says of one user for one period.
type appRow struct {
	LastActivation, Last connector.Date
	OnPlatform           [platforms]bool
	InApp                [len(apps)]bool
	InAppOn              [platforms][len(apps)]bool
}

// AppRow returns the row of a user with the licenses a, who is listed when they bring
// the apps.
func (u *User) AppRow(a *Assignments, date connector.Date, period int) (r appRow, listed bool) {
	if u.Company.brings(a)&theOffice == 0 {
		return r, false
	}
	idle, mostRecent := u.idleDays(), never
	for app := range apps {
		for platform := range platforms {
			salt := saltApp + uint64(app*platforms+platform)*2
			days := u.usedService(idle, salt, appShares[app]*platformShares[platform]/1000)
			if days == never {
				continue
			}
			if mostRecent == never || days < mostRecent {
				mostRecent = days
			}
			if days < period {
				r.InAppOn[platform][app], r.InApp[app], r.OnPlatform[platform] = true, true, true
			}
		}
	}
	r.Last = back(date, mostRecent)
	if u.Draws.chance(saltActivation, 850) {
		r.LastActivation = back(date, 3+u.Draws.Below(saltActivation+1000, 900))
	}
	return r, true
}

// activated are the products that getOffice365ActivationsUserDetail knows.
var activated = [...]struct {
	product string
	of      capabilities
	share   int
}{
	{"Microsoft 365 Apps for enterprise", theOffice, 800},
	{"Visio Client", theVisio, 650},
	{"Project Client", theProject, 700},
}

// Activations returns the activations of a user with the licenses a, one for each
// product.
func (u *User) Activations(a *Assignments, date connector.Date) []connector.Activation {
	var list []connector.Activation
	brings := u.Company.brings(a)
	for i, product := range activated {
		salt := saltActivation + 10 + uint64(i)*10
		if brings&product.of == 0 || !u.Draws.chance(salt, product.share) {
			continue
		}
		row := connector.Activation{
			UserPrincipalName: u.ReportName(), Product: product.product, ReportDate: date, LastActivated: back(date, u.Draws.Below(salt+1, 900)),
			Windows: 1 + u.Draws.Below(salt+2, 3), SharedComputer: u.Draws.chance(salt+3, 30),
		}
		if i == 0 {
			row.Mac, row.IOS, row.Android = u.Draws.Below(salt+4, 5)/4, u.Draws.Below(salt+5, 3)/2, u.Draws.Below(salt+6, 4)/3
		}
		list = append(list, row)
	}
	return list
}

// concealed is a pseudonym: 32 upper-case hexadecimal digits.
func (u *User) concealed(salt uint64) string {
	return fmt.Sprintf("%016X%016X", u.Draws.bits(salt), u.Draws.bits(salt+1))
}

// ReportName is the user principal name as reports print it: in lower case, or
// a pseudonym when names are concealed.
func (u *User) ReportName() string {
	switch {
	case u.Company.Options.ConcealNames:
		return u.concealed(saltConcealed + 5000)
	case u.Kind == GuestAccount:
		return u.UserPrincipalName()
	default:
		return strings.ToLower(u.UserPrincipalName())
	}
}

// ReportDisplayName is the name as reports print it.
func (u *User) ReportDisplayName() string {
	if u.Company.Options.ConcealNames {
		return u.concealed(saltConcealed + 6000)
	}
	return u.DisplayName()
}

// Deleted is the day on which a deleted user was deleted.
func (u *User) Deleted(date connector.Date) connector.Date {
	if u.Kind != DeletedUser {
		return 0
	}
	return back(date, u.Draws.Below(saltCreated, 30))
}
