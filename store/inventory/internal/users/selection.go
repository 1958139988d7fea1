package users

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"inventorybeacon/store/inventory/internal/adaptive"
	"inventorybeacon/store/inventory/internal/entitlement"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/search"
	"inventorybeacon/store/inventory/internal/tables"
)

// userSelection is which users u a query asks for.
type userSelection struct {
	query.Conditions
	inv      *query.Inventory
	sources  []query.Source
	of       map[int64]query.Source // by number
	counting bool                   // in which order does not matter
	// few is set when the conditions name few users, which are then sorted. fewest are
	// these as a table to begin with, when they were found by an index.
	few    bool
	fewest string
	// fewestArgs is how many arguments these have, which stand before those of the conditions;
	// fewestFound is how many they are.
	fewestArgs, fewestFound int
	// more are those that an index finds who are not few, of whom it may be enough to read some
	// where a page is not found in its order.
	more []candidates
	many int // [manyMatches], but in tests
	// indexes are the names of those that there are; ask has one made, nil where none is
	// worth it.
	indexes map[string]bool
	ask     func(adaptive.Index)
	// ordered are the columns with an index of which conditions name values.
	ordered []string
	// named are the values that the last one of these conditions names.
	named columnValues
	// scan is set when nobody knows how many users the conditions leave. Reading all
	// in the order of the table takes a fifth of a second for a million; reading
	// them in the order of an index takes ten times as long.
	scan bool
	// unindexed is set when the search index is damaged.
	unindexed bool
	// held are the SKUs by whose assignment a user is new; ofLicense says that a license
	// was asked for, else it is the account.
	held      []heldSKU
	ofLicense bool
	copilot   map[int64]bool // the sources in which all of these are for Copilot alone
	// aboutUser and aboutHolding say what the conditions are about.
	aboutUser, aboutHolding bool
}

// from names the tables, of which the first decides the order in which users are
// read. uid is that of both.
func (s *userSelection) from(sorted string) string {
	switch scan := s.scans(sorted); {
	case sorted == Sorts[lastActivitySort] && !s.few && !scan:
		return " FROM holding AS h CROSS JOIN user AS u USING (uid)"
	case scan && !s.few:
		return " FROM user AS u NOT INDEXED CROSS JOIN holding AS h USING (uid)"
	default:
		return s.fromTables(true, true)
	}
}

// scans reports whether all users are read in the order of the table: no index has both
// the order of the column and those who are asked for.
func (s *userSelection) scans(sorted string) bool {
	return s.scan || slices.ContainsFunc(s.ordered, func(column string) bool { return column != sorted })
}

// fromCounted names the tables that the conditions are about.
func (s *userSelection) fromCounted() string {
	if s.aboutUser && s.aboutHolding {
		return s.from("")
	}
	return s.fromTables(!s.aboutHolding, s.aboutHolding)
}

// fromSorted names the tables that the conditions and a column to sort by are about.
func (s *userSelection) fromSorted(column string) string {
	user := s.aboutUser || strings.Contains(column, "u.")
	holding := s.aboutHolding || strings.Contains(column, "h.")
	if user && holding {
		return s.from(column)
	}
	if user && s.scans(column) && !s.few {
		return " FROM user AS u NOT INDEXED"
	}
	return s.fromTables(!holding, holding)
}

// fromTables names the users, holdings or both that are read, few of them first.
func (s *userSelection) fromTables(user, holding bool) string {
	using := ""
	if s.fewest != "" {
		using = " USING (uid)"
	}
	switch {
	case user && holding:
		return " FROM " + s.fewest + "user AS u" + using + " CROSS JOIN holding AS h USING (uid)"
	case holding:
		return " FROM " + s.fewest + "holding AS h" + using
	default:
		return " FROM " + s.fewest + "user AS u" + using
	}
}

// addUser adds a condition on a user u, addHolding one on a holding h.
func (s *userSelection) addUser(condition string, args ...any) {
	s.aboutUser = true
	s.Add(condition, args...)
}

func (s *userSelection) addHolding(condition string, args ...any) {
	s.aboutHolding = true
	s.Add(condition, args...)
}

// orderedBy returns a column to sort by; the plus sign keeps SQLite from walking
// an index of all users.
func (s *userSelection) orderedBy(column string) string {
	if s.few {
		return "+" + column
	}
	return column
}

