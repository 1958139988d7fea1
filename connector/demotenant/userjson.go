package demotenant

import (
	"net/http"
	"slices"
	"strings"
	"time"
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

// constant is a property that has the same value for everybody.
func constant(json string) func(b []byte, r *row) []byte {
	return func(b []byte, _ *row) []byte { return append(b, json...) }
}

func text(of func(u *user) string) func(b []byte, r *row) []byte {
	return func(b []byte, r *row) []byte { return appendText(b, of(&r.user)) }
}

func addressOf(of func(u *user) address) func(b []byte, r *row) []byte {
	return func(b []byte, r *row) []byte {
		a := of(&r.user)
		if a.domain == "" {
			return append(b, "null"...)
		}
		b = append(append(append(b, '"'), a.local...), '@')
		return append(append(b, a.domain...), '"')
	}
}

// mark is a property that is json for some and null, or otherwise, for the rest.
func mark(of func(u *user) bool, json, otherwise string) func(b []byte, r *row) []byte {
	return func(b []byte, r *row) []byte {
		if of(&r.user) {
			return append(b, json...)
		}
		return append(b, otherwise...)
	}
}

var userProperties = []property{
	{"id", text(func(u *user) string { return u.draws.guid() })},
	{"userPrincipalName", addressOf((*user).userPrincipalName)},
	{"displayName", text((*user).displayName)},
	{"givenName", text((*user).givenName)},
	{"surname", text((*user).surname)},
	{"mail", addressOf((*user).mail)},
	{"accountEnabled", mark((*user).enabled, "true", "false")},
	{"userType", text((*user).userType)},
	{"createdDateTime", func(b []byte, r *row) []byte {
		if !r.hasCreated() {
			return append(b, "null"...)
		}
		return appendTime(b, r.created())
	}},
	{"usageLocation", text((*user).usageLocation)},
	{"country", text(func(u *user) string { return u.place().country })},
	{"city", text(func(u *user) string { return u.place().city })},
	{"state", text(func(u *user) string { return u.place().state })},
	{"officeLocation", text(func(u *user) string { return u.place().name })},
	{"department", text((*user).department)},
	{"companyName", func(b []byte, r *row) []byte {
		if r.isPerson() { // the only text that somebody else has chosen
			return append(b, r.t.companyJSON...)
		}
		return appendText(b, r.company())
	}},
	{"jobTitle", text((*user).jobTitle)},
	{"employeeId", text((*user).employeeID)},
	{"onPremisesSyncEnabled", mark((*user).synced, "true", "null")},
	{"externalUserState", mark(func(u *user) bool { return u.kind == guestAccount }, `"Accepted"`, "null")},
	{"mailNickname", text((*user).localPart)},
	{"proxyAddresses", func(b []byte, r *row) []byte {
		if mail := r.mail().String(); mail != "" {
			return append(appendText(append(b, '['), "SMTP:"+mail), ']')
		}
		return append(b, "[]"...)
	}},
	{"assignedLicenses", appendAssignedLicenses},
	{"licenseAssignmentStates", appendAssignmentStates},
	{"assignedPlans", appendAssignedPlans},
	{"businessPhones", constant("[]")},
	{"mobilePhone", constant("null")},
	{"preferredLanguage", constant("null")},
	{"employeeType", constant("null")},
	{"employeeOrgData", constant("null")},
	{"onPremisesSamAccountName", constant("null")},
	{"onPremisesDomainName", constant("null")},
	{"onPremisesSecurityIdentifier", constant("null")},
	{"onPremisesImmutableId", constant("null")},
	{"onPremisesLastSyncDateTime", constant("null")},
	{"lastPasswordChangeDateTime", func(b []byte, r *row) []byte { return appendTime(b, r.created()) }},
	{"deletedDateTime", constant("null")},
	{"employeeHireDate", constant("null")},
}

// The users are written by appending to one buffer, because a tenant of a million
// users must not be slower than the import that it feeds: encoding/json takes ten
// times as long.

// appendText appends a JSON string, or null for an empty one. The texts of this
// package need no escaping, which a test makes sure of.
func appendText(b []byte, text string) []byte {
	if text == "" {
		return append(b, "null"...)
	}
	return append(append(append(b, '"'), text...), '"')
}

// appendTime appends a Unix second as a JSON string.
func appendTime(b []byte, unix int64) []byte {
	return append(time.Unix(unix, 0).UTC().AppendFormat(append(b, '"'), time.RFC3339), '"')
}

// appendList appends the elements that write appends, each of which it ends with a comma.
func appendList(b []byte, write func(b []byte) []byte) []byte {
	b = append(b, '[')
	start := len(b)
	if b = write(b); len(b) > start {
		b = b[:len(b)-1]
	}
	return append(b, ']')
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
	return appendList(append(b, `"disabledPlans":`...), func(b []byte) []byte {
		for _, place := range a.disabled[:a.disabledPlans] {
			b = append(appendText(b, plans[r.t.skus[a.sku].plans[place]].id), ',')
		}
		return b
	})
}

func appendAssignedLicenses(b []byte, r *row) []byte {
	all := r.assigned().all()
	return appendList(b, func(b []byte) []byte {
		for i := range all {
			b = r.appendDisabledPlans(append(b, '{'), &all[i])
			b = append(appendText(append(b, `,"skuId":`...), r.t.skus[all[i].sku].id), "},"...)
		}
		return b
	})
}

// appendAssignmentStates appends one element for each way in which a license
// came to the user.
func appendAssignmentStates(b []byte, r *row) []byte {
	assigned := r.assigned()
	all := assigned.all()
	return appendList(b, func(b []byte) []byte {
		for i := range all {
			if all[i].direct {
				b = r.appendAssignmentState(b, &all[i], directly)
			}
			for n := range all[i].groupCount {
				b = r.appendAssignmentState(b, &all[i], byGroup+n)
			}
		}
		if assigned.hasRefused {
			b = r.appendAssignmentState(b, &assigned.refused, byGroup)
		}
		return b
	})
}

func (r *row) appendAssignmentState(b []byte, a *assignment, way int) []byte {
	group := ""
	state, reason := stateActive.texts() // direct assignments do not fail
	if way != directly {
		group = r.t.groups[a.groups[way-byGroup]].id
		state, reason = a.state.texts()
	}
	b = appendText(append(b, `{"skuId":`...), r.t.skus[a.sku].id)
	b = r.appendDisabledPlans(append(b, ','), a)
	b = appendText(append(b, `,"assignedByGroup":`...), group)
	b = appendText(append(b, `,"state":`...), state)
	b = appendText(append(b, `,"error":`...), reason)
	return append(appendTime(append(b, `,"lastUpdatedDateTime":`...), r.since(a.sku, way)), "},"...)
}

// Each user of a heavy tenant has at least so many plans, and takes at most about
// so many bytes.
const (
	heavyPlans = 40
	heavyUser  = 8 << 10
)

// appendAssignedPlans appends the plans of the user's licenses and, in a heavy
// tenant, such as it has lost, which Graph goes on to list.
func appendAssignedPlans(b []byte, r *row) []byte {
	all := r.assigned().all()
	return appendList(b, func(b []byte) []byte {
		written := 0
		for i := range all {
			for place, number := range r.t.skus[all[i].sku].plans {
				b = r.appendPlan(b, &plans[number], !all[i].isDisabled(place))
				written++
			}
		}
		for ; r.t.options.Heavy && written < heavyPlans; written++ {
			b = r.appendPlan(b, &plans[written], false)
		}
		return b
	})
}

func (r *row) appendPlan(b []byte, p *plan, enabled bool) []byte {
	status := "Deleted"
	if enabled {
		status = "Enabled"
	}
	b = appendTime(append(b, `{"assignedDateTime":`...), r.created())
	b = appendText(append(b, `,"capabilityStatus":`...), status)
	b = appendText(append(b, `,"service":`...), p.service)
	return append(appendText(append(b, `,"servicePlanId":`...), p.id), "},"...)
}

// selection is what a $select names.
type selection []property

// appendUser appends a user as a JSON object.
func (s selection) appendUser(b []byte, r *row) []byte {
	for i := range s {
		before := byte(',')
		if i == 0 {
			before = '{'
		}
		b = append(appendText(append(b, before), s[i].name), ':')
		b = s[i].write(b, r)
	}
	return append(b, '}')
}

// selection returns the properties of a $select, or the default ones for an empty text.
func (t *Tenant) selection(text string) (selection, *graphError) {
	names := defaultProperties
	if text != "" {
		names = strings.Split(text, ",")
	}
	if t.options.Heavy {
		names = append(slices.Clone(names), "assignedPlans")
	}
	var selected selection
	for _, name := range names {
		p, problem := propertyNamed(strings.TrimSpace(name))
		if problem != nil {
			return nil, problem
		}
		if !slices.ContainsFunc(selected, func(has property) bool { return has.name == p.name }) {
			selected = append(selected, p)
		}
	}
	return selected, nil
}

func propertyNamed(name string) (property, *graphError) {
	if i := slices.IndexFunc(userProperties, func(p property) bool { return strings.EqualFold(p.name, name) }); i >= 0 {
		return userProperties[i], nil
	}
	switch {
	case slices.Contains(notImplemented, name):
		return property{}, &graphError{http.StatusNotImplemented, "NotImplemented", "This operation target is not yet supported."}
	case name == "signInActivity":
		return property{}, &graphError{http.StatusForbidden, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", "Neither tenant is B2C or tenant doesn't have premium license"}
	default:
		return property{}, badRequest("Parsing OData Select and Expand failed: Could not find a property named '%s' on type 'microsoft.graph.user'.", name)
	}
}
