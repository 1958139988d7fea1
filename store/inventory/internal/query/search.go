package query

import (
	"context"

	"inventorybeacon/store/inventory/internal/search"
	"inventorybeacon/store/inventory/internal/tables"
)

// found says how many users a search finds.
type found int

const (
	foundMany found = iota // or all, by a text without words
	FoundFew
	FoundUnknown // until all are looked at
)

// AddSearch asks for the users u whom a text finds. The full-text index, unless it is damaged,
// tells few candidates at once; when it has many, looking at each user in turn soon finds the
// next ones.
func (f *Conditions) AddSearch(ctx context.Context, tx tables.Querier, inv *Inventory, text string, damaged bool) (found, error) {
	words := search.Words(text)
	if len(words) == 0 {
		return foundMany, nil
	}
	condition, args := search.NamesMatch(words)
	f.Add(condition, args...)
	if damaged {
		return FoundUnknown, nil
	}
	many := inv.Many()
	query, candidates, err := inv.Index.Candidates(ctx, tx, words, many)
	switch {
	case err != nil || candidates == many:
		return foundMany, err
	case query == "":
		return FoundUnknown, nil
	}
	f.Add("u.uid IN (SELECT rowid FROM user_search WHERE user_search MATCH ?)", query)
	return FoundFew, nil
}
