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

// The cases show what an administrator sees most, with an example. So that nothing
// is missing, every other sentence is taken from the catalogue of messages.

// said is what a message says: what it is about, what is wrong, and what to do. A part that
// is not known before the program runs is “…”.
type said struct{ about, says, do string }

// subjects are what messages are about, by the first word of their IDs, in the order in which
// the page has them.
var subjects = []struct {
	title string
	words []string
}{
	{"Connections", []string{"connection", "workspace", "tenant", "certificate", "check"}},
	{"Signing in", []string{"entra", "browser"}},
	{"Networks and proxies", []string{"network"}},
	{"Graph and reports", []string{"graph", "report", "users"}},
	{"Imports", []string{"import", "imports", "held-back"}},
	{"Schedules, services and monitoring", []string{"schedule", "scheduler", "service", "metrics"}},
	{"Notifications", []string{"notify", "mail", "webhook"}},
	{"The central database", []string{"central", "publish"}},
	{"The data directory", []string{"store", "sqlite", "folder", "lock", "inventory", "history", "app"}},
	{"Keys", []string{"vault"}},
	{"Files for apply", []string{"configuration"}},
	{"Prices, names and licenses", []string{"price", "commitment", "license", "names", "reclaim"}},
	{"Lists, filters and exports", []string{"filter", "view", "list", "export"}},
	{"The console and the window", []string{"console", "doctor", "display", "error", "character"}},
}

// subjectOf is what a message is about; -1 when nobody has said.
func subjectOf(id string) int {
	word, _, _ := strings.Cut(id, ".")
	for i, s := range subjects {
		if slices.Contains(s.words, word) {
			return i
		}
	}
	return -1
}

// otherSentences returns, by subject, what no case of the groups is an example of.
func otherSentences(t *testing.T, groups []troubleGroup) []troubleGroup {
	t.Helper()
	others := make([]troubleGroup, len(subjects))
	for i, s := range subjects {
		others[i].title = s.title
	}
	told := map[string]bool{}
	for _, s := range sentencesOfCatalogue(t) {
		example := s.pattern()
		shown := slices.ContainsFunc(groups, func(g troubleGroup) bool {
			return slices.ContainsFunc(g.rows, func(row trouble) bool { return example.MatchString(row.says + " " + row.do) })
		})
		if shown || told[s.says+s.do] {
			continue
		}
		told[s.says+s.do] = true
		i := slices.IndexFunc(others, func(g troubleGroup) bool { return g.title == s.about })
		others[i].rows = append(others[i].rows, trouble{says: s.says, do: s.do})
	}
	return slices.DeleteFunc(others, func(g troubleGroup) bool { return len(g.rows) == 0 })
}

// pattern matches the sentences with anything in place of what is not known.
func (s said) pattern() *regexp.Regexp {
	text := regexp.QuoteMeta(strings.TrimSpace(s.says + " " + s.do))
	return regexp.MustCompile("(?s)" + strings.ReplaceAll(text, "…", ".*?"))
}

// noTroubles are in the IDs of messages about what goes well: lines of a task's log,
// what a check has found, what a sign-in waits for, and what the browser shows meanwhile.
var noTroubles = []string{
	"app.after-", "scheduler.", "imports.published", "imports.took", "note.", ".passed.", ".status.", "entra.page.opening",
	"entra.page.signed-in",
}

// instruction begins what says by itself what to do, and nothing of what is wrong.
var instruction = regexp.MustCompile(`^(Choose|Do not|Enter|Write) `)

// besideFields are the beginnings of the IDs of what stands beside a field or a line of a file,
// where nothing else has to be said about what to do.
var besideFields = []string{"connection.", "schedule.", "configuration.", "price.", "notify."}

// causes of notifications stand beside nothing; the import or the connection says what to do.
var causes = []string{"notify.expiring.", "notify.held-back", "notify.import-failed"}

var placeholder = regexp.MustCompile(`\{\{.*?\}\}`)

