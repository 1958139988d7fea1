package inventory

import (
	"cmp"
	"context"
	"reflect"
	"slices"
	"strings"
	"sync"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/app/message"
	"inventorybeacon/money"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets/grid"
)

// NewCosts is the page Costs: what the licenses cost that users hold, by department, license and others. ways show
// whose these are.
func NewCosts(s *session.Session, ways Ways) *List[lists.CostLine] {
	var l *List[lists.CostLine]
	read := &costReader{session: s}
	number := func(id, title string, width float32, spare int) grid.Column {
		return grid.Column{ID: id, Title: title, Width: width, AlignRight: true, Sortable: true, Spare: spare}
	}
	l = newList(s, lang.L("Costs"), lang.L("Search name, UPN or mail"), source[lists.CostLine]{
		name: string(lists.Costs),
		key:  func(c lists.CostLine) string { return lists.ValueOf(c.Value) + "/" + c.Currency },
		columns: []grid.Column{
			{ID: columnGroup, Title: lang.L("Group"), Width: 260, MinWidth: 150, Stretch: 3, Sortable: true},
			number("users", lang.L("Users"), 90, 0),
			number("licenses", lang.L("Licenses"), 90, 2),
			number("month", lang.L("Cost a month"), 130, 0),
			number("year", lang.L("Cost a year"), 130, 3),
			number("share", lang.L("Share"), 80, 4),
			number("unpriced", lang.L("Without a price"), 120, 1),
		},
		sort:     "month",
		downward: true,
		windowed: true,
		groups:   true,
		choices:  costGroups(),
		rowName:  lang.L("group"),
		rowsName: lang.L("groups"),
		nothing:  lang.L("No licenses that were bought"),
		why:      lang.L("Nobody holds a license that is not free."),
		cells:    func(c lists.CostLine) []grid.Cell { return read.cells(c) },
		open:     func(c lists.CostLine) { ways.Users(read.holdersOf(c, l.query())) },
		count: func(ctx context.Context, q Query) (int64, error) {
			lines, _, err := read.again(ctx, q)
			return int64(len(lines)), err
		},
		load: func(ctx context.Context, q Query, offset, limit int) ([]lists.CostLine, error) {
			lines, _, err := read.known(ctx, q)
			lines = lines[min(offset, len(lines)):]
			return lines[:min(limit, len(lines))], err
		},
		sum: func(ctx context.Context, q Query) (string, error) {
			_, total, err := read.known(ctx, q)
			if err != nil || q.Search != "" || len(q.Filter) > 0 {
				return costText(total, nil), err
			}
			licenses, err := s.Inventory().Licenses(ctx, app.LicenseQuery{Connections: q.Connections})
			return costText(total, idleOf(licenses)), err
		},
		sumOf: func(rows []lists.CostLine) string { return costText(sumOf(rows), nil) },
	})
	return l
}

// columnGroup is what the users or licenses of a line have in common.
const columnGroup = "group"

// costGroups are what costs are grouped by.
func costGroups() []choice {
	columns := []string{
		"department", "companyName", "country", "city", "officeLocation", "jobTitle", "skuPartNumber", "active", "enabled", "userType",
		lists.TenantColumn,
	}
	choices := make([]choice, len(columns))
	for i, column := range columns {
		text := lang.L("By {{.Column}}", map[string]any{"Column": groupTitle(column)})
		choices[i] = choice{text, func(q *Query) { q.GroupBy = column }}
	}
	return choices
}

func groupTitle(column string) string {
	switch column {
	case "companyName":
		return lang.L("company")
	case "country":
		return lang.L("country")
	case "city":
		return lang.L("city")
	case "officeLocation":
		return lang.L("office")
	case "jobTitle":
		return lang.L("job title")
	case "skuPartNumber":
		return lang.L("license")
	case "active":
		return lang.L("activity")
	case "enabled":
		return lang.L("account")
	case "userType":
		return lang.L("type of user")
	case lists.TenantColumn:
		return lang.L("tenant")
	default:
		return lang.L("department")
	}
}