func (inv Reader) selectUsers(ctx context.Context, tx tables.Querier, q UserQuery, counting bool) (*userSelection, error) {
	s := &userSelection{inv: inv.Inventory, counting: counting, many: inv.Many(), of: map[int64]query.Source{}, copilot: map[int64]bool{}}
	// Before the first look at the inventory: what that shows may be the damaged index
	// when the one that is made anew is already there.
	s.unindexed = inv.Index.Damaged()
	every, err := inv.EverySource(ctx, tx)
	if err != nil {
		return nil, err
	}
	sources := query.Chosen(every, q.Connections)
	s.sources = sources
	if s.indexes, err = adaptive.Existing(ctx, tx); err != nil {
		return nil, err
	}
	if q.Limit > 0 && !inv.Options.ReadOnly {
		s.ask = inv.Indexes.Ask
	}
	s.addSources(sources, every)
	if err := s.findHeld(ctx, tx, inv, q); err != nil {
		return nil, err
	}
	s.addFields(q)
	for _, add := range []func(context.Context, tables.Querier, UserQuery, []query.Source) error{
		s.addHasLicense, s.addActivity, s.addLicense,
		s.addFailed,
	} {
		if err := add(ctx, tx, q, sources); err != nil {
			return nil, err
		}
	}
	if err := s.addFilter(ctx, tx, inv, q, sources); err != nil {
		return nil, err
	}
	if err := s.addApplication(ctx, tx, inv, q.Application, sources); err != nil {
		return nil, err
	}
	return s, s.addSearch(ctx, tx, inv, q.Search)
}

// addSources asks for the users of connections. Those of a large one are not read
// by their uid, only to sort them.
func (s *userSelection) addSources(sources, every []query.Source) {
	for _, source := range sources {
		s.of[source.Number] = source
	}
	users := query.Users(sources)
	if users < int64(s.many) {
		s.ask = nil
	}
	if len(sources) == len(every) || users >= int64(s.many) {
		s.InSources("uid", sources, every)
		return
	}
	s.few = true
	ranges := []string{"0"}
	for _, source := range sources {
		ranges = append(ranges,
			fmt.Sprintf("uid BETWEEN %d AND %d", tables.UID(source.Number, 0), tables.UID(source.Number, math.MaxUint32)))
	}
	s.Add(strings.Join(ranges, " OR "))
}

// addFields adds the conditions on the user's own fields.
func (s *userSelection) addFields(q UserQuery) {
	for _, field := range []struct{ column, value string }{
		{"user_type", q.UserType}, {"department", q.Department}, {"country", q.Country},
	} {
		if field.value != "" {
			s.addUser("u."+field.column+" = ?", field.value)
			s.scan = true
		}
	}
	if q.Enabled != nil {
		s.addUser("u.enabled = ?", *q.Enabled)
		s.scan = true
	}
}

// addApplication asks for the users who are entitled to an application, or to any of
// those whose service plans have that name.
func (s *userSelection) addApplication(
	ctx context.Context, tx tables.Querier, inv Reader, application string, sources []query.Source,
) error {
	if application == "" {
		return nil
	}
	meant := func(name string) bool {
		friendly := inv.PlanName(name)
		return slices.ContainsFunc([]string{name, friendly, query.WithPlan(friendly, name)}, func(one string) bool {
			return strings.EqualFold(one, application)
		})
	}
	alternatives := []string{"0"}
	for _, source := range sources {
		entitled, err := entitlement.Load(ctx, tx, source.Number)
		if err != nil {
			return err
		}
		alternatives = append(alternatives,
			fmt.Sprintf("uid >> 32 = %d AND h.licensing IN (SELECT a.licensing FROM assignment AS a WHERE %s)",
				source.Number, entitled.Condition(meant)))
	}
	s.addHolding(strings.Join(alternatives, " OR "))
	return nil
}

// addSearch asks for the users whom a text finds.
func (s *userSelection) addSearch(ctx context.Context, tx tables.Querier, inv Reader, text string) error {
	if len(search.Words(text)) == 0 {
		return nil
	}
	s.aboutUser = true
	found, err := s.Conditions.AddSearch(ctx, tx, inv.Inventory, text, s.unindexed)
	s.few, s.scan = s.few || found == query.FoundFew, s.scan || found == query.FoundUnknown
	return err
}
