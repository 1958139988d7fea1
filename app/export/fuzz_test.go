package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"inventorybeacon/connector"
)

func seed(f *testing.F) {
	for _, name := range []string{
		"", "Anna", `a "b", c`, "=1+1", "two\nlines", "two\r\nlines", "\r", "'", "Zoë 株式会社 🙂", "\x00\x1b",
		"\xff\xfe", "\ufeff", "a;b", "a;=1", "; =1", ",\"@x", "＝1", " <&>\u2028",
	} {
		f.Add(name, int64(-3), int32(20000), "E3")
	}
}

func FuzzJSON(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, name string, count int64, day int32, item string) {
		given := record{name: name, count: count, day: connector.Date(day % 1_000_000), list: []string{item, name}}
		if given.day < 0 {
			given.day = -given.day
		}
		var back []struct {
			Name  *string
			Count int64
			Day   connector.Date
			List  []string
		}
		if err := json.Unmarshal(written(t, JSON, []record{given, {}}), &back); err != nil || len(back) != 2 {
			t.Fatalf("%d rows, %v", len(back), err)
		}
		valid := func(s string) string { return strings.ToValidUTF8(s, "\ufffd") }
		got := back[0]
		if (got.Name == nil) != (name == "") || got.Name != nil && plainText(*got.Name) != plainText(valid(name)) {
			t.Errorf("name %v, want %q", got.Name, name)
		}
		if got.Count != count || len(got.List) != 2 || plainText(got.List[0]) != plainText(valid(item)) {
			t.Errorf("count %d, list %q", got.Count, got.List)
		}
		// Days after the year 9999 have no ISO date.
		if given.day <= 2932896 && got.Day != given.day {
			t.Errorf("day %s, want %s", got.Day, given.day)
		}
	})
}

// plainText takes runs of replacement characters for one: how many bytes of an
// invalid text make one is left open.
func plainText(s string) string {
	for strings.Contains(s, "\ufffd\ufffd") {
		s = strings.ReplaceAll(s, "\ufffd\ufffd", "\ufffd")
	}
	return s
}

func FuzzCSV(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, name string, count int64, day int32, item string) {
		given := record{name: name, count: count, day: connector.Date(day % 1_000_000), list: []string{item}}
		rows, err := csv.NewReader(bytes.NewReader(written(t, CSV, []record{given, {}}))).ReadAll()
		if err != nil || len(rows) != 3 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		got := rows[1]
		if bare(got[0]) != bare(name) || bare(got[6]) != bare(item) {
			t.Errorf("%q and %q, want %q and %q", got[0], got[6], name, item)
		}
		for _, cell := range []string{got[0], got[6]} {
			if begin := formula.FindString(cell); begin != "" {
				t.Errorf("%q of %q begins like a formula", begin, cell)
			}
		}
		if got[1] != plain(count) || got[5] != given.day.String() {
			t.Errorf("count %q, day %q", got[1], got[5])
		}
	})
}

// formula is what a spreadsheet may take for one, wherever it ends cells.
var formula = regexp.MustCompile(`(^|[,;|\t\r\n])[\s"\x00-\x1f]*[=+\-@＝＋－＠]|^[\t\r\n]`)

// bare is a text without apostrophes, which keep it from being a formula, and
// without carriage returns, which encoding/csv takes for line ends.
func bare(s string) string { return strings.NewReplacer("'", "", "\r", "").Replace(s) }
