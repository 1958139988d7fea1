package message_test

import (
	"go/ast"
	"go/token"
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
	// commands, and labels in advice
	`^inventory-beacon `, `^inventory (users|usage|reclaim|licenses) --`, `^license = `, `^connection (sign-in|consent-link|edit)$`,
	`^central set$`, `^ --browser system$`, `^Copy Consent Link$`,
	// values in JSON
	`^(SELECT|DELETE|UPDATE|INSERT|DROP|CREATE) `, `^(run|time|passed|not|data|disk) [a-z ]+$`,
	`^(Client secret|Refresh token|Names in reports)$`,
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
		eachSource(t, room, silent, func(_ string, file *ast.File, at func(token.Pos) token.Position) {
			for _, one := range wordsOf(file) {
				text, _ := literal(one)
				if _, ok := entries[text]; !ok && wanted.MatchString(text) && !untranslatable.MatchString(text) {
					t.Errorf("%s: %q is not in the catalogue", at(one.Pos()), text)
				}
			}
		})
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
