package users

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/adaptive"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/search"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// indexedSorts are the columns of [Sorts] that begin an index of every inventory.
var indexedSorts = []string{"u.display_name", "u.user_principal_name", "h.last_activity"}

// manyValues is how many different values of a column are looked at, each of which takes
// a look into its index.
const manyValues = 2000

// unlisted is the index of the holders of whom the reports say nothing.
var unlisted = adaptive.Index{Name: adaptive.Prefix + "holding_unlisted", On: "holding (uid) WHERE listed = 0"}

// indexOf is the index of a column of users.
func indexOf(column string) adaptive.Index {
	name := strings.TrimPrefix(column, "u.")
	index := adaptive.Column("user", name)
	for _, usual := range adaptive.Usual {
		if usual.On == index.On {
			return usual
		}
	}
	index.Name = strings.ReplaceAll(index.Name, " COLLATE ", "_")
	return index
}

// Indexes are all that pages of users may ask for.
func Indexes() []adaptive.Index {
	indexes := []adaptive.Index{unlisted, indexOf(FieldNamed("id").Column)}
	for _, column := range Sorts {
		if strings.HasPrefix(column, "u.") {
			indexes = append(indexes, indexOf(column), byName(column))
		}
	}
	return indexes
}

// hasIndex reports whether a column of users u or holdings h has an index. One of users
// that has none is asked for.
func (s *userSelection) hasIndex(column string) bool {
	if slices.Contains(indexedSorts, column) {
		return true
	}
	return strings.HasPrefix(column, "u.") && s.exists(indexOf(column))
}

// exists reports whether an index exists, and asks for it where a page of many users
// wants it.
func (s *userSelection) exists(index adaptive.Index) bool {
	if s.indexes[index.Name] {
		return true
	}
	if s.ask != nil {
		s.ask(index)
	}
	return false
}

// candidates are users of whom those that are asked for are some: those with rows n of a table
// for which a condition holds.
type candidates struct {
	table, condition string
	args             []any
	// index is the name of the one by which they are found; empty where SQLite chooses.
	index string
	// unsorted is the column by which they are found where its index has to be looked through for that.
	unsorted string
}

func (c candidates) users() string {
	by := ""
	if c.index != "" {
		by = " INDEXED BY " + c.index
	}
	return c.table + " AS n" + by + " WHERE " + c.condition
}

// count counts the rows, at most so many.
func (c candidates) count(ctx context.Context, tx tables.Querier, most int) (found int, err error) {
	err = tx.QueryRowContext(ctx, fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM %s LIMIT %d)", c.users(), most), c.args...).Scan(&found)
	return found, err
}

// narrow reads only the users for whom a condition on rows n of a table with an index
// holds, if they are few.
func (s *userSelection) narrow(ctx context.Context, tx tables.Querier, table, condition string, args ...any) error {
	return s.narrowTo(ctx, tx, candidates{table: table, condition: condition, args: args})
}

func (s *userSelection) narrowTo(ctx context.Context, tx tables.Querier, c candidates) error {
	if s.few {
		return nil
	}
	found, err := c.count(ctx, tx, s.many)
	if err != nil {
		return err
	}
	if found == s.many {
		s.more = append(slices.Clip(s.more), c)
		return nil
	}
	s.beginWith(c, found)
	return nil
}

// beginWith reads no others than these, of whom so many were found, and sorts them.
func (s *userSelection) beginWith(c candidates, found int) {
	s.fewestArgs, s.fewestFound = len(c.args), found
	s.few, s.fewest = true, fmt.Sprintf("(SELECT DISTINCT n.uid FROM %s) AS few CROSS JOIN ", c.users())
	s.Args = append(slices.Clone(c.args), s.Args...)
}

// beginWithFewest begins with the fewest of those who are not few, if they are not many either.
func (s *userSelection) beginWithFewest(ctx context.Context, tx tables.Querier) error {
	if s.few {
		return nil
	}
	fewest, most := candidates{}, s.many*query.Enough
	for _, c := range s.more {
		if c.unsorted != "" {
			uids, err := s.looked(ctx, tx, c)
			if err != nil {
				return err
			}
			if len(uids) < s.many {
				s.few = true
				s.Add("uid IN (" + strings.Join(query.Texts(uids), ",") + ")")
				return nil
			}
			continue
		}
		found, err := c.count(ctx, tx, most)
		if err != nil {
			return err
		}
		if found < most {
			fewest, most = c, found
		}
	}
	if fewest.table != "" {
		s.beginWith(fewest, most)
	}
	return nil
}

