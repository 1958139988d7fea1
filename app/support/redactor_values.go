package support

import (
	"regexp"
	"slices"
	"strings"
)

// secretName is a name whose value is a secret, in JSON, in a log line or in a form,
// with what stands between both: the quotation mark of a value is escaped as often
// as its text was quoted.
var secretName = regexp.MustCompile(
	`(?i)(?:(?:token_hint|tempauth|authkey|` + secretWord + `)|authorization|` +
		`(?:\b|\\[nrt]|\\u0026|device_|%(?:25)*(?:26|3f))(?:code|sig|signature|pass))` +
		`(?:\\*["']\s*:\s*(\\*)(["'])|=(\\*)(["'])|=|%(?:25)*3d|\\u003d)`)

// secretNameEnds are how those names end. They are looked for first, because that is
// a hundred times faster.
var secretNameEnds = []string{
	"token", "secret", "text", "password", "passwd", "pwd", "passphrase", "passcode", "assertion", "verifier", "key",
	"authorization", "code", "sig", "signature", "hint", "credential", "credentials", "tempauth", "pass",
}

// mayHoldNamed reports whether one of those ends stands where a value could follow.
func mayHoldNamed(line string) bool {
	return mayHold(strings.ToLower(line), func(after string) bool { return strings.IndexByte(`=\"'%`, after[0]) >= 0 })
}

// mayHold reports whether after one of those ends stands what is asked for.
func mayHold(lower string, follows func(after string) bool) bool {
	return slices.ContainsFunc(secretNameEnds, func(end string) bool {
		for rest := lower; ; {
			_, after, found := strings.Cut(rest, end)
			if !found {
				return false
			}
			if after != "" && follows(after) {
				return true
			}
			rest = after
		}
	})
}

// notSecret is a value that reports whether or when there is a secret, or the number of an
// error.
var notSecret = regexp.MustCompile(`^(?:\d{4}-\d\d-\d\d(?:T[0-9:.]+(?:Z|[+-]\d\d:\d\d))?|true|false|yes|no|none|null|<nil>|not set)$`)

var errorNumber = regexp.MustCompile(`^(?:\d{1,7}|0x[0-9a-fA-F]+|AADSTS\d+)$`)

// withoutNamed blacks out the values of telling names.
func withoutNamed(line string) string {
	if !mayHoldNamed(line) {
		return line
	}
	var out strings.Builder
	for {
		found := secretName.FindStringSubmatchIndex(line)
		if found == nil {
			break
		}
		start := found[1]
		escapes, mark := 0, ""
		for _, group := range []int{4, 8} {
			if found[group] >= 0 {
				mark, escapes = line[found[group]:found[group+1]], found[group-1]-found[group-2]
			}
		}
		end := start + valueEnd(line[start:], mark, escapes)
		out.WriteString(line[:start])
		out.WriteString(redactedValue(line[found[0]:start], line[start:end]))
		line = line[end:]
	}
	out.WriteString(line)
	return out.String()
}

// redactedValue keeps what is no secret. In JSON, code names an error; the code of a
// sign-in stands in an address or a form, after an equals sign.
func redactedValue(name, value string) string {
	isCode := strings.Contains(strings.ToLower(name), "code") && (strings.Contains(name, ":") || errorNumber.MatchString(value))
	if value == "" || isCode || notSecret.MatchString(value) {
		return value
	}
	if scheme, rest, found := strings.Cut(value, " "); found && rest == blackedOut { // Bearer [app.secret]
		return scheme + " " + blackedOut
	}
	return blackedOut
}

// encodedEnd is where an address or a form goes on that stands in another one.
var encodedEnd = regexp.MustCompile(`%(?:25)*26`)

