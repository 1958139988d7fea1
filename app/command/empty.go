package command

import (
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"inventorybeacon/app/command/console"
)

// mayBeEmpty is the tag of options for which an empty text is a value as any other.
const mayBeEmpty = "empty"

// refuseEmpty refuses an option whose value is empty: commands take it for one that was not given, and would do with everything what
// somebody wanted done with what a variable names that is not set. A pointer is a field that is set, which may be made empty.
func refuseEmpty(args []string, parsed *kong.Context) error {
	for _, path := range parsed.Path {
		flag := path.Flag
		if flag == nil || flag.IsBool() || flag.Tag.Has(mayBeEmpty) || flag.Target.Kind() == reflect.Pointer {
			continue
		}
		if name := emptyIn(args, append(flag.Aliases, flag.Name)); name != "" {
			return console.UsageErrorf("%s has an empty value: leave it out, or name what is meant", name)
		}
	}
	return nil
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
