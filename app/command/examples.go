package command

import (
	_ "embed" // the examples
	"regexp"
	"runtime"
	"strings"

	"github.com/alecthomas/kong"

	"inventorybeacon/app/message"
)

// examplesFile has calls of commands whose options do not speak for themselves, one a line.
//
//go:embed examples.txt
var examplesFile string

// ofOneAccount are services that Windows has not.
var ofOneAccount = regexp.MustCompile(`^service .* --user`)

// examples are those of a command, by its words, that a system knows.
func examples(command, system string) (lines []string) {
	for line := range strings.Lines(examplesFile) {
		if system == "windows" && ofOneAccount.MatchString(line) {
			continue
		}
		if strings.HasPrefix(strings.TrimSpace(line)+" ", command+" ") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return lines
}

// exemplify adds its examples to the help of a command.
func exemplify(node *kong.Node) {
	lines := examples(wordsOf(node), runtime.GOOS)
	if !node.Leaf() || len(lines) == 0 { // not of a group of commands
		return
	}
	heading := message.L("Example:")
	if len(lines) > 1 {
		heading = message.L("Examples:")
	}
	node.Detail = heading + "\n\n    inventory-beacon " + strings.Join(lines, "\n    inventory-beacon ")
}

// wordsOf are the words by which a command is called.
func wordsOf(node *kong.Node) string {
	words := node.Name
	for parent := node.Parent; parent != nil && parent.Parent != nil; parent = parent.Parent {
		words = parent.Name + " " + words
	}
	return words
}
