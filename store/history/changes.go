package history

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/sqlite"
)

// ErrUnknownColumn is returned for a sort column that there is none of.
var ErrUnknownColumn = errors.New("unknown column")

// Change is an event: something that an import has changed.
type Change struct {
	// Time is when the import was published.
	Time  time.Time       `json:"time"`
	Event connector.Event `json:"event"`
	// User is the id of the user whom it is about, empty when it is about none.
	User              string `json:"-"`
	UserPrincipalName string `json:"userPrincipalName"`
	SKUID             string `json:"-"`
	SKUPartNumber     string `json:"skuPartNumber"`
	// Before and After are as [connector.Event] tells.
	Before string `json:"before"`
	After  string `json:"after"`
	// Tenant is its id, TenantName its name at that time.
	Tenant     string `json:"-"`
	TenantName string `json:"-"`

	// Publish and Number are by what a change is known.
	Publish, Number int64 `json:"-"`
}

// ChangeQuery says which changes are wanted, and in which order. The zero value means
// all, newest first.
type ChangeQuery struct {
	// Tenants are ids of tenants.
	Tenants []string
	// Since is the earliest time, zero for any.
	Since time.Time
	// User is an id or a user principal name, also one that the user had before or has
	// now: all that is known of whoever has ever had it.
	User string
	// License is the id or part number of a SKU.
	License string
	Event   connector.Event
	// Filter are conditions on [ChangeProperties].
	Filter filter.Expression
	// Search finds changes with every one of its words in a name, license or value.
	Search string
	// Sort is a column's name in JSON, or tenant; the time when it is empty.
	Sort string
	// Ascending is for the time: the oldest first. Other columns are in descending order
	// with Descending.
	Ascending, Descending bool
	Limit, Offset         int

	filterConditions []string // of Filter, in SQL
	filterArgs       []any
}

// fromChange has what a condition or an order may ask for. SQLite leaves out what is not
// asked for.
const fromChange = " FROM change AS c LEFT JOIN publish AS p USING (publish) LEFT JOIN sku AS k USING (sku)"

var changeSorts = map[string]string{
	"time":              "",
	"event":             "c.event",
	"userPrincipalName": "c.user_principal_name",
	"skuPartNumber":     "k.part_number",
	"before":            unitsAndNames("c.before"),
	"after":             unitsAndNames("c.after"),
	"tenant":            "p.name COLLATE NOCASE",
}

// unitsAndNames is what changes are sorted by in a column that has numbers of units and names: first what is
// empty, then the numbers.
func unitsAndNames(column string) string {
	return fmt.Sprintf("CASE WHEN %[1]s = '' THEN NULL WHEN %[2]s THEN CAST(%[1]s AS INTEGER) ELSE %[1]s END COLLATE NOCASE", column, hasUnits)
}

// hasUnits is the condition that a change c is one of a number of units.
const hasUnits = "c.event = 'purchased-changed'"

// Changes returns a page of changes.
func (h *History) Changes(ctx context.Context, q ChangeQuery) ([]Change, error) {
	var found []Change
	err := h.EachChange(ctx, q, func(c Change) error {
		found = append(found, c)
		return nil
	})
	return found, err
}

// EachChange calls use with one change after another.
func (h *History) EachChange(ctx context.Context, q ChangeQuery, use func(Change) error) error {
	order, err := q.order()
	if err != nil {
		return err
	}
	if q, err = h.prepared(ctx, q); err != nil {
		return h.explain(err)
	}
	pages, err := q.pages(ctx, h.db.Read)
	for i := 0; i < len(pages) && err == nil; i++ {
		err = q.eachOf(ctx, h.db.Read, pages[i], cmp.Or(pages[i].order, order), use)
	}
	return h.explain(err)
}

// eachOf calls use with the changes of a page; order is the clause that sorts them.
func (q ChangeQuery) eachOf(ctx context.Context, db sqlite.Querier, page changePage, order string, use func(Change) error) error {
	where, args := q.where(page.conditions...)
	from := fromChange + where + order
	if page.limit > 0 {
		// Only the keys are sorted, and the rows of the page looked up, which takes a
		// quarter of the time where no index has the order.
		from = fmt.Sprintf(` FROM (SELECT c.publish, c.number%s LIMIT %d OFFSET %d) CROSS JOIN change AS c USING (publish, number)
			LEFT JOIN publish AS p USING (publish) LEFT JOIN sku AS k USING (sku)`, from, page.limit, max(page.offset, 0)) + order
	}
	type stored struct {
		Change
		at int64
	}
	return sqlite.Each(ctx, db, func(s *stored) []any {
		return []any{
			&s.at, &s.Event, &s.User, &s.UserPrincipalName, &s.SKUID, &s.SKUPartNumber, &s.Before, &s.After, &s.Tenant, &s.TenantName,
			&s.Publish, &s.Number,
		}
	}, func(s stored) error {
		s.Time = time.UnixMilli(s.at).UTC()
		return use(s.Change)
	}, `SELECT p.at, c.event, c.user, c.user_principal_name, coalesce(k.id, ''), coalesce(nullif(k.part_number, ''), k.id, ''),
		c.before, c.after, p.tenant, p.name, c.publish, c.number`+from, args...)
}

