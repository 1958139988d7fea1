package command

import (
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

func TestExamplesAreCallsOfTheirCommands(t *testing.T) {
	found := 0
	for _, command := range commandsOf(t) {
		for _, line := range examples(command, "linux") {
			found++
			parser, err := kong.New(&grammar{}, kong.Vars{"version": ""})
			if err != nil {
				t.Fatal(err)
			}
			parsed, err := parser.Parse(wordsOfLine(line))
			if err != nil {
				t.Errorf("%s: %v", line, err)
				continue
			}
			if called := wordsOf(parsed.Selected()); called != command {
				t.Errorf("%s calls %s, want %s", line, called, command)
			}
		}
	}
	if found < 20 {
		t.Errorf("%d examples", found)
	}
}

func TestExamplesAreOfTheSystem(t *testing.T) {
	alone := "service install --user --key file"
	for system, want := range map[string]bool{"windows": false, "linux": true, "darwin": true} {
		lines := examples("service install", system)
		if !slices.Contains(lines, "service install --key file") || slices.Contains(lines, alone) != want {
			t.Errorf("on %s they are %q", system, lines)
		}
	}
}

func TestTheHelpOfACommandHasItsExamples(t *testing.T) {
	status, help, stderr := run(t, t.TempDir(), "price", "set", "--help")
	if status != exitDone {
		t.Fatalf("%d: %s", status, stderr)
	}
	if !strings.Contains(help,
		"\nExamples:\n\n    inventory-beacon price set SPE_E5 54.75 EUR\n    inventory-beacon price set SPE_E5 657 EUR --per year") {
		t.Errorf("the help is\n%s", help)
	}
}

// wordsOfLine parts a line at its blanks, but for those between quotation marks.
func wordsOfLine(line string) (words []string) {
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 {
			words = append(words, part)
			continue
		}
		words = slices.Concat(words, strings.Fields(part))
	}
	return words
}
