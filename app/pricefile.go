package app

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
// is empty, of all, and sets none of them. A [workspace.ProblemsError] names every line
// that is wrong.
func (b *Beacon) ReadPrices(ctx context.Context, tenant, path string) ([]SetPrice, error) {
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
			key := priceKey{p.SKUID, p.Since}
			switch other, twice := lines[key]; {
			case !twice:
				lines[key], set = p, append(set, p)
			case p.Price != other.Price: // the same once more may be the license of another tenant, and is no other price
				wrong = append(wrong,
					connector.Message{ID: "price.line.twice", Data: connector.Data{"License": nameOf(p.SKU), "Other": connector.Digits(other.Line)}})
			}
		}
		for _, w := range wrong {
			problems = append(problems, connector.Problem{Field: FieldLine, Message: connector.Message{
				ID: "price.line", Data: connector.Data{"Line": connector.Digits(row.Line), "Problem": w},
			}})
		}
	}
	if len(problems) > 0 {
		return nil, &workspace.ProblemsError{Problems: worded(problems)}
	}
	return set, nil
}

type priceKey struct {
	sku   string
	since connector.Date
}

// priceOfRow reads a line of a file; wrong says what of it is.
func (b *Beacon) priceOfRow(ctx context.Context, tenant string, row pricelist.Row) (set []SetPrice, wrong []connector.Message, err error) {
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
	set = b.priceFor(tenant, skus, price, from)
	for i := range set {
		set[i].Line = row.Line
		if row.Per == "" && sameInAList(price, set[i].Before) {
			set[i].Price.Price = *set[i].Before
		}
	}
	return set, wrong, nil
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
		return cmp.Or(cmp.Compare(strings.ToLower(nameOf(license(a))), strings.ToLower(nameOf(license(b)))),
			cmp.Compare(license(a).ID, license(b).ID))
	})
}
