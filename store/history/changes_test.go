package history

import (
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/storetest"
)

// eventful has changes of two tenants, an hour apart.
func eventful(t *testing.T) *History {
	t.Helper()
	h := open(t, &calendar{noon})
	storetest.Must(t, h.update(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT INTO sku VALUES (1, 'sku-1', 'SPE_E3'), (2, 'sku-2', '')`)
		for i, tenant := range []string{"a", "b"} {
			_, failed := tx.Exec("INSERT INTO publish (publish, tenant, at, name, baseline, changes) VALUES (?, ?, ?, ?, 0, 4)",
				i+1, tenant, noon.Add(time.Duration(i)*time.Hour).UnixMilli(), "Name of "+tenant)
			err = errors.Join(err, failed)
		}
		_, failed := tx.Exec(`INSERT INTO change (publish, number, event, user, user_principal_name, sku, before, after) VALUES
			(1, 1, 'user-added', 'u', 'ada@contoso.com', NULL, '', ''),
			(1, 2, 'license-added', 'u', 'ada@contoso.com', 1, '', 'SPE_E3'),
			(1, 3, 'user-renamed', 'v', 'bob@contoso.com', NULL, 'rob@contoso.com', 'bob@contoso.com'),
			(1, 4, 'license-failed', '', '', 2, '10', '20'),
			(2, 1, 'user-removed', 'u', 'lady_a@contoso.com', NULL, '', ''),
			(2, 2, 'license-added', 'v', 'BOB@contoso.com', 2, '', 'sku-2'),
			(2, 3, 'user-added', 'w', '100%@contoso.com', NULL, '', ''),
			(2, 4, 'user-renamed', 'x', 'x@contoso.com', NULL, 'back\slash', 'x@contoso.com')`)
		return errors.Join(err, failed)
	}))
	return h
}

func TestChangesAreFoundByWhatIsAskedFor(t *testing.T) {
	h := eventful(t)
	for name, tt := range map[string]struct {
		query ChangeQuery
		want  []string
	}{
		"nothing, newest first": {ChangeQuery{}, []string{"2.4", "2.3", "2.2", "2.1", "1.4", "1.3", "1.2", "1.1"}},
		"the oldest first": {
			ChangeQuery{Ascending: true, Sort: "time"},
			[]string{"1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4"},
		},
		"a page":                            {ChangeQuery{Limit: 2, Offset: 1}, []string{"2.3", "2.2"}},
		"a page before the first":           {ChangeQuery{Limit: 1, Offset: -1}, []string{"2.4"}},
		"a page of an order":                {ChangeQuery{Limit: 3, Sort: "userPrincipalName"}, []string{"1.4", "2.3", "1.1"}},
		"a tenant":                          {ChangeQuery{Tenants: []string{"B"}}, []string{"2.4", "2.3", "2.2", "2.1"}},
		"two tenants":                       {ChangeQuery{Tenants: []string{"b", "a"}, Event: connector.UserAdded}, []string{"2.3", "1.1"}},
		"a time on":                         {ChangeQuery{Since: noon.Add(time.Hour)}, []string{"2.4", "2.3", "2.2", "2.1"}},
		"a later time on":                   {ChangeQuery{Since: noon.Add(time.Hour + time.Millisecond)}, nil},
		"a user by id":                      {ChangeQuery{User: "u"}, []string{"2.1", "1.2", "1.1"}},
		"a user by a name that it had":      {ChangeQuery{User: "ADA@contoso.com"}, []string{"2.1", "1.2", "1.1"}},
		"a user by a name before a rename":  {ChangeQuery{User: "Rob@contoso.com"}, []string{"2.2", "1.3"}},
		"a user by what was no user's name": {ChangeQuery{User: "10"}, nil},
		"a user of a tenant":                {ChangeQuery{User: "u", Tenants: []string{"a"}}, []string{"1.2", "1.1"}},
		"nobody's name":                     {ChangeQuery{User: ""}, []string{"2.4", "2.3", "2.2", "2.1", "1.4", "1.3", "1.2", "1.1"}},
		"a license by its part number":      {ChangeQuery{License: "spe_e3"}, []string{"1.2"}},
		"a license by its id":               {ChangeQuery{License: "SKU-2"}, []string{"2.2", "1.4"}},
		"an event":                          {ChangeQuery{Event: connector.UserRemoved}, []string{"2.1"}},
		"an event of a user":                {ChangeQuery{Event: connector.LicenseAdded, User: "v"}, []string{"2.2"}},
		"a word of a name":                  {ChangeQuery{Search: "LADY"}, []string{"2.1"}},
		"a word of a license":               {ChangeQuery{Search: "spe"}, []string{"1.2"}},
		"a word of what was before":         {ChangeQuery{Search: "rob"}, []string{"1.3"}},
		"a word of what is now":             {ChangeQuery{Search: "sku-2"}, []string{"2.2"}},
		"two words":                         {ChangeQuery{Search: " bob  contoso "}, []string{"2.2", "1.3"}},
		"two words of different changes":    {ChangeQuery{Search: "ada lady"}, nil},
		"a sign that stands for any number": {ChangeQuery{Search: "0%@"}, []string{"2.3"}},
		"a sign that stands for one":        {ChangeQuery{Search: "y_a"}, []string{"2.1"}},
		"a sign that stands for none":       {ChangeQuery{Search: "y_@"}, nil},
		"a sign before such signs":          {ChangeQuery{Search: `k\s`}, []string{"2.4"}},
	} {
		t.Run("given "+name, func(t *testing.T) {
			changes, err := h.Changes(t.Context(), tt.query)
			storetest.Must(t, err)
			var got []string
			for _, c := range changes {
				got = append(got, string(rune('0'+c.Publish))+"."+string(rune('0'+c.Number)))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
			tt.query.Limit, tt.query.Offset = 0, 0
			all, err := h.Changes(t.Context(), tt.query)
			storetest.Must(t, err)
			if n, err := h.CountChanges(t.Context(), tt.query); err != nil || n != int64(len(all)) {
				t.Errorf("%d are counted, %d found, %v", n, len(all), err)
			}
		})
	}
}

func TestAChangeSaysAllThatIsKnownOfIt(t *testing.T) {
	h := eventful(t)
	for _, query := range []ChangeQuery{{License: "sku-2"}, {License: "sku-2", Limit: 2}} {
		got, err := h.Changes(t.Context(), query)
		storetest.Must(t, err)
		want := []Change{
			{
				Time: noon.Add(time.Hour).UTC(), Event: connector.LicenseAdded, User: "v", UserPrincipalName: "BOB@contoso.com", SKUID: "sku-2",
				SKUPartNumber: "sku-2", After: "sku-2", Tenant: "b", TenantName: "Name of b", Publish: 2, Number: 2,
			},
			{
				Time: noon.UTC(), Event: connector.LicenseFailed, SKUID: "sku-2", SKUPartNumber: "sku-2", Before: "10", After: "20",
				Tenant: "a", TenantName: "Name of a", Publish: 1, Number: 4,
			},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error("(-want +got):\n" + diff)
		}
	}
}

func TestNamesAreReadWithoutOpeningTheHistory(t *testing.T) {
	dir := t.TempDir()
	if names, err := NamesAt(t.Context(), dir); err != nil || !cmp.Equal(names, Names{}) {
		t.Errorf("where there is none: %+v, %v", names, err)
	}
	h, err := Open(t.Context(), dir, Options{})
	storetest.Must(t, err)
	put(t, h, "b", noon, 1, nil)
	put(t, h, "a", noon, 1, nil)
	put(t, h, "a", noon.Add(time.Hour), 1, nil)
	_, err = h.db.Write.Exec("INSERT INTO sku VALUES (3, 'sku-3', '')")
	storetest.Must(t, err)
	storetest.Must(t, h.SaveView(t.Context(), View{Name: "Sales", List: "users"}))
	storetest.Must(t, h.Close())
	names, err := NamesAt(t.Context(), dir)
	want := Names{
		Tenants: []string{"Name of a", "Name of b"}, Licenses: []string{"FREE", "SPE_E3"}, Applications: []string{"Word"},
		Views: []string{"Sales"},
	}
	if diff := cmp.Diff(want, names); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	_, err = h.db.Write.Exec("SELECT 1")
	if err == nil {
		t.Fatal("the history is open still")
	}
	other, err := sql.Open("sqlite3", h.db.Path)
	storetest.Must(t, err)
	_, err = other.Exec("DROP TABLE view")
	storetest.Must(t, errors.Join(err, other.Close()))
	if names, err := NamesAt(t.Context(), dir); err == nil {
		t.Errorf("of half a history: %+v", names)
	}
}

// Before and after have names of users and numbers of units: names are sorted whatever the case of their letters, as in
// other lists, and numbers are sorted and compared as numbers.
func TestUnitsOfChangesAreNumbersAndNamesAreNames(t *testing.T) {
	h := open(t, &calendar{noon})
	storetest.Must(t, h.update(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("INSERT INTO publish (publish, tenant, at, name, baseline, changes) VALUES (1, 'a', 1, 'A', 0, 6)")
		_, failed := tx.Exec(`INSERT INTO change (publish, number, event, user, user_principal_name, sku, before, after) VALUES
			(1, 1, 'purchased-changed', '', '', NULL, '49', '100'), (1, 2, 'purchased-changed', '', '', NULL, '5', '1000'),
			(1, 3, 'user-renamed', 'u', '', NULL, 'Zoe', 'zoe2'), (1, 4, 'user-renamed', 'v', '', NULL, 'anna', 'Anna2'),
			(1, 5, 'user-added', 'w', '', NULL, '', ''), (1, 6, 'user-renamed', 'x', '', NULL, '7', '7b')`)
		return errors.Join(err, failed)
	}))
	for given, c := range map[string]struct {
		query ChangeQuery
		want  []string
	}{
		"by before":       {ChangeQuery{Sort: "before"}, []string{"", "5", "49", "7", "anna", "Zoe"}},
		"by before, down": {ChangeQuery{Sort: "before", Descending: true}, []string{"Zoe", "anna", "7", "49", "5", ""}},
		"by after":        {ChangeQuery{Sort: "after"}, []string{"", "49", "5", "7", "anna", "Zoe"}},
		"more than 10":    {ChangeQuery{Filter: compared("before", filter.After, "10")}, []string{"49"}},
		"fewer than 500":  {ChangeQuery{Filter: compared("after", filter.Before, "500")}, []string{"49"}},
		"names after m":   {ChangeQuery{Filter: compared("before", filter.After, "m")}, []string{"Zoe"}},
	} {
		t.Run("given "+given, func(t *testing.T) {
			changes, err := h.Changes(t.Context(), c.query)
			storetest.Must(t, err)
			var got []string
			for _, change := range changes {
				got = append(got, change.Before)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
		})
	}
}

func compared(property string, operator filter.Operator, value string) filter.Expression {
	return filter.Expression{{Property: property, Operator: operator, Values: []string{value}}}
}
