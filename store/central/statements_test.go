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
)

// refusedSQL is what one of PostgreSQL, Citus, CockroachDB and YugabyteDB does not have, or PgBouncer does not pass on in
// transaction mode.
var refusedSQL = map[string]*regexp.Regexp{
	"advisory locks":                         regexp.MustCompile(`(?i)advisory`),
	"temporary tables":                       regexp.MustCompile(`(?i)\b(TEMP|TEMPORARY|UNLOGGED)\b`),
	"LISTEN and NOTIFY":                      regexp.MustCompile(`(?i)\b(LISTEN|NOTIFY|pg_notify)\b`),
	"sequences":                              regexp.MustCompile(`(?i)\b(SERIAL|BIGSERIAL|SEQUENCE|nextval|IDENTITY)\b`),
	"settings of a session":                  regexp.MustCompile(`^(SET|RESET|DISCARD|PREPARE|DEALLOCATE|DECLARE)\b`),
	"locks of tables":                        regexp.MustCompile(`(?i)\bLOCK TABLE\b`),
	"locked rows":                            regexp.MustCompile(`(?i)\bFOR (UPDATE|SHARE)\b`),
	"functions and triggers of the database": regexp.MustCompile(`(?i)\b(CREATE (OR REPLACE )?(FUNCTION|PROCEDURE|TRIGGER)|LANGUAGE plpgsql|DO \$\$)`),
	"MERGE":                                  regexp.MustCompile(`(?i)\bMERGE INTO\b`),
	"TRUNCATE":                               regexp.MustCompile(`(?i)\bTRUNCATE\b`),
	"extensions":                             regexp.MustCompile(`(?i)\bEXTENSION\b`),
	"materialized views":                     regexp.MustCompile(`(?i)\bMATERIALIZED\b`),
	"exclusion, deferrable and foreign keys": regexp.MustCompile(`(?i)\b(EXCLUDE USING|DEFERRABLE|REFERENCES|FOREIGN KEY)\b`),
	"indexes of other kinds":                 regexp.MustCompile(`(?i)\bUSING (gin|gist|brin|hash)\b`),
	"rows by their place (ctid)":             regexp.MustCompile(`(?i)\b(ctid|xmin|oid)\b`),
	"generated columns, inheritance, RETURNING OLD": regexp.MustCompile(`(?i)\b(GENERATED ALWAYS|INHERITS|RETURNING OLD)\b`),
}

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
				if text, err := strconv.Unquote(one.Value); err == nil && (isSQL.MatchString(text) || strings.Contains(text, schemaPlace) || strings.HasPrefix(text, " WHERE ")) {
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
			if strings.HasPrefix(text, "COMMENT ") { // what it says is no statement
				continue
			}
			for what, refused := range refusedSQL {
				if found := refused.FindString(text); found != "" {
					t.Errorf("%s: %s (%s) in\n%.300s", place, what, strings.TrimSpace(found), text)
				}
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
