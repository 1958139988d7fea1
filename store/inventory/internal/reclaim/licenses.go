package reclaim

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"inventorybeacon/money"
	"inventorybeacon/store/inventory/internal/licenses"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// paidLicense is a license of one tenant that was bought for users, with what tells
// whether it contains another one or would do in its place.
type paidLicense struct {
	number int64 // of the SKU
	name   LicenseName
	status string
	plans  map[string]string // names by id
	apps   uint32            // those that reports tell of, a bit for each
	// unreported is as with the license.
	unreported bool
	price      *money.Price
}

// containment says that every plan of a license is in another one.
type containment struct{ license, in *paidLicense }

// alternative says that a license has some of the applications of a larger one.
type alternative struct {
	larger, smaller *paidLicense
	// without are the applications that the smaller one lacks.
	without uint32
	// unseen are the names of the plans that it lacks and no report tells of.
	unseen []string
}

// paidLicenses are the licenses of a tenant that recommendations are about.
type paidLicenses struct {
	all          []*paidLicense
	byNumber     map[int64]*paidLicense
	contained    []containment
	alternatives []alternative // of each license the best ones first
}

// noService is a plan of nearly every license that gives nothing by itself.
const noService = "EXCHANGE_S_FOUNDATION"

// paidLicensesOf reads them.
func (inv Reader) paidLicensesOf(ctx context.Context, tx tables.Querier, of reclaimSource, window int) (*paidLicenses, error) {
	rows, err := licenses.Of(ctx, inv.Inventory, tx, of.Source, window)
	if err != nil {
		return nil, err
	}
	type sku struct {
		number int64
		id     string
	}
	skus, err := sqlite.Collect(ctx, tx, func(s *sku) []any { return []any{&s.number, &s.id} }, "SELECT sku, id FROM sku")
	if err != nil {
		return nil, err
	}
	p := &paidLicenses{byNumber: map[int64]*paidLicense{}}
	for _, row := range rows {
		if row.Kind != licenses.Paid || row.Status == licenses.NotListed {
			continue
		}
		i := slices.IndexFunc(skus, func(s sku) bool { return s.id == row.SKUID })
		license := &paidLicense{
			number: skus[i].number, name: LicenseName{row.SKUID, row.SKUPartNumber, row.Product}, status: row.Status,
			plans: map[string]string{}, price: row.Price, unreported: row.Unreported,
		}
		p.all, p.byNumber[license.number] = append(p.all, license), license
	}
	if err := p.readPlans(ctx, tx, of.Number); err != nil {
		return nil, err
	}
	p.compare(of)
	return p, nil
}

// findCopilot finds the licenses of which the report on Copilot tells.
func (s *reclaimSource) findCopilot(ctx context.Context, tx tables.Querier) error {
	licenses, err := query.CopilotLicenses(ctx, tx, s.Source)
	for _, l := range licenses {
		if paid := s.paid.byNumber[l.Number]; paid != nil {
			s.copilotOnly = append(s.copilotOnly, paid)
		}
	}
	return err
}

func (p *paidLicenses) readPlans(ctx context.Context, tx tables.Querier, source int64) error {
	type plan struct {
		sku      int64
		id, name string
	}
	plans, err := sqlite.Collect(ctx, tx, func(p *plan) []any { return []any{&p.sku, &p.id, &p.name} },
		"SELECT l.sku, p.id, p.name FROM license_plan AS l JOIN plan AS p USING (plan) WHERE l.source = ?", source)
	for _, plan := range plans {
		if license := p.byNumber[plan.sku]; license != nil {
			license.plans[plan.id] = plan.name
			license.apps |= query.ReportedApplications(plan.name)
		}
	}
	return err
}

// compare finds which licenses contain others, and which would do in the place of others.
// Only those that are in force are any use to somebody who gives up another one.
func (p *paidLicenses) compare(of reclaimSource) {
	for _, license := range p.all {
		for _, other := range p.all {
			if other == license || !strings.EqualFold(other.status, "Enabled") {
				continue
			}
			if license.isIn(other) {
				p.contained = append(p.contained, containment{license, other})
			}
			if a, is := license.replacedBy(other); is && of.tellsOf(a.without) {
				p.alternatives = append(p.alternatives, a)
			}
		}
	}
	slices.SortStableFunc(p.alternatives, func(a, b alternative) int {
		return cmp.Or(cmp.Compare(a.larger.number, b.larger.number), a.priceUnlike()-b.priceUnlike(), a.smaller.compareCost(b.smaller))
	})
}

// priceUnlike puts those first whose prices tell what is saved: one in another currency tells no more than none.
func (a alternative) priceUnlike() int {
	if sameCurrency(a.larger.price, a.smaller.price) {
		return 0
	}
	return 1
}

// isIn reports whether every plan of a license is in another one. Of two with the same
// plans the dearer one is in the other; where prices do not tell, that with the later id.
func (l *paidLicense) isIn(other *paidLicense) bool {
	if len(l.plans) == 0 {
		return false
	}
	for id := range l.plans {
		if _, has := other.plans[id]; !has {
			return false
		}
	}
	if len(l.plans) < len(other.plans) {
		return true
	}
	dearer := 0
	if sameCurrency(l.price, other.price) {
		dearer = l.price.Times(1).Cmp(other.price.Times(1))
	}
	return cmp.Or(dearer, cmp.Compare(l.name.SKUID, other.name.SKUID)) > 0
}

// replacedBy returns a license with some of the applications, but not all, that is not
// known to cost as much.
func (l *paidLicense) replacedBy(other *paidLicense) (alternative, bool) {
	without := l.apps &^ other.apps
	if other.apps == 0 || other.apps&^l.apps != 0 || without == 0 || other.isElse(l) {
		return alternative{}, false
	}
	if sameCurrency(l.price, other.price) && other.price.Times(1).Cmp(l.price.Times(1)) >= 0 {
		return alternative{}, false
	}
	a := alternative{larger: l, smaller: other, without: without}
	for id, name := range l.plans {
		if _, has := other.plans[id]; !has && query.ReportedApplications(name) == 0 && !strings.EqualFold(name, noService) {
			a.unseen = append(a.unseen, name)
		}
	}
	slices.Sort(a.unseen)
	return a, true
}

// isElse reports whether a license is for something else than another one: of its plans of
// which no report tells, more than half are not in that one.
func (l *paidLicense) isElse(than *paidLicense) bool {
	unseen, missing := 0, 0
	for id, name := range l.plans {
		if query.ReportedApplications(name) != 0 || strings.EqualFold(name, noService) {
			continue
		}
		unseen++
		if _, has := than.plans[id]; !has {
			missing++
		}
	}
	return 2*missing > unseen
}

// compareCost puts the cheaper license first; those without a price come after the
// others, that with the fewest plans first.
func (l *paidLicense) compareCost(other *paidLicense) int {
	cheaper := 0
	if sameCurrency(l.price, other.price) {
		cheaper = l.price.Times(1).Cmp(other.price.Times(1))
	}
	return cmp.Or(
		cheaper, cmp.Compare(currencyOf(other.price), currencyOf(l.price)), cmp.Compare(len(l.plans), len(other.plans)),
		cmp.Compare(l.name.SKUID, other.name.SKUID))
}

// currencyOf is the currency of a price; empty without one.
func currencyOf(price *money.Price) string {
	if price == nil {
		return ""
	}
	return price.Currency
}

// numbers lists licenses for a condition.
func numbers(licenses []*paidLicense) string {
	list := make([]string, len(licenses))
	for i, l := range licenses {
		list[i] = fmt.Sprint(l.number)
	}
	return strings.Join(list, ",")
}
