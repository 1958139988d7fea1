package userjson

import (
	"slices"
	"strings"
	"unsafe"

	"inventorybeacon/connector"
)

// Select are the properties that a user is read with. assignedPlans is not among
// them: it multiplies the size of a page and says nothing that the licenses do not.
const Select = "id,userPrincipalName,displayName,givenName,surname,mail,accountEnabled,userType,createdDateTime," +
	"usageLocation,country,city,state,department,companyName,jobTitle,officeLocation,employeeId,onPremisesSyncEnabled," +
	"assignedLicenses,licenseAssignmentStates"

// assignmentState is an element of licenseAssignmentStates
// (learn.microsoft.com/graph/api/resources/licenseassignmentstate).
type assignmentState struct {
	skuID, group, state, reason string
	updated                     connector.Date
}

// works reports whether the user has what the license contains.
func (s *assignmentState) works() bool { return s.state == "Active" || s.state == "ActiveWithError" }

// failed reports whether the license could not be assigned.
func (s *assignmentState) failed() bool { return s.state == "Error" || s.reason != "" }

// user reads the rest of a user, whose bracket has been read, and returns which of
// the needed properties it has.
func (d *Decoder) user(u *connector.User) properties {
	r := &d.json
	has := licenseAssignmentStates // none are as good as an empty list of them
	start := len(d.assignments)
	d.states = d.states[:0]
	for r.more('}') {
		switch string(r.name()) {
		case "id":
			u.ID = guid(r)
		case "userPrincipalName":
			has.set(userPrincipalName, r.begins() == '"' || r.begins() == 'n')
			u.UserPrincipalName = text(r)
		case "displayName":
			u.DisplayName = text(r)
		case "givenName":
			u.GivenName = text(r)
		case "surname":
			u.Surname = text(r)
		case "mail":
			u.Mail = text(r)
		case "accountEnabled":
			is := r.begins()
			has.set(accountEnabled, is == 't' || is == 'f' || is == 'n')
			u.Enabled = r.flag()
		case "userType":
			u.UserType = text(r)
		case "createdDateTime":
			u.Created = day(r)
		case "usageLocation":
			u.UsageLocation = text(r)
		case "country":
			u.Country = text(r)
		case "city":
			u.City = text(r)
		case "state":
			u.State = text(r)
		case "department":
			u.Department = text(r)
		case "companyName":
			u.CompanyName = text(r)
		case "jobTitle":
			u.JobTitle = text(r)
		case "officeLocation":
			u.OfficeLocation = text(r)
		case "employeeId":
			u.EmployeeID = text(r)
		case "onPremisesSyncEnabled":
			u.OnPremisesSynced = r.flag()
		case "assignedLicenses":
			d.assignments = d.assignments[:start]
			has.set(assignedLicenses, d.licenses())
		case "licenseAssignmentStates":
			d.states = d.states[:0]
			has.set(licenseAssignmentStates, d.assignmentStates())
		default:
			r.value()
		}
	}
	u.Assignments = d.assignments[start:len(d.assignments):len(d.assignments)]
	for i := range u.Assignments {
		d.explain(&u.Assignments[i])
	}
	u.Failed = d.fail(u.Assignments)
	return has
}

// licenses reads assignedLicenses. It reports whether they are an array of objects,
// each with the GUID of a license.
func (d *Decoder) licenses() bool {
	r := &d.json
	if !r.open('[') {
		return false
	}
	all := true
	for r.more(']') {
		if !r.open('{') {
			all = false
			continue
		}
		var a connector.Assignment
		plans := true
		for r.more('}') {
			switch string(r.name()) {
			case "skuId":
				a.SKUID = guid(r)
			case "disabledPlans":
				a.DisabledPlans, plans = d.guids()
			default:
				r.value()
			}
		}
		if !plans || !isGUID(a.SKUID) {
			all = false
			continue
		}
		d.assignments = append(d.assignments, a)
	}
	return all
}

// guids reads an array of GUIDs, which is none when it is null. It reports whether
// that is what it is.
func (d *Decoder) guids() ([]string, bool) {
	r := &d.json
	none := r.begins() == 'n'
	if !r.open('[') {
		return nil, none
	}
	start, all := len(d.lists), true
	for r.more(']') {
		id := guid(r)
		all = all && isGUID(id)
		d.lists = append(d.lists, id)
	}
	return d.lists[start:len(d.lists):len(d.lists)], all
}

// assignmentStates reads licenseAssignmentStates. It reports whether they are null or
// an array of objects.
func (d *Decoder) assignmentStates() bool {
	r := &d.json
	none := r.begins() == 'n'
	if !r.open('[') {
		return none
	}
	all := true
	for r.more(']') {
		if !r.open('{') {
			all = false
			continue
		}
		var state assignmentState
		for r.more('}') {
			switch string(r.name()) {
			case "skuId":
				state.skuID = guid(r)
			case "assignedByGroup":
				state.group = guid(r)
			case "state":
				state.state = text(r)
			case "error":
				if state.reason = text(r); strings.EqualFold(state.reason, "None") {
					state.reason = ""
				}
			case "lastUpdatedDateTime":
				state.updated = day(r)
			default:
				r.value()
			}
		}
		d.states = append(d.states, state)
	}
	return all
}

// explain fills in how the license came to the user. A license can come more
// than once, directly and through groups; then what lets the user work counts, and
// what has failed beside it has given nothing.
func (d *Decoder) explain(a *connector.Assignment) {
	start := len(d.lists)
	works := false
	for i := range d.states {
		state := &d.states[i]
		switch {
		case state.skuID != a.SKUID, works && !state.works():
			continue
		case !works && state.works():
			works, a.Since = true, state.updated
			a.Direct, d.lists = false, d.lists[:start]
		case works && state.updated != 0:
			a.Since = earlier(a.Since, state.updated)
		case !works:
			a.Since = max(a.Since, state.updated)
		}
		if a.State == "" || stateRank(state.state) < stateRank(a.State) {
			a.State, a.Error = state.state, state.reason
		}
		if state.group == "" {
			a.Direct = true
		} else if !slices.Contains(d.lists[start:], state.group) {
			d.lists = append(d.lists, state.group)
		}
	}
	if len(d.lists) > start {
		a.Groups = d.lists[start:len(d.lists):len(d.lists)]
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
func (d *Decoder) fail(has []connector.Assignment) []connector.FailedAssignment {
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

// assigned reports whether a license is among those that a user has.
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
func text(r *reader) string {
	b := r.text()
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// guid reads a GUID in lower case, as all of the inventory has them.
func guid(r *reader) string {
	b := r.text()
	if hasUpper(b) {
		b = r.lower(b)
	}
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// hasUpper reports whether there is any of A to Z in a text: Graph writes GUIDs in
// lower case, and whatever looks at each letter of them is felt.
func hasUpper(text []byte) bool {
	for _, c := range text {
		if isUpper(c) {
			return true
		}
	}
	return false
}

// isGUID reports whether a text in lower case is a GUID as Graph writes them.
func isGUID(text string) bool {
	if len(text) != len("00000000-0000-0000-0000-000000000000") {
		return false
	}
	for i := range len(text) {
		switch c := text[i]; i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
				return false
			}
		}
	}
	return true
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }

// day reads the day of a time; anything else is no date.
func day(r *reader) connector.Date {
	d, err := connector.ParseDate(text(r))
	if err != nil {
		return 0
	}
	return d
}
