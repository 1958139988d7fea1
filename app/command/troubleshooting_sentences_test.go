package command

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The cases above show what an administrator meets most, with an example. So that
// nothing is missing, every other sentence is found in the program's source: a
// string that begins like a sentence and ends like one.

// sourcesOfSentences are where errors, warnings and problems of fields are made.
// What the window and the help of the console say is not about trouble.
var sourcesOfSentences = []string{"../../connector", "../../schedule", "../../store", "../../app", "../../ui/display"}

// notTroubles are the functions, types and variables for what goes well, and for
// what is told to a log alone.
var notTroubles = []string{
	"Note", "note", "say", "line", "ClosingLine", "Status", "append", "text", "Text", "run", "Event", "signInPage", "Config", "unitData",
	"Debug", "Info", "InfoContext", "Warn", "WarnContext", "Error", "ErrorContext",
}

// completes has the sentences that are made of what other code calls a reason.
var completes = map[string]string{
	"AnswerError": "The answer for … %s.", "Invalid": "The answer for … %s.", "ContentError": "The usage report … %s.",
}

// said is what the source says: what is wrong, and what to do. A part that is
// not known before the program runs is “…”.
type said struct{ says, do string }

// otherSentences returns what no case of the groups is an example of.
func otherSentences(t *testing.T, groups []troubleGroup) troubleGroup {
	t.Helper()
	other := troubleGroup{title: "Every other sentence"}
	for _, s := range sentencesOfSource(t) {
		example := s.pattern()
		shown := slices.ContainsFunc(groups, func(g troubleGroup) bool {
			return slices.ContainsFunc(g.rows, func(row trouble) bool { return example.MatchString(row.says + " " + row.do) })
		})
		if !shown {
			other.rows = append(other.rows, trouble{says: s.says, do: s.do})
		}
	}
	return other
}

// pattern matches the sentences with anything in place of what is not known.
func (s said) pattern() *regexp.Regexp {
	text := regexp.QuoteMeta(strings.TrimSpace(s.says + " " + s.do))
	return regexp.MustCompile("(?s)" + strings.ReplaceAll(text, "…", ".*?"))
}

