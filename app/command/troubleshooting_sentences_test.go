package command

import (
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"inventorybeacon/assets"
)

// The cases above show what an administrator sees most, with an example. So that nothing
// is missing, every other sentence is taken from the catalogue of messages.

// said is what a message says: what is wrong, and what to do. A part that is
// not known before the program runs is “…”.
type said struct{ says, do string }

// otherSentences returns what no case of the groups is an example of.
func otherSentences(t *testing.T, groups []troubleGroup) troubleGroup {
	t.Helper()
	other := troubleGroup{title: "Every other sentence"}
	for _, s := range sentencesOfCatalogue(t) {
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

// noTroubles are in the IDs of messages about what goes well: lines of a task's log,
// what a check has found, what a sign-in waits for, and what the browser shows meanwhile.
var noTroubles = []string{"app.after-", "scheduler.", "imports.published", "imports.took", "note.", ".passed.", ".status.", "entra.page.opening", "entra.page.signed-in"}

var placeholder = regexp.MustCompile(`\{\{.*?\}\}`)

// sentencesOfCatalogue returns every sentence once, in the order of the alphabet.
func sentencesOfCatalogue(t *testing.T) (found []said) {
	t.Helper()
	content, err := assets.Translations.ReadFile("translations/en.json")
	if err != nil {
		t.Fatal(err)
	}
	var entries map[string]any
	if err := json.Unmarshal(content, &entries); err != nil {
		t.Fatal(err)
	}
	text := func(id string) string {
		entry := entries[id]
		if forms, isPlural := entry.(map[string]any); isPlural {
			entry = forms["other"]
		}
		text, _ := entry.(string)
		return placeholder.ReplaceAllString(text, "…")
	}
	for id := range entries {
		good := slices.ContainsFunc(noTroubles, func(part string) bool { return strings.Contains(id, part) })
		says, do := text(id), strings.Trim(text(id+".action"), "… ")
		if good || !strings.Contains(id, ".") || strings.Contains(id, " ") || strings.HasSuffix(id, ".action") || !isSentence(says) && do == "" {
			continue
		}
		if before, after, both := strings.Cut(says, ". "); both && do == "" {
			says, do = before+".", strings.Trim(after, "…")
		}
		found = append(found, said{says, do})
	}
	slices.SortFunc(found, func(a, b said) int { return cmp.Or(cmp.Compare(a.says, b.says), cmp.Compare(a.do, b.do)) })
	return slices.Compact(found)
}

var sentenceForm = regexp.MustCompile(`^["“]?[A-Z…/][^\n]* [^\n]*\.$`)

func isSentence(text string) bool {
	return sentenceForm.MatchString(strings.TrimSpace(text)) && strings.Trim(text, "… .:,%") != ""
}

func TestSentencesAreFoundInTheCatalogue(t *testing.T) {
	found := sentencesOfCatalogue(t)
	for _, want := range []said{
		{"The connection \"…\" is disabled, so nothing is imported through it.", "Enable the connection, then execute the import again."},
		{"Nobody is signed in.", "Edit the connection and sign in again with Generate..."},
		{"That is not an address.", "Copy the whole address bar of the page where the sign-in ended; it begins with …."},
		{"The answer for … was cut off before its end.", "Execute the import again; if it happens again, check whether a proxy changes or cuts answers."},
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
