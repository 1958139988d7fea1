package microsoft365

import "strings"

// userSelect are the properties that a user is read with. assignedPlans is not
// among them: it multiplies the size of a page and says nothing that the
// licenses do not.
const userSelect = "id,userPrincipalName,displayName,givenName,surname,mail,accountEnabled,userType,createdDateTime," +
	"usageLocation,country,city,state,department,companyName,jobTitle,officeLocation,employeeId,onPremisesSyncEnabled," +
	"assignedLicenses,licenseAssignmentStates"

// The members of a user, as userMembers has them.
const (
	userID = iota
	userPrincipalName
	userDisplayName
	userGivenName
	userSurname
	userMail
	userEnabled
	userType
	userCreated
	userUsageLocation
	userCountry
	userCity
	userState
	userDepartment
	userCompany
	userJobTitle
	userOffice
	userEmployeeID
	userSynced
	userLicenses
	userLicenseStates
)

// The members of an element of assignedLicenses and of licenseAssignmentStates.
const (
	licenseSKU = iota
	licenseDisabledPlans
)

const (
	stateSKU = iota
	stateGroup
	stateState
	stateError
	stateUpdated
)

var (
	userMembers    = newMembers(strings.Split(userSelect, ",")...)
	licenseMembers = newMembers("skuId", "disabledPlans")
	stateMembers   = newMembers("skuId", "assignedByGroup", "state", "error", "lastUpdatedDateTime")
)

// members are the names of an object's members that are read, each as it stands
// in JSON, with its quotes and the colon.
type members []string

func newMembers(names ...string) members {
	m := make(members, len(names))
	for i, name := range names {
		m[i] = `"` + name + `":`
	}
	return m
}

// number returns the place of a name, or -1.
func (m members) number(name []byte) int {
	for i, known := range m {
		if len(known) == len(name)+3 && known[1:len(known)-2] == string(name) {
			return i
		}
	}
	return -1
}

// mostOrdered bounds what is remembered of an object with too many members.
const mostOrdered = 64

// keys reads the names of the members of objects of one kind. They come in the
// same order in all of them, so the name that came at the same place of the
// object before is tried first: that takes a third off the whole decoder's time.
type keys struct {
	known members
	order []int
	place int
}

// begin starts an object.
func (k *keys) begin(known members) { k.known, k.place = known, 0 }

// next reads a name, and returns its number or -1.
func (k *keys) next(s *scanner) int {
	place := k.place
	k.place++
	if place < len(k.order) {
		if n := k.order[place]; n >= 0 && s.take(k.known[n]) {
			return n
		}
	}
	n := k.known.number(s.key())
	switch {
	case place < len(k.order):
		k.order[place] = n
	case place < mostOrdered:
		k.order = append(k.order, n)
	}
	return n
}