// sentencesOfSource returns every sentence once, in the order of the alphabet.
func sentencesOfSource(t *testing.T) []said {
	t.Helper()
	var found []said
	for _, root := range sourcesOfSentences {
		err := filepath.WalkDir(root, func(dir string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.IsDir() {
				return err
			}
			if entry.Name() == "demotenant" || entry.Name() == "testdata" {
				return fs.SkipDir
			}
			found = append(found, sentencesOfPackage(t, dir)...)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.SortFunc(found, func(a, b said) int { return cmp.Or(cmp.Compare(a.says, b.says), cmp.Compare(a.do, b.do)) })
	return slices.Compact(found)
}

func sentencesOfPackage(t *testing.T, dir string) []said {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	r := sentenceReader{constants: map[string]string{}, console: strings.HasSuffix(dir, "command")}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
		ast.Inspect(file, r.constant)
	}
	for _, file := range files {
		ast.Walk(&r, file)
	}
	return r.found
}

// sentenceReader finds the sentences of a package. Those of one statement, such as
// what is wrong and what to do, belong together.
type sentenceReader struct {
	constants map[string]string
	// console says that only advice counts: the other sentences are its help.
	console bool
	found   []said
}

// constant remembers the value of constants that are sentences. One whose name has
// several values stands for none.
func (r *sentenceReader) constant(n ast.Node) bool {
	if spec, ok := n.(*ast.ValueSpec); ok {
		for i, name := range spec.Names {
			if i >= len(spec.Values) {
				break
			}
			text := r.text(spec.Values[i])
			if before, twice := r.constants[name.Name]; twice && before != text {
				text = "…"
			}
			r.constants[name.Name] = text
		}
	}
	return true
}

// Visit implements [ast.Visitor].
func (r *sentenceReader) Visit(n ast.Node) ast.Visitor {
	switch n := n.(type) {
	case *ast.ImportSpec, *ast.GenDecl:
		if decl, ok := n.(*ast.GenDecl); ok && decl.Tok != token.CONST && decl.Tok != token.IMPORT {
			return r
		}
		return nil // constants are read where they are used
	case *ast.Field:
		return nil // a tag
	case *ast.FuncDecl:
		if slices.Contains(notTroubles, n.Name.Name) {
			return nil
		}
		if n.Body != nil && meansWell(n.Type) {
			ast.Walk(&checkReader{r}, n.Body)
			return nil
		}
	case *ast.CompositeLit:
		r.together(r.elements(n))
	case *ast.ReturnStmt:
		r.together(n.Results)
	case *ast.AssignStmt:
		if !slices.Contains(notTroubles, nameOf(n.Lhs[0])) {
			r.together(n.Rhs)
		}
	case *ast.CallExpr:
		name := nameOf(n.Fun)
		if form, ok := completes[name]; ok {
			r.complete(form, n.Args[len(n.Args)-1], nil)
		}
		if name != "Sprintf" && !slices.Contains(notTroubles, name) {
			r.together(n.Args)
		}
	}
	return r
}

// meansWell says that a function returns what a check has found, or an error.
func meansWell(f *ast.FuncType) bool {
	var results []string
	if f.Results != nil {
		for _, field := range f.Results.List {
			for range max(1, len(field.Names)) {
				results = append(results, nameOf(field.Type))
			}
		}
	}
	return slices.Equal(results, []string{"string", "error"})
}

// checkReader leaves out what such a function returns beside its error.
type checkReader struct{ *sentenceReader }

// Visit implements [ast.Visitor].
func (r *checkReader) Visit(n ast.Node) ast.Visitor {
	if returned, ok := n.(*ast.ReturnStmt); ok {
		for _, result := range returned.Results[min(1, len(returned.Results)):] {
			ast.Walk(r.sentenceReader, result)
		}
		return nil
	}
	if r.sentenceReader.Visit(n) == nil {
		return nil
	}
	return r
}

// elements returns the values of a literal. Its reason is made a sentence, with
// what to do about it.
func (r *sentenceReader) elements(literal *ast.CompositeLit) []ast.Expr {
	kind := nameOf(literal.Type)
	if slices.Contains(notTroubles, kind) || r.console && kind != "Advice" {
		return nil
	}
	var (
		values         []ast.Expr
		reason, action ast.Expr
		form, reasoned = completes[kind]
	)
	for _, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		switch {
		case !ok:
			values = append(values, element)
		case reasoned && nameOf(pair.Key) == "Reason":
			reason = pair.Value
		case reasoned && nameOf(pair.Key) == "Action":
			action = pair.Value
		default:
			values = append(values, pair.Value)
		}
	}
	if reason != nil {
		r.complete(form, reason, action)
	}
	return values
}

func (r *sentenceReader) complete(form string, reason, action ast.Expr) {
	text, do := r.text(reason), ""
	if action != nil {
		do = strings.Trim(r.text(action), "…")
	}
	if text != "…" {
		r.found = append(r.found, said{strings.Replace(form, "%s", text, 1), do})
	}
}

// together takes the sentences among expressions for one: the first says what is
// wrong, the others what to do.
func (r *sentenceReader) together(expressions []ast.Expr) {
	var texts []string
	for _, e := range expressions {
		if text := r.text(e); isSentence(text) {
			texts = append(texts, text)
		}
	}
	if len(texts) == 0 || r.console && len(texts) < 2 {
		return
	}
	says, do, both := strings.Cut(texts[0], ". ")
	switch {
	case len(texts) > 1:
		says, do = texts[0], strings.Join(texts[1:], " ")
	case both:
		says += "."
	}
	r.found = append(r.found, said{strings.TrimSpace(says), do})
}

var verb = regexp.MustCompile(`%[-+#0]*[0-9.]*[a-zA-Z]`)

// text is what an expression says, with “…” for what is not known here.
func (r *sentenceReader) text(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			text, _ := strconv.Unquote(e.Value)
			return strings.ReplaceAll(verb.ReplaceAllString(text, "…"), "%%", "%")
		}
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return strings.ReplaceAll(r.text(e.X)+r.text(e.Y), "……", "…")
		}
	case *ast.ParenExpr:
		return r.text(e.X)
	case *ast.Ident:
		if text, ok := r.constants[e.Name]; ok {
			return text
		}
	case *ast.CallExpr:
		if nameOf(e.Fun) == "Sprintf" {
			return r.text(e.Args[0])
		}
	}
	return "…"
}

var sentenceForm = regexp.MustCompile(`^["“]?[A-Z…/][^\n]* [^\n]*\.$`)

func isSentence(text string) bool {
	return sentenceForm.MatchString(strings.TrimSpace(text)) && strings.Trim(text, "… .:,%") != ""
}

func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	default:
		return ""
	}
}

func TestSentencesAreFoundInTheSource(t *testing.T) {
	found := sentencesOfSource(t)
	for _, want := range []said{
		{"The connection … is disabled, so nothing is imported through it.", "Enable the connection, then execute the import again."},
		{"Nobody is signed in.", "Edit the connection and sign in again with Generate..."},
		{"That is not an address.", "Copy the whole address bar of the page where the sign-in ended; it begins with …."},
		{"The answer for … was cut off before its end.", ""},
	} {
		if !slices.Contains(found, want) {
			t.Errorf("%+v was not found", want)
		}
	}
	for _, s := range found {
		if strings.Contains(s.says, "can be read.") {
			t.Errorf("%+v is no trouble", s)
		}
	}
	if len(found) < 300 {
		t.Errorf("only %d sentences", len(found))
	}
}
