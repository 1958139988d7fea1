package publish

import (
	"context"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// decidingReport is the report that could have shown what a user does. Where there is
// active-users, of this import or an earlier one, app-users alone tells too little: it
// knows nothing of mail, files and meetings, so that somebody whom active-users does not
// list, because its names are concealed, may use all of those.
func (p *publishing) decidingReport(ctx context.Context) (listed uint8, err error) {
	active, err := p.count(ctx, "SELECT active_users_date <> 0 FROM main.source WHERE source = ?", p.source)
	if active != 0 {
		return tables.ListedActive, err
	}
	return tables.ListedApp, err
}

// firstDayOfUse is the first day of the longest period that the reports cover.
func (p *publishing) firstDayOfUse(ctx context.Context) (uint16, error) {
	report, err := p.count(ctx, "SELECT max(active_users_date, app_users_date) FROM main.source WHERE source = ?", p.source)
	return tables.ShortDay(connector.Date(report) - tables.UsedDays), err
}

// people are the users and the names in the reports of one part of a tenant, joined
// by name. Slices are indexed by the number of the name in the table.
type people struct {
	table   *keyTable
	user    []uint32 // the number of the user, 0 when nobody has that name
	former  []bool   // whether the user had the name before
	days    []tables.Days
	places  []connector.PlatformUse // where applications are used
	listed  []uint8
	printed []uint32 // the place of the row whose text is kept; 0 for none
	stored  []storedUsage
}

// storedUsage is a row of usage in the inventory.
type storedUsage struct {
	number      uint32 // 0 for none
	user        uint32
	fingerprint int64
}

func newPeople(n int) *people {
	return &people{
		table: newKeyTable(n), user: make([]uint32, 0, n), former: make([]bool, 0, n), days: make([]tables.Days, 0, n),
		places:  make([]connector.PlatformUse, 0, n),
		listed:  make([]uint8, 0, n),
		printed: make([]uint32, 0, n),
	}
}

// clear begins another part with the same memory.
func (p *people) clear() {
	p.table.clear()
	p.places = p.places[:0]
	p.user, p.former, p.days, p.listed, p.printed, p.stored = p.user[:0], p.former[:0], p.days[:0], p.listed[:0], p.printed[:0],
		p.stored[:0]
}

// add returns the number of a name.
func (p *people) add(name int64) int {
	n, added := p.table.add(name)
	if added {
		p.user = append(p.user, 0)
		p.former = append(p.former, false)
		p.days = append(p.days, tables.Days{})
		p.places = append(p.places, 0)
		p.listed = append(p.listed, 0)
		p.printed = append(p.printed, 0)
	}
	return n
}

// userNamed returns the number of the user with a name, 0 when there is none.
func (p *people) userNamed(name int64) uint32 {
	if n := p.table.number(name); n >= 0 {
		return p.user[n]
	}
	return 0
}

// keep notes what the inventory has stored of a name.
func (p *people) keep(n int, row storedUsage) {
	if before := len(p.stored); before <= n {
		p.stored = slices.Grow(p.stored, len(p.user)-before)[:len(p.user)]
		clear(p.stored[before:])
	}
	p.stored[n] = row
}

// storedOf returns what the inventory has stored of a name.
func (p *people) storedOf(n int) storedUsage {
	if n < len(p.stored) {
		return p.stored[n]
	}
	return storedUsage{}
}
