package inventory

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/publish"
	"inventorybeacon/store/inventory/internal/staging"
)

// staff is a tenant of 10 users with a license each and usage of all.
func staff() delivery {
	d := delivery{
		tenant: connector.Tenant{ID: "t", DisplayName: "Contoso"},
		licenses: []connector.License{
			{SKUID: e3, PartNumber: "SPE_E3"},
			{SKUID: f3, PartNumber: "SPE_F1"},
			{SKUID: e5, PartNumber: "SPE_E5"},
		},
		subscriptions: []connector.Subscription{
			{ID: "s1", SKUID: e3, Status: "Enabled", NextLifecycle: today + 30},
		},
		groups: []connector.Group{{ID: "g1", DisplayName: "Everybody"}},
		pages:  [][]connector.User{nil},
	}
	for i := range 10 {
		name := fmt.Sprintf("user%d@contoso.com", i)
		d.pages[0] = append(d.pages[0], connector.User{
			ID: fmt.Sprint("id", i), UserPrincipalName: name, DisplayName: fmt.Sprint("User ", i),
			Assignments: []connector.Assignment{{SKUID: e3, Direct: true, State: "Active"}},
		})
		u := connector.Usage{UserPrincipalName: name, ReportDate: today - 2, LastActivity: today - 5}
		u.In[connector.Exchange] = today - 5
		d.activeUsers = append(d.activeUsers, u)
	}
	return d
}

// guarded delivers an import that is held back beyond share percent.
func guarded(t *testing.T, inv *Inventory, d delivery, share int) (Staged, error) {
	t.Helper()
	imp := begin(t, inv, "one")
	d.deliver(t, imp)
	imp.Guard(share)
	_, err := imp.Publish(t.Context(), noon, nil)
	return imp, err
}

func TestPublishIsHeldBackGivenALoss(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(d *delivery)
		share  int
		want   []string // losses; none when it is published
	}{
		"nothing":                {func(*delivery) {}, 20, nil},
		"two users of ten":       {func(d *delivery) { d.pages[0] = d.pages[0][:8] }, 20, nil},
		"three users of ten":     {func(d *delivery) { d.pages[0] = d.pages[0][:7] }, 20, []string{"3 of 10 users", "3 of 10 assignments"}},
		"three, which may be":    {func(d *delivery) { d.pages[0] = d.pages[0][:7] }, 30, nil},
		"one, of which none may": {func(d *delivery) { d.pages[0] = d.pages[0][:9] }, 0, []string{"1 of 10 users", "1 of 10 assignments"}},
		"all users, whatever may be": {func(d *delivery) { d.pages[0] = nil }, 100, []string{
			"10 of 10 users", "10 of 10 assignments",
		}},
		"all users, and others come": {func(d *delivery) {
			for i := range d.pages[0] {
				d.pages[0][i].ID += "x"
			}
		}, 20, []string{"10 of 10 users"}},
		"all licenses":         {func(d *delivery) { d.licenses = []connector.License{} }, 20, []string{"3 of 3 licenses"}},
		"one license of three": {func(d *delivery) { d.licenses = d.licenses[:2] }, 20, []string{"1 of 3 licenses"}},
		"another license": {func(d *delivery) {
			for i := range d.pages[0] {
				d.pages[0][i].Assignments = []connector.Assignment{{SKUID: e5, Direct: true}}
			}
		}, 20, nil},
		"assignments": {func(d *delivery) {
			for i := range 5 {
				d.pages[0][i].Assignments = nil
			}
		}, 20, []string{"5 of 10 assignments"}},
		"usage": {func(d *delivery) { d.activeUsers = d.activeUsers[:5] }, 20, []string{"5 of 10 rows of usage"}},
		"one report, while another lists all": {func(d *delivery) {
			d.appUsers, d.activeUsers = d.activeUsers, d.activeUsers[:3]
		}, 20, []string{"7 of 10 rows of usage"}},
		"users, and with them a few licenses": {func(d *delivery) {
			d.pages[0], d.activeUsers = d.pages[0][:7], d.activeUsers[:9]
		}, 20, []string{"3 of 10 users", "3 of 10 assignments", "1 of 10 rows of usage"}},
	} {
		t.Run(name, func(t *testing.T) {
			inv := open(t, t.TempDir())
			publishDelivery(t, inv, "one", staff())
			before := snapshot(t, inv)
			d := staff()
			tt.change(&d)
			imp, err := guarded(t, inv, d, tt.share)
			var held *HeldBackError
			if tt.want == nil {
				must(t, err)
				return
			}
			if !errors.As(err, &held) {
				t.Fatalf("%v", err)
			}
			var losses []string
			for _, l := range held.Losses {
				losses = append(losses, fmt.Sprintf("%d of %d %s", l.Gone(), l.Before, l.Of))
			}
			if diff := cmp.Diff(tt.want, losses); diff != "" {
				t.Error(diff)
			}
			if m := held.Message(); len(m.Data["Losses"].([]connector.Message)) != len(tt.want) {
				t.Errorf("%+v", m)
			}
			if diff := cmp.Diff(before, snapshot(t, inv)); diff != "" {
				t.Error("something has changed: " + diff)
			}
			must(t, imp.Hold(t.Context()))
			if diff := cmp.Diff(before, snapshot(t, inv)); diff != "" {
				t.Error("something has changed: " + diff)
			}
		})
	}
}