// valueEnd is where a value ends: at the quotation mark that is escaped as the first
// one was, which one inside of it is more often, or else where a form or a log line
// goes on.
func valueEnd(text, mark string, escapes int) int {
	if mark == "" {
		if end := encodedEnd.FindStringIndex(text); end != nil && end[0] < len(text) && !strings.ContainsAny(text[:end[0]],
			"& \t\r\n\"'\\") {
			return end[0]
		}
		if end := strings.IndexAny(text, "& \t\r\n\"'\\"); end >= 0 {
			return end
		}
		return len(text)
	}
	before := 0 // backslashes
	for i := range len(text) {
		switch {
		case text[i] == '\\':
			before++
		case text[i] == mark[0] && before == escapes:
			return i - escapes
		case text[i] == mark[0] && escapes == 0 && before%2 == 0: // the value ends in backslashes
			return i
		default:
			before = 0
		}
	}
	return len(text)
}

// shortestOpaque is how long a text without words must be to count as a token:
// longer than a GUID. Fingerprints are longer too, but of hexadecimal digits.
const shortestOpaque = 40

var aGUID = regexp.MustCompile(`(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// withoutOpaque blacks out what has no form but chance: refresh tokens of other
// issuers and versions, and single lines of a key.
func withoutOpaque(line string) string {
	if len(line) < shortestOpaque {
		return line
	}
	var out strings.Builder
	written := 0
	for i := 0; i < len(line); {
		end := i + opaqueRun(line[i:])
		if end-i >= shortestOpaque && isOpaque(line[i:end]) {
			out.WriteString(line[written:i])
			out.WriteString(blackedOut)
			written = end
		}
		i = end + 1 // no run begins with what ended one
	}
	if written == 0 {
		return line
	}
	out.WriteString(line[written:])
	return out.String()
}

// opaqueRun is how many bytes at the beginning of a text could be a token's, in
// base64 or base64url, as it stands in an address or in JSON.
func opaqueRun(text string) int {
	i := 0
	for i < len(text) {
		c := text[i]
		switch {
		case kindOf(c) != 0, c == '+', c == '/', c == '_', c == '.', c == '~', c == '%', c == '-':
			i++
		case c == '\\' && i+1 < len(text) && text[i+1] == '/': // as some write it in JSON
			i += 2
		case c == '\\' && i+5 < len(text) && text[i+1] == 'u' && text[i+2] == '0' && text[i+3] == '0':
			i += 6
		default:
			return i
		}
	}
	return i
}

// isOpaque reports whether a run is too disorderly for words: somewhere between slashes
// it has upper case, lower case and digits, and goes from one to another at two of
// three characters. Paths and words in mixed case do so at one of three at most.
func isOpaque(run string) bool {
	run = aGUID.ReplaceAllString(run, "/")
	if len(run) < shortestOpaque {
		return false
	}
	return isDisorderly(run, 50) || anyPart(run, func(part string) bool { // in base64, slashes come by chance
		least := 42 // percent; chance makes 64, with few exceptions below 42 in short ones only
		if len(part) >= 64 {
			least = 33
		}
		return isDisorderly(part, least)
	})
}

// isDisorderly reports whether a text has all three kinds of characters, and goes from one
// to another at so many of a hundred.
func isDisorderly(text string, least int) bool {
	var kinds, changes, count int
	last := 0
	for i := range len(text) {
		kind := kindOf(text[i])
		if kind == 0 {
			continue
		}
		if last != 0 && kind != last {
			changes++
		}
		kinds |= kind
		last = kind
		count++
	}
	return count >= shortestOpaque/2 && kinds == 1|2|4 && changes*100 >= count*least
}

func anyPart(run string, is func(part string) bool) bool {
	for part := range strings.SplitSeq(run, "/") {
		if is(part) {
			return true
		}
	}
	return false
}

// kindOf is 1 for a lower case letter, 2 for upper case, 4 for a digit, else 0.
func kindOf(c byte) int {
	switch {
	case 'a' <= c && c <= 'z':
		return 1
	case 'A' <= c && c <= 'Z':
		return 2
	case '0' <= c && c <= '9':
		return 4
	}
	return 0
}
