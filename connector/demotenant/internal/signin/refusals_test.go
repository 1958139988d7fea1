package signin

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
)

// The compiler does not see whether the arguments of a refusal fit its text, which
// stands in a file.
func TestEveryRefusalHasATextThatItsArgumentsFit(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), entry.Name(), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, isCall := n.(*ast.CallExpr)
			if !isCall {
				return true
			}
			name, _ := call.Fun.(*ast.Ident)
			if name == nil || name.Name != "refusal" {
				return true
			}
			number, isNumber := call.Args[0].(*ast.BasicLit)
			if !isNumber { // the number of a fault, which has a text of its own
				return true
			}
			code, err := strconv.Atoi(number.Value)
			if err != nil {
				t.Fatal(err)
			}
			found++
			if text := refusals[code].text; text == "" || strings.Count(text, "%s") != len(call.Args)-1 ||
				strings.Count(text, "%") != len(call.Args)-1 {
				t.Errorf("%s: %d has %d arguments for %q", entry.Name(), code, len(call.Args)-1, text)
			}
			return true
		})
	}
	if found < 40 {
		t.Errorf("%d refusals were found", found)
	}
}
