package app

import (
	"context"
	"sync/atomic"

	"inventorybeacon/app/listeners"
	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
)

// entered is what people have entered about licenses. It is kept in memory, because
// every row of every list asks for it; there are some hundred licenses at most.
type entered struct {
	today     func() connector.Date
	last      atomic.Pointer[enteredState]
	listeners listeners.Set[func()]
}

type enteredState struct {
	prices      map[licenseKey][]history.Price
	commitments map[licenseKey]history.Commitment
}

// licenseKey is a license of a tenant, or of all where that is empty.
type licenseKey struct{ tenant, sku string }

func newEntered(today func() connector.Date) *entered {
	e := &entered{today: today}
	e.last.Store(&enteredState{})
	return e
}

// read reads it again.
func (e *entered) read(ctx context.Context, h *history.History) error {
	state := &enteredState{prices: map[licenseKey][]history.Price{}, commitments: map[licenseKey]history.Commitment{}}
	prices, err := h.Prices(ctx)
	if err != nil {
		return err
	}
	for _, p := range prices {
		key := licenseKey{p.Tenant, p.SKUID}
		state.prices[key] = append(state.prices[key], p)
	}
	commitments, err := h.Commitments(ctx)
	if err != nil {
		return err
	}
	for _, c := range commitments {
		state.commitments[licenseKey{c.Tenant, c.SKUID}] = c
	}
	e.last.Store(state)
	return nil
}

// terms are the price of today and what is committed to.
func (e *entered) terms(tenant, skuID string) inventory.Terms {
	state, today := e.last.Load(), e.today()
	terms := inventory.Terms{Price: priceOn(state.prices[licenseKey{tenant, skuID}], today)}
	if terms.Price == nil {
		terms.Price = priceOn(state.prices[licenseKey{"", skuID}], today)
	}
	if c := state.commitments[licenseKey{tenant, skuID}]; c.Until >= today {
		terms.Committed, terms.CommittedUntil = c.Units, c.Until
	}
	return terms
}

// priceOn returns the price that holds on a day; nil when none does yet. Prices are in
// the order of their days.
func priceOn(prices []history.Price, day connector.Date) *money.Price {
	var holds *money.Price
	for i := range prices {
		if prices[i].Since <= day {
			holds = &prices[i].Price
		}
	}
	return holds
}