// CountChanges returns how many changes there are, whatever Limit and Offset say.
func (h *History) CountChanges(ctx context.Context, q ChangeQuery) (int64, error) {
	q, err := h.prepared(ctx, q)
	if err != nil {
		return 0, h.explain(err)
	}
	where, args := q.where()
	text := "SELECT count(*)" + fromChange + where
	if q.ofPublishes() {
		var conditions []string
		conditions, args = q.published()
		text = "SELECT coalesce(sum(changes), 0) FROM publish AS p WHERE " + strings.Join(conditions, " AND ")
	}
	counts, err := list(ctx, h, func(n *int64) []any { return []any{n} }, text, args...)
	if err != nil {
		return 0, err
	}
	return counts[0], nil
}

// prepared is a query whose filter was taken apart. The error may be a [filter.Error].
func (h *History) prepared(ctx context.Context, q ChangeQuery) (ChangeQuery, error) {
	var err error
	q.filterConditions, q.filterArgs, err = q.filtered(ctx, h.db.Read, connector.DayOf(h.now().Local()))
	return q, err
}

// order is the clause that sorts.
func (q ChangeQuery) order() (string, error) {
	column, known := changeSorts[cmp.Or(q.Sort, "time")]
	switch {
	case !known:
		return "", fmt.Errorf("sort by %q: %w", q.Sort, ErrUnknownColumn)
	case column == "" && q.Ascending:
		return " ORDER BY c.publish, c.number", nil
	case column == "":
		return " ORDER BY c.publish DESC, c.number DESC", nil
	case q.Descending:
		return " ORDER BY " + column + " DESC, c.publish DESC, c.number DESC", nil
	default:
		return " ORDER BY " + column + ", c.publish, c.number", nil
	}
}

// published are the conditions on publishes.
func (q ChangeQuery) published() (conditions []string, args []any) {
	conditions = []string{"1"}
	if len(q.Tenants) > 0 {
		conditions = append(conditions, "p.tenant IN (?"+strings.Repeat(", ?", len(q.Tenants)-1)+")")
		for _, tenant := range q.Tenants {
			args = append(args, strings.ToLower(tenant))
		}
	}
	if !q.Since.IsZero() {
		conditions = append(conditions, "p.at >= ?")
		args = append(args, q.Since.UnixMilli())
	}
	return conditions, args
}

// ofPublishes reports whether all changes of publishes are wanted.
func (q ChangeQuery) ofPublishes() bool {
	return q.User == "" && q.License == "" && q.Event == "" && q.Search == "" && len(q.Filter) == 0
}

// where is the condition on changes, beside others without arguments.
func (q ChangeQuery) where(conditions ...string) (string, []any) {
	of, args := q.published()
	if len(of) > 1 {
		conditions = append(conditions, "c.publish IN (SELECT p.publish FROM publish AS p WHERE "+strings.Join(of, " AND ")+")")
	}
	if q.User != "" {
		conditions = append(conditions, `c.user IN (SELECT user FROM change WHERE user_principal_name = ? AND user <> ''
			UNION SELECT user FROM change WHERE event = ? AND before = ? COLLATE NOCASE UNION SELECT ?)`)
		args = append(args, q.User, string(connector.UserRenamed), q.User, q.User)
	}
	if q.License != "" {
		conditions = append(conditions, "c.sku IN (SELECT sku FROM sku WHERE part_number = ? OR id = lower(?))")
		args = append(args, q.License, q.License)
	}
	if q.Event != "" {
		conditions = append(conditions, "c.event = ?")
		args = append(args, string(q.Event))
	}
	for _, word := range strings.Fields(q.Search) {
		// To join the SKU of each change, and its texts, takes three times as long.
		conditions = append(conditions, `c.user_principal_name LIKE ? ESCAPE '\' OR c.before LIKE ? ESCAPE '\' OR c.after LIKE ? ESCAPE '\'
			OR c.sku IN (SELECT sku FROM sku WHERE part_number LIKE ? ESCAPE '\')`)
		pattern := "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(word) + "%"
		args = append(args, pattern, pattern, pattern, pattern)
	}
	conditions, args = append(conditions, q.filterConditions...), append(args, q.filterArgs...)
	if len(conditions) == 0 {
		return "", nil
	}
	return " WHERE (" + strings.Join(conditions, ") AND (") + ")", args
}
