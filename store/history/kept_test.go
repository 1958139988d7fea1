package history

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
)

func TestLicensesAreKept(t *testing.T) {
	dir, at := t.TempDir(), time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	open := func() *History {
		h, err := Open(t.Context(), dir, Options{Now: func() time.Time { return at }})
		must(t, err)
		return h
	}
	h := open()
	kept := func(user string, until connector.Date) Kept {
		return Kept{
			TenantID: contoso, UserID: user, SKUID: e5, UserPrincipalName: user + "@contoso.com", Until: until, Note: "on leave",
			Since: at,
		}
	}
	later, upper := kept("b", 21_000), kept("a", 20_900)
	upper.SKUID = "06EBC4EE-1BB5-47DD-8120-11324BC54E06"
	must(t, h.KeepLicenses(t.Context(), later, kept("a", 20_500)))
	must(t, h.KeepLicenses(t.Context(), upper)) // in the place of the former one
	must(t, h.Close())
	h = open()
	defer func() { must(t, h.Close()) }()
	all, err := h.Kept(t.Context())
	must(t, err)
	if diff := cmp.Diff([]Kept{kept("a", 20_900), later}, all); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for _, want := range []bool{true, false} {
		if was, err := h.Unkeep(t.Context(), contoso, "B", e5); err != nil || was != want {
			t.Errorf("it was kept: %v, %v", was, err)
		}
	}
}

func TestDisabledSinceIsWhatImportsHaveSeen(t *testing.T) {
	h := openHistory(t, t.TempDir())
	for i, event := range []string{"user-disabled", "user-enabled", "user-disabled"} {
		_, err := h.db.Write.Exec("INSERT INTO publish (publish, tenant, at, name, baseline) VALUES (?, ?, ?, 'Contoso', 0)",
			i+1, contoso, int64(20_000+i)*24*60*60*1000)
		must(t, err)
		for n, user := range []string{"a", "b"} {
			if user == "b" && i > 0 {
				continue
			}
			_, err = h.db.Write.Exec("INSERT INTO change (publish, number, event, user, user_principal_name, before, after) VALUES (?, ?, ?, ?, '', '', '')",
				i+1, n, event, user)
			must(t, err)
		}
	}
	got, err := h.DisabledSince(t.Context(), contoso, []string{"a", "b", "c"})
	must(t, err)
	if diff := cmp.Diff(map[string]connector.Date{"a": 20_002, "b": 20_000}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if of, err := h.DisabledSince(t.Context(), "another", []string{"a"}); err != nil || len(of) != 0 {
		t.Errorf("of another tenant: %v, %v", of, err)
	}
}
