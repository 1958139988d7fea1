package company

import (
	"fmt"

	"inventorybeacon/connector"
)

// group is a group of the directory. Licenses are assigned through some of them.
type group struct {
	ID, Name string
	// SKUID is the license that the group assigns; empty for an ordinary group.
	SKUID string
}

// makeGroups makes the groups, and tells each SKU which is its first one.
func (c *Company) makeGroups() []group {
	var groups []group
	add := func(name, skuID string) {
		groups = append(groups, group{c.Draws(streamGroup, len(groups)).GUID(), name, skuID})
	}
	for i := range c.SKUs {
		s := &c.SKUs[i]
		s.firstGroup = len(groups)
		for n := range s.Groups {
			add(fmt.Sprintf("LIC - %s - %c", s.Product, 'A'+n), s.ID)
		}
	}
	for _, department := range departments {
		add("All "+department, "")
	}
	return groups
}

// Groups returns the groups through which licenses are assigned.
func (c *Company) Groups() []connector.Group {
	var licensed []connector.Group
	for _, g := range c.AllGroups {
		if g.SKUID != "" {
			licensed = append(licensed, connector.Group{ID: g.ID, DisplayName: g.Name})
		}
	}
	return licensed
}