// costReader reads the lines of the page, which the list asks for in parts.
type costReader struct {
	session *session.Session
	mu      sync.Mutex
	query   *Query // nil until something was read
	lines   []lists.CostLine
	total   lists.CostTotal
}

// again reads what a query asks for, known only where it is not what was read last.
func (r *costReader) again(ctx context.Context, q Query) ([]lists.CostLine, lists.CostTotal, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.query = nil
	return r.read(ctx, q)
}

func (r *costReader) known(ctx context.Context, q Query) ([]lists.CostLine, lists.CostTotal, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.read(ctx, q)
}

func (r *costReader) read(ctx context.Context, q Query) ([]lists.CostLine, lists.CostTotal, error) {
	if r.query != nil && reflect.DeepEqual(*r.query, q) {
		return r.lines, r.total, nil
	}
	lines, total, err := r.session.Inventory().Costs(ctx, lists.Query{
		List: lists.Costs, Connections: q.Connections, Search: q.Search, Filter: q.Filter.String(), Window: q.Window, GroupBy: q.GroupBy,
	})
	if err != nil {
		return nil, total, err
	}
	sortCosts(lines, q)
	r.query, r.lines, r.total = &q, lines, total
	return lines, total, nil
}

// sortCosts puts lines into the order of a query; they come with the dearest first.
func sortCosts(lines []lists.CostLine, q Query) {
	number := map[string]func(lists.CostLine) int64{
		"users":    func(c lists.CostLine) int64 { return c.Users },
		"licenses": func(c lists.CostLine) int64 { return c.Licenses },
		"unpriced": func(c lists.CostLine) int64 { return c.Unpriced },
	}[q.Sort]
	if number == nil && q.Sort != columnGroup {
		if !q.Descending {
			slices.Reverse(lines)
		}
		return
	}
	slices.SortStableFunc(lines, func(a, b lists.CostLine) int {
		order := strings.Compare(strings.ToLower(groupText(a.Value, q.GroupBy)), strings.ToLower(groupText(b.Value, q.GroupBy)))
		if number != nil {
			order = int(number(a) - number(b))
		}
		if q.Descending {
			return -order
		}
		return order
	})
}

// groupText is what a value is called.
func groupText(value any, by string) string {
	if value == nil {
		return lang.L("(none)")
	}
	return lists.Costs.ValueText(by, lists.ValueOf(value))
}

// cells are those of a line of what was read last.
func (r *costReader) cells(c lists.CostLine) []grid.Cell {
	r.mu.Lock()
	by, total := "", r.total
	if r.query != nil {
		by = r.query.GroupBy
	}
	r.mu.Unlock()
	group := grid.Text(groupText(c.Value, by))
	group.Muted = c.Value == nil
	if by == "skuPartNumber" && c.Value != nil {
		group = grid.Cell{Text: r.session.Inventory().Product("", lists.ValueOf(c.Value)), Tooltip: lists.ValueOf(c.Value)}
	}
	unpriced := page.Zero()
	if c.Unpriced > 0 {
		unpriced = page.Number(c.Unpriced)
	}
	cells := []grid.Cell{group, page.Number(c.Users), page.Number(c.Licenses)}
	if c.Currency == "" {
		return append(cells, page.None(), page.None(), page.None(), unpriced)
	}
	return append(cells, moneyCell(c.Spent, c.Currency), moneyCell(c.Spent.Times(12), c.Currency), shareCell(c, total), unpriced)
}

func moneyCell(amount money.Amount, currency string) grid.Cell {
	cell := grid.Text(format.Money(amount, currency))
	cell.Value = amount.Number(money.Decimals(currency))
	return cell
}

// shareCell is a line's part of what all cost in its currency.
func shareCell(c lists.CostLine, total lists.CostTotal) grid.Cell {
	for _, sum := range total.Sums {
		if all := sum.Spent.Number(shareDecimals); sum.Currency == c.Currency && all > 0 {
			return grid.Text(format.Share(c.Spent.Number(shareDecimals) / all))
		}
	}
	return page.None()
}

