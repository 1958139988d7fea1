package message_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// spoken are the rooms whose texts people read, with what is looked for in them: any
// words, or whole sentences where errors carry messages and words are codes.
var spoken = map[string]*regexp.Regexp{"ui": anyWords, "app": anyWords, "schedule": anyWords, "store": sentences, "connector": sentences}

var (
	anyWords  = regexp.MustCompile(`[A-Za-z]{2,} [a-z]{2,}`)
	sentences = regexp.MustCompile(`^[A-Z][^\n]* [a-z][^\n]*[.!]$`)
)

// silent are what only tests or machines see, a tenant that plays Microsoft, and what is written into databases.
var silent = []string{
	"app/notify/notifytest", "app/metrics/collect.go", "app/metrics/families.go",
	"connector/demotenant", "connector/displaytest", "connector/microsoft365/internal/sourcetest", "app/inventorytest",
	"ui/session/sessiontest",
	"ui/widgets/widgettest", "ui/inspect_journey.go",
	"store/central/views.go", // what is said of columns, in a database that people of many languages share
	"store/central/centraltest",
}

// technical are the functions whose texts are for a log, for code or for a machine.
var technical = []string{
	"Errorf", "New", "Info", "InfoContext", "Warn", "WarnContext", "Error", "ErrorContext", "Debug", "LogError", "panic", "MustCompile",
	"Fprintf", "macro", "fail", "missing",
}

// untranslatable are names, data, commands, and what other programs say.
var untranslatable = regexp.MustCompile(strings.Join([]string{
	`^inventory-beacon `, `^inventory (users|usage|reclaim|licenses) --`, `^license = `, `^connection (sign-in|consent-link|edit)$`, `^central set$`, `^ --browser system$`, `^Copy consent link$`, // commands, and labels in advice
	`^(SELECT|DELETE|UPDATE|INSERT|DROP|CREATE) `, `^(run|time|passed|not|data|disk) [a-z ]+$`, `^(Client secret|Refresh token|Names in reports)$`, // values in JSON
	`^(access is denied|authentication required|already exists|exit status)$`, `^json: `, `^invalid (port|URL)`,
	`^(on run|display alert|end run)`, `^Demonstration tenant$`, `^fonts-noto`, `\[cut: a cell holds`,
	`^(the stored secrets, to look for them|the data directory|this program)$`, // in the support bundle
	`^[a-z]+ing [a-z ]+$`,                           // what is being done, for the log
	`^This build of SQLite has no full-text search`, // the log
}, "|"))

// TestNoTextIsLeftOutOfTheCatalogue finds literals with words that no translator sees.
func TestNoTextIsLeftOutOfTheCatalogue(t *testing.T) {
	entries := english(t)
	for room, wanted := range spoken {
		err := filepath.WalkDir(filepath.Join(root, room), func(name string, entry fs.DirEntry, err error) error {
			inside := strings.TrimPrefix(filepath.ToSlash(name), root+"/")
			switch {
			case err == nil && !slices.Contains(silent, inside):
			case err == nil && entry.IsDir():
				return fs.SkipDir
			default:
				return err
			}
			if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			files := token.NewFileSet()
			file, err := parser.ParseFile(files, name, nil, 0)
			if err != nil {
				return err
			}
			for _, one := range wordsOf(file) {
				text, _ := literal(one)
				if _, ok := entries[text]; !ok && wanted.MatchString(text) && !untranslatable.MatchString(text) {
					t.Errorf("%s: %q is not in the catalogue", files.Position(one.Pos()), text)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// wordsOf are the literals of a file but for tags and what is for logs and code.
func wordsOf(file *ast.File) (found []*ast.BasicLit) {
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.Field:
			return node.Tag == nil
		case *ast.FuncDecl:
			return node.Name.Name != "Error"
		case *ast.CallExpr:
			return !slices.Contains(technical, called(node))
		case *ast.BasicLit:
			if node.Kind == token.STRING {
				found = append(found, node)
			}
		}
		return true
	})
	return found
}
