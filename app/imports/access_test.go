package imports

import (
	"context"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/storetest"
)

// What a source says of a token is recorded, also while what uses it is being cancelled.
func TestWhatBecomesOfATokenIsRecorded(t *testing.T) {
	o := openOffice(t)
	token := connector.Secret("first")
	c, err := o.store.Connection(t.Context(), contoso)
	storetest.Must(t, err)
	storetest.Must(t, o.store.Apply(t.Context(), []store.Change{{Put: &c, Secrets: store.SecretChanges{RefreshToken: &token}}}))
	ctx, cancel := context.WithCancel(t.Context())
	access, err := o.Access(ctx, contoso)
	storetest.Must(t, err)
	cancel()
	if access.Secrets.RefreshToken != "first" || access.InventoryTenant.ID != "" {
		t.Errorf("%q of %+v", access.Secrets.RefreshToken.Reveal(), access.InventoryTenant)
	}
	stored := func() connector.Connection {
		t.Helper()
		c, err := o.store.Connection(t.Context(), contoso)
		storetest.Must(t, err)
		return c
	}
	access.Challenged("prove it")
	if got := stored().Claims; got != "prove it" {
		t.Errorf("it has to prove %q", got)
	}
	access.Used()
	if got := stored(); got.TokenUsed.IsZero() || got.Claims != "" {
		t.Errorf("used %v, has to prove %q", got.TokenUsed, got.Claims)
	}
	for _, rotated := range []connector.Secret{"second", "third"} {
		storetest.Must(t, access.Keep(rotated))
		secrets, err := o.store.Secrets(t.Context(), contoso)
		storetest.Must(t, err)
		if secrets.RefreshToken != rotated {
			t.Errorf("%q was rotated, %q is stored", rotated.Reveal(), secrets.RefreshToken.Reveal())
		}
	}
	_, err = o.Access(t.Context(), "gone")
	storetest.WantError[*store.NotFoundError](t, err)
}

func TestAnAccessKnowsTheTenantOfItsOwnInventory(t *testing.T) {
	o := openOffice(t)
	o.connect("another")
	_, err := o.Import(t.Context(), contoso, store.TriggerManual)
	storetest.Must(t, err)
	for id, known := range map[string]bool{contoso: true, "another": false} {
		access, err := o.Access(t.Context(), id)
		storetest.Must(t, err)
		if (access.InventoryTenant.ID != "") != known || (access.InventoryUsers != 0) != known {
			t.Errorf("%s: %d users of %+v", id, access.InventoryUsers, access.InventoryTenant)
		}
	}
}

func TestATenantMayReplaceAnInventoryOnce(t *testing.T) {
	o := openOffice(t)
	_, err := o.Import(t.Context(), contoso, store.TriggerManual)
	storetest.Must(t, err)
	published, err := o.inv.Published(t.Context())
	storetest.Must(t, err)
	own := published[0].Tenant.ID
	for allowed, want := range map[string]string{strings.ToUpper(own): "", "of another one": "of another one"} {
		c, err := o.store.Connection(t.Context(), contoso)
		storetest.Must(t, err)
		c.ReplaceTenant = allowed
		storetest.Must(t, o.store.Apply(t.Context(), []store.Change{{Put: &c}}))
		_, err = o.Import(t.Context(), contoso, store.TriggerManual)
		storetest.Must(t, err)
		if c, err = o.store.Connection(t.Context(), contoso); err != nil || c.ReplaceTenant != want {
			t.Errorf("%q was allowed, %q still is: %v", allowed, c.ReplaceTenant, err)
		}
	}
}

func TestWhatStaysAsItWasIsSaid(t *testing.T) {
	for want, kept := range map[string]inventory.KeptPart{
		"imports.kept-groups":        {Part: inventory.GroupsPart, Listed: 1, Before: 9},
		"imports.kept-subscriptions": {Part: inventory.SubscriptionsPart, Listed: 1, Before: 9},
	} {
		m := keptWarning(kept)
		if m.ID != want || m.Data["Count"] != kept.Listed || m.Data["Before"] != kept.Before {
			t.Errorf("%+v", m)
		}
	}
}
