package demotenant

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
func (t *Tenant) brings(a *assignments) capabilities {
	var set capabilities
	for i := range a.list {
		one := &a.list[i]
		product := &t.skus[one.sku]
		if one.disabledPlans == 0 {
			set |= product.brings
			continue
		}
		for place, plan := range product.plans {
			if !one.isDisabled(place) {
				set |= plan.Brings
			}
		}
	}
	return set
}

// reportDate is the last day that the reports contain: they are two days late.
func (t *Tenant) reportDate() connector.Date {
	return connector.DateOf(t.now().Add(-48 * time.Hour))
}

// never is the number of days since something that has not happened.
const never = -1

// idleDays is how many days before the report's last day the user was last
// active in anything, or never.
func (u *user) idleDays() int {
	n := u.draws.below(saltUsage, 1000)
	spread := func(from, to int) int { return from + u.draws.below(saltUsage+1000, to-from) }
	switch {
	case u.kind == formerEmployee || u.kind == deletedUser:
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
func (u *user) usedService(idle int, salt uint64, share int) int {
	if idle == never || !u.draws.chance(salt, share) {
		return never
	}
	return idle + u.draws.below(salt+1000, 12)
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
	licensed       bool
	last, assigned connector.Date
}

// serviceUses returns how a user with the licenses a uses the services; users without
// any license are not listed, unless they have been deleted.
func (u *user) serviceUses(a *assignments, date connector.Date) (uses [len(services)]serviceUse, listed bool) {
	if u.kind == deletedUser {
		uses[connector.Exchange].last = back(date, u.idleDays())
		return uses, true
	}
	if len(a.list) == 0 {
		return uses, false
	}
	created := connector.Date(u.created() / dayInSec)
	assigned := min(created+connector.Date(u.draws.below(saltService+50, 200)), date)
	brings, idle := u.t.brings(a), u.idleDays()
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
	lastActivation, last connector.Date
	onPlatform           [platforms]bool
	inApp                [len(apps)]bool
	inAppOn              [platforms][len(apps)]bool
}

// appRow returns the row of a user with the licenses a, who is listed when they bring
// the apps.
func (u *user) appRow(a *assignments, date connector.Date, period int) (r appRow, listed bool) {
	if u.t.brings(a)&theOffice == 0 {
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
				r.inAppOn[platform][app], r.inApp[app], r.onPlatform[platform] = true, true, true
			}
		}
	}
	r.last = back(date, mostRecent)
	if u.draws.chance(saltActivation, 850) {
		r.lastActivation = back(date, 3+u.draws.below(saltActivation+1000, 900))
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

// activations returns the activations of a user with the licenses a, one for each
// product.
func (u *user) activations(a *assignments, date connector.Date) []connector.Activation {
	var list []connector.Activation
	brings := u.t.brings(a)
	for i, product := range activated {
		salt := saltActivation + 10 + uint64(i)*10
		if brings&product.of == 0 || !u.draws.chance(salt, product.share) {
			continue
		}
		row := connector.Activation{
			UserPrincipalName: u.reportName(), Product: product.product, ReportDate: date, LastActivated: back(date, u.draws.below(salt+1, 900)),
			Windows: 1 + u.draws.below(salt+2, 3), SharedComputer: u.draws.chance(salt+3, 30),
		}
		if i == 0 {
			row.Mac, row.IOS, row.Android = u.draws.below(salt+4, 5)/4, u.draws.below(salt+5, 3)/2, u.draws.below(salt+6, 4)/3
		}
		list = append(list, row)
	}
	return list
}

// concealed is a pseudonym: 32 upper-case hexadecimal digits.
func (u *user) concealed(salt uint64) string {
	return fmt.Sprintf("%016X%016X", u.draws.bits(salt), u.draws.bits(salt+1))
}

// reportName is the user principal name as reports print it: in lower case, or
// a pseudonym when names are concealed.
func (u *user) reportName() string {
	switch {
	case u.t.options.ConcealNames:
		return u.concealed(saltConcealed + 5000)
	case u.kind == guestAccount:
		return u.userPrincipalName()
	default:
		return strings.ToLower(u.userPrincipalName())
	}
}

func (u *user) reportDisplayName() string {
	if u.t.options.ConcealNames {
		return u.concealed(saltConcealed + 6000)
	}
	return u.displayName()
}
