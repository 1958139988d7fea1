package users

import (
	"slices"
	"strings"

	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/usage"
)

// Field is a property of users with its column; a user is u and a holding h. Those
// without a column are asked for in other ways.
type Field struct {
	filter.Property
	Column string
}

// userFields are the properties of users in the order in which they are offered.
var userFields = []Field{
	{filter.Property{Name: "displayName"}, "u.display_name"},
	{filter.Property{Name: "userPrincipalName"}, "u.user_principal_name"},
	{filter.Property{Name: "mail"}, "u.mail"},
	{filter.Property{Name: "licenses", Aliases: []string{"products"}, Kind: filter.Names}, ""},
	{filter.Property{Name: "active", Kind: filter.State, Values: stateValues}, ""},
	{filter.Property{Name: "lastActivity", Kind: filter.Day}, "h.last_activity"},
	{filter.Property{Name: "department"}, "u.department"},
	{filter.Property{Name: "companyName"}, "u.company_name"},
	{filter.Property{Name: "country"}, "u.country"},
	{filter.Property{Name: "enabled", Kind: filter.Flag}, "u.enabled"},
	{filter.Property{Name: "userType"}, "u.user_type"},
	{filter.Property{Name: "licensed", Kind: filter.Flag}, "(h.licensing <> 0)"},
	{filter.Property{Name: "application", Kind: filter.Names}, ""},
	{usage.PlatformProperty(), ""},
	{filter.Property{Name: "activated", Kind: filter.Names}, ""},
	{filter.Property{Name: "failed", Kind: filter.Names, Values: []string{"yes", "no"}}, ""},
	{filter.Property{Name: "tenant", Aliases: []string{"connection"}, Kind: filter.Names}, ""},
	{filter.Property{Name: "givenName"}, "u.given_name"},
	{filter.Property{Name: "surname"}, "u.surname"},
	{filter.Property{Name: "jobTitle"}, "u.job_title"},
	{filter.Property{Name: "officeLocation"}, "u.office_location"},
	{filter.Property{Name: "city"}, "u.city"},
	{filter.Property{Name: "state"}, "u.state"},
	{filter.Property{Name: "usageLocation"}, "u.usage_location"},
	{filter.Property{Name: "employeeId"}, "u.employee_id"},
	{filter.Property{Name: "onPremisesSynced", Kind: filter.Flag}, "u.on_premises_synced"},
	{filter.Property{Name: "created", Kind: filter.Day}, "u.created"},
	{filter.Property{Name: "id"}, "u.id COLLATE NOCASE"},
}

// UserProperties are what users can be filtered by.
func UserProperties() []filter.Property {
	properties := make([]filter.Property, len(userFields))
	for i, field := range userFields {
		properties[i] = field.Property
	}
	return properties
}

// FieldNamed returns the field of a property that [UserProperties] has.
func FieldNamed(name string) Field {
	at := slices.IndexFunc(userFields, func(f Field) bool { return f.Name == name })
	return userFields[at]
}

// StateValue is what a state of activity is called in filters and columns.
func StateValue(state query.Activity) string {
	return map[query.Activity]string{query.Active: "yes", query.Inactive: "no", query.New: "new", query.Unknown: "unknown"}[state]
}

var stateValues = []string{StateValue(query.Active), StateValue(query.Inactive), StateValue(query.New), StateValue(query.Unknown)}

// AccountFields are the properties that are columns of users u.
func AccountFields() []Field {
	return slices.DeleteFunc(slices.Clone(userFields), func(f Field) bool { return !strings.HasPrefix(f.Column, "u.") })
}