// shareDecimals are exact enough for a share.
const shareDecimals = 6

// holdersOf are the users of a line: who holds any of the licenses whose prices are in its currency.
func (r *costReader) holdersOf(c lists.CostLine, q Query) Wanted {
	w := Wanted{Window: q.Window, Connection: only(q.Connections)}
	for _, condition := range q.Filter {
		other := condition.Property != "licenses" // those are below
		if other && slices.ContainsFunc(lists.Users.Properties(), func(p lists.FilterProperty) bool { return p.Name == condition.Property }) {
			w.Filter = append(w.Filter, condition)
		}
	}
	if q.GroupBy == "skuPartNumber" {
		w.Filter = append(w.Filter, lists.Is("licenses", lists.ValueOf(c.Value)))
		return w
	}
	if is, known := lists.Users.GroupCondition(q.GroupBy, lists.Group{Value: c.Value}); known {
		w.Filter = append(w.Filter, is)
	}
	w.Filter = append(w.Filter, r.anyIn(c.Currency))
	return w
}

// anyIn is the condition that a user holds any of the licenses whose prices are in a currency; of those without a price where
// that is empty.
func (r *costReader) anyIn(currency string) lists.FilterCondition {
	r.mu.Lock()
	defer r.mu.Unlock()
	held := lists.FilterCondition{Property: "licenses", Operator: lists.FilterOneOf}
	for _, l := range r.total.Licenses {
		if name := cmp.Or(l.SKUPartNumber, l.SKUID); l.Currency() == currency && !slices.Contains(held.Values, name) {
			held.Values = append(held.Values, name)
		}
	}
	slices.Sort(held.Values)
	return held
}

// sumOf sums up lines.
func sumOf(lines []lists.CostLine) (total lists.CostTotal) {
	for _, line := range lines {
		at := slices.IndexFunc(total.Sums, func(sum lists.CostLine) bool { return sum.Currency == line.Currency })
		if at < 0 {
			at = len(total.Sums)
			total.Sums = append(total.Sums, lists.CostLine{Currency: line.Currency})
		}
		sum := &total.Sums[at]
		sum.Licenses, sum.Unpriced, sum.Spent = sum.Licenses+line.Licenses, sum.Unpriced+line.Unpriced, sum.Spent.Plus(line.Spent)
	}
	return total
}

// idleOf is what the paid units cost that nobody holds, by currency.
func idleOf(licenses []app.LicenseRow) map[string]money.Amount {
	idle := map[string]money.Amount{}
	for _, l := range licenses {
		if l.Kind == app.Paid && l.Price != nil && l.Available > 0 {
			idle[l.Price.Currency] = idle[l.Price.Currency].Plus(l.Price.Times(l.Available))
		}
	}
	return idle
}

// costText says what all lines cost, what units that nobody holds cost besides, and what is in no sum.
func costText(total lists.CostTotal, idle map[string]money.Amount) string {
	var texts []string
	unpriced := int64(0)
	for _, sum := range total.Sums {
		unpriced += sum.Unpriced
		if sum.Currency == "" {
			continue
		}
		texts = append(texts, lang.L("{{.Licenses}} licenses cost {{.Amount}} a month", map[string]any{
			"Licenses": message.Number(sum.Licenses), "Amount": format.Money(sum.Spent, sum.Currency),
		})+" ("+format.Yearly(sum.Spent, sum.Currency)+")")
		if amount := idle[sum.Currency]; !amount.IsZero() {
			data := map[string]any{"Amount": format.Money(amount, sum.Currency)}
			texts = append(texts, lang.L("{{.Amount}} more for units that nobody holds", data))
		}
	}
	if unpriced > 0 {
		text := lang.L("{{.Count}} without a price, in no sum", map[string]any{"Count": message.Number(unpriced)})
		if len(total.Unpriced) > 0 {
			text += ": " + strings.Join(total.Unpriced, ", ")
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, " · ")
}
