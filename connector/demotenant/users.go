package demotenant

import (
	"strconv"
	"strings"
	"time"

	"inventorybeacon/connector"
)

// kind is what an account is for.
type kind uint8

const (
	employee kind = iota
	administrator
	reader
	formerEmployee // disabled, often with its licenses
	guestAccount
	sharedMailbox
	room
	serviceAccount
	deletedUser // in reports only
)

// user is one account. It is a value made from its number; everything else
// about it is computed when asked for.
type user struct {
	t     *Tenant
	index int
	kind  kind
	draws draws
	name  person
	// left says that the employee has gone since the tenant began, job how often
	// licenses changed with the employee's work.
	left bool
	job  uint64
}

// The salts of what is drawn about a user.
const (
	saltKind = iota
	saltCreated
	saltCreatedDay
	saltDepartment
	saltTitle
	saltOffice
	saltPartner
	saltMail
	saltEmployee
	saltSynced
	saltTypeless
	saltMailbox
	saltOrder
	saltUsage
	saltActivation
	saltDomain
	saltConcealed
	saltDisplay
	saltUndated
	saltDay
	saltChange
	saltLicense = 100
	saltSource  = 200
	saltApp     = 300
	saltCopilot = 800
	saltService = 400
	saltSince   = 2000
	saltJob     = 10_000 // and its multiples
)

// The accounts with which the pages let somebody sign in.
const (
	adminIndex  = 0
	readerIndex = 1
)

func (t *Tenant) user(index int) user {
	u := user{t: t, index: index, draws: t.draws(streamUser, index)}
	switch index {
	case adminIndex:
		u.kind, u.name = administrator, person{&locales[0], &word{"Alex", "alex"}, &word{"Administrator", "administrator"}, 0}
		return u
	case readerIndex:
		u.kind, u.name = reader, person{&locales[0], &word{"Robin", "robin"}, &word{"Reader", "reader"}, 0}
		return u
	}
	switch n := u.draws.below(saltKind, 1000); {
	case n < 60:
		u.kind = guestAccount
	case n < 110:
		u.kind = formerEmployee
	case n < 135:
		u.kind = sharedMailbox
	case n < 150:
		u.kind = room
	case n < 160:
		u.kind = serviceAccount
	}
	u.name = personAt(index)
	if t.options.Day != nil {
		u.live(t.options.Day())
	}
	return u
}

// former returns somebody who has been deleted but is still in the reports.
func (t *Tenant) former(index int) user {
	number := t.options.Users + index
	return user{t: t, index: number, kind: deletedUser, draws: t.draws(streamFormer, index), name: personAt(number)}
}

// formerUsers is how many people the reports show who have left.
func (t *Tenant) formerUsers() int { return (t.options.Users + 199) / 200 }

// isPerson reports whether somebody of the company uses the account.
func (u *user) isPerson() bool {
	switch u.kind {
	case employee, administrator, reader, formerEmployee:
		return true
	default:
		return false
	}
}

// dayInSec is how many seconds a day has.
const dayInSec = 24 * 60 * 60

var (
	firstCreated = time.Date(2014, 3, 1, 0, 0, 0, 0, time.UTC).Unix()
	lastCreated  = time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC).Unix()
	datesBegin   = time.Date(2018, 6, 1, 0, 0, 0, 0, time.UTC).Unix()
	migration    = time.Date(2019, 11, 16, 20, 0, 0, 0, time.UTC).Unix()
)

// created is the Unix second in which the account was made. A sixth of them
// were made in the six hours of one migration.
func (u *user) created() int64 {
	if u.draws.chance(saltCreatedDay, 160) {
		return migration + int64(u.draws.below(saltCreated, 6*60*60))
	}
	return firstCreated + int64(u.draws.below(saltCreated, int(lastCreated-firstCreated)))
}

// hasCreated reports whether Graph knows the time in which the account was made. Of
// some that are older than the property it does not
// (learn.microsoft.com/graph/api/resources/user).
func (u *user) hasCreated() bool {
	return u.kind == administrator || u.kind == reader || !u.draws.chance(saltUndated, 40) || u.created() >= datesBegin
}

func (u *user) office() *office {
	offices := u.name.locale.Offices
	return &offices[u.draws.below(saltOffice, len(offices))]
}

// departmentIndex is the department's place, which decides about the groups too.
func (u *user) departmentIndex() int { return u.draws.below(saltDepartment, len(departments)) }

func (u *user) partner() *partner { return &partners[u.draws.below(saltPartner, len(partners))] }

