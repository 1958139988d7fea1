package licensing

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"inventorybeacon/app/lists"
	"inventorybeacon/app/pricelist"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/store"
)

// FieldLine is the field of problems with a line of a file.
const FieldLine connector.Field = "line"

// ReadPrices reads the prices of a CSV file or a workbook, of one tenant or, where its id
// is empty, of those that the file names, or of all; and sets none of them. A [workspace.ProblemsError] names every line
// that is wrong.
func (b *Book) ReadPrices(ctx context.Context, tenant, path string) ([]SetPrice, error) {
	rows, err := pricelist.Read(path)
	if err != nil {
		return nil, err
	}
	var set []SetPrice
	var problems []connector.Problem
	lines := map[priceKey]SetPrice{}
	for _, row := range rows {
		prices, wrong, err := b.priceOfRow(ctx, tenant, row)
		if err != nil {
			return nil, err
		}
		for _, p := range prices {
			key := priceKey{p.Tenant, p.SKUID, p.Since}
			switch other, twice := lines[key]; {
			case !twice:
				lines[key], set = p, append(set, p)
			case p.Price != other.Price: // the same once more may be the license of another tenant, and is no other price
				wrong = append(wrong,
					connector.Message{ID: "price.line.twice", Data: connector.Data{"License": p.SKU.Code(), "Other": connector.Digits(other.Line)}})
			}
		}
		for _, w := range wrong {
			problems = append(problems, connector.Problem{Field: FieldLine, Message: connector.Message{
				ID: "price.line", Data: connector.Data{"Line": connector.Digits(row.Line), "Problem": w},
			}})
		}
	}
	if err := workspace.Refused(problems...); err != nil {
		return nil, err
	}
	return set, nil
}

type priceKey struct {
	tenant, sku string
	since       connector.Date
}

// priceOfRow reads a line of a file; wrong says what of it is.
func (b *Book) priceOfRow(ctx context.Context, tenant string, row pricelist.Row) (set []SetPrice, wrong []connector.Message, err error) {
	skus, err := b.LicensesNamed(ctx, row.SKU)
	if missing := (*store.NotFoundError)(nil); errors.As(err, &missing) {
		wrong = append(wrong, missing.Message())
	} else if err != nil {
		return nil, nil, err
	}
	price, from, problems := ParsePrice(PriceEntry{Amount: row.Amount, Currency: row.Currency, Per: row.Per, From: row.From})
	for _, p := range problems {
		wrong = append(wrong, p.Message)
	}
	if before, after, point := strings.Cut(row.Amount, "."); row.DecimalComma && point && len(before) <= 3 && len(after) == 3 &&
		len(problems) == 0 {
		wrong = append(wrong, connector.Message{ID: "price.amount.ambiguous", Data: connector.Data{"Text": row.Amount}})
	}
	of, notFound := b.tenantOfRow(ctx, tenant, row)
	if notFound != nil {
		explained := connector.Explained(nil)
		if !errors.As(notFound, &explained) {
			return nil, nil, notFound
		}
		wrong = append(wrong, explained.Message())
	}
	set = b.priceFor(of, skus, price, from)
	for i := range set {
		p := &set[i]
		p.Line = row.Line
		holds := b.priceToday(of, p.SKU)
		switch {
		case row.Per == "" && sameInAList(price, p.Before):
			p.Price.Price = *p.Before
		case row.Per == "" && row.From == "" && sameInAList(price, holds): // a tenant's own, or that of all
			p.Price.Price, p.Before = *holds, holds
		}
	}
	return set, wrong, nil
}

// tenantOfRow is the id of the tenant that a line is of: the one that is wanted, else the one that it names; empty for all. The error
// is explained when there is no such tenant, or the line names another one than is wanted.
func (b *Book) tenantOfRow(ctx context.Context, wanted string, row pricelist.Row) (string, error) {
	if row.Tenant == "" {
		return wanted, nil
	}
	named, err := b.tenants(ctx, row.Tenant)
	switch {
	case err != nil:
		return "", err
	case len(named) != 1 || wanted != "" && !strings.EqualFold(named[0], wanted):
		return "", connector.NewError(connector.Message{ID: "price.line.tenant", Data: connector.Data{"Tenant": row.Tenant}}, nil)
	}
	return strings.ToLower(named[0]), nil
}

// priceToday is what a license costs a tenant today or, where its id is empty, all who have it; nil where nothing is known or they
// pay different prices.
func (b *Book) priceToday(tenant string, sku SKU) *money.Price {
	tenants := sku.Tenants
	if tenant != "" {
		tenants = []string{tenant}
	}
	var one *money.Price
	for i, t := range tenants {
		holds := b.terms.Of(strings.ToLower(t), sku.ID).Price
		if holds == nil || i > 0 && *holds != *one {
			return nil
		}
		one = holds
	}
	return one
}

// sameInAList reports whether a price a month is what a list of licenses has of another one:
// there, a year's is divided by twelve and rounded.
func sameInAList(monthly money.Price, other *money.Price) bool {
	return other != nil && monthly.Currency == other.Currency && lists.MonthlyPrice(monthly) == lists.MonthlyPrice(*other)
}

// sortByLicense sorts what is of licenses by their part numbers, keeping the order of
// what is of one.
func sortByLicense[T any](rows []T, license func(T) SKU) {
	slices.SortStableFunc(rows, func(a, b T) int {
		return cmp.Or(cmp.Compare(strings.ToLower(license(a).Code()), strings.ToLower(license(b).Code())),
			cmp.Compare(license(a).ID, license(b).ID))
	})
}
