package demotenant

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// row is a user that is being written, with its licenses once they are needed.
type row struct {
	user
	licenses assignments
	loaded   bool
}

func (r *row) assigned() *assignments {
	if !r.loaded {
		r.licenses.of(&r.user)
		r.loaded = true
	}
	return &r.licenses
}

// property is one that $select can name; write appends its JSON value.
type property struct {
	name  string
	write func(b []byte, r *row) []byte
}

// defaultProperties come without $select (learn.microsoft.com/graph/api/user-list).
var defaultProperties = []string{
	"businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone",
	"officeLocation", "preferredLanguage", "surname", "userPrincipalName", "id",
}

// notImplemented can be read of one user only.
var notImplemented = []string{
	"aboutMe", "birthday", "hireDate", "interests", "mySite", "pastProjects", "preferredName",
	"responsibilities", "schools", "skills", "mailboxSettings",
}

func null(b []byte, _ *row) []byte  { return append(b, "null"...) }
func empty(b []byte, _ *row) []byte { return append(b, "[]"...) }

var userProperties = []property{
	{"id", func(b []byte, r *row) []byte { return append(r.draws.guid().append(append(b, '"')), '"') }},
	{"userPrincipalName", func(b []byte, r *row) []byte {
		return append(r.appendUserPrincipalName(append(b, '"')), '"')
	}},
	{"displayName", func(b []byte, r *row) []byte { return append(r.appendDisplayName(append(b, '"')), '"') }},
	{"givenName", func(b []byte, r *row) []byte { return appendText(b, r.givenName()) }},
	{"surname", func(b []byte, r *row) []byte { return appendText(b, r.surname()) }},
	{"mail", func(b []byte, r *row) []byte {
		if !r.hasMail() {
			return append(b, "null"...)
		}
		return append(r.appendMail(append(b, '"')), '"')
	}},
	{"accountEnabled", func(b []byte, r *row) []byte { return appendBool(b, r.enabled()) }},
	{"userType", func(b []byte, r *row) []byte { return appendText(b, r.userType()) }},
	{"createdDateTime", func(b []byte, r *row) []byte {
		if !r.hasCreated() {
			return append(b, "null"...)
		}
		return appendTime(b, r.created())
	}},
	{"usageLocation", func(b []byte, r *row) []byte { return appendText(b, r.usageLocation()) }},
	{"country", func(b []byte, r *row) []byte { return appendText(b, r.place().country) }},
	{"city", func(b []byte, r *row) []byte { return appendText(b, r.place().city) }},
	{"state", func(b []byte, r *row) []byte { return appendText(b, r.place().state) }},
	{"officeLocation", func(b []byte, r *row) []byte { return appendText(b, r.place().name) }},
	{"department", func(b []byte, r *row) []byte { return appendText(b, r.department()) }},
	{"companyName", func(b []byte, r *row) []byte {
		if r.isPerson() { // the only text that somebody else has chosen
			return append(b, r.t.companyJSON...)
		}
		return appendText(b, r.company())
	}},
	{"jobTitle", func(b []byte, r *row) []byte { return appendText(b, r.jobTitle()) }},
	{"employeeId", func(b []byte, r *row) []byte {
		if !r.hasEmployeeID() {
			return append(b, "null"...)
		}
		return append(r.appendEmployeeID(append(b, '"')), '"')
	}},
	{"onPremisesSyncEnabled", func(b []byte, r *row) []byte {
		if !r.synced() {
			return append(b, "null"...)
		}
		return append(b, "true"...)
	}},
	{"externalUserState", func(b []byte, r *row) []byte {
		if r.kind != guestAccount {
			return append(b, "null"...)
		}
		return append(b, `"Accepted"`...)
	}},
	{"mailNickname", func(b []byte, r *row) []byte { return append(r.appendLocalPart(append(b, '"')), '"') }},
	{"proxyAddresses", func(b []byte, r *row) []byte {
		if !r.hasMail() {
			return append(b, "[]"...)
		}
		return append(r.appendMail(append(b, `["SMTP:`...)), '"', ']')
	}},
	{"assignedLicenses", appendAssignedLicenses},
	{"licenseAssignmentStates", appendAssignmentStates},
	{"assignedPlans", appendAssignedPlans},
	{"businessPhones", empty},
	{"mobilePhone", null},
	{"preferredLanguage", null},
	{"employeeType", null},
	{"employeeOrgData", null},
	{"onPremisesSamAccountName", null},
	{"onPremisesDomainName", null},
	{"onPremisesSecurityIdentifier", null},
	{"onPremisesImmutableId", null},
	{"onPremisesLastSyncDateTime", null},
	{"lastPasswordChangeDateTime", func(b []byte, r *row) []byte { return appendTime(b, r.created()) }},
	{"deletedDateTime", null},
	{"employeeHireDate", null},
}

