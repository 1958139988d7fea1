package graph

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant/internal/company"
)

// row is a user that is being written. It is reused from one user to the next: one
// that escapes for each costs a third of the speed.
type row struct {
	service  *Service
	user     company.User
	profile  connector.User
	licenses company.Assignments
	loaded   bool // the licenses are those of the user
}

// of makes it the row of a user.
func (r *row) of(u company.User) { r.user, r.profile, r.loaded = u, u.Profile(), false }

// assigned returns the user's licenses, which few requests select.
func (r *row) assigned() *company.Assignments {
	if !r.loaded {
		r.licenses.Of(&r.user)
		r.loaded = true
	}
	return &r.licenses
}

// property is one that $select can name; write appends its JSON value.
type property struct {
	name  string
	write func(b []byte, r *row) []byte
}

// text is a property that is a text, and null when it is empty.
func text(of func(p *connector.User) string) func(b []byte, r *row) []byte {
	return func(b []byte, r *row) []byte { return appendText(b, of(&r.profile)) }
}

// either is a property that is json for some and otherwise for the rest.
func either(is func(r *row) bool, json, otherwise string) func(b []byte, r *row) []byte {
	return func(b []byte, r *row) []byte {
		if is(r) {
			return append(b, json...)
		}
		return append(b, otherwise...)
	}
}

// constant is a property that has the same value for everybody.
func constant(json string) func(b []byte, r *row) []byte {
	return func(b []byte, _ *row) []byte { return append(b, json...) }
}

var null = constant("null")

