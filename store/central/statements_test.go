package central

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"inventorybeacon/store/central/centraltest"
)

// isSQL tells statements from other texts.
var isSQL = regexp.MustCompile(`^\s*(SELECT|INSERT|UPDATE|DELETE|COPY|CREATE|ALTER|DROP|COMMENT|GRANT|SAVEPOINT|ROLLBACK|WITH|SET|LOCK|DO|DECLARE|PREPARE|TRUNCATE|MERGE|LISTEN|NOTIFY)\b`)

// written are the statements of this room: those of the schema, and every literal of its code that is one or a part of one.
func written(t *testing.T) map[string][]string {
	t.Helper()
	text, err := SchemaSQL(Config{Server: "localhost", Database: "d", User: "u"})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{"SchemaSQL": statements(text)}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if one, ok := n.(*ast.BasicLit); ok && one.Kind == token.STRING {
				if text, err := strconv.Unquote(one.Value); err == nil &&
					(isSQL.MatchString(text) || strings.Contains(text, schemaPlace) || strings.HasPrefix(text, " WHERE ")) {
					all[name] = append(all[name], text)
				}
			}
			return true
		})
	}
	return all
}

func TestStatementsKeepToWhatEveryEngineHas(t *testing.T) {
	n := 0
	for place, all := range written(t) {
		for _, text := range all {
			n++
			for _, lacking := range centraltest.Lacks(text) {
				t.Errorf("%s: not every engine has %s in\n%.300s", place, lacking, text)
			}
		}
	}
	if n < 300 {
		t.Errorf("only %d statements were found", n)
	}
}

// Each table is distributed by its tenant, and so is every key and index.
func TestTenantComesFirst(t *testing.T) {
	ofAll := []string{"schema_version", "setting", "beacon", "used_application"} // small ones, which every node may have
	tables := 0
	for _, text := range statements(tablesSQL) {
		name := regexp.MustCompile(`^CREATE TABLE IF NOT EXISTS \{schema\}\.(\w+)`).FindStringSubmatch(text)
		index := regexp.MustCompile(`^CREATE INDEX IF NOT EXISTS (\w+) ON`).FindStringSubmatch(text)
		switch {
		case name != nil:
			tables++
			key := regexp.MustCompile(`(?m)PRIMARY KEY \((\w+)|^\s+(\w+) \w+ NOT NULL PRIMARY KEY`).FindStringSubmatch(text)
			if key == nil {
				t.Errorf("%s has no primary key", name[1])
				continue
			}
			first := key[1] + key[2]
			if (first == "tenant_id") == slices.Contains(ofAll, name[1]) {
				t.Errorf("the key of %s begins with %s", name[1], first)
			}
		case index != nil && !strings.Contains(text, " (tenant_id, "):
			t.Errorf("the index %s does not begin with tenant_id", index[1])
		}
	}
	if tables < 15 {
		t.Errorf("only %d tables were found", tables)
	}
}

func TestEveryColumnOfAViewIsExplained(t *testing.T) {
	for _, v := range append(views, generationsView) {
		if v.comment == "" || v.columns[0].name != "tenant_id" {
			t.Errorf("%s: %q, first %s", v.name, v.comment, v.columns[0].name)
		}
		for _, c := range v.columns {
			if c.comment == "" || c.name != strings.ToLower(c.name) {
				t.Errorf("%s.%s: %q", v.name, c.name, c.comment)
			}
		}
	}
}

func TestRowsAreReadAsTheyWereWritten(t *testing.T) {
	texts := []string{"", "a\tb", "line\nline\r", `back\slash \N`, "Ünï ☃ 𝄞", "zero\x00byte", "broken \xff", `{"a"}`}
	want := []string{"", "a\tb", "line\nline\r", `back\slash \N`, "Ünï ☃ 𝄞", "zerobyte", "broken \uFFFD", `{"a"}`}
	var rows Rows
	for range 2 {
		rows.Begin()
		for _, text := range texts {
			rows.Text(text)
		}
		rows.Null()
		rows.Some("")
		rows.End()
	}
	read := 0
	if err := rows.each(func(values []*string) error {
		read++
		for i, text := range want {
			if values[i] == nil || *values[i] != text {
				t.Errorf("%q is read as %v", texts[i], values[i])
			}
		}
		if len(values) != len(want)+2 || values[len(want)] != nil || values[len(want)+1] != nil {
			t.Errorf("%d values", len(values))
		}
		return nil
	}); err != nil || read != rows.Len() {
		t.Errorf("%d rows, %v", read, err)
	}
}
