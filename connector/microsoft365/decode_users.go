package microsoft365

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"unsafe"

	"inventorybeacon/connector"
)

// errNoList says that a page has no member "value".
var errNoList = errors.New("it holds no list")

// userDecoder decodes pages of users. Everything it returns is overwritten by
// its next page, so that memory is needed once and not for each page.
type userDecoder struct {
	users       []connector.User
	assignments []connector.Assignment
	failed      []connector.FailedAssignment
	texts       []string // disabled plans and groups of all assignments
	states      []assignmentState
	// The names of the members of the three kinds of objects.
	userKeys, licenseKeys, stateKeys keys
	// nameless counts the users without an id, which nothing can refer to.
	nameless int
	// next is the address of the next page; count is how many users the whole
	// listing has, or -1 where the page does not say.
	next  string
	count int64
}

// assignmentState is an element of licenseAssignmentStates
// (learn.microsoft.com/graph/api/resources/licenseassignmentstate).
type assignmentState struct {
	skuID, group, state, reason string
	updated                     connector.Date
}

// works says whether the user has what the license contains.
func (s *assignmentState) works() bool { return s.state == "Active" || s.state == "ActiveWithError" }

// failed says whether the license could not be assigned.
func (s *assignmentState) failed() bool { return s.state == "Error" || s.reason != "" }

// decode returns the users of a page. It changes the page, and the users' texts
// lie in it.
func (d *userDecoder) decode(page []byte) ([]connector.User, error) {
	d.users, d.assignments, d.failed, d.texts, d.nameless = d.users[:0], d.assignments[:0], d.failed[:0], d.texts[:0], 0
	d.next, d.count = "", -1
	if d.users == nil {
		d.users = make([]connector.User, 0, pageSizes()[0])
	}
	s := scanner{data: bytes.TrimPrefix(page, utf8BOM)}
	listed := false
	if !s.open('{') {
		s.fail("no object")
	}
	for first := true; s.more(first, '}'); first = false {
		switch string(s.key()) {
		case "value":
			listed = true
			d.users, d.nameless = d.users[:0], 0
			d.list(&s)
		case "@odata.nextLink":
			d.next = string(s.text())
		case "@odata.count":
			d.count = s.number()
		default:
			s.skip()
		}
	}
	if s.peek(); s.err == nil && s.pos < len(s.data) {
		s.fail("text after the end")
	}
	if s.err == nil && !listed {
		s.err = errNoList
	}
	return d.users, s.err
}

func (d *userDecoder) list(s *scanner) {
	if !s.open('[') {
		return
	}
	for first := true; s.more(first, ']'); first = false {
		if s.peek() != '{' {
			s.skip()
			continue
		}
		d.users = append(d.users, connector.User{})
		u := &d.users[len(d.users)-1]
		d.user(s, u)
		if u.ID == "" {
			d.users = d.users[:len(d.users)-1]
			d.nameless++
		}
	}
}

func (d *userDecoder) user(s *scanner, u *connector.User) {
	start := len(d.assignments)
	d.states = d.states[:0]
	s.open('{')
	d.userKeys.begin(userMembers)
	for first := true; s.more(first, '}'); first = false {
		switch d.userKeys.next(s) {
		case userID:
			u.ID = guid(s)
		case userPrincipalName:
			u.UserPrincipalName = text(s)
		case userDisplayName:
			u.DisplayName = text(s)
		case userGivenName:
			u.GivenName = text(s)
		case userSurname:
			u.Surname = text(s)
		case userMail:
			u.Mail = text(s)
		case userEnabled:
			u.Enabled = s.flag()
		case userType:
			u.UserType = text(s)
		case userCreated:
			u.Created = date(text(s))
		case userUsageLocation:
			u.UsageLocation = text(s)
		case userCountry:
			u.Country = text(s)
		case userCity:
			u.City = text(s)
		case userState:
			u.State = text(s)
		case userDepartment:
			u.Department = text(s)
		case userCompany:
			u.CompanyName = text(s)
		case userJobTitle:
			u.JobTitle = text(s)
		case userOffice:
			u.OfficeLocation = text(s)
		case userEmployeeID:
			u.EmployeeID = text(s)
		case userSynced:
			u.OnPremisesSynced = s.flag()
		case userLicenses:
			d.assignments = d.assignments[:start]
			d.licenses(s)
		case userLicenseStates:
			d.states = d.states[:0]
			d.assignmentStates(s)
		default:
			s.skip()
		}
	}
	u.Assignments = d.assignments[start:len(d.assignments):len(d.assignments)]
	for i := range u.Assignments {
		d.explain(&u.Assignments[i])
	}
	u.Failed = d.fail(u.Assignments)
}

