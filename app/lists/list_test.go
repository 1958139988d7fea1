package lists

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/app/export"
	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/inventory/filter"
)

func someLicenses() []inventory.LicenseRow {
	number := func(n int64) *int64 { return &n }
	return []inventory.LicenseRow{
		{
			SKUPartNumber: "SPE_E5", Product: "Microsoft 365 E5", Kind: inventory.Paid, Purchased: 10, Assigned: 9, Active: number(5),
			Inactive: number(2), New: number(0), Unknown: 2, Renewal: 20500,
		},
		{
			SKUPartNumber: "SPE_E3", Product: "Microsoft 365 E3", Kind: inventory.Paid, Purchased: 20, Assigned: 20, Active: number(20),
			Inactive: number(0), New: number(0), Renewal: 20400,
		},
		{SKUPartNumber: "FLOW_FREE", Product: "Power Automate Free", Kind: inventory.Free, Purchased: 10000, Assigned: 3, Unknown: 3},
		{SKUPartNumber: "MCOEV", Product: "Größe", Kind: inventory.Trial},
	}
}

func TestLicensesAreFilteredAndSortedByEveryColumn(t *testing.T) {
	for _, given := range []struct{ filter, sort, want string }{
		{"", "", "SPE_E5 SPE_E3 FLOW_FREE MCOEV"},
		{"kind = paid", "assigned", "SPE_E5 SPE_E3"},
		{"kind != paid", "-purchased", "FLOW_FREE MCOEV"},
		{"license = spe_e5", "", "SPE_E5"},
		{`license = "microsoft 365 e5"`, "", "SPE_E5"},
		{`license in ("Microsoft 365 E3", FLOW_FREE)`, "", "SPE_E3 FLOW_FREE"},
		{`license != "Microsoft 365 E5"`, "", "SPE_E3 FLOW_FREE MCOEV"},
		{`license ~ "365"`, "", "SPE_E5 SPE_E3"},
		{"license < G", "", "FLOW_FREE"},
		{"product ~ GRÖSS or", "", ""},
		{"product ~ GRÖß", "", "MCOEV"},
		{"assigned > 3 and purchased < 15", "", "SPE_E5"},
		{"active = yes", "-active", "SPE_E3 SPE_E5"},
		{"active = no", "", "SPE_E5"},
		{"active != no", "", "SPE_E3 FLOW_FREE MCOEV"},
		{"active in (no, unknown)", "", "SPE_E5 FLOW_FREE"},
		{"active > 5", "", "SPE_E3"},
		{"active = 5", "", "SPE_E5"},
		{`active = ""`, "", "FLOW_FREE MCOEV"},
		{`active != ""`, "", "SPE_E5 SPE_E3"},
		{`active in ("", 5)`, "", "SPE_E5 FLOW_FREE MCOEV"},
		{`active > ""`, "", "none"},
		{`inactive = "" and purchased > 0`, "", "FLOW_FREE"},
		{`assigned = ""`, "", "none"},
		{"active != 5", "", "SPE_E3 FLOW_FREE MCOEV"},
		{"renewal = never", "product", "MCOEV FLOW_FREE"},
		{"renewal < 2026-01-01", "", "SPE_E3"},
		{"", "active", "FLOW_FREE MCOEV SPE_E5 SPE_E3"},
	} {
		p, err := prepare(Query{List: Licenses, Filter: given.filter, Sort: given.sort})
		if given.want == "" {
			var wrong *FilterError
			if !errors.As(err, &wrong) {
				t.Errorf("%s: %v", given.filter, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range inMemory(licenseList, someLicenses(), p, 20450) {
			got = append(got, row.SKUPartNumber)
		}
		if given.want == "none" {
			given.want = ""
		}
		if strings.Join(got, " ") != given.want {
			t.Errorf("%s by %s: %v, want %s", given.filter, given.sort, got, given.want)
		}
	}
}

// Two columns of one name can be told apart by no program.
func TestAColumnThatIsAskedForTwiceStandsOnce(t *testing.T) {
	for _, given := range []struct {
		query Query
		want  []string
	}{
		{Query{List: Users, Columns: []string{"mail", "department", "Mail", " department"}}, []string{"mail", "department"}},
		{Query{List: Users, GroupBy: "department", Columns: []string{"count", "count"}}, []string{"count"}},
	} {
		asked := slices.Clone(given.query.Columns)
		p, err := prepare(given.query)
		if err != nil || !slices.Equal(p.Columns, given.want) {
			t.Errorf("%q are %q, want %q: %v", asked, p.Columns, given.want, err)
		}
		if !slices.Equal(given.query.Columns, asked) {
			t.Errorf("the query's own columns became %q", given.query.Columns)
		}
	}
}

// toldOnly are columns of recommendations that are made of what was found, after it was found.
var toldOnly = []string{"since", "evidence", "assigned", "priceYear"}

// Every column of a list is one to filter and to sort by, and the other way round.
func TestWhatIsShownCanBeFiltered(t *testing.T) {
	for _, list := range All {
		for _, column := range list.Columns() {
			if list == Reclaim && slices.Contains(toldOnly, column) {
				continue
			}
			if _, known := filter.Named(list.Properties(), column); !known {
				t.Errorf("%s cannot be filtered by %s", list, column)
			}
			if list == Usage && column == "platform" { // any number of them
				continue
			}
			if err := CheckList(Query{List: list, Sort: "-" + column, Columns: []string{strings.ToUpper(column)}, GroupBy: ""}); err != nil {
				t.Errorf("%s by %s: %v", list, column, err)
			}
		}
	}
}

func TestColumnsAreThoseThatWereAskedFor(t *testing.T) {
	usual := licenseList.usual(Query{})
	for _, given := range []struct {
		name    string
		query   Query
		columns []string
		sort    string
		wrong   bool
	}{
		{"given none, then the usual ones", Query{}, usual, "", false},
		{
			"given some, then in their order, however they are written",
			Query{Columns: []string{" ASSIGNED", "Product"}, Sort: "-Purchased"},
			[]string{"assigned", "product"},
			"purchased", false,
		},
		{
			"given a group, then it and how many there are",
			Query{GroupBy: "KIND", Sort: "COUNT"},
			[]string{"kind", CountColumn},
			CountColumn,
			false,
		},
		{"given a column that a group has not", Query{GroupBy: "kind", Columns: []string{"product"}}, nil, "", true},
		{"given an order by a column that a group has not", Query{GroupBy: "kind", Sort: "product"}, nil, "", true},
		{"given a second column that is none", Query{Columns: []string{"product", "nothing"}}, nil, "", true},
		{"given a group by what is no column", Query{GroupBy: "nothing"}, nil, "", true},
		{"given an order by what is no column", Query{Sort: "-nothing"}, nil, "", true},
	} {
		t.Run(given.name, func(t *testing.T) {
			given.query.List = Licenses
			asked := slices.Clone(given.query.Columns)
			p, err := prepare(given.query)
			var wrong *FilterError
			if given.wrong {
				if !errors.As(err, &wrong) {
					t.Errorf("it is taken: %v", err)
				}
				return
			}
			if err != nil || !slices.Equal(p.Columns, given.columns) || p.sort != given.sort ||
				p.descending != strings.HasPrefix(given.query.Sort, "-") {
				t.Errorf("columns %q by %q, descending %v, %v; want %q by %q", p.Columns, p.sort, p.descending, err, given.columns, given.sort)
			}
			if !slices.Equal(given.query.Columns, asked) {
				t.Errorf("the caller's columns became %q", given.query.Columns)
			}
		})
	}
}

func TestGroupsAreCountedAndOrdered(t *testing.T) {
	for _, given := range []struct {
		sort  string
		limit int
		want  string
	}{
		{"", 0, "Kind,Count\r\npaid,2\r\nfree,1\r\ntrial,1\r\n"},
		{"-kind", 0, "Kind,Count\r\ntrial,1\r\npaid,2\r\nfree,1\r\n"},
		{"count", 2, "Kind,Count\r\nfree,1\r\ntrial,1\r\n"},
	} {
		p, err := prepare(Query{List: Licenses, GroupBy: "KIND", Sort: given.sort, Limit: given.limit})
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		groups := orderGroups(countRows(licenseList, someLicenses(), p.GroupBy), p)
		_, err = export.Write(&out, export.CSV, groupColumns("kind", "Kind", export.Words, p.Columns),
			export.Rows(func() ([]inventory.Group, error) { return groups, nil }))
		if diff := cmp.Diff(given.want, out.String()); err != nil || diff != "" {
			t.Errorf("by %s: %v\n%s", given.sort, err, diff)
		}
	}
}

// Letters beyond ASCII have their case, too.
func TestGroupsOfLicensesAreAsLargeAsTheirRowsAreMany(t *testing.T) {
	licenses := append(someLicenses(), inventory.LicenseRow{Product: "größe"}, inventory.LicenseRow{Product: "GRÖẞE"},
		inventory.LicenseRow{Product: "microsoft 365 e5"})
	groups := countRows(licenseList, licenses, "product")
	if len(groups) != 4 {
		t.Errorf("%+v", groups)
	}
	for _, group := range groups {
		c, _ := Licenses.GroupCondition("product", group)
		if rows := inMemory(licenseList, slices.Clone(licenses), preparedList{expression: FilterExpression{c}},
			20450); int64(len(rows)) != group.Count {
			t.Errorf("%s: %d rows, the group counts %d", c, len(rows), group.Count)
		}
	}
}

func TestNamesOfViewsAreNamesOfFiles(t *testing.T) {
	for name, good := range map[string]bool{
		"Sales": true, "Über uns 株式会社": true, "a.b": true, "CON": false, "con.x": false, "COM1": false, "COM10": true, "a/b": false, `a\b`: false,
		"a:b": false,
		"":    false, ".x": false, "x.": false, "-x": false, "a\nb": false, "a\u202eb": false, strings.Repeat("é", 80): true,
		strings.Repeat("é", 81): false,
	} {
		if err := checkViewName(name); (err == nil) != good {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestTenantsAreToldApartByTheirIDs(t *testing.T) {
	several := func(tenants ...string) bool {
		var of []inventory.Published
		for _, id := range tenants {
			of = append(of, inventory.Published{Tenant: connector.Tenant{ID: id}})
		}
		return severalTenants(of)
	}
	if several() || several("a") || several("a", "A") || !several("a", "b") || !several("a", "a", "b") {
		t.Error("tenants are told apart by their ids, whatever the case")
	}
}

func TestARefusalSaysWhatAColumnIsNotFor(t *testing.T) {
	for _, given := range []struct {
		query Query
		want  string
	}{
		{Query{List: Users, Sort: "-"}, "filter.missing-column"},
		{Query{List: Users, Columns: []string{" "}}, "filter.missing-column"},
		{Query{List: Reclaim, Sort: "evidence"}, "filter.no-order"},
		{Query{List: Reclaim, GroupBy: "evidence"}, "filter.no-group"},
		{Query{List: Changes, GroupBy: "time"}, "filter.no-group"},
		{Query{List: Users, GroupBy: "department", Columns: []string{"mail"}}, "filter.no-group-column"},
		{Query{List: Users, GroupBy: "department", Sort: "mail"}, "filter.no-order"},
		{Query{List: Users, GroupBy: "departmnt"}, "filter.unknown-column"},
		{Query{List: Users, Sort: "-color"}, "filter.no-column"},
	} {
		var refused *FilterError
		if err := CheckList(given.query); !errors.As(err, &refused) || refused.Message().ID != given.want {
			t.Errorf("%+v: %v, want %s", given.query, err, given.want)
		}
	}
}
