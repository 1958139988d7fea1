package inventorytest

import (
	"errors"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
)

func two(s *suite) {
	s.publish("one", "t", "a", "b")
	first, second := s.begin("one"), s.begin("two") // at the same time
	s.deliver(first, "t", "b")
	s.deliver(second, "u", "b", "c")
	for _, staged := range []inventory.Staged{second, first} {
		_, err := staged.Publish(s.Context(), At, nil)
		s.must(errors.Join(err, staged.Close(false)))
	}
	s.wantPublished("one", "two")
	s.wantUsers("one", "b")
	s.wantUsers("two", "b", "c")
	n, err := s.inv.CountUsers(s.Context(), inventory.UserQuery{})
	s.must(err)
	if n != 3 {
		s.Errorf("%d users of both", n)
	}
}

func forgotten(s *suite) {
	s.publish("one", "t", "a")
	s.publish("two", "u", "a", "b")
	s.must(s.inv.Forget(s.Context(), "one"))
	s.must(s.inv.Forget(s.Context(), "of which nothing is there"))
	s.wantUsers("one")
	s.wantUsage("one", 0)
	s.wantUsers("two", "a", "b")
	s.wantUsage("two", 2)
	all, err := s.inv.Published(s.Context())
	s.must(err)
	if len(all) != 1 || all[0].Connection != "two" {
		s.Errorf("published %+v", all)
	}
}

func otherTenant(s *suite) {
	s.publish("one", "t", "a", "b")
	staged := s.begin("one")
	ctx := s.Context()
	s.must(errors.Join(
		staged.Tenant(ctx, connector.Tenant{ID: "u"}), staged.Licenses(ctx, nil), staged.Users(ctx, page("", "c")),
	))
	_, err := staged.Publish(ctx, At, nil)
	s.must(err)
	s.wantUsers("one", "c")
	s.wantUsage("one", 0)
}

func keptReport(s *suite) {
	s.publish("one", "t", "a", "b")
	staged := s.begin("one")
	ctx := s.Context()
	s.must(errors.Join(
		staged.Tenant(ctx, connector.Tenant{ID: "t"}), staged.Licenses(ctx, nil), staged.Users(ctx, page("", "a", "b")),
	))
	_, err := staged.Publish(ctx, At, nil)
	s.must(err)
	s.wantUsage("one", 2)
}

func givenAway(s *suite) {
	s.publish("one", "t", "a")
	s.publish("two", "u", "b")
	if err := s.inv.Give(s.Context(), "one", "two"); !errors.Is(err, inventory.ErrHasInventory) {
		s.Errorf("to one that has an inventory: %v", err)
	}
	s.must(s.inv.Give(s.Context(), "one", "three"))
	if err := s.inv.Give(s.Context(), "one", "four"); !errors.Is(err, inventory.ErrNoInventory) {
		s.Errorf("once more: %v", err)
	}
	s.wantPublished("three", "two")
	s.wantUsers("one")
	s.wantUsers("three", "a")
	s.wantUsage("three", 1)
}
