package demotenant

import (
	"fmt"
	"iter"
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

// what is a set of what a license can bring to a user.
type what uint16

// The members of a set of what: the services in their order, then the clients.
const (
	theOffice what = 1 << (len(services) + iota)
	theVisio
	theProject
)

// planBrings says what each plan brings; SharePoint's bring OneDrive too.
var planBrings = func() (brings [len(plans)]what) {
	for i, names := range [...][]int{
		planSet(planExchange, planExchange1, planExchangeF),
		planSet(planSharePoint, planSharePt1, planSharePtF),
		planSet(planSharePoint, planSharePt1, planSharePtF),
		planSet(planSkype, planSkypeF),
		planSet(planYammer),
		planSet(planTeams),
		planSet(planOffice),
		planSet(planVisio),
		planSet(planProject),
	} {
		for _, plan := range names {
			brings[plan] |= 1 << i
		}
	}
	return brings
}()

// brings is what licenses bring with the plans that are switched on in them.
func (t *Tenant) brings(a *assignments) what {
	var set what
	all := a.all()
	for i := range all {
		product := &t.skus[all[i].sku]
		if all[i].disabledPlans == 0 {
			set |= product.brings
			continue
		}
		for place, plan := range product.plans {
			if !all[i].isDisabled(place) {
				set |= planBrings[plan]
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

// serviceRow is what getOffice365ActiveUserDetail says of one user.
type serviceRow struct {
	user     *user
	licenses assignments
	licensed [len(services)]bool
	last     [len(services)]connector.Date
	assigned [len(services)]connector.Date
}

// of makes it the row of a user; users without any license have none, unless
// they have been deleted.
func (r *serviceRow) of(u *user, date connector.Date) bool {
	*r = serviceRow{user: u}
	r.licenses.of(u)
	if u.kind == deletedUser {
		r.last[connector.Exchange] = back(date, u.idleDays())
		return true
	}
	if r.licenses.count == 0 {
		return false
	}
	created := connector.Date(u.created() / dayInSec)
	assigned := min(created+connector.Date(u.draws.below(saltService+50, 200)), date)
	brings, idle := u.t.brings(&r.licenses), u.idleDays()
	for i := range services {
		if brings&(1<<i) == 0 {
			continue
		}
		r.licensed[i] = true
		r.last[i] = back(date, u.usedService(idle, saltService+uint64(i), serviceShares[i]))
		r.assigned[i] = assigned
	}
	return true
}

// usage is the row as an import reads it.
func (r *serviceRow) usage(date connector.Date, conceal bool) connector.Usage {
	u := connector.Usage{UserPrincipalName: r.user.reportName(conceal), ReportDate: date}
	for i, s := range services {
		u.In[s] = r.last[i]
		u.LastActivity = max(u.LastActivity, r.last[i])
	}
	return u
}

// platforms are those of getM365AppUserDetail, in the order of its columns.
const platforms = 4

// platformShares are how many of a thousand users of an app use it there.
var platformShares = [platforms]int{850, 60, 350, 300}

// appShares are how many of a thousand use an app.
var appShares = [len(apps)]int{900, 620, 640, 420, 250, 840}

// appRow is what getM365AppUserDetail says of one user for one period.
type appRow struct {
	user                    *user
	lastActivation, last    connector.Date
	onPlatform              [platforms]bool
	inApp                   [len(apps)]bool
	inAppOn                 [platforms][len(apps)]bool
	mostRecent, periodInDay int
}

// appRow returns the row of a user who is licensed for the apps.
func (u *user) appRow(date connector.Date, period int) (appRow, bool) {
	r := appRow{user: u, mostRecent: never, periodInDay: period}
	licenses := u.assignments()
	if licenses.count == 0 || u.t.brings(&licenses)&theOffice == 0 {
		return r, false
	}
	idle := u.idleDays()
	for app := range apps {
		for platform := range platforms {
			salt := saltApp + uint64(app*platforms+platform)*2
			days := u.usedService(idle, salt, appShares[app]*platformShares[platform]/1000)
			if days == never {
				continue
			}
			if r.mostRecent == never || days < r.mostRecent {
				r.mostRecent = days
			}
			if days < period {
				r.inAppOn[platform][app], r.inApp[app], r.onPlatform[platform] = true, true, true
			}
		}
	}
	r.last = back(date, r.mostRecent)
	if u.draws.chance(saltActivation, 850) {
		r.lastActivation = back(date, 3+u.draws.below(saltActivation+1000, 900))
	}
	return r, true
}

// usage is the row as an import reads it: it says only whether an app was used
// in the period, so its day is the last one of any app.
func (r *appRow) usage(date connector.Date, conceal bool) connector.Usage {
	u := connector.Usage{UserPrincipalName: r.user.reportName(conceal), ReportDate: date, LastActivity: r.last}
	for i, app := range apps {
		if r.inApp[i] {
			u.In[app] = r.last
		}
	}
	return u
}

// activated are the products that getOffice365ActivationsUserDetail knows.
var activated = [...]struct {
	product string
	of      what
	share   int
}{
	{"Microsoft 365 Apps for enterprise", theOffice, 800},
	{"Visio Client", theVisio, 650},
	{"Project Client", theProject, 700},
}

// activations yields the user's activations, one for each product, without the
// user's name.
func (u *user) activations(date connector.Date) iter.Seq[connector.Activation] {
	return func(yield func(connector.Activation) bool) {
		licenses := u.assignments()
		if licenses.count == 0 {
			return
		}
		brings := u.t.brings(&licenses)
		for i := range activated {
			a := &activated[i]
			salt := saltActivation + 10 + uint64(i)*10
			if brings&a.of == 0 || !u.draws.chance(salt, a.share) {
				continue
			}
			row := connector.Activation{
				Product: a.product, ReportDate: date, LastActivated: back(date, u.draws.below(salt+1, 900)),
				Windows: 1 + u.draws.below(salt+2, 3), SharedComputer: u.draws.chance(salt+3, 30),
			}
			if i == 0 {
				row.Mac, row.IOS, row.Android = u.draws.below(salt+4, 5)/4, u.draws.below(salt+5, 3)/2, u.draws.below(salt+6, 4)/3
			}
			if !yield(row) {
				return
			}
		}
	}
}

// concealed is a pseudonym: 32 upper-case hexadecimal digits.
func (u *user) concealed(salt uint64) string {
	return fmt.Sprintf("%016X%016X", u.draws.bits(salt), u.draws.bits(salt+1))
}

// reportName is the user principal name as reports print it: in lower case, or
// a pseudonym when names are concealed.
func (u *user) reportName(conceal bool) string {
	switch {
	case conceal:
		return u.concealed(saltConcealed + 5000)
	case u.kind == guestAccount:
		return u.userPrincipalName().String()
	default:
		return strings.ToLower(u.userPrincipalName().String())
	}
}

func (u *user) reportDisplayName(conceal bool) string {
	if conceal {
		return u.concealed(saltConcealed + 6000)
	}
	return u.displayName()
}
