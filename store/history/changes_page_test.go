package history

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/store/storetest"
)

// fillAtRandom writes changes of two tenants, of which some publishes have none, some
// changes are of no license, and two licenses have one part number.
func fillAtRandom(t *testing.T, h *History) {
	t.Helper()
	r := rand.New(rand.NewPCG(5, 6))
	storetest.Must(t, h.update(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("INSERT INTO sku VALUES (1, 'sku-1', 'SPE_E3'), (2, 'sku-2', 'Free'), (3, 'sku-3', 'FREE'), (4, 'sku-4', ''), (5, 'sku-5', 'A_B')")
		storetest.Must(t, err)
		for publish := range 12 {
			changes := r.IntN(9) * (publish % 3)
			_, err := tx.Exec("INSERT INTO publish (publish, tenant, at, name, baseline, changes) VALUES (?, ?, ?, ?, 0, ?)", publish+1,
				[]string{"a", "b"}[publish%2], noon.Add(time.Duration(publish)*time.Hour).UnixMilli(), "Name", changes)
			storetest.Must(t, err)
			for number := range changes {
				var sku any
				if r.IntN(3) > 0 {
					sku = 1 + r.IntN(5)
				}
				_, err := tx.Exec("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?)", publish+1, number+1,
					[]connector.Event{connector.UserAdded, connector.LicenseAdded, connector.UserRenamed}[r.IntN(3)], fmt.Sprint("id-", r.IntN(5)),
					fmt.Sprintf("User%d@contoso.com", r.IntN(5)), sku, []string{"", "100%", "direct"}[r.IntN(3)], []string{"", "Grp_1", `a\b`}[r.IntN(3)])
				storetest.Must(t, err)
			}
		}
		return nil
	}))
}

func TestPagesOfChangesAreThoseOfTheWholeList(t *testing.T) {
	h := open(t, &calendar{noon})
	fillAtRandom(t, h)
	for given, q := range map[string]ChangeQuery{
		"all": {}, "a tenant": {Tenants: []string{"B"}}, "a time": {Since: noon.Add(5 * time.Hour)}, "nothing": {Since: noon.Add(99 * time.Hour)},
		"an event": {Event: connector.LicenseAdded}, "a license": {License: "free"}, "a search": {Search: "user"},
	} {
		for column := range changeSorts {
			for _, down := range []bool{false, true} {
				t.Run(fmt.Sprintf("given %s, by %s, %t", given, column, down), func(t *testing.T) {
					q.Sort, q.Descending, q.Ascending, q.Limit, q.Offset = column, down, !down, 0, 0
					whole, err := h.Changes(t.Context(), q)
					storetest.Must(t, err)
					if len(whole) == 0 != (given == "nothing") {
						t.Fatalf("%d changes", len(whole))
					}
					for _, limit := range []int{1, 7, 1000} {
						q.Limit = limit
						for q.Offset = 0; q.Offset <= len(whole); q.Offset += 5 {
							page, err := h.Changes(t.Context(), q)
							storetest.Must(t, err)
							want := whole[q.Offset:min(q.Offset+limit, len(whole))]
							if diff := cmp.Diff(slices.Clip(want), page); diff != "" && len(want)+len(page) > 0 {
								t.Fatalf("%d from %d on (-want +got):\n%s", limit, q.Offset, diff)
							}
						}
					}
				})
			}
		}
	}
}

func TestASearchOfChangesFindsEveryWordInANameLicenseOrValue(t *testing.T) {
	h := open(t, &calendar{noon})
	fillAtRandom(t, h)
	all, err := h.Changes(t.Context(), ChangeQuery{})
	storetest.Must(t, err)
	for _, search := range []string{
		"user1", "USER1@contoso", "free", "A_B", "_", "%", "100%", `\`, "grp_1 direct", "spe user2", "sku-4",
		"nobody", "user1 nobody",
	} {
		var want []Change
		for _, c := range all {
			// Where a SKU has no part number, its id stands in its place and is not searched.
			names := strings.ToLower(strings.Join([]string{c.UserPrincipalName, c.Before, c.After}, "\n"))
			if c.SKUPartNumber != c.SKUID {
				names += "\n" + strings.ToLower(c.SKUPartNumber)
			}
			if !slices.ContainsFunc(strings.Fields(strings.ToLower(search)), func(word string) bool { return !strings.Contains(names, word) }) {
				want = append(want, c)
			}
		}
		got, err := h.Changes(t.Context(), ChangeQuery{Search: search})
		storetest.Must(t, err)
		count, err := h.CountChanges(t.Context(), ChangeQuery{Search: search})
		if diff := cmp.Diff(want, got); diff != "" || err != nil || count != int64(len(want)) {
			t.Errorf("%q: counts %d, %v (-want +got):\n%s", search, count, err, diff)
		}
	}
}
