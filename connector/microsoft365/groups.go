package microsoft365

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"inventorybeacon/connector"
)

// group is learn.microsoft.com/graph/api/resources/group.
type group struct {
	ID               string     `json:"id"`
	DisplayName      string     `json:"displayName"`
	AssignedLicenses []struct{} `json:"assignedLicenses"`
}

// groups hands the groups that assign licenses to use. Graph can pick them with
// an advanced query (learn.microsoft.com/graph/aad-advanced-queries); where it
// does not, all groups are read.
func (g *graph) groups(ctx context.Context, use func([]connector.Group) error) error {
	filter := url.PathEscape("assignedLicenses/$count ne 0")
	picked := request{address: g.address("/groups?$select=id,displayName&$top=999&$count=true&$filter=" + filter), eventual: true}
	err := eachPage(ctx, g, picked, func(page []group) error { return use(groupsOf(page)) })
	var refused *GraphError
	if !errors.As(err, &refused) || refused.Status != http.StatusBadRequest && refused.Status != http.StatusNotImplemented {
		return err
	}
	all := request{address: g.address("/groups?$select=id,displayName,assignedLicenses&$top=999")}
	return eachPage(ctx, g, all, func(page []group) error {
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
