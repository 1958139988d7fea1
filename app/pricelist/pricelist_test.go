package pricelist

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"inventorybeacon/connector"
)

func written(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func inUTF16(text string) (content []byte) {
	for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
		content = append(content, byte(unit), byte(unit>>8))
	}
	return content
}

func TestRead(t *testing.T) {
	e5 := Row{Line: 2, SKU: "SPE_E5", Amount: "54.75", Currency: "EUR"}
	german := e5
	german.Amount = "54,75"
	semicolons := german
	semicolons.DecimalComma = true
	for name, c := range map[string]struct {
		content []byte
		want    []Row
	}{
		"given commas": {[]byte("SKU,Price,Currency\nSPE_E5,54.75,EUR\n"), []Row{e5}},
		"given semicolons and a byte order mark, as Excel writes in German": {
			[]byte("\ufeffSKU;Price;Currency\r\nSPE_E5;54,75;EUR\r\n"),
			[]Row{semicolons},
		},
		"given tabs in UTF-16, as Excel writes Unicode text": {inUTF16("SKU\tPrice\tCurrency\r\nSPE_E5\t54,75\tEUR\r\n"), []Row{german}},
		"given all columns in another order, empty lines and other columns": {
			[]byte("\n From ,per,Remark,CURRENCY,amount,sku\n,,,,,\n2026-01-01,Year,\"two\nlines\",usd,1,A\n,,,,,\n,,x,eur,2,B\n"),
			[]Row{
				{Line: 4, SKU: "A", Amount: "1", Currency: "usd", Per: "Year", From: "2026-01-01"},
				{Line: 7, SKU: "B", Amount: "2", Currency: "eur"},
			},
		},
		"given our own export, then the id counts and lines without a price are left out": {
			[]byte("SKU Id,SKU Part Number,Product,Price,Currency\nid1,P1,One,3,EUR\nid2,P2,Two,,\n"),
			[]Row{{Line: 2, SKU: "id1", Amount: "3", Currency: "EUR"}},
		},
		"given our own export of several tenants, then their ids count": {
			[]byte("SKU Id,Price,Currency,Tenant,Tenant ID\nid1,3,EUR,Contoso,t1\nid1,4,EUR,,\n"),
			[]Row{
				{Line: 2, SKU: "id1", Amount: "3", Currency: "EUR", Tenant: "t1"}, {Line: 3, SKU: "id1", Amount: "4", Currency: "EUR"},
			},
		},
		"given a line that is too short, then what it lacks is empty": {
			[]byte("SKU,Price,Currency\nX,1\n"),
			[]Row{{Line: 2, SKU: "X", Amount: "1"}},
		},
		"given another encoding": {
			[]byte("SKU,Product,Price,Currency\nX,B\xfcro,1,EUR\n"),
			[]Row{{Line: 2, SKU: "X", Amount: "1", Currency: "EUR"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Read(written(t, "prices.csv", c.content))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestReadWorkbook(t *testing.T) {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	day, err := book.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	for cell, value := range map[string]any{
		"A1": "SKU", "B1": "Price", "C1": "Currency", "D1": "From", "A2": "SPE_E5", "B2": 54.750000000000007, "C2": "EUR", "D2": 46023,
		"A3": "SPE_E3", "B3": "30,5", "C3": "EUR", "D3": "2026-02-01", "A5": "X", "B5": 1e-3, "C5": "USD", "A6": "Y", "B6": 700, "C6": "USD",
	} {
		if err := book.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SetCellStyle("Sheet1", "D2", "D2", day); err != nil {
		t.Fatal(err)
	}
	buffer, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read(written(t, "prices.csv", buffer.Bytes())) // whatever it is called
	if err != nil {
		t.Fatal(err)
	}
	want := []Row{
		{Line: 2, SKU: "SPE_E5", Amount: "54.75", Currency: "EUR", From: "2026-01-01"},
		{Line: 3, SKU: "SPE_E3", Amount: "30,5", Currency: "EUR", From: "2026-02-01"},
		{Line: 5, SKU: "X", Amount: "0.001", Currency: "USD"},
		{Line: 6, SKU: "Y", Amount: "700", Currency: "USD"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestReadRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		file    string
		content []byte
		want    string
	}{
		"nothing":                    {"a.csv", nil, "price.file.empty"},
		"empty lines":                {"a.csv", []byte("\n , \n"), "price.file.empty"},
		"headings alone":             {"a.csv", []byte("SKU,Price,Currency\n"), "price.file.empty"},
		"a column that is not there": {"a.csv", []byte("SKU,Price\nX,1\n"), "price.file.heading"},
		"a quote without its other":  {"a.csv", []byte("SKU,Price,Currency\n\"X,1,EUR\n"), "price.file.unreadable"},
		"a picture":                  {"a.csv", []byte("\x89PNG\x00\x01"), "price.file.unreadable"},
		"a broken workbook":          {"a.xlsx", []byte("PK\x03\x04 and no more"), "price.file.unreadable"},
		"a workbook of before 2007":  {"a.xls", []byte("\xd0\xcf\x11\xe0"), "price.file.unreadable"},
		"a file of more than 16 MB":  {"a.csv", make([]byte, mostBytes+1), "price.file.large"},
	} {
		t.Run(name, func(t *testing.T) {
			rows, err := Read(written(t, c.file, c.content))
			var explained connector.Explained
			if !errors.As(err, &explained) || explained.Message().ID != c.want {
				t.Errorf("%v, %v; want %s", rows, err, c.want)
			}
		})
	}
}
