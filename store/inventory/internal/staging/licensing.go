package staging

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// licensings numbers the sets of assignments that users have in common. There are
// few of them: licenses are given to groups of people. The number of a set, and
// that of a detail, is a hash of what it holds.
type licensings struct {
	stored, storedDetails map[int64]bool
	print                 tables.Fingerprint
	// Those of the last user, ordered by SKU, and the numbers of their details.
	assignments []connector.Assignment
	details     []int64
}

// of returns the number of a user's licensing, which is 0 without assignments.
func (l *licensings) of(assignments []connector.Assignment) int64 {
	l.assignments, l.details = oncePerSKU(assignments, l.assignments), l.details[:0]
	if len(l.assignments) == 0 {
		return 0
	}
	for i := range l.assignments {
		a := &l.assignments[i]
		a.Groups, a.DisabledPlans = sorted(a.Groups), sorted(a.DisabledPlans)
		l.details = append(l.details, l.detail(a))
	}
	l.print.Reset()
	for i, a := range l.assignments {
		l.print.AddString(a.SKUID)
		l.print.AddInt(l.details[i])
	}
	return cmp.Or(l.print.Sum(), 1)
}

// detail returns the number of an assignment's detail.
func (l *licensings) detail(a *connector.Assignment) int64 {
	l.print.Reset()
	l.print.AddBool(a.Direct)
	l.print.AddString(a.State)
	l.print.AddString(a.Error)
	for _, list := range [...][]string{a.Groups, a.DisabledPlans} {
		l.print.AddInt(int64(len(list)))
		for _, id := range list {
			l.print.AddString(id)
		}
	}
	return l.print.Sum()
}

// store adds the licensing of the last user with its number, once.
func (l *licensings) store(ctx context.Context, s *file, number int64) error {
	if number == 0 || l.stored[number] {
		return nil
	}
	tables.Bound(l.stored)
	l.stored[number] = true
	for i, a := range l.assignments {
		s.assignments.Add(number, a.SKUID, l.details[i])
		if l.storedDetails[l.details[i]] {
			continue
		}
		text, err := json.Marshal(tables.AssignmentDetail{
			Direct: a.Direct, Groups: a.Groups, State: a.State, Error: a.Error,
			DisabledPlans: a.DisabledPlans,
		})
		if err != nil {
			return err
		}
		if _, err := s.conn.ExecContext(ctx, "INSERT OR IGNORE INTO detail (detail, text) VALUES (?, ?)", l.details[i],
			string(text)); err != nil {
			return err
		}
		tables.Bound(l.storedDetails)
		l.storedDetails[l.details[i]] = true
	}
	return nil
}

func sorted(list []string) []string {
	if slices.IsSorted(list) {
		return list
	}
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

// oncePerSKU returns the assignments ordered by SKU; of two with the same SKU
// the later one counts.
func oncePerSKU(assignments []connector.Assignment, into []connector.Assignment) []connector.Assignment {
	into = append(into[:0], assignments...)
	slices.SortStableFunc(into, func(a, b connector.Assignment) int { return cmp.Compare(a.SKUID, b.SKUID) })
	kept := into[:0]
	for i := range into {
		if i+1 < len(into) && into[i+1].SKUID == into[i].SKUID {
			continue
		}
		kept = append(kept, into[i])
	}
	return kept
}
