// Package productnames reads Microsoft's table of product names and service plan
// identifiers, of which it publishes a CSV file.
package productnames

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network"
)

// maxTable is the largest table that is read, in bytes. Microsoft's has 2 MB.
const maxTable = 32 << 20

// oneIsBroken is of how many rows one may be broken: Microsoft's table has always had a
// few that were not quite right, and a table of which many are is not this one.
const oneIsBroken = 20

// The columns of the table, in lower case.
const (
	productName = "product_display_name"
	partNumber  = "string_id"
	productID   = "guid"
	plan        = "service_plan_name"
	planID      = "service_plan_id"
	planName    = "service_plans_included_friendly_names"
)

var guid = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// Read reads a table, which from names in the errors.
func Read(table io.Reader, from string) (connector.ProductNames, error) {
	content, err := io.ReadAll(io.LimitReader(table, maxTable+1))
	switch {
	case err != nil:
		return connector.ProductNames{}, err
	case len(content) > maxTable:
		return connector.ProductNames{}, connector.NewError(connector.Message{
			ID: "names.large", Data: connector.Data{"From": from, "Most": connector.Size(maxTable)},
		}, nil)
	}
	names, reason := read(text(content))
	if reason.ID != "" {
		return connector.ProductNames{}, connector.NewError(connector.Message{
			ID: "names.no-table", Data: connector.Data{"From": from, "Reason": reason},
		}, nil)
	}
	return names, nil
}

// text makes UTF-8 of a table. Former editions were written in Windows' code page.
func text(content []byte) []byte {
	content = network.TrimBOM(content)
	if utf8.Valid(content) {
		return content
	}
	decoded, err := charmap.Windows1252.NewDecoder().Bytes(content)
	if err != nil {
		return content
	}
	return decoded
}

// read returns what is in a table, or else why it is none.
func read(content []byte) (connector.ProductNames, connector.Message) {
	trimmed := bytes.TrimSpace(content)
	switch {
	case len(trimmed) == 0:
		return connector.ProductNames{}, connector.Message{ID: "names.reason.empty"}
	case trimmed[0] == '<':
		return connector.ProductNames{}, connector.Message{ID: "names.reason.web-page"}
	}
	rows := csv.NewReader(bytes.NewReader(trimmed))
	rows.FieldsPerRecord, rows.ReuseRecord = -1, true
	head, _, _ := bytes.Cut(trimmed, []byte("\n"))
	if bytes.Count(head, []byte(";")) > bytes.Count(head, []byte(",")) { // as former editions had it
		rows.Comma = ';'
	}
	header, err := rows.Read()
	if err != nil {
		return connector.ProductNames{}, brokenRow(rows, err)
	}
	columns, missing := places(header)
	if missing != "" {
		return connector.ProductNames{}, connector.Message{ID: "names.reason.column", Data: connector.Data{"Column": missing}}
	}
	collected := collector{products: map[string]*candidates{}, plans: map[string]*candidates{}}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || len(row) != len(header) {
			return connector.ProductNames{}, brokenRow(rows, err)
		}
		collected.add(func(column string) string { return cell(row[columns[column]]) })
	}
	switch {
	case collected.rows == 0:
		return connector.ProductNames{}, connector.Message{ID: "names.reason.empty"}
	case collected.broken*oneIsBroken > collected.rows:
		return connector.ProductNames{}, connector.Message{
			ID: "names.reason.ids", Data: connector.Data{"Count": collected.broken, "Rows": collected.rows},
		}
	}
	return collected.names(), connector.Message{}
}

// brokenRow is why a table ends in the middle, or is no CSV.
func brokenRow(rows *csv.Reader, err error) connector.Message {
	line := 1
	var broken *csv.ParseError
	if errors.As(err, &broken) {
		line = broken.Line
	} else if err == nil { // a row of another width
		line, _ = rows.FieldPos(0)
	}
	return connector.Message{ID: "names.reason.line", Data: connector.Data{"Line": connector.Digits(line)}}
}

// places returns the places of the columns, or one that is missing, as Microsoft writes
// it.
func places(header []string) (at map[string]int, missing string) {
	at = map[string]int{}
	for i, title := range header {
		at[strings.ToLower(cell(title))] = i
	}
	for _, column := range []string{
		"Product_Display_Name", "String_Id", "GUID", "Service_Plan_Name", "Service_Plan_Id", "Service_Plans_Included_Friendly_Names",
	} {
		if _, ok := at[strings.ToLower(column)]; !ok {
			return nil, column
		}
	}
	return at, ""
}

// cell is the text of a cell without the blanks around it, of which Microsoft's table has
// those that do not break, too, and in one line.
func cell(text string) string { return strings.Join(strings.Fields(text), " ") }

// collector collects the rows of a table, of which each has a product and one of its
// service plans.
type collector struct {
	products, plans map[string]*candidates // by their GUIDs
	rows, broken    int
}

func (c *collector) add(of func(column string) string) {
	c.rows++
	product, planOf := strings.ToLower(of(productID)), strings.ToLower(of(planID))
	if !guid.MatchString(product) || of(productName) == "" {
		c.broken++
		return
	}
	add(c.products, product, of(partNumber), of(productName))
	if guid.MatchString(planOf) && of(plan) != "" && of(planName) != "" {
		add(c.plans, planOf, of(plan), of(planName))
	}
}

func add(all map[string]*candidates, id, code, name string) {
	if all[id] == nil {
		all[id] = &candidates{code: strings.Clone(code), times: map[string]int{}}
	}
	all[id].times[strings.Clone(name)]++
}

// candidates are the names that a table has for one GUID.
type candidates struct {
	code  string
	times map[string]int // by name
}

// best is the name that stands there most often, but one in capitals only where there is
// no other: of a quarter of the service plans Microsoft's table has both.
func (c *candidates) best() string {
	names := make([]string, 0, len(c.times))
	for name := range c.times {
		names = append(names, name)
	}
	return slices.MaxFunc(names, func(a, b string) int {
		if isShouted(a) != isShouted(b) {
			if isShouted(a) {
				return -1
			}
			return 1
		}
		if c.times[a] != c.times[b] {
			return c.times[a] - c.times[b]
		}
		return strings.Compare(b, a)
	})
}

func isShouted(name string) bool {
	return name == strings.ToUpper(name) && name != strings.ToLower(name)
}

// names returns what was collected, by GUIDs.
func (c *collector) names() (names connector.ProductNames) {
	for id, product := range c.products {
		names.Products = append(names.Products, connector.ProductName{SKUID: id, PartNumber: product.code, Name: product.best()})
	}
	for id, plan := range c.plans {
		names.Plans = append(names.Plans, connector.PlanName{ID: id, Plan: plan.code, Name: plan.best()})
	}
	slices.SortFunc(names.Products, func(a, b connector.ProductName) int { return strings.Compare(a.SKUID, b.SKUID) })
	slices.SortFunc(names.Plans, func(a, b connector.PlanName) int { return strings.Compare(a.ID, b.ID) })
	return names
}
