package command

import (
	"context"
	"strings"

	"github.com/alecthomas/kong"

	"inventorybeacon/app/command/console"
)

// completeCommand is what the scripts of completion call. They give it the words of
// the command line before the cursor; the last one, which is being typed, has = in
// front of it, because some shells leave out arguments that are empty. It prints a
// candidate a line, with what it means behind a tab.
type completeCommand struct {
	Words []string `arg:"" optional:""`
}

// The lines by which a script is told to complete the names of files or folders.
const (
	completeFiles   = ":files"
	completeFolders = ":folders"
)

// Run complains of nothing: it would stand in the middle of a command line.
func (cmd completeCommand) Run(ctx context.Context, c *console.Console, parsed *kong.Context) error {
	if len(cmd.Words) == 0 {
		return nil
	}
	last := len(cmd.Words) - 1
	typed := typed{node: parsed.Model.Node, data: c.DataDir}
	for _, word := range cmd.Words[:last] {
		typed.word(word)
	}
	for _, found := range typed.complete(ctx, strings.TrimPrefix(cmd.Words[last], "=")) {
		c.Printf("%s\n", strings.TrimRight(found.value+"\t"+found.meaning, "\t"))
	}
	return nil
}

// candidate is what may stand where the cursor is.
type candidate struct{ value, meaning string }

// typed is a command line as far as it was typed.
type typed struct {
	node      *kong.Node
	words     []string    // the arguments that the command has already
	waiting   *kong.Value // an option that has yet to get its value
	noOptions bool        // -- was typed
	given     []string    // options that were
	data      string      // --data
}

// word takes a whole word.
func (t *typed) word(word string) {
	switch {
	case t.waiting != nil:
		if t.waiting.Name == "data" {
			t.data = word
		}
		t.waiting = nil
	case word == "--" && !t.noOptions:
		t.noOptions = true
	case strings.HasPrefix(word, "-") && word != "-" && !t.noOptions:
		t.option(word)
	default:
		if child := childOf(t.node, word); child != nil && len(t.words) == 0 {
			t.node = child
			return
		}
		t.words = append(t.words, word)
	}
}

func (t *typed) option(word string) {
	name, value, has := strings.Cut(word, "=")
	flag := t.flag(name)
	if flag == nil {
		return
	}
	t.given = append(t.given, flag.Name)
	switch {
	case has && flag.Name == "data":
		t.data = value
	case !has && !flag.IsBool() && (strings.HasPrefix(word, "--") || len(word) == 2):
		t.waiting = flag.Value
	}
}

// flag is the option of a name, as --data or -q, of the command or one above it.
func (t *typed) flag(name string) *kong.Flag {
	for _, group := range t.node.AllFlags(true) {
		for _, flag := range group {
			if name == "--"+flag.Name || flag.Short != 0 && strings.HasPrefix(name, "-"+string(flag.Short)) {
				return flag
			}
		}
	}
	return nil
}

// complete returns what begins with a word.
func (t *typed) complete(ctx context.Context, word string) []candidate {
	name, value, has := strings.Cut(word, "=")
	switch {
	case t.waiting != nil:
		return beginning(word, t.values(ctx, t.waiting))
	case t.noOptions || !strings.HasPrefix(word, "-"):
		return beginning(word, append(t.commands(), t.arguments(ctx)...))
	case !has:
		return beginning(word, t.options())
	}
	flag := t.flag(name)
	if flag == nil {
		return nil
	}
	found := beginning(value, t.values(ctx, flag.Value))
	for i := range found {
		if !strings.HasPrefix(found[i].value, ":") { // which is for the script
			found[i].value = name + "=" + found[i].value
		}
	}
	return found
}

func beginning(with string, candidates []candidate) (found []candidate) {
	for _, c := range candidates {
		if len(c.value) >= len(with) && strings.EqualFold(c.value[:len(with)], with) || c.value == completeFiles || c.value == completeFolders {
			found = append(found, c)
		}
	}
	return found
}

func (t *typed) commands() []candidate {
	if len(t.words) > 0 {
		return nil
	}
	return commandsBelow(t.node)
}

func commandsBelow(node *kong.Node) (found []candidate) {
	for _, child := range node.Children {
		if !child.Hidden {
			found = append(found, candidate{child.Name, child.Help})
		}
	}
	return found
}

func (t *typed) arguments(ctx context.Context) []candidate {
	all := t.node.Positional
	if t.node.DefaultCmd != nil { // whose name is left out
		all = t.node.DefaultCmd.Positional
	}
	if len(all) == 0 {
		return nil
	}
	last := all[len(all)-1]
	switch {
	case len(t.words) < len(all):
		return t.values(ctx, all[len(t.words)])
	case last.IsCumulative():
		return t.values(ctx, last)
	default:
		return nil
	}
}

// options are those that were not given yet.
func (t *typed) options() (found []candidate) {
	given := map[string]bool{}
	for _, name := range t.given {
		given[name] = true
	}
	for _, group := range t.node.AllFlags(true) {
		for _, flag := range group {
			if !given[flag.Name] || flag.IsCumulative() {
				found = append(found, candidate{"--" + flag.Name, flag.Help})
			}
		}
	}
	return found
}