// snapshot is all that can be seen of the inventory.
func snapshot(t *testing.T, inv *Inventory) map[string]any {
	t.Helper()
	users, err := inv.Users(t.Context(), UserQuery{})
	must(t, err)
	licenses, err := inv.Licenses(t.Context(), LicenseQuery{})
	must(t, err)
	usage, err := inv.Usage(t.Context(), UsageQuery{})
	must(t, err)
	published, err := inv.Published(t.Context())
	must(t, err)
	text := func(rows any) string { return fmt.Sprintf("%+v", rows) }
	for i := range licenses { // pointers
		for _, n := range []**int64{&licenses[i].Active, &licenses[i].Inactive, &licenses[i].New} {
			if *n != nil {
				*n = nil
			}
		}
	}
	return map[string]any{"users": text(users), "licenses": text(licenses), "usage": text(usage), "published": text(published)}
}

// Too few subscriptions or groups hold nothing back: those known stay.
func TestPublishKeepsPartsOfWhichTooFewAreListed(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", staff())
	d := staff()
	d.subscriptions, d.groups = []connector.Subscription{}, []connector.Group{{ID: "g2", DisplayName: "Others"}}
	imp := begin(t, inv, "one")
	d.deliver(t, imp)
	imp.Guard(20)
	_, err := imp.Publish(t.Context(), noon.AddDate(0, 0, 1), nil)
	must(t, err)
	want := []KeptPart{{Part: SubscriptionsPart, Listed: 0, Before: 1}, {Part: GroupsPart, Listed: 0, Before: 1}}
	if diff := cmp.Diff(want, imp.Kept()); diff != "" {
		t.Error(diff)
	}
	licenses, err := inv.Licenses(t.Context(), LicenseQuery{Search: "SPE_E3"})
	must(t, err)
	published, err := inv.Published(t.Context())
	must(t, err)
	if licenses[0].Renewal != today+30 || !published[0].SubscriptionsRead.Equal(noon) || !published[0].GroupsRead.Equal(noon) {
		t.Errorf("renewal %s, %+v", licenses[0].Renewal, published[0])
	}
}

