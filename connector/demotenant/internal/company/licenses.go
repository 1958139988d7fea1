package company

import (
	"cmp"
	"strings"
	"time"

	"inventorybeacon/connector"
)

// countAssignments counts how many users have each SKU. It visits every user,
// once in the life of a tenant.
func (c *Company) countAssignments() []int {
	counts := make([]int, len(c.SKUs))
	var u User
	var a Assignments
	for i := range c.Options.Users {
		u = c.User(i)
		a.Of(&u)
		for _, one := range a.List {
			counts[one.SKU]++
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
func (c *Company) Licenses() []connector.License {
	counts := c.consumed()
	licenses := make([]connector.License, len(c.SKUs))
	for i := range c.SKUs {
		s := &c.SKUs[i]
		l := connector.License{
			SKUID: s.ID, PartNumber: s.PartNumber, Status: cmp.Or(s.Status, "Enabled"), AppliesTo: cmp.Or(s.AppliesTo, "User"), Assigned: counts[i],
		}
		l.Enabled, l.Warning, l.Suspended = s.units(counts[i])
		for place, p := range s.Plans {
			status := cmp.Or(s.Provisioning, "Success")
			if s.Provisioning == "" && place == len(s.Plans)-1 && place > 10 {
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
func (c *Company) Subscriptions() []connector.Subscription {
	counts := c.consumed()
	var all []connector.Subscription
	for i := range c.SKUs {
		s := &c.SKUs[i]
		enabled, warning, suspended := s.units(counts[i])
		rest := enabled + suspended
		number := s.Subscriptions
		if warning > 0 {
			all = append(all, c.subscription(i, number, "Warning", warning))
			number--
		}
		for n := range number {
			units := rest
			if n < number-1 {
				units = rest / 3
			}
			rest -= units
			all = append(all, c.subscription(i, n, cmp.Or(s.Status, "Enabled"), units))
		}
	}
	return all
}

// subscription is the purchase of units of a SKU with a number.
func (c *Company) subscription(skuIndex, number int, status string, units int) connector.Subscription {
	s := &c.SKUs[skuIndex]
	d := c.Draws(streamSubscription, skuIndex*16+number)
	created := time.Date(2017+d.Below(0, 8), time.Month(1+d.Below(1, 12)), 1+d.Below(2, 28), 0, 0, 0, 0, time.UTC)
	subscription := connector.Subscription{
		ID: d.GUID(), CommerceID: newGUID(d.bits(3), d.bits(4)), SKUID: s.ID, PartNumber: s.PartNumber,
		Status: status, Trial: skuIndex == skuPilot, TotalLicenses: units, Created: connector.DateOf(created),
	}
	if !s.Free { // what is free does not end
		subscription.NextLifecycle = connector.DateOf(nextAnniversary(created, c.Now()))
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

// Products are the names of products in upper case, joined by + although names hold
// " + ".
func (c *Company) Products(a *Assignments) string {
	names := make([]string, 0, 8) // as many as fit in place
	for i := range a.List {
		names = append(names, c.SKUs[a.List[i].SKU].reportName)
	}
	return strings.Join(names, "+")
}