var nowhere office

// place is where somebody works; nowhere for accounts that nobody uses.
func (u *user) place() *office {
	if !u.isPerson() && u.kind != room {
		return &nowhere
	}
	return u.office()
}

// usageLocation is needed for licenses, so everybody who can have one has it.
func (u *user) usageLocation() string {
	if !u.isPerson() && u.kind != sharedMailbox {
		return ""
	}
	return u.office().code
}

func (r *row) appendDisabledPlans(b []byte, a *assignment) []byte {
	b = append(b, `"disabledPlans":[`...)
	for i, place := range a.disabled[:a.disabledPlans] {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(b, plans[r.t.skus[a.sku].plans[place]].id)
	}
	return append(b, ']')
}

func appendAssignedLicenses(b []byte, r *row) []byte {
	b = append(b, '[')
	all := r.assigned().all()
	for i := range all {
		if i > 0 {
			b = append(b, ',')
		}
		b = r.appendDisabledPlans(append(b, '{'), &all[i])
		b = append(b, `,"skuId":"`...)
		b = append(b, r.t.skus[all[i].sku].id...)
		b = append(b, '"', '}')
	}
	return append(b, ']')
}

// appendAssignmentStates appends one element for each way in which a license
// came to the user.
func appendAssignmentStates(b []byte, r *row) []byte {
	b = append(b, '[')
	start := len(b)
	assigned := r.assigned()
	all := assigned.all()
	for i := range all {
		a := &all[i]
		if a.direct {
			b = r.appendAssignmentState(b, a, directly)
		}
		for i := range a.groupCount {
			b = r.appendAssignmentState(b, a, byGroup+i)
		}
	}
	if assigned.hasRefused {
		b = r.appendAssignmentState(b, &assigned.refused, byGroup)
	}
	if len(b) > start {
		b = b[:len(b)-1] // the last comma
	}
	return append(b, ']')
}

func (r *row) appendAssignmentState(b []byte, a *assignment, way int) []byte {
	b = append(b, `{"skuId":"`...)
	b = append(b, r.t.skus[a.sku].id...)
	b = r.appendDisabledPlans(append(b, '"', ','), a)
	b = append(b, `,"assignedByGroup":`...)
	state, reason := stateActive.texts() // direct assignments do not fail
	if way == directly {
		b = append(b, "null"...)
	} else {
		b = append(append(append(b, '"'), r.t.groups[a.groups[way-byGroup]].id...), '"')
		state, reason = a.state.texts()
	}
	b = append(append(b, `,"state":"`...), state...)
	b = append(append(b, `","error":"`...), reason...)
	b = append(b, `","lastUpdatedDateTime":`...)
	b = appendTime(b, r.since(a.sku, way))
	return append(b, '}', ',')
}

func appendAssignedPlans(b []byte, r *row) []byte { return r.appendPlans(b, 0) }

// Each user of a heavy tenant has at least so many plans, and takes at most about
// so many bytes.
const (
	heavyPlans = 40
	heavyUser  = 8 << 10
)

