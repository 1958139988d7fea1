package lists

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"inventorybeacon/app/export"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/inventory/filter"
)

// List is one of the lists of the inventory.
type List string

// The lists. Their values are the commands that print them.
const (
	Users        List = "users"
	Applications List = "applications"
	Licenses     List = "licenses"
	Usage        List = "usage"
	Reclaim      List = "reclaim"
	Changes      List = "changes"
	Costs        List = "costs"
)

// All are all lists.
var All = []List{Users, Applications, Licenses, Usage, Costs, Reclaim, Changes}

// What lists are filtered by.
type (
	FilterError      = filter.Error
	FilterExpression = filter.Expression
	FilterCondition  = filter.Condition
	FilterProperty   = filter.Property
	FilterOperator   = filter.Operator
	Group            = inventory.Group
)

// Query says what of a list is wanted, and how.
type Query struct {
	List List
	// Connections are the ids of connections; none means all.
	Connections []string
	Search      string
	// Filter is an expression as [filter.Parse] reads it.
	Filter string
	// Columns are the columns in their order; none are the usual ones.
	Columns []string
	// Sort is a column, with - before it to descend; empty is the usual order.
	Sort string
	// GroupBy counts the rows by a column, in place of listing them. The groups then have
	// the columns of that name and [CountColumn], those of recommendations also what they
	// save and those of costs what they cost, and the largest comes first.
	GroupBy string
	// Window is the number of days in which a user was active; 0 is the usual one.
	Window int
	// Limit is the greatest number of rows, all when it is 0.
	Limit int
	// Progress is told now and then how many rows were written; may be nil.
	Progress func(rows int64)

	// License is that whose holders are asked for, or that can be taken back.
	License string
	// Of changes: see [history.ChangeQuery].
	Tenants []string
	Since   time.Time
	User    string
	// Of users: see [inventory.UserQuery].
	Activity inventory.Activity
	Failed   bool
}

// The operators of conditions.
const (
	FilterIs       = filter.Is
	FilterIsNot    = filter.IsNot
	FilterContains = filter.Contains
	FilterBefore   = filter.Before
	FilterAfter    = filter.After
	FilterOneOf    = filter.OneOf
)

// Whether a property is a number or a day, whose operators are said in other words.
const (
	FilterNumber = filter.Number
	FilterDay    = filter.Day
)

// CountColumn is the column with the number of rows of a group.
const CountColumn = "count"

// preparedList is a query that was checked.
type preparedList struct {
	Query
	expression filter.Expression
	sort       string
	descending bool
	// tenantIDs are those of the tenants by their connections, where rows are to say them.
	tenantIDs map[string]string
}

// order is the column that the query sorts by, with - before it to descend.
func (q preparedList) order() string {
	if q.descending {
		return "-" + q.sort
	}
	return q.sort
}

// listing is a kind of list: a [listed], or one that is counted in its own way.
type listing interface {
	properties() []filter.Property
	names() []string
	// sorts are the columns that rows are sorted by, groupings those that they are counted by;
	// counted are the columns of what is counted.
	sorts() []string
	groupings() []string
	counted(by string) []string
	usual(q Query) []string
	title(column string) string
	count(ctx context.Context, of *Lists, q preparedList) ([]inventory.Group, error)
	write(ctx context.Context, of *Lists, w io.Writer, format export.Format, q preparedList) (int64, error)
}

func (l List) listing() listing {
	switch l {
	case Applications:
		return applicationList
	case Licenses:
		return licenseList
	case Usage:
		return usageList
	case Reclaim:
		return recommended
	case Changes:
		return changeList
	case Costs:
		return costs
	default:
		return userList
	}
}

// Properties are what the list can be filtered by.
func (l List) Properties() []filter.Property { return l.listing().properties() }

// Columns are the names of all columns of the list.
func (l List) Columns() []string { return l.listing().names() }

// Groupings are the columns that rows of the list are counted by.
func (l List) Groupings() []string { return l.listing().groupings() }

// Usual are the columns of the list that are written where none are named.
func (l List) Usual() []string { return l.listing().usual(Query{List: l}) }

