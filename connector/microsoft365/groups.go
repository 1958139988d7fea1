package microsoft365

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/graph"
)

// group is learn.microsoft.com/graph/api/resources/group.
type group struct {
	ID               string     `json:"id"`
	DisplayName      string     `json:"displayName"`
	AssignedLicenses []struct{} `json:"assignedLicenses"`
}

func (one group) Key() string { return one.ID }

// readGroups reads the groups that assign licenses. Graph can pick them with an
// advanced query (learn.microsoft.com/graph/aad-advanced-queries); where it does
// not, all groups are read.
func readGroups(ctx context.Context, g *graph.Client) ([]connector.Group, error) {
	filter := url.PathEscape("assignedLicenses/$count ne 0")
	picked := graph.Request{Address: g.Address("/groups?$select=id,displayName&$top=999&$count=true&$filter=" + filter), Eventual: true}
	found, err := graph.Collection[group](ctx, g, connector.Message{ID: "graph.list.groups"}, picked)
	var refused *graph.StatusError
	if !errors.As(err, &refused) || refused.Status != http.StatusBadRequest && refused.Status != http.StatusNotImplemented {
		return groupsOf(found), err
	}
	all := graph.Request{Address: g.Address("/groups?$select=id,displayName,assignedLicenses&$top=999")}
	found, err = graph.Collection[group](ctx, g, connector.Message{ID: "graph.list.groups"}, all)
	return groupsOf(slices.DeleteFunc(found, func(one group) bool { return len(one.AssignedLicenses) == 0 })), err
}

func groupsOf(found []group) []connector.Group {
	groups := make([]connector.Group, len(found))
	for i, one := range found {
		groups[i] = connector.Group{ID: strings.ToLower(one.ID), DisplayName: one.DisplayName}
	}
	return groups
}
