package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
)

// mutant is one small harmful change of a source file: the bytes from begin to end
// are replaced.
type mutant struct {
	file       string
	line       int
	begin, end int
	text       string
	what       string // "< becomes <="
}

// swaps are operators and those that they are confused with.
var swaps = map[token.Token]token.Token{
	token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR,
	token.EQL: token.NEQ, token.NEQ: token.EQL, token.LAND: token.LOR, token.LOR: token.LAND,
	token.ADD: token.SUB, token.SUB: token.ADD, token.MUL: token.QUO, token.QUO: token.MUL,
}

// inSQL are such changes within a statement.
var inSQL = [][2]string{
	{" AND ", " OR "},
	{" OR ", " AND "},
	{"<=", "<"},
	{">=", ">"},
	{" < ", " <= "},
	{" > ", " >= "},
	{" DESC", ""},
	{" != ", " = "},
	{"NOT ", ""},
	{" DISTINCT", ""},
	{"LEFT JOIN", "JOIN"},
	{"COALESCE(", "max("},
}

// mutantsOf finds the changes that a file offers.
func mutantsOf(path string) ([]mutant, error) {
	source, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, path, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	f := finder{path: path, source: source, files: files}
	for _, declared := range parsed.Decls {
		ast.Inspect(declared, f.visit)
	}
	return f.found, nil
}

type finder struct {
	path   string
	source []byte
	files  *token.FileSet
	found  []mutant
}

func (f *finder) offset(p token.Pos) int { return f.files.Position(p).Offset }

func (f *finder) textOf(n ast.Node) string {
	return string(f.source[f.offset(n.Pos()):f.offset(n.End())])
}

func (f *finder) replace(begin, end token.Pos, text, what string) {
	f.found = append(f.found, mutant{
		file: f.path, line: f.files.Position(begin).Line, begin: f.offset(begin), end: f.offset(end), text: text, what: what,
	})
}

func (f *finder) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.ImportSpec:
		return false
	case *ast.BinaryExpr:
		f.binary(n)
	case *ast.IfStmt:
		f.replace(n.Cond.Pos(), n.Cond.End(), "false && ("+f.textOf(n.Cond)+")", "never: if "+f.textOf(n.Cond))
		f.replace(n.Cond.Pos(), n.Cond.End(), "true || ("+f.textOf(n.Cond)+")", "always: if "+f.textOf(n.Cond))
	case *ast.ReturnStmt:
		if last := len(n.Results) - 1; last >= 0 && f.textOf(n.Results[last]) == "err" {
			f.replace(n.Results[last].Pos(), n.Results[last].End(), "nil", "swallowed: "+f.textOf(n))
		}
	case *ast.BlockStmt:
		f.statements(n.List)
	case *ast.CaseClause:
		f.statements(n.Body)
	case *ast.BasicLit:
		f.literal(n)
	case *ast.Ident:
		if other := map[string]string{"true": "false", "false": "true"}[n.Name]; other != "" {
			f.replace(n.Pos(), n.End(), other, n.Name+" becomes "+other)
		}
	}
	return true
}

func (f *finder) binary(n *ast.BinaryExpr) {
	if other, known := swaps[n.Op]; known {
		end := n.OpPos + token.Pos(len(n.Op.String()))
		f.replace(n.OpPos, end, other.String(), fmt.Sprintf("%s becomes %s: %s", n.Op, other, f.textOf(n)))
	}
	if n.Op == token.LAND || n.Op == token.LOR {
		f.replace(n.Pos(), n.End(), f.textOf(n.X), "without its end: "+f.textOf(n))
		f.replace(n.Pos(), n.End(), f.textOf(n.Y), "without its beginning: "+f.textOf(n))
	}
}

// statements drops calls, assignments and what is deferred, one at a time.
func (f *finder) statements(list []ast.Stmt) {
	for _, s := range list {
		switch s := s.(type) {
		case *ast.ExprStmt, *ast.DeferStmt, *ast.IncDecStmt:
			f.replace(s.Pos(), s.End(), "", "dropped: "+f.textOf(s))
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE {
				f.replace(s.Pos(), s.End(), "", "dropped: "+f.textOf(s))
			}
		}
	}
}

func (f *finder) literal(n *ast.BasicLit) {
	switch n.Kind {
	case token.INT:
		if value, err := strconv.ParseInt(n.Value, 0, 64); err == nil {
			f.replace(n.Pos(), n.End(), strconv.FormatInt(value+1, 10), fmt.Sprintf("%s becomes %d", n.Value, value+1))
		}
	case token.STRING:
		if !strings.ContainsAny(n.Value, " ") || !isSQL(n.Value) {
			return
		}
		for _, swap := range inSQL {
			if at := strings.Index(n.Value, swap[0]); at >= 0 {
				begin := n.Pos() + token.Pos(at)
				f.replace(begin, begin+token.Pos(len(swap[0])), swap[1], fmt.Sprintf("%q becomes %q in SQL", swap[0], swap[1]))
			}
		}
	}
}

func isSQL(text string) bool {
	for _, word := range []string{"SELECT ", "WHERE ", "UPDATE ", "DELETE ", "INSERT "} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}
