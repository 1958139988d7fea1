// Package pricelist reads lists of prices that people keep in spreadsheets: CSV as any
// program writes it, and Excel workbooks.
package pricelist

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"inventorybeacon/connector"
)

// Row is a price as it stands in a file: texts, not looked at.
type Row struct {
	// Line is where it stands, from 1 with the headings.
	Line                             int
	SKU, Amount, Currency, Per, From string
	// Tenant is the id or the name of the tenant that the price is for; empty for all.
	Tenant string
	// DecimalComma is set where the comma stands before decimals, as semicolons between
	// columns tell; the point may then stand between thousands.
	DecimalComma bool
}

// mostBytes is beyond any list of prices: some thousand lines.
const mostBytes = 16 << 20

// headings are what the columns are called, in lower case and without spaces: as the
// documentation says, and as our own exports of licenses do. The first that is there
// counts.
var headings = struct{ sku, amount, currency, per, from, tenant []string }{
	sku:      []string{"sku", "skuid", "skupartnumber"},
	amount:   []string{"price", "amount"},
	currency: []string{"currency"},
	per:      []string{"per"},
	from:     []string{"from"},
	tenant:   []string{"tenantid", "tenant"},
}

// line is a line of a table.
type line struct {
	number int
	cells  []string
}

// Read returns the prices of a file, of a workbook those of the first sheet. Lines without
// an amount are left out. The errors say in words what is wrong with the file.
func Read(path string) ([]Row, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, mostBytes+1))
	if err != nil {
		return nil, err
	}
	if len(content) > mostBytes {
		return nil, fileError("price.file.large", path, errors.New("too large"))
	}
	lines, decimalComma, err := parse(path, content)
	if err != nil {
		return nil, fileError("price.file.unreadable", path, err)
	}
	rows, err := rowsOf(path, lines)
	for i := range rows {
		rows[i].DecimalComma = decimalComma
	}
	return rows, err
}

// parse reads what the file is, whatever its name says.
func parse(path string, content []byte) (lines []line, decimalComma bool, err error) {
	if strings.HasPrefix(string(content), "PK\x03\x04") {
		lines, err = parseWorkbook(content)
		return lines, false, err
	}
	if strings.EqualFold(filepath.Ext(path), ".xls") {
		return nil, false, errors.New("a workbook of before Excel 2007")
	}
	return parseCSV(content)
}

// rowsOf finds the columns in the first line with something in it.
func rowsOf(path string, lines []line) ([]Row, error) {
	lines = slices.DeleteFunc(lines, func(l line) bool { return strings.TrimSpace(strings.Join(l.cells, "")) == "" })
	if len(lines) == 0 {
		return nil, fileError("price.file.empty", path, nil)
	}
	names := make([]string, len(lines[0].cells))
	for i, cell := range lines[0].cells {
		names[i] = strings.ToLower(strings.Join(strings.Fields(cell), ""))
	}
	column := func(called []string) int {
		for _, name := range called {
			if i := slices.Index(names, name); i >= 0 {
				return i
			}
		}
		return -1
	}
	sku, amount, currency := column(headings.sku), column(headings.amount), column(headings.currency)
	for _, needed := range []struct {
		at   int
		name string
	}{{sku, "SKU"}, {amount, "Price"}, {currency, "Currency"}} {
		if needed.at < 0 {
			return nil, connector.NewError(connector.Message{ID: "price.file.heading", Data: connector.Data{"Path": path, "Heading": needed.name}},
				nil)
		}
	}
	per, from, tenant := column(headings.per), column(headings.from), column(headings.tenant)
	var rows []Row
	for _, l := range lines[1:] {
		cell := func(column int) string {
			if column < 0 || column >= len(l.cells) {
				return ""
			}
			return strings.TrimSpace(l.cells[column])
		}
		row := Row{
			Line: l.number, SKU: cell(sku), Amount: cell(amount), Currency: cell(currency), Per: cell(per), From: cell(from), Tenant: cell(tenant),
		}
		if row.Amount != "" {
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		return nil, fileError("price.file.empty", path, nil)
	}
	return rows, nil
}

func fileError(id, path string, cause error) error {
	message := connector.Message{ID: id, Data: connector.Data{"Path": path}}
	if cause != nil {
		cause = fmt.Errorf("reading prices: %w", cause)
	}
	return connector.NewError(message, cause)
}
