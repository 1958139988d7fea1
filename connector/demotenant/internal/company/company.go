package company

import (
	"cmp"
	"slices"
	"time"
)

// Company is what a tenant knows: who works there, with which licenses, and who uses
// what. All of it follows from the options.
type Company struct {
	Options       Options
	ID            string
	Domain        string // default domain
	InitialDomain string
	SKUs          []sku
	AllGroups     []group
	consumed      func() []int // the users of each SKU
}

// Options say which company.
type Options struct {
	// Users is the number of accounts; 250 when it is zero.
	Users int
	// Seed decides about everything that is random.
	Seed uint64
	Name string
	// ConcealNames hides names in the reports, as tenants do by default.
	ConcealNames bool
	// Day is the day of the company's life; without it nothing ever changes.
	Day func() int
	// Now is the clock.
	Now func() time.Time
}

// The sizes that options can ask for.
const (
	defaultUsers = 250
	maxUsers     = 50_000_000
)

// New makes a company. The same options make the same one.
func New(o Options) *Company {
	if o.Users <= 0 {
		o.Users = defaultUsers
	}
	o.Users = min(max(o.Users, ReaderIndex+1), maxUsers)
	c := &Company{Options: o}
	name := cmp.Or(lowerASCII(o.Name), "company")
	c.ID = c.Draws(streamTenant, 0).GUID()
	c.Domain, c.InitialDomain = name+".example", name+".onmicrosoft.example"
	c.SKUs = slices.Clone(skus)
	c.SKUs[skuPilot].ID = c.Draws(streamSKU, skuPilot).GUID()
	c.AllGroups = c.makeGroups()
	c.consumed = eachDay(o.Day, c.countAssignments)
	return c
}

// Now is the time, in UTC.
func (c *Company) Now() time.Time { return c.Options.Now().UTC() }