// A part stays as it was when more of its records are missing than may go, and then it was not
// read; who has had no guard, or another tenant, is given what is listed.
func TestAPartIsKeptOrReplacedAsAWhole(t *testing.T) {
	const guards = 20 // percent
	kept := func(part publish.Part, listed int) []KeptPart {
		return []KeptPart{{Part: part, Listed: listed, Before: 10}}
	}
	both := append(kept(SubscriptionsPart, 7), kept(GroupsPart, 7)...)
	for given, c := range map[string]struct {
		share                 int // -1 for no guard
		subscriptions, groups int // from which one on they are listed
		change                func(d *delivery)
		want                  []KeptPart
	}{
		"all are listed":                  {guards, 0, 0, nil, nil},
		"as many are gone as may be":      {guards, 2, 2, nil, nil},
		"more are gone than may be":       {guards, 3, 3, nil, both},
		"more of the subscriptions alone": {guards, 3, 2, nil, kept(SubscriptionsPart, 7)},
		"more of the groups alone":        {guards, 2, 3, nil, kept(GroupsPart, 7)},
		"all are gone":                    {100, 10, 0, nil, kept(SubscriptionsPart, 0)},
		"any may be gone, and some are":   {100, 9, 9, nil, nil},
		"others have come for those": {
			guards, 3, 0,
			func(d *delivery) { d.subscriptions = append(d.subscriptions, partOf("x", 10).subscriptions...) }, kept(SubscriptionsPart, 7),
		},
		"nothing guards":                        {-1, 10, 10, nil, nil},
		"another tenant's inventory takes over": {guards, 10, 10, func(d *delivery) { d.tenant.ID = "another" }, nil},
	} {
		t.Run("given "+given, func(t *testing.T) {
			inv := open(t, t.TempDir())
			publishDelivery(t, inv, "one", partOf("s", 10))
			d := partOf("s", 10)
			d.subscriptions, d.groups = d.subscriptions[c.subscriptions:], d.groups[c.groups:]
			if c.change != nil {
				c.change(&d)
			}
			imp := begin(t, inv, "one")
			d.deliver(t, imp)
			if c.share >= 0 {
				imp.Guard(c.share)
			}
			later := noon.AddDate(0, 0, 1)
			_, err := imp.Publish(t.Context(), later, nil)
			must(t, err)
			if diff := cmp.Diff(c.want, imp.Kept()); diff != "" {
				t.Error(diff)
			}
			published, err := inv.Published(t.Context())
			must(t, err)
			licenses, err := inv.Licenses(t.Context(), LicenseQuery{Search: "SPE_E3"})
			must(t, err)
			read := map[publish.Part]time.Time{SubscriptionsPart: published[0].SubscriptionsRead, GroupsPart: published[0].GroupsRead}
			renewal := connector.Date(0)
			if c.subscriptions < 10 {
				renewal = today + 30 + connector.Date(c.subscriptions)
			}
			for _, part := range []publish.Part{SubscriptionsPart, GroupsPart} {
				stays := slices.ContainsFunc(c.want, func(k KeptPart) bool { return k.Part == part })
				if want := map[bool]time.Time{true: noon, false: later}[stays]; !read[part].Equal(want) {
					t.Errorf("%s were read at %v, want %v", part, read[part], want)
				}
				if stays && part == SubscriptionsPart {
					renewal = today + 30
				}
			}
			if len(licenses) != 1 || licenses[0].Renewal != renewal {
				t.Errorf("renewal of %+v, want %v", licenses, renewal)
			}
		})
	}
}

// partOf is staff with so many subscriptions and groups, whose ids begin so; the first one is
// renewed first.
func partOf(begins string, n int) delivery {
	d := staff()
	d.subscriptions, d.groups = nil, nil
	for i := range n {
		id := fmt.Sprint(begins, i)
		d.subscriptions = append(d.subscriptions, connector.Subscription{
			ID: id, SKUID: e3, Status: "Enabled", NextLifecycle: today + 30 + connector.Date(i),
		})
		d.groups = append(d.groups, connector.Group{ID: id, DisplayName: id})
	}
	return d
}

