//go:build !windows

package command

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/app/command/key"
	"inventorybeacon/connector/demotenant"
)

// inAnotherLanguage runs the program in the pseudo-language and reads its JSON.
func inAnotherLanguage(t *testing.T, dir string, into any, args ...string) {
	t.Helper()
	program := process(t.Context(), dir, args...)
	program.Env = append(program.Env, "LANGUAGE=", "LC_MESSAGES=", "LC_ALL=en_XA", "LANG=en_XA")
	output, err := program.Output()
	if err != nil {
		t.Log(err)
	}
	if err := json.Unmarshal(output, into); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
}

func TestWordsThatProgramsGoByAreTheSameInEveryLanguage(t *testing.T) {
	server, dir := newTenant(t, demotenant.Options{Users: 20}), t.TempDir()
	server.connect(t, dir, "Contoso")
	type check struct{ Name, Meaning string }
	var english, other []check
	if err := json.Unmarshal([]byte(succeed(t, dir, "connection", "test", "Contoso", "--json")), &english); err != nil {
		t.Fatal(err)
	}
	inAnotherLanguage(t, dir, &other, "connection", "test", "Contoso", "--json")
	names := func(checks []check) (names []string) {
		for _, c := range checks {
			names = append(names, c.Name)
		}
		return names
	}
	if want, got := names(english), names(other); !slices.Equal(want, got) || want[0] != "Network" || slices.Contains(want, "") {
		t.Errorf("%q, and in another language %q", want, got)
	}
	if other[0].Meaning == english[0].Meaning {
		t.Errorf("%q is not in another language", other[0].Meaning)
	}
	var status struct{ Key string }
	inAnotherLanguage(t, dir, &status, "service", "status", "--json")
	if want := (key.Row{Place: "file", File: "beacon.key"}).Fixed(); status.Key != want && status.Key != "file "+dir+"/beacon.key" {
		t.Errorf("the key is in %q, want %q", status.Key, want)
	}
}

// inPseudo runs the program in the pseudo-language and returns all that it says.
func inPseudo(t *testing.T, dir string, args ...string) string {
	t.Helper()
	program := process(t.Context(), dir, args...)
	program.Env = append(program.Env, "LANGUAGE=", "LC_MESSAGES=", "LC_ALL=en_XA", "LANG=en_XA")
	output, _ := program.CombinedOutput() // that it fails is told by what it says
	return string(output)
}

func TestHelpAndWrongCallsAreInTheLanguageOfTheAccount(t *testing.T) {
	for _, given := range []struct {
		args    []string
		want    string // in this language
		notWant string // in English
	}{
		{[]string{"--help"}, "⟦Ûšàĝé", "Usage:"},
		{[]string{"--help"}, "--quiet", "Flags:"},
		{[]string{"--help"}, "inventory-beacon <command> --help", "for more information"},
		{[]string{"connection", "add", "--help"}, "⟦Àŕĝûm", "Arguments:"},
		{[]string{"connection", "add", "--help"}, "--help", "Show context-sensitive help"},
		{[]string{"import", "--nonsense"}, "--nonsense", "unknown flag"},
		{[]string{"price", "set", "SPE_E5", "-5.5", "EUR"}, "-5.5", "unknown flag"},
		{[]string{"--quiett", "import"}, "--quiet", "did you mean"},
		{[]string{"import", "Contoso", "nonsense", "nonsense"}, "nonsense", "unexpected argument"},
		{[]string{"connection", "show"}, `"<name>"`, "expected"},
		{[]string{"connection"}, `"list"`, "expected one of"},
		{[]string{"--log-level", "loud", "import"}, `"loud"`, "must be one of"},
		{[]string{"task", "list", "--limit", "many"}, `"many"`, "expected"},
	} {
		got := inPseudo(t, t.TempDir(), given.args...)
		if !strings.Contains(got, given.want) || strings.Contains(got, given.notWant) {
			t.Errorf("%q says, without %q or with %q:\n%s", given.args, given.want, given.notWant, got)
		}
	}
}

func TestNothingIsNoneOfTheValuesOfAnOption(t *testing.T) {
	status, _, stderr := run(t, t.TempDir(), "inventory", "users", "--format", "docx")
	if status != exitWrong || !strings.Contains(stderr, `must be one of "table",`) {
		t.Errorf("%d: %s", status, stderr)
	}
}

func TestHeadingsAreInTheLanguageOfTheAccountAndKeysAreNot(t *testing.T) {
	server, dir := newTenant(t, demotenant.Options{Users: 20}), t.TempDir()
	server.connect(t, dir, "Contoso")
	succeed(t, dir, "import", "Contoso", "--quiet")
	for _, list := range []string{"users", "licenses", "applications", "usage"} {
		heading, _, _ := strings.Cut(inPseudo(t, dir, "inventory", list, "--format", "csv", "--limit", "1"), "\n")
		for _, title := range strings.Split(heading, ",") {
			if !strings.HasPrefix(title, "⟦") {
				t.Errorf("%s: %q is a heading", list, title)
			}
		}
		var english, other []map[string]any
		if err := json.Unmarshal([]byte(succeed(t, dir, "inventory", list, "--json", "--limit", "1")), &english); err != nil {
			t.Fatal(err)
		}
		inAnotherLanguage(t, dir, &other, "inventory", list, "--json", "--limit", "1")
		if diff := cmp.Diff(english, other); diff != "" {
			t.Errorf("%s: -English +another language\n%s", list, diff)
		}
	}
}
