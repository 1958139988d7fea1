package microsoft365

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"

	"inventorybeacon/connector"
)

// groupsPerRequest is how many values Graph takes in one "in"
// (learn.microsoft.com/graph/filter-query-parameter).
const groupsPerRequest = 15

// group is learn.microsoft.com/graph/api/resources/group.
type group struct {
	ID               string     `json:"id"`
	DisplayName      string     `json:"displayName"`
	AssignedLicenses []struct{} `json:"assignedLicenses"`
}

// groupSet collects the groups that assign licenses, as the users name them.
type groupSet struct {
	mu  sync.Mutex
	ids map[string]struct{}
}

func (s *groupSet) add(users []connector.User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range users {
		for j := range users[i].Assignments {
			for _, id := range users[i].Assignments[j].Groups {
				if _, known := s.ids[id]; !known && isGUID(id) {
					if s.ids == nil {
						s.ids = map[string]struct{}{}
					}
					s.ids[strings.Clone(id)] = struct{}{}
				}
			}
		}
	}
}

// sorted returns the ids in order, so that the same tenant is read with the
// same requests.
func (s *groupSet) sorted() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.ids))
}

// groups hands the names of the groups with these ids to use.
func (g *graph) groups(ctx context.Context, ids []string, use func([]connector.Group) error) error {
	for some := range slices.Chunk(ids, groupsPerRequest) {
		filter := url.PathEscape("id in ('" + strings.Join(some, "','") + "')")
		address := g.address("/groups?$select=id,displayName&$filter=" + filter)
		if err := eachPage(ctx, g, request{address: address}, func(page []group) error { return use(groupsOf(page)) }); err != nil {
			return err
		}
	}
	return nil
}

// licensedGroups hands all groups that assign licenses to use. It reads every
// group, so it is only for an import that goes on in the middle of the users
// and has not seen whom the earlier ones have their licenses from.
func (g *graph) licensedGroups(ctx context.Context, use func([]connector.Group) error) error {
	address := g.address("/groups?$select=id,displayName,assignedLicenses&$top=999")
	return eachPage(ctx, g, request{address: address}, func(page []group) error {
		return use(groupsOf(slices.DeleteFunc(page, func(one group) bool { return len(one.AssignedLicenses) == 0 })))
	})
}

func groupsOf(page []group) []connector.Group {
	groups := make([]connector.Group, len(page))
	for i, one := range page {
		groups[i] = connector.Group{ID: strings.ToLower(one.ID), DisplayName: one.DisplayName}
	}
	return groups
}

// isGUID says that a text can stand in a filter without being escaped.
func isGUID(text string) bool {
	return len(text) == 36 && strings.Trim(text, "0123456789abcdefABCDEF-") == ""
}
