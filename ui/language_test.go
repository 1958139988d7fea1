package ui

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

var update = flag.Bool("update", false, "write the texts found in the code into assets/translations/en.json")

const englishFile = "../assets/translations/en.json"

// TestEnglishHasEveryText holds the list of texts, from which translations are
// made, equal to the texts in the code.
func TestEnglishHasEveryText(t *testing.T) {
	want := textsInCode(t)
	for _, text := range textsByValue() {
		want[text] = text
	}
	if *update {
		writeTexts(t, want)
	}
	content, err := os.ReadFile(englishFile)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]string
	if err := json.Unmarshal(content, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s is not what the code says (go test ./ui -run %s -update): -code +file\n%s", englishFile, t.Name(), diff)
	}
}

// readLongAgo is an inventory of which all parts are older than the import.
var readLongAgo = app.Published{
	At: time.Unix(2, 0), SubscriptionsRead: time.Unix(1, 0), GroupsRead: time.Unix(1, 0),
	ActiveUsersRead: time.Unix(1, 0), AppUsersRead: time.Unix(1, 0), ActivationsRead: time.Unix(1, 0),
}

// textsByValue are the texts that are looked up by a value of the program and
// not by a literal.
func textsByValue() []string {
	texts := []string{"Not saved yet", "Not signed in", "Not run yet"}
	for _, phase := range []connector.Phase{
		connector.PhaseSignIn, connector.PhaseOrganization, connector.PhaseLicenses,
		connector.PhaseUsers, connector.PhaseUsage, connector.PhasePublish,
	} {
		texts = append(texts, string(phase))
	}
	for _, status := range []app.Status{
		app.StatusRunning, app.StatusSucceeded, app.StatusWarnings,
		app.StatusFailed, app.StatusCancelled, app.StatusInterrupted, app.StatusHeldBack, app.StatusDiscarded,
	} {
		texts = append(texts, string(status), message.Status(status))
	}
	everything := ^app.Part(0)
	for _, older := range app.OlderParts(readLongAgo, everything) {
		texts = append(texts, older.Name)
	}
	for _, trigger := range []app.Trigger{app.TriggerManual, app.TriggerConsole} {
		texts = append(texts, message.Trigger(trigger))
	}
	return texts
}

// textsInCode finds the literals given to lang.L in all packages of the window.
func textsInCode(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if text, ok := translated(node); ok {
				texts[text] = text
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func translated(node ast.Node) (text string, ok bool) {
	call, isCall := node.(*ast.CallExpr)
	if !isCall || len(call.Args) == 0 {
		return "", false
	}
	function, isSelector := call.Fun.(*ast.SelectorExpr)
	if !isSelector || function.Sel.Name != "L" {
		return "", false
	}
	if pkg, isName := function.X.(*ast.Ident); !isName || pkg.Name != "lang" {
		return "", false
	}
	literal, isLiteral := call.Args[0].(*ast.BasicLit)
	if !isLiteral || literal.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(literal.Value)
	return text, err == nil
}

func writeTexts(t *testing.T, texts map[string]string) {
	t.Helper()
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(texts); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(englishFile, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
