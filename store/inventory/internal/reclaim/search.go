package reclaim

import (
	"context"
	"fmt"
	"strings"

	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/search"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// Only so many words, and none that is longer, are looked for elsewhere than in the names of users: SQLite bounds what one statement
// takes, and what licenses and departments are called is shorter.
const (
	wordsBeyondNames = 20
	longestBeyond    = 200
)

// addSearch asks for recommendations that have every word of the search: in a name of the user, in the department, or in what the
// license is called. A word that no license and no department has is left to the index of names.
func (s *selection) addSearch(ctx context.Context, tx tables.Querier, inv Reader, damaged bool) error {
	words := search.Words(s.Search)
	if len(words) == 0 {
		return nil
	}
	departments, known, err := departmentsOf(ctx, tx)
	if err != nil {
		return err
	}
	skus, err := sqlite.Collect(ctx, tx, func(k *searchedSKU) []any { return []any{&k.number, &k.id, &k.part} },
		"SELECT sku, id, part_number FROM sku")
	if err != nil {
		return err
	}
	var inNames []string
	for i, word := range words {
		called := filter.Condition{Operator: filter.Contains, Values: []string{word}}
		ofLicense, ofDepartment := skusCalled(inv.Inventory, skus, called), !known || called.Matches(0, departments)
		if i >= wordsBeyondNames || len(word) > longestBeyond || ofLicense == "" && !ofDepartment {
			inNames = append(inNames, word)
			continue
		}
		condition, args := search.NamesMatch([]string{word})
		if ofDepartment {
			text, more := called.SQL("u.department", filter.Text, 0)
			condition, args = condition+" OR "+text, append(args, more...)
		}
		if ofLicense == "" {
			s.common.Add(condition, args...)
		} else {
			s.words.Add(condition+" OR a.sku IN ("+ofLicense+")", args...)
		}
	}
	_, err = s.common.AddSearch(ctx, tx, inv.Inventory, strings.Join(inNames, " "), damaged)
	return err
}

// searchedSKU is a license that a word may be a part of the name of.
type searchedSKU struct {
	number   int64
	id, part string
}

// skusCalled are the numbers of the licenses whose part number or name is what a condition asks for.
func skusCalled(inv *query.Inventory, skus []searchedSKU, called filter.Condition) string {
	var numbers []string
	for _, sku := range skus {
		if called.Matches(0, []string{sku.part, inv.Product(sku.id, sku.part)}) {
			numbers = append(numbers, fmt.Sprint(sku.number))
		}
	}
	return strings.Join(numbers, ",")
}

// mostDepartments is how many are looked at, each of which takes a look into their index.
const mostDepartments = 2000

// departmentsOf are the departments of all users, each in one case of its letters; not known where there are very many.
func departmentsOf(ctx context.Context, tx tables.Querier) (departments []string, known bool, err error) {
	departments, err = sqlite.Values[string](ctx, tx,
		fmt.Sprintf(`WITH RECURSIVE d (value) AS (SELECT min(u.department) FROM user AS u UNION ALL
		SELECT (SELECT min(u.department) FROM user AS u WHERE u.department > d.value) FROM d WHERE d.value IS NOT NULL LIMIT %d)
		SELECT value FROM d WHERE value IS NOT NULL`, mostDepartments+1))
	return departments, len(departments) < mostDepartments, err
}
