package userjson

import "strings"

// properties are those of a user that must be there because they were selected, and
// of their type: what is not there must never look like a user who has nothing.
type properties uint8

const (
	// userPrincipalName is text or null.
	userPrincipalName properties = 1 << iota
	// accountEnabled is a boolean, or null where Graph does not know; then nobody can
	// sign in with the account.
	accountEnabled
	// assignedLicenses are an array of objects with a skuId each; Graph never writes
	// null for a collection that is selected.
	assignedLicenses
	// licenseAssignmentStates explain the licenses: they are an array of objects, but
	// may be missing or null.
	licenseAssignmentStates

	needed = userPrincipalName | accountEnabled | assignedLicenses | licenseAssignmentStates
)

// set notes whether a property is as it must be; of two with one name the last counts.
func (p *properties) set(one properties, good bool) {
	if good {
		*p |= one
	} else {
		*p &^= one
	}
}

// String names the properties.
func (p properties) String() string {
	var names []string
	for i, name := range []string{"userPrincipalName", "accountEnabled", "assignedLicenses", "licenseAssignmentStates"} {
		if p&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}
