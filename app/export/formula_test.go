package export

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestNoFormatMakesAFormulaOfAName(t *testing.T) {
	for _, name := range []string{
		"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", `=HYPERLINK("http://x")`, " =1", "\u00a0=1", "\u200b=1", `"=1`,
		"＝1+1", "＋1", "－1", "＠SUM(A1)", "﹦1",
	} {
		t.Run(fmt.Sprintf("given %q", name), func(t *testing.T) {
			records := []record{{name: name, count: -5, list: []string{name}}}
			rows, err := csv.NewReader(strings.NewReader(string(written(t, CSV, records)))).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			if row := rows[1]; !strings.Contains(row[0], "'") || !strings.Contains(row[6], "'") || row[1] != "-5" {
				t.Errorf("CSV: %q", row)
			}
			book := openBook(t, written(t, XLSX, records))
			for _, cell := range []string{"A2", "G2"} {
				if formula, err := book.GetCellFormula("Sheet1", cell); err != nil || formula != "" {
					t.Errorf("%s is the formula %q (%v)", cell, formula, err)
				}
				if kind, err := book.GetCellType("Sheet1", cell); err != nil || kind != excelize.CellTypeInlineString {
					t.Errorf("%s is of type %v (%v)", cell, kind, err)
				}
			}
			var back []map[string]any
			if err := json.Unmarshal(written(t, JSON, records), &back); err != nil || back[0]["name"] != name {
				t.Errorf("JSON changed it to %q (%v)", back[0]["name"], err)
			}
		})
	}
}

func TestCSVIsHarmlessWhereverASpreadsheetEndsCells(t *testing.T) {
	for given, want := range map[string]string{
		"=1+1":               `"'=1+1"`,
		"\t=1":               "\"'\t'=1\"",
		"a;=1+1":             `"a;'=1+1"`,
		"a,@b":               `"a,'@b"`,
		"a\t+1":              "\"a\t'+1\"",
		"a|-1":               `"a|'-1"`,
		"a\n=1\r-1":          "\"a\n'=1\r'-1\"",
		`a; "=1`:             `"a; ""'=1"`,
		"a;＝1":               `"a;'＝1"`,
		"a;b":                `"a;b"`,
		"Müller - Köln":      "Müller - Köln",
		"jo+news@x.example":  "jo+news@x.example",
		"1=1":                "1=1",
		"O'Neil, Shaquille":  `"O'Neil, Shaquille"`,
		" a":                 `" a"`,
		"株式会社":               "株式会社",
		"half \xff = broken": "half \xff = broken",
		"\xff=1":             "\xff=1",
	} {
		if got := string(appendCSV(nil, given)); got != want {
			t.Errorf("%q is written as %q, want %q", given, got, want)
		}
	}
	for given, want := range map[any]string{int64(-5): "-5", -0.25: "-0.25", nil: "", true: "true"} {
		if got := string(appendCSV(nil, given)); got != want {
			t.Errorf("%v is written as %q, want %q", given, got, want)
		}
	}
}

func TestCSVChangesOnlyWhatWouldBeAFormula(t *testing.T) {
	for text, want := range map[string]string{
		"plain": `plain`, "a b": `a b`, "": ``, ",x": `",x"`, ";x": `";x"`, "|x": `"|x"`, "\tx": "\"'\tx\"", "\nx": "\"'\nx\"", "x,y": `"x,y"`,
		" x": `" x"`, "x ": `"x "`, `"x"`: `"""x"""`, "=x": `"'=x"`, ",=x": `",'=x"`, "a=x": `a=x`, "x-1": `x-1`, "-1": `"'-1"`,
		"\u00a0x": "\"\u00a0x\"",
		"é":       `é`, "é,-x": `"é,'-x"`, "＝x": `"'＝x"`, "x\u200b": "x\u200b",
	} {
		if got := string(appendCSV(nil, text)); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}
