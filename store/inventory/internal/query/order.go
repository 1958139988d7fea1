package query

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Many is [manyMatches], but in tests.
func (inv *Inventory) Many() int { return cmp.Or(inv.Options.ManyMatches, manyMatches) }

// Page returns the clause for a part of the rows; a limit of 0 means all.
func Page(limit, offset int) string {
	if limit <= 0 {
		limit = -1
	}
	return fmt.Sprintf(" LIMIT %d OFFSET %d", limit, max(offset, 0))
}

// Direction returns how a column is sorted.
func Direction(descending bool) string {
	if descending {
		return " DESC"
	}
	return ""
}

// CompareNames ignores the case of letters as far as it can.
func CompareNames(a, b string) int {
	return cmp.Or(cmp.Compare(strings.ToLower(a), strings.ToLower(b)), cmp.Compare(a, b))
}

// CompareKnown puts what is not known first.
func CompareKnown(a, b *int64) int {
	number := func(n *int64) int64 {
		if n == nil {
			return -1
		}
		return *n
	}
	return cmp.Compare(number(a), number(b))
}

// SortAndCut sorts rows and returns a page of them.
func SortAndCut[T any](rows []T, compare func(a, b T) int, descending bool, limit, offset int) []T {
	slices.SortStableFunc(rows, func(a, b T) int {
		if descending {
			return compare(b, a)
		}
		return compare(a, b)
	})
	rows = rows[min(max(offset, 0), len(rows)):]
	if limit > 0 {
		rows = rows[:min(limit, len(rows))]
	}
	return rows
}

// firstUsers is how many users at the beginning of an order are looked at, and enough times as
// many where these promise that it is enough.
const firstUsers = 1000

// FirstUsers is [firstUsers], but in tests.
func (inv *Inventory) FirstUsers() int {
	return cmp.Or(inv.Options.ManyMatches, firstUsers)
}

// NearBy is how many users at the beginning of an order are looked at before all are: most
// filters find a page among them, in a tenth of the time.
const NearBy = 4000

// Enough is how many times as many are looked at where the first ones promise that the
// page is among those.
const Enough = 10

// ByTenant are sources in the order of the names of their tenants.
func ByTenant(sources []Source) []Source {
	return slices.SortedFunc(slices.Values(sources), func(a, b Source) int {
		return cmp.Or(CompareNames(a.TenantName, b.TenantName), cmp.Compare(a.Number, b.Number))
	})
}

// TenantRank is the place of a row's tenant among the others by name; key is that of the row.
func TenantRank(key string, sources []Source) string {
	if len(sources) == 0 {
		return "NULL"
	}
	text := "CASE " + key + " >> 32"
	for rank, source := range ByTenant(sources) {
		text += fmt.Sprintf(" WHEN %d THEN %d", source.Number, rank)
	}
	return text + " ELSE -1 END"
}

// Texts are numbers as SQL writes them.
func Texts(numbers []int64) []string {
	written := make([]string, len(numbers))
	for i, n := range numbers {
		written[i] = strconv.FormatInt(n, 10)
	}
	return written
}

// manyMatches is the number of users found from which on it is faster to walk
// all users in their order and look at each than to sort the ones found.
const manyMatches = 20_000
