package app

import (
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
)

// OlderPart is a part of an inventory that the last import could not read, so that
// it is older than the rest.
type OlderPart struct {
	// Name is what is old, for example "Renewal dates"; Read is when it was last read.
	Name string
	Read time.Time
}

// Part says which facts of an inventory a list shows besides users and licenses.
type Part int

// The parts that can be older than an import.
const (
	PartRenewals Part = 1 << iota
	PartGroups
	PartActivity
	PartActivations
)

// OlderParts returns which of the parts are older than the import of a tenant.
// Usage of which no import has ever read anything is not old.
func OlderParts(p inventory.Published, parts Part) []OlderPart {
	var older []OlderPart
	for _, part := range []struct {
		of   Part
		name string
		read time.Time
	}{
		{PartRenewals, "Renewal dates", p.SubscriptionsRead},
		{PartGroups, "Names of groups", p.GroupsRead},
		{PartActivity, "Activity in services", p.ActiveUsersRead},
		{PartActivity, "Activity in desktop applications", p.AppUsersRead},
		{PartActivations, "Activations", p.ActivationsRead},
		{PartActivity, "Activity in Copilot", p.CopilotRead},
	} {
		if parts&part.of != 0 && !part.read.IsZero() && part.read.Before(p.At) {
			older = append(older, OlderPart{Name: part.name, Read: part.read})
		}
	}
	return older
}

// Day is the day on which the part was last read, in UTC as in all lists.
func (o OlderPart) Day() connector.Date { return connector.DateOf(o.Read) }