func TestWhatWouldGoIsListed(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", staff())
	d := staff()
	d.pages[0], d.licenses = d.pages[0][:6], d.licenses[:2]
	imp, err := guarded(t, inv, d, 20)
	var held *HeldBackError
	if !errors.As(err, &held) {
		t.Fatal(err)
	}
	must(t, imp.Close(false))
	want := []connector.LostRecord{
		{Of: "licenses", Name: "SPE_E5", Detail: e5},
		{Of: "assignments", Name: "SPE_E3", Before: 10, After: 6},
		{Of: "users", Name: "User 6", Detail: "user6@contoso.com"},
		{Of: "users", Name: "User 7", Detail: "user7@contoso.com"},
		{Of: "users", Name: "User 8", Detail: "user8@contoso.com"},
		{Of: "users", Name: "User 9", Detail: "user9@contoso.com"},
	}
	if diff := cmp.Diff(want, held.Records); diff != "" {
		t.Error(diff)
	}
}

func TestAHeldImportIsPublishedLater(t *testing.T) {
	dir := t.TempDir()
	inv := open(t, dir)
	publishDelivery(t, inv, "one", staff())
	d := staff()
	d.pages[0] = d.pages[0][:5]
	d.licenses, d.groups, d.subscriptions = d.licenses[:1], []connector.Group{{ID: "g2", DisplayName: "Others"}}, nil
	imp, err := guarded(t, inv, d, 20)
	if err == nil {
		t.Fatal("it was published")
	}
	must(t, imp.Hold(t.Context()))
	must(t, inv.Close())

	inv = open(t, dir) // another process
	if _, err := inv.OpenHeld(t.Context(), "one", firstTask+1); !errors.Is(err, ErrNotHeld) {
		t.Errorf("the import of another task: %v", err)
	}
	later, err := inv.OpenHeld(t.Context(), "one", firstTask)
	must(t, err)
	counts, err := later.Publish(t.Context(), noon, nil)
	must(t, err)
	must(t, later.Close(false))
	wantUsers(t, inv, 5)
	if counts.Users != (connector.Count{Total: 5, Removed: 5}) || counts.Licenses != (connector.Count{Total: 1, Removed: 2}) ||
		counts.Usage.Total != 10 {
		t.Errorf("%+v", counts)
	}
	if _, err := inv.OpenHeld(t.Context(), "one", firstTask); !errors.Is(err, ErrNotHeld) {
		t.Errorf("it is kept still: %v", err)
	}
	licenses, err := inv.Licenses(t.Context(), LicenseQuery{Search: "SPE_E3"})
	must(t, err)
	if len(licenses) != 1 || licenses[0].Renewal != today+30 {
		t.Errorf("the renewal date is gone: %+v", licenses)
	}
}

