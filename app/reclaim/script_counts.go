package reclaim

import (
	"cmp"
	"maps"
	"slices"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
)

// ScriptCounts says what a script does.
type ScriptCounts struct {
	// Assignments are removed, each an entry of the script. Licenses are those that become free by that, which is not so where a
	// group gives the same one too.
	Assignments, Licenses int64
	// ByGroup are those for which a group has to be changed, also where the script takes back the direct one beside it, Failed
	// those that nobody has, Unknown those of which it is not known how they came. Each counts once.
	ByGroup, Failed, Unknown int64
	// Groups are those that somebody has to change.
	Groups []ScriptGroup
}

// ScriptGroup is a group that has to be changed by hand, and how many of the licenses come through it.
type ScriptGroup struct {
	Name, Tenant string
	Licenses     int64
}

// Lines say what a script does in words, with so many of the groups at the most.
func (c ScriptCounts) Lines(groups int) []string {
	var lines []string
	add := func(text string, n int64) {
		if n > 0 {
			lines = append(lines, text+": "+message.Number(n))
		}
	}
	add(message.L("Assignments that it removes"), c.Assignments)
	if c.Assignments > 0 {
		lines = append(lines, message.L("Licenses that become free by that")+": "+message.Number(c.Licenses))
	}
	add(message.L("Licenses that stay until somebody changes a group"), c.ByGroup)
	for _, g := range c.Groups[:min(groups, len(c.Groups))] {
		lines = append(lines, "- "+g.Name+" ("+g.Tenant+"): "+message.Number(g.Licenses))
	}
	if more := len(c.Groups) - groups; more > 0 {
		lines = append(lines, "- "+message.L("and {{.Count}} more", connector.Data{"Count": more}))
	}
	add(message.L("Licenses of which it is not known how they came"), c.Unknown)
	add(message.L("Licenses that nobody has, because they could not be assigned"), c.Failed)
	return lines
}

// groupKey tells groups apart.
type groupKey struct{ tenant, id string }

// mustChange counts the groups through which a license comes.
func (s *script) mustChange(r Recommendation) {
	s.counts.ByGroup++
	for _, g := range r.Groups {
		key := groupKey{r.TenantID, g.ID}
		group := s.groups[key]
		group.Name, group.Tenant = cmp.Or(g.DisplayName, g.ID), r.Tenant
		group.Licenses++
		s.groups[key] = group
	}
}

// counted are the counts with the groups, by name.
func (s *script) counted() ScriptCounts {
	s.counts.Groups = slices.SortedFunc(maps.Values(s.groups), func(a, b ScriptGroup) int {
		return cmp.Or(cmp.Compare(a.Tenant, b.Tenant), cmp.Compare(a.Name, b.Name))
	})
	return s.counts
}

// remove counts an entry.
func (s *script) remove(r Recommendation) {
	s.counts.Assignments++
	if r.Reason != inventory.ReasonTwice && len(r.Groups) == 0 {
		s.counts.Licenses++
	}
}
