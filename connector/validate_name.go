package connector

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestName is how many characters a connection's name may have.
const longestName = 100

// NameTaken returns the problem of a name that another connection already has.
// others are the names of the other connections, without the one being edited.
//
// Names are compared by simple Unicode case folding ([strings.EqualFold]):
// "Été" and "éTÉ" are the same name, "Straße" and "STRASSE" are two.
func NameTaken(name string, others []string) (Problem, bool) {
	for _, other := range others {
		if !strings.EqualFold(name, other) {
			continue
		}
		message := complain("There is already a connection called %q. Choose another name.", other)
		if name != other {
			message = complain("There is already a connection called %q, and capital and small letters make no difference. "+
				"Choose another name.", other)
		}
		return Problem{Field: FieldName, Message: message.Error()}, true
	}
	return Problem{}, false
}

// checkName holds a name to letters, digits, underscores and spaces, the first
// one a letter or a digit, at most 100 characters. Letters and digits are
// Unicode's, with the marks that some scripts write them with.
func checkName(name string) error {
	if strings.TrimSpace(name) == "" {
		return complaint("Enter a name for the connection.")
	}
	if !utf8.ValidString(name) {
		return complaint("The connection name is not valid text (UTF-8). Type it again.")
	}
	first, _ := utf8.DecodeRuneInString(name)
	if !isLetterOrDigit(first) {
		return complain("The connection name must start with a letter or a digit, not with %s.", describe(first))
	}
	if i := strings.IndexFunc(name, notInName); i >= 0 {
		offending, _ := utf8.DecodeRuneInString(name[i:])
		return complain("The connection name must not contain %s: only letters, digits, underscores and spaces are allowed.",
			describe(offending))
	}
	if strings.HasSuffix(name, " ") {
		return complaint("The connection name must not end with a space.")
	}
	if n := utf8.RuneCountInString(name); n > longestName {
		return complain("The connection name has %d characters; at most %d are allowed.", n, longestName)
	}
	return nil
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func notInName(r rune) bool {
	return !isLetterOrDigit(r) && !unicode.IsMark(r) && r != '_' && r != ' '
}

func isControl(r rune) bool { return unicode.IsControl(r) || r == utf8.RuneError }

// describe names a character so that also an invisible one can be found.
func describe(r rune) string {
	switch {
	case r == ' ':
		return "a space"
	case r == '_':
		return "an underscore"
	case r == '\t':
		return "a tab"
	case r == '\n' || r == '\r':
		return "a line break"
	case unicode.IsMark(r) || !unicode.IsPrint(r):
		return complain("the invisible character %U", r).Error()
	default:
		return complain("the character “%c”", r).Error()
	}
}
