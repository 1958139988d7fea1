package inventorytest

import (
	"errors"
	"fmt"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
)

// heldImport has ten users published, and holds an import with one of them back.
func (s *suite) heldImport(connection string, task int64) {
	s.Helper()
	all := make([]string, 10)
	for i := range all {
		all[i] = fmt.Sprint(i)
	}
	s.publish(connection, "t", all...)
	staged, err := s.inv.Begin(s.Context(), connection, task)
	s.must(err)
	staged.Guard(20)
	s.deliver(staged, "t", "0")
	_, err = staged.Publish(s.Context(), At, nil)
	var held *inventory.HeldBackError
	if !errors.As(err, &held) {
		s.Fatalf("publishing one of ten users: %v", err)
	}
	if len(held.Losses) == 0 || held.Losses[0] != (connector.Loss{Of: connector.UserRecords, Before: 10, After: 1, Removed: 9}) {
		s.Errorf("losses %v", held.Losses)
	}
	s.must(staged.Hold(s.Context()))
	s.wantUsers(connection, all...)
}

func heldBack(s *suite) {
	s.heldImport("one", 8)
	s.reopen()
	held, err := s.inv.OpenHeld(s.Context(), "one", 8)
	s.must(err)
	s.must(held.Hold(s.Context())) // nobody has decided
	for connection, other := range map[string]int64{"one": 9, "two": 8} {
		if _, err := s.inv.OpenHeld(s.Context(), connection, other); !errors.Is(err, inventory.ErrNotHeld) {
			s.Errorf("task %d of %s: %v", other, connection, err)
		}
	}
}

func heldPublished(s *suite) {
	s.heldImport("one", 8)
	held, err := s.inv.OpenHeld(s.Context(), "one", 8)
	s.must(err)
	counts, err := held.Publish(s.Context(), At, nil)
	s.must(errors.Join(err, held.Close(false)))
	if counts.Users != (connector.Count{Total: 1, Removed: 9}) {
		s.Errorf("counts %+v", counts)
	}
	s.wantUsers("one", "0")
	if _, err := s.inv.OpenHeld(s.Context(), "one", 8); !errors.Is(err, inventory.ErrNotHeld) {
		s.Errorf("once more: %v", err)
	}
}

func heldDropped(s *suite) {
	s.heldImport("one", 8)
	s.heldImport("one", 9)
	surplus, err := s.inv.SurplusHeld("one", []int64{9})
	s.must(errors.Join(err, s.inv.DropHeldBut("one", []int64{9})))
	left, err := s.inv.SurplusHeld("one", []int64{9})
	s.must(err)
	if len(surplus) != 1 || len(left) != 0 {
		s.Errorf("surplus: %q, then %q", surplus, left)
	}
	if _, err := s.inv.OpenHeld(s.Context(), "one", 8); !errors.Is(err, inventory.ErrNotHeld) {
		s.Errorf("it was dropped: %v", err)
	}
	held, err := s.inv.OpenHeld(s.Context(), "one", 9)
	s.must(err)
	s.must(errors.Join(held.Hold(s.Context()), s.inv.DropStaged("one")))
	if _, err := s.inv.OpenHeld(s.Context(), "one", 9); !errors.Is(err, inventory.ErrNotHeld) {
		s.Errorf("it was dropped with what was staged: %v", err)
	}
}

func tooFew(s *suite) {
	s.publish("one", "t", "a", "b")
	staged := s.begin("one")
	s.deliver(staged, "t", "a")
	s.must(staged.Counted(s.Context(), 2))
	_, err := staged.Publish(s.Context(), At, nil)
	var missing *inventory.MissingUsersError
	if !errors.As(err, &missing) || missing.Received != 1 || missing.Least != 2 {
		s.Errorf("publishing one of two users: %v", err)
	}
	s.wantUsers("one", "a", "b")
}
