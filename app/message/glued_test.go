package message_test

import (
	"go/ast"
	"go/token"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// TestNoSentenceIsGluedFromParts finds entries of the catalogue that are part of a
// sentence: those beside which a blank is added. Other languages have another order of
// words. Whole sentences, and what stands in parentheses, may follow each other.
func TestNoSentenceIsGluedFromParts(t *testing.T) {
	for _, room := range []string{"ui", "app"} {
		eachSource(t, room, nil, func(_ string, file *ast.File, at func(token.Pos) token.Position) {
			ast.Inspect(file, func(node ast.Node) bool {
				sum, ok := node.(*ast.BinaryExpr)
				if !ok || sum.Op != token.ADD {
					return true
				}
				for _, part := range [][2]ast.Expr{{sum.X, sum.Y}, {sum.Y, sum.X}} {
					if text := entryOf(part[0]); text != "" && isBlank(part[1]) && !standsAlone(text) {
						t.Errorf("%s: %q is a part of a sentence: make the sentence the entry, with data in it", at(sum.Pos()), text)
					}
				}
				return true
			})
		})
	}
}

// entryOf is the entry of the catalogue that the outermost part of a sum asks for.
func entryOf(part ast.Expr) string {
	switch part := part.(type) {
	case *ast.BinaryExpr: // a + b + c is (a + b) + c
		return entryOf(part.Y)
	case *ast.CallExpr:
		if called(part) == "L" && len(part.Args) > 0 {
			text, _ := literal(part.Args[0])
			return text
		}
	}
	return ""
}

// isBlank reports whether what stands next to an entry is a blank, alone or with what precedes it.
func isBlank(part ast.Expr) bool {
	if sum, ok := part.(*ast.BinaryExpr); ok {
		part = sum.Y
	}
	text, ok := literal(part)
	return ok && text == " "
}

func standsAlone(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return first == '(' || unicode.IsUpper(first) && strings.HasSuffix(text, ".") || strings.HasPrefix(text, "{{") &&
		strings.HasSuffix(text, ".")
}