func TestAHeldImportIsReplacedByALaterOneAndForgottenWithItsConnection(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", staff())
	for task := range int64(2) {
		imp, err := inv.Begin(t.Context(), "one", task)
		must(t, err)
		d := staff()
		d.pages[0] = d.pages[0][:2+task]
		d.deliver(t, imp)
		imp.Guard(20)
		if _, err := imp.Publish(t.Context(), noon, nil); err == nil {
			t.Fatal("it was published")
		}
		must(t, imp.Hold(t.Context()))
	}
	for _, kept := range []int64{0, 1} { // until the later one is recorded, a kill may come
		held, err := inv.OpenHeld(t.Context(), "one", kept)
		must(t, err)
		var users int64
		must(t, reader(t, staging.HeldPath(inv.dir, "one", kept)).QueryRow("SELECT rows FROM stream").Scan(&users))
		if users != 2+kept {
			t.Errorf("task %d: %d users are kept", kept, users)
		}
		must(t, held.Hold(t.Context()))
	}
	must(t, inv.DropHeldBut("one", []int64{1}))
	if _, err := inv.OpenHeld(t.Context(), "one", 0); !errors.Is(err, ErrNotHeld) {
		t.Errorf("the older one is left: %v", err)
	}
	publishDelivery(t, inv, "one", staff()) // beside the one that is held
	held, err := inv.OpenHeld(t.Context(), "one", 1)
	must(t, err)
	must(t, held.Hold(t.Context())) // nobody has decided
	must(t, inv.Forget(t.Context(), "one"))
	if left, err := filepath.Glob(filepath.Join(inv.dir, "staging", "*")); err != nil || len(left) != 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// Former versions kept one file for each connection.
func TestAnImportThatAFormerVersionHeldBackIsPublished(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", staff())
	d := staff()
	d.pages[0] = d.pages[0][:2]
	imp, err := guarded(t, inv, d, 20)
	if err == nil {
		t.Fatal("it was published")
	}
	must(t, imp.Hold(t.Context()))
	must(t, os.Rename(staging.HeldPath(inv.dir, "one", firstTask), staging.FormerHeldPath(inv.dir, "one")))
	held, err := inv.OpenHeld(t.Context(), "one", firstTask)
	must(t, err)
	_, err = held.Publish(t.Context(), noon, nil)
	must(t, err)
	must(t, held.Close(false))
	wantUsers(t, inv, 2)
	if left, err := filepath.Glob(filepath.Join(inv.dir, "staging", "*")); err != nil || len(left) != 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

func TestPublishRefusesFewerUsersThanAreCounted(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", staff())
	imp := begin(t, inv, "one")
	d := staff()
	d.pages[0][9] = d.pages[0][0] // one twice in place of another
	d.deliver(t, imp)
	must(t, imp.Counted(t.Context(), 10))
	_, err := imp.Publish(t.Context(), noon, nil)
	var missing *MissingUsersError
	if !errors.As(err, &missing) || missing.Received != 9 || missing.Least != 10 {
		t.Errorf("%v", err)
	}
	must(t, imp.Close(false))
	wantUsers(t, inv, 10)
}

// The inventory of another tenant is replaced as a whole, in one transaction.
func TestPublishReplacesAnotherTenantsInventory(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "other", contoso())
	publishDelivery(t, inv, "one", staff())
	d := staff()
	d.tenant = connector.Tenant{ID: "f", DisplayName: "Fabrikam"}
	d.pages[0] = d.pages[0][:2]
	d.licenses, d.subscriptions, d.groups, d.activeUsers = d.licenses[:1], nil, nil, nil
	imp := begin(t, inv, "one")
	d.deliver(t, imp)
	imp.Guard(20)
	counts, err := imp.Publish(t.Context(), noon, nil)
	must(t, err)
	if counts.Users != (connector.Count{Total: 2, Added: 2}) || counts.Usage.Total != 0 {
		t.Errorf("%+v", counts)
	}
	licenses, err := inv.Licenses(t.Context(), LicenseQuery{Connections: []string{"one"}})
	must(t, err)
	if len(licenses) != 1 || licenses[0].Renewal != 0 || licenses[0].Active != nil {
		t.Errorf("%+v", licenses)
	}
	found, err := inv.Users(t.Context(), UserQuery{Search: "user"})
	must(t, err)
	all, err := inv.Users(t.Context(), UserQuery{Search: "contoso.com"})
	must(t, err)
	if len(found) != 2 || len(all) != 5 || found[0].LastActivity != 0 {
		t.Errorf("%d and %d users found, %+v", len(found), len(all), found[0])
	}
	published, err := inv.Published(t.Context())
	must(t, err)
	if p := published[1]; p.Tenant.ID != "f" || p.ActiveUsersDate != 0 || !p.SubscriptionsRead.IsZero() ||
		published[0].SubscriptionsRead.IsZero() {
		t.Errorf("%+v", published)
	}
}

// Each part of the inventory knows when it was last read.
func TestPartsThatAnImportGoesOnWithoutKeepTheirAge(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", staff())
	d := staff()
	d.subscriptions, d.groups, d.activeUsers = nil, nil, nil
	imp := begin(t, inv, "one")
	d.deliver(t, imp)
	later := noon.AddDate(0, 0, 3)
	_, err := imp.Publish(t.Context(), later, nil)
	must(t, err)
	published, err := inv.Published(t.Context())
	must(t, err)
	if p := published[0]; !p.At.Equal(later) || !p.SubscriptionsRead.Equal(noon) || !p.GroupsRead.Equal(noon) ||
		!p.ActiveUsersRead.Equal(noon) || !p.AppUsersRead.IsZero() {
		t.Errorf("%+v", p)
	}
}
