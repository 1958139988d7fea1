package licensing

import (
	"context"
	"errors"
	"strings"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/store"
	"inventorybeacon/store/history"
)

// The fields of a price, a commitment and a name.
const (
	FieldAmount   connector.Field = "amount"
	FieldCurrency connector.Field = "currency"
	FieldPer      connector.Field = "per"
	FieldFrom     connector.Field = "from"
	FieldUnits    connector.Field = "units"
	FieldUntil    connector.Field = "until"
	FieldOwnName  connector.Field = "own-name"
)

// PriceEntry is a price as it is typed.
type PriceEntry struct {
	Amount, Currency string
	// Per is month or year; nothing is a month.
	Per string
	// From is the first day; nothing is always for the first price of a license, and
	// today for another one.
	From string
}

// Price is what a unit of a license costs from a day on.
type Price = history.Price

// SetPrice is a price that is set, or would be.
type SetPrice struct {
	SKU SKU
	history.Price
	// Before holds on its first day without it; nil when none does.
	Before *money.Price
	// Line is where it stands in a file; 0 where it is not from one.
	Line int
}

// Unchanged reports whether the same price holds without it.
func (p SetPrice) Unchanged() bool { return p.Before != nil && *p.Before == p.Price.Price }

// PriceOf reads what was typed for licenses, of one tenant or, where its id is empty, of
// all, without setting it. The error is a [workspace.ProblemsError].
func (b *Book) PriceOf(tenant string, skus []SKU, entry PriceEntry) ([]SetPrice, error) {
	price, from, problems := ParsePrice(entry)
	if err := workspace.Refused(problems...); err != nil {
		return nil, err
	}
	return b.priceFor(tenant, skus, price, from), nil
}

// priceFor is the price for licenses from a day on; see [PriceEntry] for none.
func (b *Book) priceFor(tenant string, skus []SKU, price money.Price, from connector.Date) []SetPrice {
	tenant = strings.ToLower(tenant)
	state, today := b.terms.last.Load(), b.terms.today()
	var set []SetPrice
	for _, sku := range skus {
		known := state.prices[licenseKey{tenant, sku.ID}]
		since := from
		if since == 0 && len(known) > 0 {
			since = today
		}
		set = append(set, SetPrice{
			SKU: sku, Price: history.Price{Tenant: tenant, SKUID: sku.ID, Since: since, Price: price},
			Before: priceOn(known, since),
		})
	}
	return set
}

// SetPrices sets prices, all or none. What is unchanged is left as it is.
func (b *Book) SetPrices(ctx context.Context, set []SetPrice) error {
	var prices []history.Price
	for _, p := range set {
		if !p.Unchanged() {
			prices = append(prices, p.Price)
		}
	}
	if err := b.history.SetPrices(ctx, prices...); err != nil {
		return err
	}
	return b.ReadEntered(ctx)
}

// RemovePrices removes all prices of licenses that a tenant has of its own or, where its id
// is empty, those of all. The error is a [store.NotFoundError] when there is none.
func (b *Book) RemovePrices(ctx context.Context, tenant string, skus []SKU) error {
	var removed int64
	for _, sku := range skus {
		n, err := b.history.RemovePrices(ctx, tenant, sku.ID)
		if err != nil {
			return err
		}
		removed += n
	}
	if removed == 0 {
		return &store.NotFoundError{What: "price", Key: skus[0].Code()}
	}
	return b.ReadEntered(ctx)
}

// ListedPrice is a price that was entered.
type ListedPrice struct {
	SKU SKU
	history.Price
	// Holds says that it is the price of today.
	Holds bool
}

// Prices returns all prices that were entered, by part number and day.
func (b *Book) Prices(ctx context.Context) ([]ListedPrice, error) {
	prices, err := b.history.Prices(ctx)
	if err != nil {
		return nil, err
	}
	all, err := b.inventory.SKUs(ctx)
	if err != nil {
		return nil, err
	}
	listed := make([]ListedPrice, len(prices))
	today := b.terms.today()
	for i, p := range prices {
		last := i+1 == len(prices) || prices[i+1].SKUID != p.SKUID || prices[i+1].Tenant != p.Tenant || prices[i+1].Since > today
		listed[i] = ListedPrice{SKU: b.LicenseOf(all, p.SKUID), Price: p, Holds: p.Since <= today && last}
	}
	sortByLicense(listed, func(p ListedPrice) SKU { return p.SKU })
	return listed, nil
}

// UsualCurrency is the currency of most prices, empty while there are none.
func (b *Book) UsualCurrency() (usual string) {
	counts := map[string]int{}
	for _, prices := range b.terms.last.Load().prices {
		for _, p := range prices {
			counts[p.Currency]++
			if n, most := counts[p.Currency], counts[usual]; n > most || n == most && p.Currency < usual {
				usual = p.Currency
			}
		}
	}
	return usual
}

// ParsePrice reads what was typed; problems say what of it is wrong.
func ParsePrice(entry PriceEntry) (price money.Price, from connector.Date, problems []connector.Problem) {
	complain := func(field connector.Field, m connector.Message) {
		problems = append(problems, connector.Problem{Field: field, Message: m})
	}
	var err error
	price.Micros, err = money.ParseAmount(entry.Amount)
	switch data := (connector.Data{"Text": entry.Amount}); {
	case strings.TrimSpace(entry.Amount) == "":
		complain(FieldAmount, connector.Message{ID: "price.amount.missing"})
	case errors.Is(err, money.ErrAmbiguous):
		complain(FieldAmount, connector.Message{ID: "price.amount.ambiguous", Data: data})
	case errors.Is(err, money.ErrTooMuch):
		complain(FieldAmount, connector.Message{ID: "price.amount.much", Data: data})
	case err != nil:
		complain(FieldAmount, connector.Message{ID: "price.amount", Data: data})
	}
	switch price.Currency, err = money.ParseCurrency(entry.Currency); {
	case strings.TrimSpace(entry.Currency) == "":
		complain(FieldCurrency, connector.Message{ID: "price.currency.missing"})
	case err != nil:
		complain(FieldCurrency, connector.Message{ID: "price.currency", Data: connector.Data{"Text": entry.Currency}})
	}
	if price.Per, err = money.ParsePeriod(entry.Per); err != nil {
		complain(FieldPer, connector.Message{ID: "price.per", Data: connector.Data{"Text": entry.Per}})
	}
	first := strings.TrimSpace(entry.From)
	if from, err = connector.ParseDate(first); err != nil || from < 0 || from == 0 && first != "" {
		complain(FieldFrom, connector.Message{ID: "price.from", Data: connector.Data{"Text": entry.From}})
	}
	return price, from, problems
}
