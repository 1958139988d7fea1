package inventorytest

import (
	"errors"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
)

func empty(s *suite) {
	s.wantPublished()
	s.wantUsers("one")
	s.wantUsage("one", 0)
	licenses, err := s.inv.CountLicenses(s.Context(), inventory.LicenseQuery{})
	s.must(err)
	applications, err := s.inv.CountApplications(s.Context(), inventory.ApplicationQuery{})
	s.must(err)
	if licenses != 0 || applications != 0 {
		s.Errorf("%d licenses, %d applications", licenses, applications)
	}
	last, err := s.inv.LastPublishing(s.Context(), "one")
	s.must(err)
	if last.Task != 0 || !last.At.IsZero() {
		s.Errorf("published by %+v", last)
	}
	if _, err := s.inv.User(s.Context(), "one", "a"); !errors.Is(err, inventory.ErrNotFound) {
		s.Errorf("a user: %v", err)
	}
	if replaced := s.inv.Replaced(); replaced != nil {
		s.Errorf("replaced: %+v", replaced)
	}
}

func published(s *suite) {
	if counts := s.publish("one", "t", "a", "b"); counts.Users != (connector.Count{Total: 2, Added: 2}) {
		s.Errorf("counts %+v", counts)
	}
	s.wantUsers("one", "a", "b")
	s.wantUsage("one", 2)
	all, err := s.inv.Published(s.Context())
	s.must(err)
	if len(all) != 1 || all[0].Connection != "one" || all[0].Tenant.ID != "t" || all[0].Task != 7 || !all[0].At.Equal(At) ||
		all[0].Users != 2 {
		s.Errorf("published %+v", all)
	}
	licenses, err := s.inv.Licenses(s.Context(), inventory.LicenseQuery{})
	s.must(err)
	if len(licenses) != 1 || licenses[0].SKUPartNumber != "SPE_E3" || licenses[0].Available != 23 || *licenses[0].Active != 2 {
		s.Errorf("licenses %+v", licenses)
	}
	applications, err := s.inv.Applications(s.Context(), inventory.ApplicationQuery{})
	s.must(err)
	if len(applications) != 1 || applications[0].Application != "Exchange" || *applications[0].Entitled != 2 ||
		*applications[0].Active != 2 {
		s.Errorf("applications %+v", applications)
	}
}

// readAlike reads the same in all ways that there are.
func readAlike(s *suite) {
	s.publish("one", "t", "a", "b", "c")
	ctx := s.Context()
	users, err := s.inv.Users(ctx, inventory.UserQuery{Sort: "id", Descending: true, Limit: 1, Offset: 1})
	s.must(err)
	if len(users) != 1 || users[0].ID != "b" || !slices.Equal(users[0].Licenses, []string{"SPE_E3"}) {
		s.Errorf("the second of three users: %+v", users)
	}
	user, err := s.inv.User(ctx, "one", "b")
	s.must(err)
	if user.DisplayName != "User b" || len(user.Assignments) != 1 || user.Assignments[0].Activity != inventory.Active ||
		len(user.Usage) != 1 {
		s.Errorf("user %+v", user)
	}
	wide, err := s.inv.WideUsage(ctx, inventory.UsageQuery{Limit: 2})
	s.must(err)
	rows, err := s.inv.CountWideUsage(ctx, inventory.UsageQuery{Limit: 2})
	s.must(err)
	if len(wide) != 2 || rows != 3 || wide[0].In[connector.Exchange] != connector.DateOf(At)-3 {
		s.Errorf("two of %d rows of usage: %+v", rows, wide)
	}
	total, err := s.inv.TotalLicenses(ctx, inventory.LicenseQuery{})
	s.must(err)
	licenses, err := s.inv.CountLicenses(ctx, inventory.LicenseQuery{Limit: 1})
	s.must(err)
	overview, err := s.inv.Overview(ctx, []string{"one"}, 0)
	s.must(err)
	skus, err := s.inv.SKUs(ctx)
	s.must(err)
	if overview.Users.Total != 3 || overview.Users.Licensed != 3 || len(overview.Licenses) != 1 {
		s.Errorf("overview %+v", overview)
	}
	if len(skus) != 1 || skus[0].ID != sku || !slices.Equal(skus[0].Tenants, []string{"t"}) {
		s.Errorf("licenses %+v", skus)
	}
	held := 0
	s.must(s.inv.EachCost(ctx, inventory.UserQuery{}, func(r inventory.CostRow) error {
		if held++; r.SKUPartNumber != "SPE_E3" || r.Price != nil {
			s.Errorf("license of a user %+v", r)
		}
		return nil
	}))
	costs, err := s.inv.SumCosts(ctx, inventory.UserQuery{}, "licenses")
	s.must(err)
	if held != 3 || len(costs.Groups) != 1 || costs.Groups[0].Users != 3 || len(costs.Unpriced) != 1 {
		s.Errorf("%d licenses of users, in all %+v", held, costs)
	}
	if licenses != 1 || total.Purchased != 25 || total.Assigned != 3 {
		s.Errorf("%d licenses, in all %+v", licenses, total)
	}
}

func searched(s *suite) {
	s.publish("one", "t", "anna", "bert")
	s.must(s.inv.AwaitIndex(s.Context()))
	still, err := s.inv.Indexing(s.Context())
	s.must(err)
	found, err := s.inv.Users(s.Context(), inventory.UserQuery{Search: "ANN user"})
	s.must(err)
	if still || len(found) != 1 || found[0].ID != "anna" {
		s.Errorf("indexing: %t; found %+v", still, found)
	}
}
