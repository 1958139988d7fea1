package message_test

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// titleOf says which argument of a function is the title of a page or a dialog.
var titleOf = map[string]int{"page.New": 0, "dialog.New": 1, "OpenFile": 0, "SaveFile": 0, "ChooseFolder": 0}

// saidInTitles are titles that say what has happened; they are written as sentences are.
var saidInTitles = []string{"Inventory Beacon cannot start", "Import of {{.Name}} held back"}

// TestTitlesAreWrittenAsThoseOfTheOriginal, such as "Create PowerShell Source Connection": all words but the short ones begin with a
// capital.
func TestTitlesAreWrittenAsThoseOfTheOriginal(t *testing.T) {
	found := 0
	eachSource(t, "ui", nil, func(_ string, file *ast.File, at func(token.Pos) token.Position) {
		ast.Inspect(file, func(n ast.Node) bool {
			title, is := titleIn(n)
			if !is {
				return true
			}
			found++
			if want := capitalized(title); title != want && !slices.Contains(saidInTitles, title) {
				t.Errorf("%s: %q is written %q", at(n.Pos()), title, want)
			}
			return true
		})
	})
	if found < 30 {
		t.Errorf("%d titles were found", found)
	}
}

// titleIn is the title that a call says in words.
func titleIn(n ast.Node) (title string, is bool) {
	call, is := n.(*ast.CallExpr)
	if !is {
		return "", false
	}
	argument, is := titleOf[calledName(call)]
	if !is {
		name, method, dotted := strings.Cut(calledName(call), ".")
		if argument, is = titleOf[method]; !is || !dotted || name == "dialog" || name == "page" {
			return "", false
		}
	}
	if len(call.Args) <= argument {
		return "", false
	}
	words, is := call.Args[argument].(*ast.CallExpr)
	if !is || calledName(words) != "lang.L" {
		return "", false
	}
	literal, is := words.Args[0].(*ast.BasicLit)
	if !is {
		return "", false
	}
	title, err := strconv.Unquote(literal.Value)
	return title, err == nil
}

// calledName is the name of a called function with the last one before it, such as lang.L.
func calledName(call *ast.CallExpr) string {
	selector, is := call.Fun.(*ast.SelectorExpr)
	if !is {
		return ""
	}
	switch of := selector.X.(type) {
	case *ast.Ident:
		return of.Name + "." + selector.Sel.Name
	case *ast.SelectorExpr:
		return of.Sel.Name + "." + selector.Sel.Name
	default:
		return ""
	}
}

// capitalized writes a title as the original does.
func capitalized(title string) string {
	short := []string{"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
	words := strings.Split(title, " ")
	for i, word := range words {
		if i > 0 && i < len(words)-1 && slices.Contains(short, word) {
			continue
		}
		letters := []rune(word)
		letters[0] = unicode.ToUpper(letters[0])
		words[i] = string(letters)
	}
	return strings.Join(words, " ")
}