// ParseFilter reads an expression on the list. The error is a [FilterError].
func (l List) ParseFilter(text string) (filter.Expression, error) {
	return filter.Parse(text, l.Properties())
}

// CheckList looks whether a list has what a query names. The error is a [FilterError].
func CheckList(q Query) error {
	_, err := prepare(q)
	return err
}

func prepare(q Query) (p preparedList, err error) {
	list := q.List.listing()
	if p.expression, err = filter.Parse(q.Filter, list.properties()); err != nil {
		return p, err
	}
	known, sorts := list.names(), list.sorts()
	if q.GroupBy != "" {
		if q.GroupBy, err = columnFor("filter.no-group", q.GroupBy, list.groupings(), list.names()); err != nil {
			return p, err
		}
		known = list.counted(q.GroupBy)
		sorts = known
	}
	switch {
	case q.Columns != nil:
		if q.Columns, err = columnsOf(q.Columns, known, list.names()); err != nil {
			return p, err
		}
	case q.GroupBy != "":
		q.Columns = known
	default:
		q.Columns = list.usual(q)
	}
	p.Query = q
	if name, descending := strings.CutPrefix(q.Sort, "-"); q.Sort != "" {
		p.descending = descending
		p.sort, err = columnFor("filter.no-order", name, sorts, list.names())
	}
	return p, err
}

// columnsOf are the columns of names, each once: no program can tell two of one name apart.
func columnsOf(names, known, all []string) ([]string, error) {
	columns := []string{}
	for _, name := range names {
		c, err := columnFor("filter.no-group-column", name, known, all)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(columns, c) {
			columns = append(columns, c)
		}
	}
	return columns, nil
}

// columnFor is [Column] for something that not all columns of a list are for: of the others the error says so, by the ID of a message.
func columnFor(what, name string, known, all []string) (string, error) {
	column, err := Column(name, known)
	if err == nil {
		return column, nil
	}
	if other, unknown := Column(name, all); unknown == nil {
		return "", filter.Unfit(what, other, known)
	}
	return "", err
}

// Column returns the name of a column as it is known, whatever its letters' case is and which of the
// words for it was typed. The error names the nearest one.
func Column(name string, known []string) (string, error) {
	name = strings.TrimSpace(name)
	if name == "" {
		return "", filter.MissingColumn(known)
	}
	at := filter.Find(name, known)
	if at < 0 {
		return "", filter.UnknownColumn(name, known)
	}
	return known[at], nil
}

// Like reports whether a name may be meant by what was typed.
func Like(typed, name string) bool { return filter.Like(typed, name) }

// WriteList writes the rows or groups of a list, and returns how many there were. The
// error may be a [FilterError].
func (l *Lists) WriteList(ctx context.Context, w io.Writer, format export.Format, q Query) (int64, error) {
	p, err := prepare(q)
	if err != nil {
		return 0, err
	}
	programs := format == export.JSON || format != export.Table && q.List == Licenses // whose prices are read again
	if programs && q.Columns == nil && q.GroupBy == "" && slices.Contains(q.List.Columns(), TenantColumn) {
		published, err := l.inventory.Published(ctx)
		if err != nil {
			return 0, err
		}
		if severalTenants(published) {
			p.Columns, p.tenantIDs = append(p.Columns, TenantColumn), map[string]string{}
			for _, of := range published {
				p.tenantIDs[of.Connection] = of.Tenant.ID
			}
		}
	}
	return q.List.listing().write(ctx, l, w, format, p)
}

// TenantColumn says whose a row is. Programs are told when there are several tenants, people when they ask for it.
const TenantColumn = "tenant"

// TenantIDColumn has its id, which programs are told beside the name: two tenants may have one name.
const TenantIDColumn = "tenantId"

// SeveralTenants reports whether more than one tenant was imported.
func (l *Lists) SeveralTenants(ctx context.Context) (bool, error) {
	published, err := l.inventory.Published(ctx)
	return severalTenants(published), err
}

func severalTenants(published []inventory.Published) bool {
	return slices.ContainsFunc(published, func(p inventory.Published) bool { return !strings.EqualFold(p.Tenant.ID, published[0].Tenant.ID) })
}