// looked returns as many users of those that no index finds as are not few, or all if they are few.
func (s *userSelection) looked(ctx context.Context, tx tables.Querier, c candidates) ([]int64, error) {
	halves, err := query.HalvesByValue(ctx, tx, c.table, "uid", "n", c.unsorted, s.sources)
	if err != nil {
		return nil, err
	}
	return s.inv.KeysOfHalves(ctx, tx, halves, func(ctx context.Context, tx tables.Querier, half string) ([]int64, error) {
		return sqlite.Values[int64](ctx, tx, fmt.Sprintf("SELECT n.uid FROM %s AND %s LIMIT %d", c.users(), half, s.many), c.args...)
	})
}

// addColumn adds a condition on a column of the user or the holding. Few users are found
// by the column's index, if it has one.
func (s *userSelection) addColumn(
	ctx context.Context, tx tables.Querier, inv Reader, c filter.Condition, field Field, today connector.Date,
) error {
	condition, compares := valueCondition(func(column string) (string,
		[]any,
	) {
		return c.SQL(column, field.Kind, today)
	}), c.Compares(field.Kind)
	table, add := "holding", s.addHolding
	if strings.HasPrefix(field.Column, "u.") {
		table, add = "user", s.addUser
	}
	name := field.Column[len("u."):]
	indexed := s.hasIndex(field.Column)
	names := compares && c.Operator != filter.Before && c.Operator != filter.After
	if indexed && table == "user" && !compares {
		meant, err := meantValues(ctx, tx, name, condition)
		if err != nil {
			return err
		}
		if meant != nil {
			condition, compares, names = meant, true, true
		}
	}
	text, args := condition(field.Column)
	add(text, args...)
	if indexed && compares {
		s.ordered = append(s.ordered, field.Column)
		if names {
			s.named = columnValues{field.Column, args}
		}
		text, args = condition("n." + name)
		return s.narrow(ctx, tx, table, text, args...)
	}
	s.scan = true
	if indexed && c.Operator == filter.Contains && table == "user" {
		text, args = condition("n." + name)
		s.more = append(slices.Clip(s.more), candidates{table: table, condition: "(" + text + ")", args: args, unsorted: name})
	}
	if c.Operator == filter.Contains && slices.Contains(search.Columns, field.Column) {
		return s.narrowBySearch(ctx, tx, inv, c.Values)
	}
	return nil
}

// narrowBySearch reads only the users that the full-text index finds by texts that are in
// one of their names, if they are few. It takes letters beyond ASCII for others than a
// filter does.
func (s *userSelection) narrowBySearch(ctx context.Context, tx tables.Querier, inv Reader, texts []string) error {
	if s.unindexed || s.few || slices.ContainsFunc(texts, func(text string) bool { return !tables.ASCII(text) }) {
		return nil
	}
	query, found, err := inv.Index.Candidates(ctx, tx, texts, s.many)
	if err != nil || query == "" || found == s.many {
		return err
	}
	s.few = true
	s.Add("u.uid IN (SELECT rowid FROM user_search WHERE user_search MATCH ?)", query)
	return nil
}

// valueCondition is a condition on a column, with its arguments.
type valueCondition func(column string) (string, []any)

// meantValues turns a condition on an indexed column of users into one that names the
// values for which it holds; nil when the column has too many. Values that differ in the
// case of ASCII letters only are one.
func meantValues(ctx context.Context, tx tables.Querier, column string, condition valueCondition) (valueCondition, error) {
	text, args := condition("d.value COLLATE NOCASE")
	type value struct {
		value any
		meant bool
	}
	// A look for the value after each takes as long as there are values, not users.
	all, err := sqlite.Collect(ctx, tx, func(v *value) []any { return []any{&v.value, &v.meant} }, fmt.Sprintf(`WITH RECURSIVE
		d (value) AS (SELECT * FROM (SELECT u.%[1]s FROM user AS u ORDER BY u.%[1]s LIMIT 1) UNION ALL
			SELECT (SELECT u.%[1]s FROM user AS u WHERE u.%[1]s > d.value ORDER BY u.%[1]s LIMIT 1) FROM d WHERE d.value IS NOT NULL LIMIT %[2]d)
		SELECT value, %[3]s FROM d WHERE value IS NOT NULL`, column, manyValues+1, text), args...)
	if err != nil || len(all) >= manyValues {
		return nil, err
	}
	var values []any
	for _, v := range all {
		if v.meant {
			values = append(values, v.value)
		}
	}
	return func(column string) (string, []any) {
		switch len(values) {
		case 0:
			return "0", nil
		case len(all):
			return "1", nil
		}
		return column + " IN (?" + strings.Repeat(", ?", len(values)-1) + ")", values
	}, nil
}
