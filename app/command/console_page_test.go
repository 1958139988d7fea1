package command

import (
	"os"
	"slices"
	"strings"
	"testing"

	"inventorybeacon/app/lists"
)

// consolePage is docs/console.md, which is written by hand.
func consolePage(t *testing.T) []string {
	t.Helper()
	content, err := os.ReadFile("../../docs/console.md")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(content), "\n")
}

func TestThePageOfTheConsoleNamesEveryCommand(t *testing.T) {
	page := consolePage(t)
	for _, leaf := range modelOf(t).Leaves(true) {
		if hidden(leaf) {
			continue
		}
		names := strings.Fields(strings.TrimPrefix(leaf.Path(), "inventory-beacon "))
		if leaf.Parent.DefaultCmd == leaf { // whose name nobody types
			names = names[:len(names)-1]
		}
		if !slices.ContainsFunc(page, func(line string) bool { return namesCommand(line, names) }) {
			t.Errorf("docs/console.md has no line for %s", strings.Join(names, " "))
		}
	}
}

// namesCommand says whether a line of the list is about a command: it begins with the first of
// its names and has the last one.
func namesCommand(line string, names []string) bool {
	if !strings.HasPrefix(line, "    ") {
		return false
	}
	words := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" |[]", r) })
	if len(words) < 2 || words[0] != "inventory-beacon" {
		return false
	}
	first := words[1] == names[0] || len(names) == 1 && words[1] == "version" // in whose line others stand
	return first && slices.Contains(words, names[len(names)-1])
}

func TestThePageOfTheConsoleNamesEveryColumn(t *testing.T) {
	page := consolePage(t)
	for _, list := range lists.All {
		row := slices.IndexFunc(page, func(line string) bool { return strings.HasPrefix(line, "| `"+string(list)+"` |") })
		if row < 0 {
			t.Errorf("docs/console.md has no row for the columns of %s", list)
			continue
		}
		for _, column := range list.Columns() {
			if !strings.Contains(page[row], "`"+column+"`") {
				t.Errorf("docs/console.md does not name the column %s of %s", column, list)
			}
		}
	}
}
