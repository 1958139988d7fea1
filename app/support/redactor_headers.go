package support

import (
	"regexp"
	"strings"
)

// secretHeader is the begin of an HTTP header whose whole value is a secret, as it is
// sent, in JSON and as fmt prints an [net/http.Header]; what stays of Authorization is
// its scheme.
var (
	authorizationHeader = regexp.MustCompile(`(?i)(authorization\\*["']?\s*:[\s\["'\\]*)` +
		`((?:basic|bearer|digest|negotiate|ntlm|sharedkey|[a-z-]{3,20}) +)?([^\s"'\\,;\]]+)`)
	cookieHeader   = regexp.MustCompile(`(?i)(cookie2?\\*["']?\s*:[\s\["'\\]*)[^\s=;"'\\\]]+=[^"'\\\]]*`)
	digestResponse = regexp.MustCompile(`(?i)(\bresponse=\\*"?)[0-9a-f]{32,}`)
)

// secretLabel is a telling name with its value in the ways that have no quotation mark
// or equals sign between both: those of headers, of YAML, of fmt and of source code.
var secretLabel = regexp.MustCompile(
	`(?i)((?:` + secretWord + `)\\*["']?\s?(?::=?|=>|=)[\s\[{"'\\]*)([^\s"'\\,;\]}&<]+)`)

// secretWord is how the name of a secret ends, wherever it stands.
const secretWord = `token|secret|secrettext|pass(?:word|wd|phrase|code)|pwd|credentials?|assertion|verifier|` + secretKey

// secretKey is the name of a key that opens something: bare, it is often a place.
const secretKey = `(?:api|private|access|account|session|subscription|functions|encryption|shared_?access|shared)[_-]?key`

// secretElement is a telling name in XML.
var secretElement = regexp.MustCompile(
	`(?i)(<(?:[a-z0-9]+:)?[a-z0-9_.-]*(?:token|secret|password|passphrase|pwd|assertion|cipherValue|` +
		secretKey + `)(?:\s[^<>]*)?>)[^<>]+(</)`)

// withoutHeaders blacks out what stands after the name of a secret where no form or
// JSON text marks its value. What is plainly a word is left: there, a sentence goes on.
func withoutHeaders(line string) string {
	lower := strings.ToLower(line)
	if strings.Contains(lower, "authorization") {
		line = replaceValue(authorizationHeader, line)
	}
	if strings.Contains(lower, "cookie") {
		line = cookieHeader.ReplaceAllString(line, "${1}"+blackedOut)
	}
	if strings.Contains(lower, "response=") {
		line = digestResponse.ReplaceAllString(line, "${1}"+blackedOut)
	}
	if strings.Contains(lower, "</") {
		line = secretElement.ReplaceAllString(line, "${1}"+blackedOut+"${2}")
	}
	if mayHoldLabel(lower) {
		line = replaceValue(secretLabel, line)
	}
	return line
}

// mayHoldLabel reports whether a telling name may stand before a colon or an arrow. It is
// asked first, because that is a hundred times faster.
func mayHoldLabel(lower string) bool {
	return mayHold(lower, func(after string) bool {
		return strings.HasPrefix(after, " :") || strings.HasPrefix(after, " =") || strings.IndexByte(`:=\"'`, after[0]) >= 0
	})
}

// replaceValue blacks out the last group of a pattern where it was made up.
func replaceValue(pattern *regexp.Regexp, line string) string {
	return pattern.ReplaceAllStringFunc(line, func(found string) string {
		parts := pattern.FindStringSubmatch(found)
		value := parts[len(parts)-1]
		if !isMadeUp(value) {
			return found
		}
		return strings.TrimSuffix(found, value) + blackedOut
	})
}

// isMadeUp reports whether a value may be a secret: it is no word, number or time, and no
// part of an error that goes on after a colon.
func isMadeUp(value string) bool {
	bare := strings.TrimRight(value, ".!?)")
	switch {
	case strings.HasSuffix(value, ":"), strings.Contains(value, "://"), notSecret.MatchString(bare), errorNumber.MatchString(bare):
		return false
	}
	return strings.ContainsAny(bare, "0123456789!#$%*+/=?@^~") || capitalsWithin(bare) > 1
}

// capitalsWithin counts the capitals that follow a lower case letter.
func capitalsWithin(text string) int {
	n := 0
	for i := 1; i < len(text); i++ {
		if kindOf(text[i-1]) == 1 && kindOf(text[i]) == 2 {
			n++
		}
	}
	return n
}