// licenses reads assignedLicenses.
func (d *userDecoder) licenses(s *scanner) {
	if !s.open('[') {
		return
	}
	for first := true; s.more(first, ']'); first = false {
		var a connector.Assignment
		if !s.open('{') {
			continue
		}
		d.licenseKeys.begin(licenseMembers)
		for first := true; s.more(first, '}'); first = false {
			switch d.licenseKeys.next(s) {
			case licenseSKU:
				a.SKUID = guid(s)
			case licenseDisabledPlans:
				a.DisabledPlans = d.guids(s)
			default:
				s.skip()
			}
		}
		if a.SKUID != "" {
			d.assignments = append(d.assignments, a)
		}
	}
}

// guids reads an array of GUIDs.
func (d *userDecoder) guids(s *scanner) []string {
	start := len(d.texts)
	if !s.open('[') {
		return nil
	}
	for first := true; s.more(first, ']'); first = false {
		if id := guid(s); id != "" {
			d.texts = append(d.texts, id)
		}
	}
	return d.texts[start:len(d.texts):len(d.texts)]
}

// assignmentStates reads licenseAssignmentStates.
func (d *userDecoder) assignmentStates(s *scanner) {
	if !s.open('[') {
		return
	}
	for first := true; s.more(first, ']'); first = false {
		var state assignmentState
		if !s.open('{') {
			continue
		}
		d.stateKeys.begin(stateMembers)
		for first := true; s.more(first, '}'); first = false {
			switch d.stateKeys.next(s) {
			case stateSKU:
				state.skuID = guid(s)
			case stateGroup:
				state.group = guid(s)
			case stateState:
				state.state = text(s)
			case stateError:
				if state.reason = text(s); strings.EqualFold(state.reason, "None") {
					state.reason = ""
				}
			case stateUpdated:
				state.updated = date(text(s))
			default:
				s.skip()
			}
		}
		d.states = append(d.states, state)
	}
}

// explain fills in how the license came to the user. A license can come more
// than once, directly and through groups; then the state that lets the user
// work counts.
func (d *userDecoder) explain(a *connector.Assignment) {
	start := len(d.texts)
	works := false
	for i := range d.states {
		state := &d.states[i]
		if state.skuID != a.SKUID {
			continue
		}
		switch {
		case !works && state.works():
			works, a.Since = true, state.updated
		case works && state.works() && state.updated != 0:
			a.Since = earlier(a.Since, state.updated)
		case !works:
			a.Since = max(a.Since, state.updated)
		}
		if a.State == "" || stateRank(state.state) < stateRank(a.State) {
			a.State, a.Error = state.state, state.reason
		}
		if state.group == "" {
			a.Direct = true
		} else if !slices.Contains(d.texts[start:], state.group) {
			d.texts = append(d.texts, state.group)
		}
	}
	if len(d.texts) > start {
		a.Groups = d.texts[start:len(d.texts):len(d.texts)]
	}
	if a.State == "Active" {
		a.Error = ""
	}
}

// earlier returns the earlier of two days, of which the first may be none.
func earlier(a, b connector.Date) connector.Date {
	if a == 0 {
		return b
	}
	return min(a, b)
}

// fail returns the states that have failed of licenses that the user does not
// have, each once.
func (d *userDecoder) fail(has []connector.Assignment) []connector.FailedAssignment {
	start := len(d.failed)
	for i := range d.states {
		state := &d.states[i]
		if state.skuID == "" || !state.failed() || assigned(has, state.skuID) {
			continue
		}
		failed := connector.FailedAssignment{SKUID: state.skuID, Group: state.group, Error: state.reason}
		if !slices.Contains(d.failed[start:], failed) {
			d.failed = append(d.failed, failed)
		}
	}
	return d.failed[start:len(d.failed):len(d.failed)]
}

// assigned says whether a license is among those that a user has.
func assigned(has []connector.Assignment, sku string) bool {
	for i := range has {
		if has[i].SKUID == sku {
			return true
		}
	}
	return false
}

func stateRank(state string) int {
	switch state {
	case "Active":
		return 0
	case "ActiveWithError":
		return 1
	case "Disabled":
		return 3
	case "Error":
		return 4
	case "":
		return 5
	default: // a state that Microsoft adds later
		return 2
	}
}

// text reads a string without copying it.
func text(s *scanner) string {
	b := s.text()
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// guid reads a GUID in lower case, as all of the inventory has them.
func guid(s *scanner) string {
	b := s.text()
	if hasUpper(b) {
		asciiLower(b)
	}
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// date returns the day of a time of Graph's; no date when it is not one.
func date(text string) connector.Date {
	d, err := connector.ParseDate(text)
	if err != nil {
		return 0
	}
	return d
}
