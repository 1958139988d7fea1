package demotenant

import (
	"strconv"
	"strings"
	"time"
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
	local string // see localPart
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
	saltLicense = 100
	saltSource  = 200
	saltApp     = 300
	saltService = 400
	saltSince   = 2000
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
		u.kind, u.name = administrator, person{&english, &word{"Alex", "alex"}, &word{"Administrator", "administrator"}, 0}
		return u
	case readerIndex:
		u.kind, u.name = reader, person{&english, &word{"Robin", "robin"}, &word{"Reader", "reader"}, 0}
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
	return u
}

// former returns somebody who has been deleted but is still in the reports.
func (t *Tenant) former(index int) user {
	return user{t: t, index: t.options.Users + index, kind: deletedUser, draws: t.draws(streamFormer, index), name: personAt(t.options.Users + index)}
}

// formerUsers is how many people the reports show who have left.
func (t *Tenant) formerUsers() int { return (t.options.Users + 199) / 200 }

// isPerson says whether somebody of the company uses the account.
func (u *user) isPerson() bool {
	switch u.kind {
	case employee, administrator, reader, formerEmployee:
		return true
	default:
		return false
	}
}

// hasName says whether the account has a given name and a surname.
func (u *user) hasName() bool {
	return u.isPerson() || u.kind == guestAccount || u.kind == deletedUser
}

func (u *user) enabled() bool {
	switch u.kind {
	case formerEmployee, sharedMailbox, room, deletedUser:
		return false
	default:
		return true
	}
}

// userType is Member, Guest or, for some old accounts, nothing.
func (u *user) userType() string {
	switch {
	case u.kind == guestAccount:
		return "Guest"
	case u.kind == employee && u.draws.chance(saltTypeless, 2):
		return ""
	default:
		return "Member"
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

// hasCreated says whether Graph knows the time in which the account was made. Of
// some that are older than the property it does not
// (learn.microsoft.com/graph/api/resources/user).
func (u *user) hasCreated() bool {
	return u.kind == administrator || u.kind == reader || !u.draws.chance(saltUndated, 40) || u.created() >= datesBegin
}

func (u *user) office() *office {
	offices := u.name.locale.offices
	return &offices[u.draws.below(saltOffice, len(offices))]
}

func (u *user) department() string {
	if !u.isPerson() || u.draws.chance(saltDepartment+1000, 30) {
		return ""
	}
	return departments[u.departmentIndex()]
}

func (u *user) departmentIndex() int { return u.draws.below(saltDepartment, len(departments)) }

func (u *user) jobTitle() string {
	if !u.isPerson() || u.draws.chance(saltTitle+1000, 80) {
		return ""
	}
	return jobTitles[u.draws.below(saltTitle, len(jobTitles))]
}

func (u *user) partner() *partner { return &partners[u.draws.below(saltPartner, len(partners))] }

func (u *user) company() string {
	switch {
	case u.isPerson():
		return u.t.options.TenantName
	case u.kind == guestAccount:
		return u.partner().name
	default:
		return ""
	}
}

func (u *user) givenName() string {
	if !u.hasName() {
		return ""
	}
	return u.name.given.text
}

func (u *user) surname() string {
	if !u.hasName() {
		return ""
	}
	return u.name.surname.text
}

// displayName is the name as address books show it.
func (u *user) displayName() string {
	switch {
	case u.kind == sharedMailbox:
		return u.mailbox().text + " " + strconv.Itoa(u.index)
	case u.kind == room:
		return "Conf Room " + strconv.Itoa(u.index)
	case u.kind == serviceAccount:
		return u.localPart()
	case u.name.locale.surnameFirst:
		return u.name.surname.text + u.name.given.text
	case u.kind == employee && u.draws.chance(saltDisplay, 30): // as some departments write it
		return u.name.surname.text + ", " + u.name.given.text
	case u.kind == guestAccount:
		return u.name.given.text + " " + u.name.surname.text + " (" + u.partner().name + ")"
	default:
		return u.name.given.text + " " + u.name.surname.text
	}
}

func (u *user) mailbox() *word { return &mailboxes[u.draws.below(saltMailbox, len(mailboxes))] }

// localPart is what stands before the @. It is unique: the others by their
// number, people by their name and its round.
func (u *user) localPart() string {
	if u.local != "" {
		return u.local
	}
	switch u.kind {
	case administrator:
		u.local = "admin"
	case sharedMailbox:
		u.local = u.mailbox().ascii + "-" + strconv.Itoa(u.index)
	case room:
		u.local = "room-" + strconv.Itoa(u.index)
	case serviceAccount:
		u.local = "svc-backup-" + strconv.Itoa(u.index)
	default:
		round := ""
		if u.name.round > 0 {
			round = strconv.Itoa(u.name.round + 1)
		}
		u.local = u.name.given.ascii + "." + u.name.surname.ascii + round
	}
	return u.local
}

func (u *user) userPrincipalName() address {
	local := u.localPart()
	switch {
	case u.kind == guestAccount:
		return address{local + "_" + u.partner().domain + "#EXT#", u.t.initialDomain}
	case u.kind == employee && u.draws.chance(saltOrder, 20): // capital letters, which reports print as small ones
		local = strings.ToUpper(local[:1]) + local[1:]
	}
	return address{local, u.domain()}
}

// address is a user principal name or a mail address. Its parts are joined for as
// few users as possible: what that allocates costs as much as everything else.
type address struct{ local, domain string }

// String returns the address; nothing for none.
func (a address) String() string {
	if a == (address{}) {
		return ""
	}
	return a.local + "@" + a.domain
}

func (u *user) domain() string {
	if u.kind == serviceAccount || u.kind == employee && u.draws.chance(saltDomain, 30) {
		return u.t.initialDomain
	}
	return u.t.domain
}

// mail is the mail address; some accounts have none.
func (u *user) mail() address {
	switch {
	case u.kind == serviceAccount || u.kind == employee && u.draws.chance(saltMail, 40):
		return address{}
	case u.kind == guestAccount:
		return address{u.localPart(), u.partner().domain}
	default:
		return address{u.localPart(), u.t.domain}
	}
}

func (u *user) employeeID() string {
	if !u.isPerson() || u.draws.chance(saltEmployee, 100) {
		return ""
	}
	return string(strconv.AppendInt([]byte("E"), 100_000+int64(u.index), 10))
}

// synced is onPremisesSyncEnabled: true, or null for accounts of the cloud.
func (u *user) synced() bool {
	return (u.kind == employee || u.kind == formerEmployee) && u.draws.chance(saltSynced, 700)
}
