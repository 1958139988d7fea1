package support

import (
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
)

// secretPattern is what looks like a secret, whosever it is. What its groups hold
// stays. It is looked for only where one of the hints stands, because
// that is a hundred times faster.
type secretPattern struct {
	hints   []string
	pattern *regexp.Regexp
}

// In escaped strings a token may follow the n of \n at once, so that none of these
// asks for a word's border before it.
var secretPatterns = []secretPattern{
	{ // private keys, in one line as they stand in JSON
		[]string{"PRIVATE KEY-----"},
		regexp.MustCompile(`()-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)`),
	},
	{ // signed and encrypted tokens (RFC 7515, RFC 7516)
		[]string{"eyJ"},
		regexp.MustCompile(`()eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{2,}(?:\.[A-Za-z0-9_-]*)*`),
	},
	{ // Entra's refresh tokens and codes
		[]string{"0.A", "1.A", "2.A"},
		regexp.MustCompile(`()[0-2]\.A[A-Za-z0-9_-]{20,}(?:\.[A-Za-z0-9._-]+)?`),
	},
	{ // refresh tokens and codes of personal accounts
		[]string{"M.C", "M.R", "M."},
		regexp.MustCompile(`()M\.[A-Z]\d+_[A-Z0-9]+\.[A-Za-z0-9.*!$_~%-]{8,}`),
	},
	{ // client secrets of Entra: three characters, a digit, Q~ and 34 more
		[]string{"Q~", "Q%7"},
		regexp.MustCompile(`()[A-Za-z0-9_~.-]{0,3}\dQ(?:~|%7[Ee])(?:[A-Za-z0-9_~.-]|%7[Ee]){12,}`),
	},
	{ // tokens of Entra's first version, much of which may be one letter
		[]string{"AQAB"},
		regexp.MustCompile(`()O?AQAB[A-Za-z0-9_-]{24,}(?:\.[A-Za-z0-9._-]+)?`),
	},
	{ // usage reports are downloaded from addresses that need no sign-in
		[]string{".office"},
		regexp.MustCompile(`(://reports[A-Za-z0-9.-]*\.office[A-Za-z0-9-]*\.[A-Za-z.]+(?::\d+)?/)[^\s"'<>\\?]+`),
	},
	{ // passwords in connection strings, which may hold spaces
		[]string{"assword=", "wd=", "ASSWORD="},
		regexp.MustCompile(`(?i)(;\s*(?:password|pwd)=)[^;"'\\]+`),
	},
	{ // an address with a password within another address
		[]string{"%40"},
		regexp.MustCompile(`(?i)(%3a(?:%2f){2}[^\s%:/@"&]+%3a)[^\s"&]+?(%40)`),
	},
	{ // what is no word (RFC 6750)
		[]string{"earer ", "EARER "},
		regexp.MustCompile(`((?i:bearer)\s+)(?:[A-Za-z]*[0-9._~+/=-]+[A-Za-z0-9._~+/=-]+|[A-Za-z]{20,})`),
	},
	{ // what is left of an address with a password in the errors of net/url
		[]string{"invalid port ", "invalid URL escape "},
		regexp.MustCompile(`(invalid (?:port|URL escape) \\*")[^"]*?(\\*")`),
	},
}

func (p secretPattern) hinted(line string) bool {
	return slices.ContainsFunc(p.hints, func(hint string) bool { return strings.Contains(line, hint) })
}

var basic = regexp.MustCompile(`((?i:basic)\s+)([A-Za-z0-9+/_-]{4,}={0,2})`)

// withoutBasic blacks out user and password of HTTP's Basic authentication (RFC
// 7617): what is base64 of a text with a colon, and so no word.
func withoutBasic(line string) string {
	if !strings.Contains(line, "asic ") && !strings.Contains(line, "ASIC ") {
		return line
	}
	return basic.ReplaceAllStringFunc(line, func(found string) string {
		parts := basic.FindStringSubmatch(found)
		decoded, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(parts[2], "="))
		if err != nil || !strings.Contains(string(decoded), ":") {
			return found
		}
		return parts[1] + blackedOut
	})
}

// inAddress is the password in an address, such as a proxy's. It may hold a slash, a
// colon and an at sign.
var inAddress = regexp.MustCompile(`(://[^\s:/@"]*:)[^\s"]+(@)`)

// withoutPasswords blacks out the passwords of user:password@host, with a scheme before
// it or without.
func withoutPasswords(line string) string {
	if !mayHoldPassword(line) {
		return line
	}
	return withoutUserInfo(inAddress.ReplaceAllString(line, "${1}"+blackedOut+"${2}"))
}

// mayHoldPassword reports whether a colon stands before an at sign in one word. It is
// asked first because most lines with an at sign name a person.
func mayHoldPassword(line string) bool {
	colon := false
	for i := range len(line) {
		switch line[i] {
		case ' ', '\t', '"':
			colon = false
		case ':':
			colon = true
		case '@':
			if colon {
				return true
			}
		}
	}
	return false
}

// userInfo is user:password@host, with a port or without.
var userInfo = regexp.MustCompile(`([A-Za-z0-9._%+-]+):([^\s"]+)@([A-Za-z0-9.-]*)(:\d+)?`)

// aLabel is what stands before the colon when an address of a person follows it, and
// not a password.
var aLabel = regexp.MustCompile(`(?i)^(?:.*(?:user|account|name|mail|upn|id|by|from|to|as|for|` +
	`sip|smtp|login|principal|owner|member|admin|error|urn)|[a-z]|[0-9t.+-]+|[0-9a-f-]{36})$`)

// withoutUserInfo blacks out the password of user:password@host, where no scheme
// stands before it.
func withoutUserInfo(text string) string {
	return userInfo.ReplaceAllStringFunc(text, func(found string) string {
		parts := userInfo.FindStringSubmatch(found)
		name, password, host, port := parts[1], parts[2], parts[3], parts[4]
		before := name + ":"
		switch aProxy := port != "" || !strings.Contains(host, "."); {
		case strings.HasPrefix(password, "//"): // an address, in which another may follow
			before += "//"
		case aProxy || !aLabel.MatchString(name):
			return before + blackedOut + "@" + host + port
		}
		return before + withoutUserInfo(strings.TrimPrefix(found, before))
	})
}
