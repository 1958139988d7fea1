package users

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"sync"

	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// heldLicenses tells what the licenses of users are called.
type heldLicenses struct {
	known *knownHeld
	skus  tables.Query
}

// knownHeld is what licensings are called. Many users have a licensing in common: what is in it
// is read once, whichever connection reads them.
type knownHeld struct {
	names map[int64]skuName
	mu    sync.Mutex
	held  map[int64]heldNames // by licensing
}

// heldNames are what the licenses of users are called, sorted, and the numbers of their SKUs.
// Rows share them.
type heldNames struct {
	parts, products []string
	skus            []int64
}

// mostHeld bounds the licensings that are kept.
const mostHeld = 100_000

// heldLicensesOn returns what reads licensings beside another query on the connection; its
// query is to be closed.
func heldLicensesOn(conn *sql.Conn, known *knownHeld) (held heldLicenses, err error) {
	held.known = known
	held.skus, err = tables.PrepareQuery(conn, "SELECT sku FROM assignment WHERE licensing = ?")
	return held, err
}

// namesOf returns the names of the licenses of a licensing.
func (h *heldLicenses) namesOf(ctx context.Context, licensing int64) (heldNames, error) {
	held, known := h.known.get(licensing)
	if known {
		return held, nil
	}
	var skus []int64
	for row, err := range h.skus.Rows(ctx, licensing) {
		if err != nil {
			return held, err
		}
		skus = append(skus, row[0].(int64))
	}
	held = namesOf(skus, h.known.names)
	h.known.keep(licensing, held)
	return held, nil
}

func (k *knownHeld) get(licensing int64) (held heldNames, known bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	held, known = k.held[licensing]
	return held, known
}

func (k *knownHeld) keep(licensing int64, held heldNames) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.held) < mostHeld {
		k.held[licensing] = held
	}
}

// namesOf returns the names of SKUs.
func namesOf(skus []int64, names map[int64]skuName) heldNames {
	held := heldNames{parts: make([]string, 0, len(skus)), skus: skus}
	for _, sku := range skus {
		held.parts, held.products = append(held.parts, names[sku].part), append(held.products, names[sku].product)
	}
	slices.Sort(held.parts)
	slices.Sort(held.products)
	return held
}

// skuName is what a SKU is called.
type skuName struct{ part, product string }

// skuNames returns the names of every SKU. Where no import has told its part number, that
// is its id.
func (inv Reader) skuNames(ctx context.Context, tx tables.Querier) (map[int64]skuName, error) {
	type sku struct {
		number   int64
		id, part string
	}
	all, err := sqlite.Collect(ctx, tx, func(s *sku) []any { return []any{&s.number, &s.id, &s.part} }, "SELECT sku, id, part_number FROM sku")
	names := make(map[int64]skuName, len(all))
	for _, s := range all {
		names[s.number] = skuName{cmp.Or(s.part, s.id), inv.Product(s.id, s.part)}
	}
	return names, err
}
