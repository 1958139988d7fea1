package command

import (
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"inventorybeacon/app/command/console"
)

const (
	// mayBeEmpty is the tag of options for which an empty text is a value as any other.
	mayBeEmpty = "empty"
	// optionView is the option that names a view, and the value of the tag of those that may be empty beside it alone.
	optionView = "view"
)

// refuseEmpty refuses an option whose value is empty: commands take it for one that was not given, and would do with everything what
// somebody wanted done with what a variable names that is not set. A pointer is a field that is set, which may be made empty.
func refuseEmpty(args []string, parsed *kong.Context) error {
	ofView := slices.ContainsFunc(parsed.Path, func(p *kong.Path) bool { return p.Flag != nil && p.Flag.Name == optionView })
	for _, path := range parsed.Path {
		flag := path.Flag
		if flag == nil || flag.IsBool() || isFree(flag, ofView) {
			continue
		}
		if name := emptyIn(args, append(flag.Aliases, flag.Name)); name != "" {
			return console.UsageErrorf("%s has an empty value: leave it out, or name what is meant", name)
		}
	}
	return nil
}

// isFree reports whether an option may have an empty value. That of a view takes off what the view has.
func isFree(flag *kong.Flag, ofView bool) bool {
	if flag.Tag.Get(mayBeEmpty) == optionView {
		return ofView
	}
	return flag.Tag.Has(mayBeEmpty) || flag.Target.Kind() == reflect.Pointer
}

// emptyIn is the option among arguments that has one of the names and an empty value; nothing where none has.
func emptyIn(args, names []string) string {
	for i, arg := range args {
		if arg == "--" { // from here on there are no options
			break
		}
		option, value, attached := strings.Cut(arg, "=")
		if !attached && i+1 < len(args) {
			value, attached = args[i+1], true
		}
		name, is := strings.CutPrefix(option, "--")
		if is && attached && strings.TrimSpace(value) == "" && slices.Contains(names, name) {
			return option
		}
	}
	return ""
}
