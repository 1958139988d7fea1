//go:build !windows

package command

import (
	"encoding/json"
	"slices"
	"testing"

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
	if want := (keyRow{Place: "file", File: "beacon.key"}).fixed(); status.Key != want && status.Key != "file "+dir+"/beacon.key" {
		t.Errorf("the key is in %q, want %q", status.Key, want)
	}
}
