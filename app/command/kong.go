package command

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"inventorybeacon/app/command/console"
	"inventorybeacon/app/lists"
	"inventorybeacon/app/message"
)

// printHelp prints kong's help in the language of the account, and ends it with the exit
// statuses.
func printHelp(options kong.HelpOptions, ctx *kong.Context) error {
	var help bytes.Buffer
	out := ctx.Stdout
	ctx.Stdout = &help
	err := kong.DefaultHelpPrinter(options, ctx)
	ctx.Stdout = out
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s\n%s %s\n", inOwnWords(help.String()), message.L("Exit status:"), exitHelp())
	return err
}

// moreHelp is the line of kong that says how to learn more.
var moreHelp = regexp.MustCompile(`(?m)^Run "(.+ --help)" for more information on a command\.$`)

// inOwnWords puts what kong itself says in its help into the language of the account.
func inOwnWords(help string) string {
	usage, rest, _ := strings.Cut(help, "\n")
	usage = strings.NewReplacer(
		"Usage:", message.L("Usage:"), "[flags]", "["+message.L("flags")+"]", "<command>", "<"+message.L("command")+">",
	).Replace(usage)
	for english, words := range map[string]string{
		"Arguments:": message.L("Arguments:"), "Flags:": message.L("Flags:"), "Commands:": message.L("Commands:"),
	} {
		rest = strings.ReplaceAll(rest, "\n"+english+"\n", "\n"+words+"\n")
	}
	rest = moreHelp.ReplaceAllStringFunc(rest, func(line string) string {
		return fmt.Sprintf(message.L("Run \"%s\" for more information on a command."), moreHelp.FindStringSubmatch(line)[1])
	})
	return usage + "\n" + rest
}

// kongError is a sentence of kong's about a wrong call. It has no types for them.
type kongError struct {
	format  string
	pattern *regexp.Regexp
}

// says is kong's sentence of a format, in which %s stands for what was typed.
func says(format string) kongError {
	pattern := strings.ReplaceAll(regexp.QuoteMeta(format), "%s", "(.+)")
	return kongError{format, regexp.MustCompile("^" + pattern + "$")}
}

// kongErrors are those of kong 1.17 that a command line of ours can lead to. The first that
// fits counts.
var kongErrors = []kongError{
	says("unknown flag %s, did you mean one of %s?"),
	says("unknown flag %s, did you mean %s?"),
	says("unknown flag %s"),
	says("unexpected argument %s, did you mean one of %s?"),
	says("unexpected argument %s, did you mean %s?"),
	says("unexpected argument %s"),
	says("missing flags: %s"),
	says("missing positional arguments %s"),
	says("%s must be one of %s but got %s"),
	says("--%s and --%s can't be used together"),
	says("%s: expected %s value but got %s (%s); perhaps try %s?"),
	says("%s: expected %s value but got %s (%s)"),
	says("%s: expected duration but got %s: %s"),
	says("%s: expected a valid %s bit int but got %s"),
	says("%s: expected a valid %s bit uint but got %s"),
	says("%s: expected a float but got %s (%s)"),
	says("%s: bool value must be true, 1, yes, false, 0 or no but got %s"),
	says("expected one of %s"),
	says("expected %s"),
}

// What is no flag to kong may be a number: it says so of its first character.
var (
	noFlag    = regexp.MustCompile(`^unknown flag -`)
	belowZero = regexp.MustCompile(`^-[0-9.,]`)
)

// noValue is, among the values of an option, what it has where it is not given.
var noValue = regexp.MustCompile(`(must be one of )"",`)

// wrongCall is an error of kong in the language of the account, where its words are known.
func wrongCall(err error) error {
	if called := new(kong.ParseError); errors.As(err, &called) && noFlag.MatchString(err.Error()) {
		if at := slices.IndexFunc(called.Context.Args, belowZero.MatchString); at >= 0 {
			return &console.UsageError{
				What:  fmt.Sprintf(message.L("%s is below zero, and no command takes such a number"), called.Context.Args[at]),
				Cause: err,
			}
		}
	}
	said := noValue.ReplaceAllString(likely(err.Error()), "$1")
	for _, known := range kongErrors {
		found := known.pattern.FindStringSubmatch(said)
		if found == nil {
			continue
		}
		typed := make([]any, len(found)-1)
		for i, text := range found[1:] {
			typed[i] = text
		}
		return &console.UsageError{What: fmt.Sprintf(message.L(known.format), typed...), Cause: err}
	}
	return &console.UsageError{What: said, Cause: err}
}

// suggestion is a sentence of kong's about something unknown, with what may be meant.
var suggestion = regexp.MustCompile(`^((?:unknown flag|unexpected argument) (.+))(, did you mean )(one of )?(.+)\?$`)

// likely leaves of kong's suggestions those that what was typed is like, or the beginning of: kong has whatever is two
// letters away, which is everything of two letters.
func likely(said string) string {
	found := suggestion.FindStringSubmatch(said)
	if found == nil {
		return said
	}
	typed := strings.TrimLeft(found[2], "-")
	names := slices.DeleteFunc(strings.Split(found[5], ", "), func(quoted string) bool {
		name := strings.TrimLeft(strings.Trim(quoted, `"`), "-")
		return !strings.HasPrefix(name, typed) && !lists.Like(typed, name)
	})
	switch len(names) {
	case 0:
		return found[1]
	case 1:
		return found[1] + found[3] + names[0] + "?"
	default:
		return found[1] + found[3] + found[4] + strings.Join(names, ", ") + "?"
	}
}