func appendHeavyPlans(b []byte, r *row) []byte { return r.appendPlans(b, heavyPlans) }

// appendPlans appends at least so many plans: those of the user's licenses, and
// then such as it has lost, which Graph goes on to list.
func (r *row) appendPlans(b []byte, least int) []byte {
	b = append(b, '[')
	start, written := len(b), 0
	all := r.assigned().all()
	for i := range all {
		for place, number := range r.t.skus[all[i].sku].plans {
			b = r.appendPlan(b, &plans[number], !all[i].isDisabled(place))
			written++
		}
	}
	for ; written < least; written++ {
		b = r.appendPlan(b, &plans[written], false)
	}
	if len(b) > start {
		b = b[:len(b)-1] // the last comma
	}
	return append(b, ']')
}

func (r *row) appendPlan(b []byte, p *plan, enabled bool) []byte {
	b = append(b, `{"assignedDateTime":`...)
	b = appendTime(b, r.created())
	if enabled {
		b = append(b, `,"capabilityStatus":"Enabled","service":"`...)
	} else {
		b = append(b, `,"capabilityStatus":"Deleted","service":"`...)
	}
	b = append(b, p.service...)
	b = append(append(b, `","servicePlanId":"`...), p.id...)
	return append(b, `"},`...)
}

// selection is a checked $select.
type selection struct {
	text       string // as it stood in the request
	properties []selected
}

type selected struct {
	key   string // "name": with its quotes and colon
	write func(b []byte, r *row) []byte
}

// appendUser appends a user as a JSON object.
func (s *selection) appendUser(b []byte, r *row) []byte {
	b = append(b, '{')
	for i := range s.properties {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, s.properties[i].key...)
		b = s.properties[i].write(b, r)
	}
	return append(b, '}')
}

// selections keeps what was checked, because every page brings the same.
type selections struct {
	mutex sync.Mutex
	known map[string]*selection
	table map[string]property // by name in lower case
	heavy bool                // see Options.Heavy
}

// mostSelections bounds what a client can make the tenant remember.
const mostSelections = 64

func newSelections(heavy bool) *selections {
	s := &selections{known: map[string]*selection{}, table: map[string]property{}, heavy: heavy}
	for _, p := range userProperties {
		s.table[strings.ToLower(p.name)] = p
	}
	if heavy {
		s.table["assignedplans"] = property{"assignedPlans", appendHeavyPlans}
	}
	return s
}

// find returns the properties of a $select, or the default ones for an empty text.
func (s *selections) find(text string) (*selection, *graphError) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if known, found := s.known[text]; found {
		return known, nil
	}
	names := defaultProperties
	if text != "" {
		names = strings.Split(text, ",")
	}
	if s.heavy {
		names = append(slices.Clone(names), "assignedPlans")
	}
	result := &selection{text: text}
	for _, name := range names {
		p, problem := s.property(strings.TrimSpace(name))
		if problem != nil {
			return nil, problem
		}
		if !slices.ContainsFunc(result.properties, func(has selected) bool { return has.key == p.key }) {
			result.properties = append(result.properties, p)
		}
	}
	if len(s.known) < mostSelections {
		s.known[text] = result
	}
	return result, nil
}

func (s *selections) property(name string) (selected, *graphError) {
	if p, found := s.table[strings.ToLower(name)]; found {
		return selected{strconv.Quote(p.name) + ":", p.write}, nil
	}
	switch {
	case slices.Contains(notImplemented, name):
		return selected{}, &graphError{http.StatusNotImplemented, "NotImplemented", "This operation target is not yet supported."}
	case name == "signInActivity":
		return selected{}, &graphError{http.StatusForbidden, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", "Neither tenant is B2C or tenant doesn't have premium license"}
	default:
		return selected{}, badRequest("Parsing OData Select and Expand failed: Could not find a property named '%s' on type 'microsoft.graph.user'.", name)
	}
}
