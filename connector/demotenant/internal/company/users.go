package company

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
	GuestAccount
	sharedMailbox
	room
	serviceAccount
	DeletedUser // in reports only
)

// User is one account. It is a value made from its number; everything else
// about it is computed when asked for.
type User struct {
	Company *Company
	index   int
	Kind    kind
	Draws   draws
	name    person
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
	AdminIndex  = 0
	ReaderIndex = 1
)

// User is the account with a number.
func (c *Company) User(index int) User {
	u := User{Company: c, index: index, Draws: c.Draws(streamUser, index)}
	switch index {
	case AdminIndex:
		u.Kind, u.name = administrator, person{&locales[0], &word{"Alex", "alex"}, &word{"Administrator", "administrator"}, 0}
		return u
	case ReaderIndex:
		u.Kind, u.name = reader, person{&locales[0], &word{"Robin", "robin"}, &word{"Reader", "reader"}, 0}
		return u
	}
	switch n := u.Draws.Below(saltKind, 1000); {
	case n < 60:
		u.Kind = GuestAccount
	case n < 110:
		u.Kind = formerEmployee
	case n < 135:
		u.Kind = sharedMailbox
	case n < 150:
		u.Kind = room
	case n < 160:
		u.Kind = serviceAccount
	}
	u.name = personAt(index)
	if c.Options.Day != nil {
		u.live(c.Options.Day())
	}
	return u
}

// former returns somebody who has been deleted but is still in the reports.
func (c *Company) former(index int) User {
	number := c.Options.Users + index
	return User{Company: c, index: number, Kind: DeletedUser, Draws: c.Draws(streamFormer, index), name: personAt(number)}
}

// Reported returns the user of a place in the reports: first those of the
// directory, then those who have been deleted.
func (c *Company) Reported(index int) User {
	if index < c.Options.Users {
		return c.User(index)
	}
	return c.former(index - c.Options.Users)
}

// FormerUsers is how many people the reports show who have left.
func (c *Company) FormerUsers() int { return (c.Options.Users + 199) / 200 }

// IsPerson reports whether somebody of the company uses the account.
func (u *User) IsPerson() bool {
	switch u.Kind {
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

// Created is the Unix second in which the account was made. A sixth of them
// were made in the six hours of one migration.
func (u *User) Created() int64 {
	if u.Draws.chance(saltCreatedDay, 160) {
		return migration + int64(u.Draws.Below(saltCreated, 6*60*60))
	}
	return firstCreated + int64(u.Draws.Below(saltCreated, int(lastCreated-firstCreated)))
}

// HasCreated reports whether Graph knows the time in which the account was made. Of
// some that are older than the property it does not
// (learn.microsoft.com/graph/api/resources/user).
func (u *User) HasCreated() bool {
	return u.Kind == administrator || u.Kind == reader || !u.Draws.chance(saltUndated, 40) || u.Created() >= datesBegin
}

func (u *User) office() *office {
	offices := u.name.locale.Offices
	return &offices[u.Draws.Below(saltOffice, len(offices))]
}

// departmentIndex is the department's place, which decides about the groups too.
func (u *User) departmentIndex() int { return u.Draws.Below(saltDepartment, len(departments)) }

func (u *User) partner() *partner { return &partners[u.Draws.Below(saltPartner, len(partners))] }

func (u *User) mailbox() *word { return &mailboxes[u.Draws.Below(saltMailbox, len(mailboxes))] }

// isSynced reports whether the account comes from a directory of the company's own.
func (u *User) isSynced() bool {
	return (u.Kind == employee || u.Kind == formerEmployee) && u.Draws.chance(saltSynced, 700)
}

// DisplayName is the name as address books show it.
func (u *User) DisplayName() string {
	given, surname := u.name.given.text, u.name.surname.text
	switch {
	case u.Kind == sharedMailbox:
		return u.mailbox().text + " " + strconv.Itoa(u.index)
	case u.Kind == room:
		return "Conf Room " + strconv.Itoa(u.index)
	case u.Kind == serviceAccount:
		return u.LocalPart()
	case u.name.locale.SurnameFirst:
		return surname + given
	case u.Kind == employee && u.Draws.chance(saltDisplay, 30): // as some departments write it
		return surname + ", " + given
	case u.Kind == GuestAccount:
		return given + " " + surname + " (" + u.partner().Name + ")"
	default:
		return given + " " + surname
	}
}

// LocalPart is what stands before the @. It is unique: the others by their
// number, people by their name and its round.
func (u *User) LocalPart() string {
	switch u.Kind {
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

// Addresses returns the user principal name and the mail address, which some accounts
// do not have. Mostly they are the same string: what another one allocates costs as much
// as everything else about a user.
func (u *User) Addresses() (userPrincipalName, mail string) {
	local := u.LocalPart()
	switch u.Kind {
	case GuestAccount:
		domain := u.partner().Domain
		return local + "_" + domain + "#EXT#@" + u.Company.InitialDomain, local + "@" + domain
	case serviceAccount:
		return local + "@" + u.Company.InitialDomain, ""
	}
	mail = local + "@" + u.Company.Domain
	if u.Kind != employee {
		return mail, mail
	}
	userPrincipalName = mail
	if u.Draws.chance(saltDomain, 30) {
		userPrincipalName = local + "@" + u.Company.InitialDomain
	}
	if u.Draws.chance(saltOrder, 20) { // capital letters, which reports print as small ones
		userPrincipalName = strings.ToUpper(local[:1]) + userPrincipalName[1:]
	}
	if u.Draws.chance(saltMail, 40) {
		mail = ""
	}
	return userPrincipalName, mail
}

// UserPrincipalName is the name by which the account signs in.
func (u *User) UserPrincipalName() string {
	name, _ := u.Addresses()
	return name
}

// Profile is the user as an import must find it, without the licenses.
func (u *User) Profile() connector.User {
	p := connector.User{
		ID: u.Draws.GUID(), DisplayName: u.DisplayName(), UserType: "Member", OnPremisesSynced: u.isSynced(),
	}
	p.UserPrincipalName, p.Mail = u.Addresses()
	office := u.office()
	switch u.Kind {
	case employee, administrator, reader, formerEmployee:
		p.CompanyName, p.UsageLocation = u.Company.Options.Name, office.Code
		p.Enabled = u.Kind != formerEmployee && !u.left
		if !u.Draws.chance(saltDepartment+1000, 30) {
			p.Department = departments[u.departmentIndex()]
		}
		if !u.Draws.chance(saltTitle+1000, 80) {
			p.JobTitle = jobTitles[u.Draws.Below(saltTitle, len(jobTitles))]
		}
		if !u.Draws.chance(saltEmployee, 100) {
			p.EmployeeID = "E" + strconv.Itoa(100_000+u.index)
		}
		if u.Kind == employee && u.Draws.chance(saltTypeless, 2) { // as some old accounts
			p.UserType = ""
		}
	case GuestAccount:
		p.Enabled, p.UserType, p.CompanyName = true, "Guest", u.partner().Name
	case sharedMailbox: // usageLocation is needed for licenses
		p.UsageLocation = office.Code
	case serviceAccount:
		p.Enabled = true
	}
	if u.IsPerson() || u.Kind == GuestAccount {
		p.GivenName, p.Surname = u.name.given.text, u.name.surname.text
	}
	if u.IsPerson() || u.Kind == room {
		p.OfficeLocation, p.City, p.State, p.Country = office.Name, office.City, office.State, office.Country
	}
	if u.HasCreated() {
		p.Created = connector.Date(u.Created() / dayInSec)
	}
	return p
}