// sentencesOfCatalogue returns every sentence once, by subject and in the order of the alphabet.
// What there is nothing to do about is left out, and what has no text of its own.
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
	begins := func(id string) func(string) bool {
		return func(part string) bool { return strings.HasPrefix(id, part) }
	}
	for id := range entries {
		good := strings.HasSuffix(id, ".over") || slices.ContainsFunc(noTroubles, func(part string) bool { return strings.Contains(id, part) })
		if good || !strings.Contains(id, ".") || strings.Contains(id, " ") || strings.HasSuffix(id, ".action") {
			continue
		}
		says, do := text(id), text(id+".action")
		if words(do) == 0 {
			if do = ""; !isSentence(says) {
				continue
			}
			says, do = firstSentence(says)
		}
		if words(do) == 0 && slices.ContainsFunc(besideFields, begins(id)) && !slices.ContainsFunc(causes, begins(id)) {
			do = correct
		}
		if words(says) < 2 || words(do) == 0 || do == correct && instruction.MatchString(says) {
			continue
		}
		about := subjectOf(id)
		if about < 0 {
			t.Errorf("%s is about nothing: give the first word of its ID a subject", id)
			continue
		}
		found = append(found, said{subjects[about].title, says, do})
	}
	slices.SortFunc(found, func(a, b said) int {
		return cmp.Or(cmp.Compare(a.about, b.about), cmp.Compare(a.says, b.says), cmp.Compare(a.do, b.do))
	})
	return slices.Compact(found)
}

var word = regexp.MustCompile(`\pL{2,}`)

// words is how many words a text has besides what is not known.
func words(text string) int { return len(word.FindAllString(text, -1)) }

var sentenceEnd = regexp.MustCompile(`\. (["“…(]*\p{Lu}|…)`)

// firstSentence parts a text after its first sentence; a button's name may end in “...”.
func firstSentence(text string) (first, rest string) {
	end := sentenceEnd.FindStringIndex(text)
	if end == nil {
		return text, ""
	}
	return text[:end[0]+1], text[end[0]+2:]
}

var sentenceForm = regexp.MustCompile(`^["“]?[A-Z…/][^\n]* [^\n]*\.$`)

func isSentence(text string) bool {
	return sentenceForm.MatchString(strings.TrimSpace(text)) && strings.Trim(text, "… .:,%") != ""
}

func TestSentencesAreFoundInTheCatalogue(t *testing.T) {
	found := sentencesOfCatalogue(t)
	for _, want := range []said{
		{
			"Imports", "The connection \"…\" is disabled, so nothing is imported through it.",
			"Enable the connection, then execute the import again.",
		},
		{
			"Notifications", "…: … units more of … are assigned than were purchased.",
			"… are assigned and … were purchased. Take some back, or purchase more.",
		},
		{"Signing in", "Nobody is signed in.", "Edit the connection and sign in again with Generate..."},
		{"Signing in", "That is not an address.", "Copy the whole address bar of the page where the sign-in ended; it begins with …."},
		{
			"Graph and reports", "The answer for … was cut off before its end.",
			"Execute the import again; if it happens again, check whether a proxy changes or cuts answers.",
		},
	} {
		if !slices.Contains(found, want) {
			t.Errorf("%+v was not found", want)
		}
	}
	for _, s := range found {
		if strings.Contains(s.says, "can be read.") || s.do == "" || strings.HasPrefix(s.do, "in ") {
			t.Errorf("%+v is no trouble", s)
		}
	}
	if len(found) < 300 {
		t.Errorf("only %d sentences", len(found))
	}
}

func TestASentenceEndsWhereTheNextOneBegins(t *testing.T) {
	for text, want := range map[string][2]string{
		"It is lost. Enter it again.":                           {"It is lost.", "Enter it again."},
		"Give it up (Give Up the Secrets... in the window).":    {"Give it up (Give Up the Secrets... in the window).", ""},
		"Sign in again with Generate... If it happens, wait.":   {"Sign in again with Generate...", "If it happens, wait."},
		"The file … is damaged. … was kept.":                    {"The file … is damaged.", "… was kept."},
		"A text such as contoso.com. “Test” says more about it": {"A text such as contoso.com.", "“Test” says more about it"},
	} {
		if first, rest := firstSentence(text); first != want[0] || rest != want[1] {
			t.Errorf("%q: %q and %q", text, first, rest)
		}
	}
}
