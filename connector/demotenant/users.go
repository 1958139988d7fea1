package demotenant

import (
	"strconv"
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

// appendDisplayName appends the name as address books show it.
func (u *user) appendDisplayName(b []byte) []byte {
	switch {
	case u.kind == sharedMailbox:
		b = append(b, mailboxes[u.draws.below(saltMailbox, len(mailboxes))].text...)
		return strconv.AppendInt(append(b, ' '), int64(u.index), 10)
	case u.kind == room:
		return strconv.AppendInt(append(b, "Conf Room "...), int64(u.index), 10)
	case u.kind == serviceAccount:
		return strconv.AppendInt(append(b, "svc-backup-"...), int64(u.index), 10)
	case u.name.locale.surnameFirst:
		b = append(b, u.name.surname.text...)
		return append(b, u.name.given.text...)
	case u.kind == employee && u.draws.chance(saltDisplay, 30): // as some departments write it
		b = append(append(b, u.name.surname.text...), ", "...)
		return append(b, u.name.given.text...)
	}
	b = append(b, u.name.given.text...)
	b = append(b, ' ')
	b = append(b, u.name.surname.text...)
	if u.kind == guestAccount {
		b = append(b, " ("...)
		b = append(b, u.partner().name...)
		b = append(b, ')')
	}
	return b
}

// appendLocalPart appends what stands before the @. It is unique: the others
// by their number, people by their name and its round.
func (u *user) appendLocalPart(b []byte) []byte {
	switch u.kind {
	case administrator:
		return append(b, "admin"...)
	case sharedMailbox:
		b = append(b, mailboxes[u.draws.below(saltMailbox, len(mailboxes))].ascii...)
		return strconv.AppendInt(append(b, '-'), int64(u.index), 10)
	case room:
		return strconv.AppendInt(append(b, "room-"...), int64(u.index), 10)
	case serviceAccount:
		return strconv.AppendInt(append(b, "svc-backup-"...), int64(u.index), 10)
	}
	b = append(b, u.name.given.ascii...)
	b = append(b, '.')
	b = append(b, u.name.surname.ascii...)
	if u.name.round > 0 {
		b = strconv.AppendInt(b, int64(u.name.round)+1, 10)
	}
	return b
}

func (u *user) appendUserPrincipalName(b []byte) []byte {
	if u.kind == guestAccount {
		b = u.appendLocalPart(b)
		b = append(b, '_')
		b = append(b, u.partner().domain...)
		b = append(b, "#EXT#@"...)
		return append(b, u.t.initialDomain...)
	}
	// An account with capital letters, which reports print in lower case.
	if u.kind == employee && u.draws.chance(saltOrder, 20) {
		start := len(b)
		b = u.appendLocalPart(b)
		b[start] -= 'a' - 'A'
	} else {
		b = u.appendLocalPart(b)
	}
	return append(append(b, '@'), u.domain()...)
}

func (u *user) domain() string {
	if u.kind == serviceAccount || u.kind == employee && u.draws.chance(saltDomain, 30) {
		return u.t.initialDomain
	}
	return u.t.domain
}

func (u *user) hasMail() bool {
	switch u.kind {
	case serviceAccount:
		return false
	case employee:
		return !u.draws.chance(saltMail, 40)
	default:
		return true
	}
}

// appendMail appends the mail address; see hasMail.
func (u *user) appendMail(b []byte) []byte {
	b = u.appendLocalPart(b)
	b = append(b, '@')
	if u.kind == guestAccount {
		return append(b, u.partner().domain...)
	}
	return append(b, u.t.domain...)
}

func (u *user) hasEmployeeID() bool {
	return u.isPerson() && !u.draws.chance(saltEmployee, 100)
}

func (u *user) appendEmployeeID(b []byte) []byte {
	return strconv.AppendInt(append(b, 'E'), 100_000+int64(u.index), 10)
}

// synced is onPremisesSyncEnabled: true, or null for accounts of the cloud.
func (u *user) synced() bool {
	return (u.kind == employee || u.kind == formerEmployee) && u.draws.chance(saltSynced, 700)
}