var properties = []property{
	{"id", text(func(p *connector.User) string { return p.ID })},
	{"userPrincipalName", text(func(p *connector.User) string { return p.UserPrincipalName })},
	{"displayName", text(func(p *connector.User) string { return p.DisplayName })},
	{"givenName", text(func(p *connector.User) string { return p.GivenName })},
	{"surname", text(func(p *connector.User) string { return p.Surname })},
	{"mail", text(func(p *connector.User) string { return p.Mail })},
	{"accountEnabled", either(func(r *row) bool { return r.profile.Enabled }, "true", "false")},
	{"userType", text(func(p *connector.User) string { return p.UserType })},
	{"createdDateTime", func(b []byte, r *row) []byte {
		if !r.user.HasCreated() {
			return append(b, "null"...)
		}
		return appendTime(b, r.user.Created())
	}},
	{"usageLocation", text(func(p *connector.User) string { return p.UsageLocation })},
	{"country", text(func(p *connector.User) string { return p.Country })},
	{"city", text(func(p *connector.User) string { return p.City })},
	{"state", text(func(p *connector.User) string { return p.State })},
	{"officeLocation", text(func(p *connector.User) string { return p.OfficeLocation })},
	{"department", text(func(p *connector.User) string { return p.Department })},
	{"companyName", func(b []byte, r *row) []byte {
		if r.user.IsPerson() { // the only text that somebody else has chosen
			return append(b, r.service.companyJSON...)
		}
		return appendText(b, r.profile.CompanyName)
	}},
	{"jobTitle", text(func(p *connector.User) string { return p.JobTitle })},
	{"employeeId", text(func(p *connector.User) string { return p.EmployeeID })},
	{"onPremisesSyncEnabled", either(func(r *row) bool { return r.profile.OnPremisesSynced }, "true", "null")},
	{"externalUserState", either(func(r *row) bool { return r.user.Kind == company.GuestAccount }, `"Accepted"`, "null")},
	{"mailNickname", func(b []byte, r *row) []byte { return appendText(b, r.user.LocalPart()) }},
	{"proxyAddresses", func(b []byte, r *row) []byte {
		if r.profile.Mail == "" {
			return append(b, "[]"...)
		}
		return append(appendText(append(b, '['), "SMTP:"+r.profile.Mail), ']')
	}},
	{"assignedLicenses", appendAssignedLicenses},
	{"licenseAssignmentStates", appendAssignmentStates},
	{"assignedPlans", appendAssignedPlans},
	{"businessPhones", constant("[]")},
	{"mobilePhone", null},
	{"preferredLanguage", null},
	{"employeeType", null},
	{"employeeOrgData", null},
	{"onPremisesSamAccountName", null},
	{"onPremisesDomainName", null},
	{"onPremisesSecurityIdentifier", null},
	{"onPremisesImmutableId", null},
	{"onPremisesLastSyncDateTime", null},
	{"lastPasswordChangeDateTime", func(b []byte, r *row) []byte { return appendTime(b, r.user.Created()) }},
	{"deletedDateTime", null},
	{"employeeHireDate", null},
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

// The users are written by appending to one buffer, because a tenant of a million
// users must not be slower than the import that it feeds: with encoding/json they
// take four times as long.

// appendText appends a JSON string, or null for an empty one. The strings of this
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

// endList ends a list, each element of which ends with a comma.
func endList(b []byte) []byte { return append(bytes.TrimSuffix(b, []byte{','}), ']') }

// appendLicense appends the members of a license that assignedLicenses and
// licenseAssignmentStates share.
func (r *row) appendLicense(b []byte, a *company.Assignment) []byte {
	product := &r.user.Company.SKUs[a.SKU]
	b = append(appendText(append(b, `{"skuId":`...), product.ID), `,"disabledPlans":[`...)
	for _, place := range a.Disabled[:a.DisabledPlans] {
		b = append(appendText(b, product.Plans[place].ID), ',')
	}
	return endList(b)
}

func appendAssignedLicenses(b []byte, r *row) []byte {
	b = append(b, '[')
	all := r.assigned().List
	for i := range all {
		b = append(r.appendLicense(b, &all[i]), "},"...)
	}
	return endList(b)
}

// appendAssignmentStates appends one element for each way in which a license
// came to the user.
func appendAssignmentStates(b []byte, r *row) []byte {
	b = append(b, '[')
	all := r.assigned()
	for i := range all.List {
		a := &all.List[i]
		if a.Direct { // which does not fail
			b = r.appendAssignmentState(b, a, company.Directly, company.StateActive, "")
		}
		for n, group := range a.Groups[:a.GroupCount] {
			b = r.appendAssignmentState(b, a, company.ByGroup+n, a.State, r.user.Company.AllGroups[group].ID)
		}
	}
	if a := all.Refused; a != nil {
		b = r.appendAssignmentState(b, a, company.ByGroup, a.State, r.user.Company.AllGroups[a.Groups[0]].ID)
	}
	return endList(b)
}

func (r *row) appendAssignmentState(b []byte, a *company.Assignment, way int, state company.AssignmentState, group string) []byte {
	name, reason := state.Names()
	b = appendText(append(r.appendLicense(b, a), `,"assignedByGroup":`...), group)
	b = appendText(append(b, `,"state":`...), name)
	b = appendText(append(b, `,"error":`...), reason)
	return append(appendTime(append(b, `,"lastUpdatedDateTime":`...), r.user.Since(a.SKU, way)), "},"...)
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
	b = append(b, '[')
	all, count := r.assigned().List, 0
	for i := range all {
		a := &all[i]
		for place, p := range r.user.Company.SKUs[a.SKU].Plans {
			b = r.appendPlan(b, p, !a.IsDisabled(place))
			count++
		}
	}
	for ; r.service.options.Heavy && count < heavyPlans; count++ {
		b = r.appendPlan(b, &company.Plans[count], false)
	}
	return endList(b)
}

func (r *row) appendPlan(b []byte, p *company.Plan, enabled bool) []byte {
	status := "Deleted"
	if enabled {
		status = "Enabled"
	}
	b = appendTime(append(b, `{"assignedDateTime":`...), r.user.Created())
	b = appendText(append(b, `,"capabilityStatus":`...), status)
	b = appendText(append(b, `,"service":`...), p.Service)
	return append(appendText(append(b, `,"servicePlanId":`...), p.ID), "},"...)
}

// selection is what a $select names.
type selection []property

func (s selection) names() []string {
	names := make([]string, len(s))
	for i := range s {
		names[i] = s[i].name
	}
	return names
}

// appendUser appends a user as a JSON object.
func (s selection) appendUser(b []byte, r *row) []byte {
	separator := byte('{')
	for i := range s {
		b = append(appendText(append(b, separator), s[i].name), ':')
		b = s[i].write(b, r)
		separator = ','
	}
	return append(b, '}')
}

// selection returns the properties of a $select, or the default ones for an empty text.
func (s *Service) selection(text string) (selection, *Error) {
	names := defaultProperties
	if text != "" {
		names = strings.Split(text, ",")
	}
	if s.options.Heavy {
		names = append(slices.Clone(names), "assignedPlans")
	}
	var selected selection
	for _, name := range names {
		p, problem := propertyNamed(strings.TrimSpace(name))
		if problem != nil {
			return nil, problem
		}
		if !slices.Contains(selected.names(), p.name) {
			selected = append(selected, p)
		}
	}
	return selected, nil
}

func propertyNamed(name string) (property, *Error) {
	if i := slices.IndexFunc(properties, func(p property) bool { return strings.EqualFold(p.name, name) }); i >= 0 {
		return properties[i], nil
	}
	switch {
	case slices.Contains(notImplemented, name):
		return property{}, &Error{http.StatusNotImplemented, "NotImplemented", "This operation target is not yet supported."}
	case name == "signInActivity":
		return property{}, &Error{
			http.StatusForbidden, "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
			"Neither tenant is B2C or tenant doesn't have premium license",
		}
	default:
		return property{}, unknownProperty(name, "user")
	}
}
