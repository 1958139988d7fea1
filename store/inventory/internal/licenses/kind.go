package licenses

import (
	"inventorybeacon/money"
	"inventorybeacon/store/inventory/internal/query"
)

// Kind reports whether a license was bought.
type Kind string

// The kinds. All but the first are no purchases and stay out of every total.
const (
	Paid  Kind = "paid"
	Free  Kind = "free"
	Trial Kind = "trial"
	// Viral licenses are taken by users themselves.
	Viral Kind = "viral"
	// Device licenses are bought for devices: no user holds them.
	Device Kind = "device"
)

// freeUnits is the number of units from which on a license without a subscription was
// not bought: Microsoft grants what is free by the ten thousand and more.
const freeUnits = 10_000

// kindOf returns the kind of a license. anySubscription reports whether subscriptions of
// the tenant are known at all.
func kindOf(inv *query.Inventory, l *LicenseRow, subscriptions, trials int64, anySubscription bool) Kind {
	if subscriptions > 0 && trials == subscriptions {
		return Trial
	}
	if inv.Options.ProductKind != nil {
		if kind := inv.Options.ProductKind(l.SKUID, l.SKUPartNumber); kind != "" {
			return Kind(kind)
		}
	}
	if anySubscription && subscriptions == 0 && l.Purchased >= freeUnits {
		return Free
	}
	return Paid
}

// LicenseTotal sums up licenses. Only paid ones count.
type LicenseTotal struct {
	Licenses            int64
	Purchased, Assigned int64
	// LeftOut is how many licenses are of other kinds.
	LeftOut int64
	// Spend are the sums of those with a price; nil without any.
	Spend money.Sums
}

// Add adds a license.
func (t *LicenseTotal) Add(l LicenseRow) {
	t.Licenses++
	if l.Kind != Paid {
		t.LeftOut++
		return
	}
	t.Purchased += l.Purchased
	t.Assigned += l.Assigned
	if l.Price != nil {
		if t.Spend == nil {
			t.Spend = money.Sums{}
		}
		t.Spend.Add(*l.Price, l.Units())
	}
}

// LicenseUnits counts the units of paid licenses, so that purchased less assigned is free less over-assigned.
type LicenseUnits struct {
	Purchased, Assigned, Free, OverAssigned int64
	// NotListed are assigned of licenses that the tenant no longer lists, of which nothing was purchased.
	NotListed int64
}

// Add adds a license, which is a paid one.
func (u *LicenseUnits) Add(l LicenseRow) {
	if l.Status == NotListed {
		u.NotListed += l.Assigned
		return
	}
	u.Purchased, u.Assigned = u.Purchased+l.Purchased, u.Assigned+l.Assigned
	u.Free, u.OverAssigned = u.Free+max(0, l.Available), u.OverAssigned+max(0, -l.Available)
}