func (u *user) mailbox() *word { return &mailboxes[u.draws.below(saltMailbox, len(mailboxes))] }

// isSynced reports whether the account comes from a directory of the company's own.
func (u *user) isSynced() bool {
	return (u.kind == employee || u.kind == formerEmployee) && u.draws.chance(saltSynced, 700)
}

// displayName is the name as address books show it.
func (u *user) displayName() string {
	given, surname := u.name.given.text, u.name.surname.text
	switch {
	case u.kind == sharedMailbox:
		return u.mailbox().text + " " + strconv.Itoa(u.index)
	case u.kind == room:
		return "Conf Room " + strconv.Itoa(u.index)
	case u.kind == serviceAccount:
		return u.localPart()
	case u.name.locale.SurnameFirst:
		return surname + given
	case u.kind == employee && u.draws.chance(saltDisplay, 30): // as some departments write it
		return surname + ", " + given
	case u.kind == guestAccount:
		return given + " " + surname + " (" + u.partner().Name + ")"
	default:
		return given + " " + surname
	}
}

// localPart is what stands before the @. It is unique: the others by their
// number, people by their name and its round.
func (u *user) localPart() string {
	switch u.kind {
	case administrator:
		return "admin"
	case sharedMailbox:
		return u.mailbox().ascii + "-" + strconv.Itoa(u.index)
	case room:
		return "room-" + strconv.Itoa(u.index)
	case serviceAccount:
		return "svc-backup-" + strconv.Itoa(u.index)
	}
	round := ""
	if u.name.round > 0 {
		round = strconv.Itoa(u.name.round + 1)
	}
	return u.name.given.ascii + "." + u.name.surname.ascii + round
}

// addresses returns the user principal name and the mail address, which some accounts
// do not have. Mostly they are the same string: what another one allocates costs as much
// as everything else about a user.
func (u *user) addresses() (userPrincipalName, mail string) {
	local := u.localPart()
	switch u.kind {
	case guestAccount:
		domain := u.partner().Domain
		return local + "_" + domain + "#EXT#@" + u.t.initialDomain, local + "@" + domain
	case serviceAccount:
		return local + "@" + u.t.initialDomain, ""
	}
	mail = local + "@" + u.t.domain
	if u.kind != employee {
		return mail, mail
	}
	userPrincipalName = mail
	if u.draws.chance(saltDomain, 30) {
		userPrincipalName = local + "@" + u.t.initialDomain
	}
	if u.draws.chance(saltOrder, 20) { // capital letters, which reports print as small ones
		userPrincipalName = strings.ToUpper(local[:1]) + userPrincipalName[1:]
	}
	if u.draws.chance(saltMail, 40) {
		mail = ""
	}
	return userPrincipalName, mail
}

func (u *user) userPrincipalName() string {
	name, _ := u.addresses()
	return name
}

// profile is the user as an import must find it, without the licenses.
func (u *user) profile() connector.User {
	p := connector.User{
		ID: u.draws.guid(), DisplayName: u.displayName(), UserType: "Member", OnPremisesSynced: u.isSynced(),
	}
	p.UserPrincipalName, p.Mail = u.addresses()
	office := u.office()
	switch u.kind {
	case employee, administrator, reader, formerEmployee:
		p.CompanyName, p.UsageLocation = u.t.options.TenantName, office.Code
		p.Enabled = u.kind != formerEmployee && !u.left
		if !u.draws.chance(saltDepartment+1000, 30) {
			p.Department = departments[u.departmentIndex()]
		}
		if !u.draws.chance(saltTitle+1000, 80) {
			p.JobTitle = jobTitles[u.draws.below(saltTitle, len(jobTitles))]
		}
		if !u.draws.chance(saltEmployee, 100) {
			p.EmployeeID = "E" + strconv.Itoa(100_000+u.index)
		}
		if u.kind == employee && u.draws.chance(saltTypeless, 2) { // as some old accounts
			p.UserType = ""
		}
	case guestAccount:
		p.Enabled, p.UserType, p.CompanyName = true, "Guest", u.partner().Name
	case sharedMailbox: // usageLocation is needed for licenses
		p.UsageLocation = office.Code
	case serviceAccount:
		p.Enabled = true
	}
	if u.isPerson() || u.kind == guestAccount {
		p.GivenName, p.Surname = u.name.given.text, u.name.surname.text
	}
	if u.isPerson() || u.kind == room {
		p.OfficeLocation, p.City, p.State, p.Country = office.Name, office.City, office.State, office.Country
	}
	if u.hasCreated() {
		p.Created = connector.Date(u.created() / dayInSec)
	}
	return p
}
