package validation

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"inventorybeacon/connector"
)

// longestName is how many characters a connection's name may have.
const longestName = 100

// NameTaken returns the problem of a name that another connection already has.
// others are the names of the other connections, without the one being edited.
//
// Names are compared by simple Unicode case folding ([strings.EqualFold]):
// "Été" and "éTÉ" are the same name, "Straße" and "STRASSE" are two.
func NameTaken(name string, others []string) (connector.Problem, bool) {
	for _, other := range others {
		if !strings.EqualFold(name, other) {
			continue
		}
		taken := connector.Message{ID: "connection.name.taken", Data: connector.Data{"Name": other}}
		if name != other {
			taken = connector.Message{ID: "connection.name.taken-in-other-letters", Data: connector.Data{"Name": other}}
		}
		return connector.Problem{Field: connector.FieldName, Message: taken}, true
	}
	return connector.Problem{}, false
}

// checkName holds a name to letters, digits, underscores and spaces, the first
// one a letter or a digit, at most 100 characters. Letters and digits are
// Unicode's, with the marks that some scripts write them with.
func checkName(name string) error {
	if strings.TrimSpace(name) == "" {
		return invalid("connection.name.empty", nil)
	}
	if !utf8.ValidString(name) {
		return invalid("connection.name.no-text", nil)
	}
	first, _ := utf8.DecodeRuneInString(name)
	if !isLetterOrDigit(first) {
		return invalid("connection.name.start", connector.Data{"Character": describe(first)})
	}
	if i := strings.IndexFunc(name, notInName); i >= 0 {
		offending, _ := utf8.DecodeRuneInString(name[i:])
		return invalid("connection.name.character", connector.Data{"Character": describe(offending)})
	}
	if strings.HasSuffix(name, " ") {
		return invalid("connection.name.end", nil)
	}
	if n := utf8.RuneCountInString(name); n > longestName {
		return invalid("connection.name.long", connector.Data{"Characters": connector.Digits(n), "Most": connector.Digits(longestName)})
	}
	return nil
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func notInName(r rune) bool {
	return !isLetterOrDigit(r) && !unicode.IsMark(r) && r != '_' && r != ' '
}

func isControl(r rune) bool { return unicode.IsControl(r) || r == utf8.RuneError }

// describe names a character so that also an invisible one can be found.
func describe(r rune) connector.Message {
	switch {
	case r == ' ':
		return connector.Message{ID: "character.space"}
	case r == '_':
		return connector.Message{ID: "character.underscore"}
	case r == '\t':
		return connector.Message{ID: "character.tab"}
	case r == '\n' || r == '\r':
		return connector.Message{ID: "character.line-break"}
	case unicode.IsMark(r) || !unicode.IsPrint(r):
		return connector.Message{ID: "character.invisible", Data: connector.Data{"Number": fmt.Sprintf("%U", r)}}
	default:
		return connector.Message{ID: "character.visible", Data: connector.Data{"Character": string(r)}}
	}
}
