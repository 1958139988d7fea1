package inventory

import (
	"context"
	"errors"
	"slices"
	"testing"

	"inventorybeacon/store/inventory/internal/applications"
	"inventorybeacon/store/inventory/internal/licenses"
)

func TestAColumnThatThereIsNotIsToldInEachList(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", contoso())
	for list, given := range map[string]struct {
		known string
		ask   func(ctx context.Context, column string) error
	}{
		"users": {"mail", func(ctx context.Context, column string) error {
			_, err := inv.Users(ctx, UserQuery{Sort: column})
			return err
		}},
		"each user": {"licenses", func(ctx context.Context, column string) error {
			return inv.EachUser(ctx, UserQuery{Sort: column}, func(UserRow) error { return nil })
		}},
		"groups of users": {"department", func(ctx context.Context, column string) error {
			_, err := inv.GroupUsers(ctx, UserQuery{}, column)
			return err
		}},
		"licenses": {"renewal", func(ctx context.Context, column string) error {
			_, err := inv.Licenses(ctx, LicenseQuery{Sort: column})
			return err
		}},
		"applications": {"application", func(ctx context.Context, column string) error {
			_, err := inv.Applications(ctx, ApplicationQuery{Sort: column})
			return err
		}},
		"usage": {"reportDate", func(ctx context.Context, column string) error {
			_, err := inv.Usage(ctx, UsageQuery{Sort: column})
			return err
		}},
		"wide usage": {"Teams", func(ctx context.Context, column string) error {
			_, err := inv.WideUsage(ctx, UsageQuery{Sort: column})
			return err
		}},
		"groups of usage": {"displayName", func(ctx context.Context, column string) error {
			_, err := inv.GroupUsage(ctx, UsageQuery{}, column)
			return err
		}},
	} {
		t.Run(list, func(t *testing.T) {
			must(t, given.ask(t.Context(), given.known))
			for _, column := range []string{"nothing", "-" + given.known, "uid", "1"} {
				if err := given.ask(t.Context(), column); !errors.Is(err, ErrUnknownColumn) {
					t.Errorf("by %q: %v", column, err)
				}
			}
		})
	}
}

// TestShortListsAreSortedByEachColumnAndCutIntoPages looks at the lists that are sorted in memory.
func TestShortListsAreSortedByEachColumnAndCutIntoPages(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", contoso())
	for column, compare := range licenses.Sorts {
		pages(t, "licenses by "+column, compare, func(descending bool, limit, offset int) ([]LicenseRow, error) {
			return inv.Licenses(t.Context(), LicenseQuery{Sort: column, Descending: descending, Limit: limit, Offset: offset})
		})
	}
	for column, compare := range applications.Sorts {
		pages(t, "applications by "+column, compare, func(descending bool, limit, offset int) ([]ApplicationRow, error) {
			return inv.Applications(t.Context(), ApplicationQuery{Sort: column, Descending: descending, Limit: limit, Offset: offset})
		})
	}
}

func pages[T any](t *testing.T, what string, compare func(a, b T) int, read func(descending bool, limit, offset int) ([]T, error)) {
	t.Helper()
	for _, descending := range []bool{false, true} {
		in := compare
		if descending {
			in = func(a, b T) int { return compare(b, a) }
		}
		all, err := read(descending, 0, 0)
		must(t, err)
		if len(all) < 2 || !slices.IsSortedFunc(all, in) {
			t.Errorf("%s, descending %v: %+v", what, descending, all)
		}
		for _, p := range []struct{ limit, offset, want int }{
			{1, 0, 1},
			{1, 1, 1},
			{len(all), 0, len(all)},
			{len(all) + 1, 0, len(all)},
			{0, 1, len(all) - 1},
			{1, len(all) - 1, 1},
			{1, len(all), 0},
			{1, len(all) + 1, 0},
			{2, len(all) - 1, 1},
			{0, -1, len(all)},
			{-1, 0, len(all)},
		} {
			page, err := read(descending, p.limit, p.offset)
			must(t, err)
			if len(page) != p.want {
				t.Errorf("%s, descending %v: %d rows from %d of %d are %d, want %d", what, descending, p.limit, p.offset, len(all), len(page), p.want)
			}
		}
	}
}
