package demotenant

import (
	"cmp"
	"time"

	"inventorybeacon/connector"
)

// countAssignments counts how many users have each SKU. It visits every user,
// once in the life of a tenant.
func (t *Tenant) countAssignments() []int {
	counts := make([]int, len(t.skus))
	var u user
	var a assignments
	for i := range t.options.Users {
		u = t.user(i)
		a.of(&u)
		for _, one := range a.list {
			counts[one.sku]++
		}
	}
	return counts
}

// License purchases come in lots of so many units.
const lot = 5

// units says how many units of a SKU there are when so many are assigned.
func (s *sku) units(consumed int) (enabled, warning, suspended int) {
	total := s.Fixed
	switch spare := s.Spare; {
	case spare > 0:
		total += (consumed + consumed*spare/1000 + lot) / lot * lot
	case spare < 0 && consumed > 0:
		total += consumed - max(1, -spare*consumed/1000)
	default:
		total += consumed
	}
	if s.Status == "Suspended" {
		return 0, 0, total
	}
	warning = total * s.Warning / 1000
	return total - warning, warning, 0
}

// Licenses returns what GET /subscribedSkus answers, in its order.
func (t *Tenant) Licenses() []connector.License {
	counts := t.consumed()
	licenses := make([]connector.License, len(t.skus))
	for i := range t.skus {
		s := &t.skus[i]
		l := connector.License{
			SKUID: s.ID, PartNumber: s.PartNumber, Status: cmp.Or(s.Status, "Enabled"), AppliesTo: cmp.Or(s.AppliesTo, "User"), Assigned: counts[i],
		}
		l.Enabled, l.Warning, l.Suspended = s.units(counts[i])
		for place, p := range s.plans {
			status := cmp.Or(s.Provisioning, "Success")
			if s.Provisioning == "" && place == len(s.plans)-1 && place > 10 {
				status = "PendingActivation"
			}
			l.ServicePlans = append(l.ServicePlans, connector.ServicePlan{
				ID: p.ID, Name: p.Name, Status: status, AppliesTo: cmp.Or(p.AppliesTo, "User"),
			})
		}
		licenses[i] = l
	}
	return licenses
}

// Subscriptions returns what GET /directory/subscriptions answers, in its order.
func (t *Tenant) Subscriptions() []connector.Subscription {
	counts := t.consumed()
	var all []connector.Subscription
	for i := range t.skus {
		s := &t.skus[i]
		enabled, warning, suspended := s.units(counts[i])
		rest := enabled + suspended
		number := s.Subscriptions
		if warning > 0 {
			all = append(all, t.subscription(i, number, "Warning", warning))
			number--
		}
		for n := range number {
			units := rest
			if n < number-1 {
				units = rest / 3
			}
			rest -= units
			all = append(all, t.subscription(i, n, cmp.Or(s.Status, "Enabled"), units))
		}
	}
	return all
}

// subscription is the purchase of units of a SKU with a number.
func (t *Tenant) subscription(skuIndex, number int, status string, units int) connector.Subscription {
	s := &t.skus[skuIndex]
	d := t.draws(streamSubscription, skuIndex*16+number)
	created := time.Date(2017+d.below(0, 8), time.Month(1+d.below(1, 12)), 1+d.below(2, 28), 0, 0, 0, 0, time.UTC)
	subscription := connector.Subscription{
		ID: d.guid(), CommerceID: newGUID(d.bits(3), d.bits(4)), SKUID: s.ID, PartNumber: s.PartNumber,
		Status: status, Trial: skuIndex == skuPilot, TotalLicenses: units, Created: connector.DateOf(created),
	}
	if !s.Free { // what is free does not end
		subscription.NextLifecycle = connector.DateOf(nextAnniversary(created, t.now()))
	}
	return subscription
}

// nextAnniversary returns the first day after now that has the month and day of t.
func nextAnniversary(t, now time.Time) time.Time {
	next := time.Date(now.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	if !next.After(now) {
		next = next.AddDate(1, 0, 0)
	}
	return next
}
