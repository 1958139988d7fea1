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

// namedBy says which argument of a function is the title of a page or a dialog, or what a button or an entry of a menu is called.
var namedBy = map[string]int{
	"page.New": 0, "dialog.New": 1, "OpenFile": 0, "SaveFile": 0, "ChooseFolder": 0,
	"NewButton": 0, "NewPrimaryButton": 0, "NewSplitButton": 0, "NewMenuItem": 0, "ofList": 0,
	"ConfirmLoss": 2, "session.Confirm": 2,
}

// namedIn are the types whose field Text is what a button or an entry of a menu is called.
var namedIn = []string{"menu.Command", "menu.Menu", "dialog.Choice", "Choice"}

// saidInTitles are titles that say what has happened; they are written as sentences are.
var saidInTitles = []string{"Inventory Beacon cannot start", "Import of {{.Name}} held back"}

// TestTitlesButtonsAndMenusAreWrittenAsThoseOfTheOriginal, such as "Create PowerShell Source Connection" and "Execute Now": all words
// but the short ones begin with a capital.
func TestTitlesButtonsAndMenusAreWrittenAsThoseOfTheOriginal(t *testing.T) {
	found, saying := 0, map[string]bool{}
	check := func(name string, at token.Position) {
		found++
		if want := capitalized(name); name != want && !slices.Contains(saidInTitles, name) {
			t.Errorf("%s: %q is written %q", at, name, want)
		}
	}
	eachSource(t, "ui", nil, func(_ string, file *ast.File, at func(token.Pos) token.Position) {
		ast.Inspect(file, func(n ast.Node) bool {
			for _, named := range named(n) {
				if text, is := said(named); is {
					check(text, at(named.Pos()))
				}
				for _, function := range asked(named) {
					saying[function] = true
				}
			}
			return true
		})
	})
	eachSource(t, "ui", nil, func(_ string, file *ast.File, at func(token.Pos) token.Position) {
		for _, declared := range file.Decls {
			function, is := declared.(*ast.FuncDecl)
			if !is || !saying[function.Name.Name] {
				continue
			}
			ast.Inspect(function, func(n ast.Node) bool {
				if text, is := said(n); is {
					check(text, at(n.Pos()))
				}
				return true
			})
		}
	})
	if found < 200 {
		t.Errorf("%d names were found", found)
	}
}

// named are the titles, and what buttons and entries of menus are called, that a call or a composite literal has.
func named(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.CallExpr:
		name := calledName(n.Fun)
		argument, is := namedBy[name]
		if of, method, dotted := strings.Cut(name, "."); !is && (!dotted || of != "dialog" && of != "page") {
			argument, is = namedBy[method]
			if !dotted {
				argument, is = namedBy[of]
			}
		}
		if is && argument < len(n.Args) {
			return n.Args[argument : argument+1]
		}
	case *ast.CompositeLit:
		if list, is := n.Type.(*ast.ArrayType); is && slices.Contains(namedIn, calledName(list.Elt)) {
			var texts []ast.Expr
			for _, element := range n.Elts {
				if literal, is := element.(*ast.CompositeLit); is && literal.Type == nil {
					texts = append(texts, textsOf(literal)...)
				}
			}
			return texts
		}
		if slices.Contains(namedIn, calledName(n.Type)) {
			return textsOf(n)
		}
	}
	return nil
}

// textsOf are the values of the fields Text and TextNow.
func textsOf(literal *ast.CompositeLit) []ast.Expr {
	var texts []ast.Expr
	for _, element := range literal.Elts {
		if field, is := element.(*ast.KeyValueExpr); is {
			if key, is := field.Key.(*ast.Ident); is && (key.Name == "Text" || key.Name == "TextNow") {
				texts = append(texts, field.Value)
			}
		}
	}
	return texts
}

// said is what a call of lang.L says.
func said(n ast.Node) (text string, is bool) {
	call, is := n.(*ast.CallExpr)
	if !is || calledName(call.Fun) != "lang.L" {
		return "", false
	}
	literal, is := call.Args[0].(*ast.BasicLit)
	if !is {
		return "", false
	}
	text, err := strconv.Unquote(literal.Value)
	return text, err == nil
}

// asked are the functions of ours that say what something is called now.
func asked(n ast.Node) []string {
	var functions []string
	ast.Inspect(n, func(n ast.Node) bool {
		name := ""
		switch n := n.(type) {
		case *ast.SelectorExpr:
			name = n.Sel.Name
		case *ast.Ident:
			name = n.Name
		}
		if strings.HasSuffix(name, "Text") || strings.HasSuffix(name, "Label") {
			functions = append(functions, name)
		}
		return true
	})
	return functions
}

// calledName is the name of a function or a type with the last one before it, such as lang.L.
func calledName(of ast.Expr) string {
	switch of := of.(type) {
	case *ast.Ident:
		return of.Name
	case *ast.SelectorExpr:
		switch before := of.X.(type) {
		case *ast.Ident:
			return before.Name + "." + of.Sel.Name
		case *ast.SelectorExpr:
			return before.Sel.Name + "." + of.Sel.Name
		}
	}
	return ""
}

// capitalized writes a name as the original does.
func capitalized(name string) string {
	short := []string{"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
	words := strings.Split(name, " ")
	for i, word := range words {
		if i > 0 && i < len(words)-1 && slices.Contains(short, word) && words[i-1] != "Sign" {
			continue
		}
		letters := []rune(word)
		letters[0] = unicode.ToUpper(letters[0])
		words[i] = string(letters)
	}
	return strings.Join(words, " ")
}
