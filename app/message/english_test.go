package message_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/token"
	"maps"
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/app"
	"inventorybeacon/app/export"
	"inventorybeacon/app/lists"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

var update = flag.Bool("update", false, "write the texts found in the code into assets/translations/en.json")

const (
	root        = "../.."
	englishFile = root + "/assets/translations/en.json"
)

// messageID is what tells the ID of a message from a text of the program, which is its
// own entry.
var messageID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$`)

// TestEnglishHasEveryText holds the list of texts, from which translations are
// made, equal to the texts in the code.
func TestEnglishHasEveryText(t *testing.T) {
	want, _, _ := inCode(t)
	for _, text := range textsByValue() {
		want[text] = text
	}
	entries := english(t)
	got := map[string]any{}
	for id, entry := range entries {
		if !messageID.MatchString(id) {
			got[id] = entry
		}
	}
	if *update {
		for id := range got {
			delete(entries, id)
		}
		maps.Copy(entries, want)
		writeTexts(t, entries)
		got = want
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s is not what the code says (go test ./app/message -run %s -update): -code +file\n%s", englishFile, t.Name(), diff)
	}
}

// TestEveryMessageHasItsWords and every entry of the catalogue its message.
func TestEveryMessageHasItsWords(t *testing.T) {
	_, ids, literals := inCode(t)
	entries := english(t)
	for id, place := range ids {
		if _, ok := entries[id]; !ok {
			t.Errorf("%s: the message %s is not in %s", place, id, englishFile)
		}
		if !messageID.MatchString(id) {
			t.Errorf("%s: %s is not written as the ID of a message", place, id)
		}
	}
	rooms := map[string]bool{}
	for id := range entries {
		base := strings.TrimSuffix(id, ".action")
		if !messageID.MatchString(id) {
			continue
		}
		rooms[roomOf(id)] = true
		if !literals[base] {
			t.Errorf("%s: nothing in the code is called %s", englishFile, base)
		}
	}
	files := map[string]bool{
		"central.db": true, "central.lock": true, "history.db": true, "inventory.db": true, "inventory.lock": true, "configuration.lock": true,
		"scheduler.lock": true, "doctor.json": true,
		"central.json": true, "central.tls": true, // of the support bundle, and a key of configurations
		"service.offered": true,                                                                                      // a setting
		"report.day":      true, "report.every": true, "report.attach": true, "report.time": true, "report.on": true, // keys
	}
	for id := range literals { // a function may choose the ID of a message
		if _, ok := entries[id]; !ok && messageID.MatchString(id) && rooms[roomOf(id)] && !files[id] {
			t.Errorf("the message %s is not in %s", id, englishFile)
		}
	}
}

// roomOf is what the ID of a message begins with.
func roomOf(id string) string {
	room, _, _ := strings.Cut(id, ".")
	return room
}

func english(t *testing.T) map[string]any {
	t.Helper()
	content, err := os.ReadFile(englishFile)
	if err != nil {
		t.Fatal(err)
	}
	var entries map[string]any
	if err := json.Unmarshal(content, &entries); err != nil {
		t.Fatal(err)
	}
	return entries
}

// readLongAgo is an inventory of which all parts are older than the import.
var readLongAgo = app.Published{
	At: time.Unix(2, 0), SubscriptionsRead: time.Unix(1, 0), GroupsRead: time.Unix(1, 0),
	ActiveUsersRead: time.Unix(1, 0), AppUsersRead: time.Unix(1, 0), ActivationsRead: time.Unix(1, 0), CopilotRead: time.Unix(1, 0),
}

// textsByValue are the texts that are looked up by a value of the program and
// not by a literal.
func textsByValue() []string {
	texts := []string{"No client secret", "Not saved yet", "Not signed in", "Not run yet"}
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
		texts = append(texts, string(status), message.StatusText(status))
	}
	texts = append(texts, titles(lists.UserColumns()[1:])...)
	texts = append(texts, titles(lists.LicenseColumns())...)
	texts = append(texts, titles(lists.ApplicationColumns())...)
	texts = append(texts, titles(lists.UsageColumns())...)
	everything := ^app.Part(0)
	for _, older := range app.OlderParts(readLongAgo, everything) {
		texts = append(texts, older.Name)
	}
	for _, trigger := range []app.Trigger{app.TriggerManual, app.TriggerConsole} {
		texts = append(texts, message.TriggerText(trigger))
	}
	return texts
}

// titles are the headings of columns.
func titles[T any](columns []export.Column[T]) (texts []string) {
	for _, c := range columns {
		texts = append(texts, c.Title)
	}
	return texts
}

// inCode finds in all packages the texts given to a function L, the IDs of messages
// with the places where they stand, and all literals.
func inCode(t *testing.T) (texts map[string]any, ids map[string]token.Position, literals map[string]bool) {
	t.Helper()
	texts, ids, literals = map[string]any{}, map[string]token.Position{}, map[string]bool{}
	eachSource(t, "", nil, func(name string, file *ast.File, at func(token.Pos) token.Position) {
		ast.Inspect(file, func(node ast.Node) bool {
			for _, text := range translated(node, strings.HasPrefix(name, "app/command/")) {
				texts[text] = text
			}
			if id, ok := identified(node); ok {
				ids[id] = at(node.Pos())
			}
			if text, ok := literal(node); ok {
				literals[text] = true
			}
			return true
		})
	})
	return texts, ids, literals
}

// translators are the functions of the console that put their first text into the language
// of the account, as L does everywhere, and those that do so with every one.
var translators, headings = map[string]bool{
	"Printf": true, "Note": true, "Say": true, "Ask": true, "Complain": true,
	"Confirm": true, "confirmHeld": true, "UsageErrorf": true, "FieldErrorf": true, "Add": true, "do": true, "says": true,
}, map[string]bool{"NewTable": true}

// translated are the texts of a node that the program translates; console says that it is
// of a command.
func translated(node ast.Node, console bool) (texts []string) {
	switch node := node.(type) {
	case *ast.CallExpr:
		name := called(node)
		for _, argument := range node.Args {
			text, ok := literal(argument)
			every := console && headings[name]
			if !ok || !every && name != "L" && (!console || !translators[name]) || !hasWords(text) {
				continue
			}
			texts = append(texts, text)
			if !every {
				break
			}
		}
	case *ast.Field: // of the grammar of the console
		if node.Tag != nil && console {
			tag, _ := strconv.Unquote(node.Tag.Value)
			if help := reflect.StructTag(tag).Get("help"); help != "" {
				texts = append(texts, help)
			}
		}
	}
	return texts
}

func called(call *ast.CallExpr) string {
	switch function := call.Fun.(type) {
	case *ast.SelectorExpr:
		return function.Sel.Name
	case *ast.Ident:
		return function.Name
	default:
		return ""
	}
}

var verbs = regexp.MustCompile(`%(\[\d+\])?[-+ #0]*\d*(\.\d+)?[a-zA-Z%]`)

// hasWords reports whether there is something to translate in a text.
func hasWords(text string) bool {
	return strings.ContainsFunc(verbs.ReplaceAllString(text, ""), unicode.IsLetter)
}

// identified is the ID of a connector.Message.
func identified(node ast.Node) (id string, ok bool) {
	value, isLiteral := node.(*ast.CompositeLit)
	if !isLiteral {
		return "", false
	}
	switch of := value.Type.(type) {
	case *ast.Ident:
		ok = of.Name == "Message"
	case *ast.SelectorExpr:
		ok = of.Sel.Name == "Message"
	}
	if !ok {
		return "", false
	}
	for _, element := range value.Elts {
		pair, isPair := element.(*ast.KeyValueExpr)
		if !isPair {
			continue
		}
		if key, isName := pair.Key.(*ast.Ident); isName && key.Name == "ID" {
			return literal(pair.Value)
		}
	}
	return "", false
}

func literal(node ast.Node) (text string, ok bool) {
	basic, isLiteral := node.(*ast.BasicLit)
	if !isLiteral || basic.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(basic.Value)
	return text, err == nil
}

func writeTexts(t *testing.T, texts map[string]any) {
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
