package proxyauth

import (
	"strings"
)

// Challenge is one way to sign in that a proxy offers (RFC 9110 section 11.3).
type Challenge struct {
	// Scheme is its name, as the proxy writes it.
	Scheme string
	// Token is what schemes of several steps, Negotiate and NTLM, send in base64.
	Token string
	// Parameters are by their names in lower case.
	Parameters map[string]string
}

// Is compares the name of the scheme, in which case does not count.
func (c Challenge) Is(scheme string) bool { return strings.EqualFold(c.Scheme, scheme) }

// Challenges reads the headers Proxy-Authenticate, each of which may hold several
// challenges (RFC 9110 section 11.6.1). What cannot be read is left out.
func Challenges(headers []string) []Challenge {
	var found []Challenge
	for _, header := range headers {
		for _, element := range elements(header) {
			found = add(found, element)
		}
	}
	return found
}

// add reads one element of a header: a scheme, with its token or first parameter or
// alone, or another parameter of the scheme before it.
func add(found []Challenge, element string) []Challenge {
	word, rest, _ := strings.Cut(element, " ")
	rest = strings.TrimSpace(rest)
	name, value, isParameter := strings.Cut(element, "=")
	if isParameter && isToken(strings.TrimSpace(name)) {
		if len(found) > 0 {
			found[len(found)-1].set(name, value)
		}
		return found
	}
	if !isToken(word) {
		return found
	}
	c := Challenge{Scheme: word}
	name, value, isParameter = strings.Cut(rest, "=")
	switch {
	case rest == "":
	case isParameter && strings.Trim(value, "=") != "": // base64 ends with =
		c.set(name, value)
	default:
		c.Token = rest
	}
	return append(found, c)
}

func (c *Challenge) set(name, value string) {
	if c.Parameters == nil {
		c.Parameters = map[string]string{}
	}
	c.Parameters[strings.ToLower(strings.TrimSpace(name))] = unquoted(strings.TrimSpace(value))
}

// elements cuts a header at the commas that do not stand in quotes.
func elements(header string) []string {
	var (
		list   []string
		begin  int
		quoted bool
	)
	for i := 0; i < len(header); i++ {
		switch {
		case quoted && header[i] == '\\':
			i++
		case header[i] == '"':
			quoted = !quoted
		case header[i] == ',' && !quoted:
			list, begin = append(list, header[begin:i]), i+1
		}
	}
	list = append(list, header[begin:])
	var filled []string
	for _, element := range list {
		if element = strings.TrimSpace(element); element != "" {
			filled = append(filled, element)
		}
	}
	return filled
}

// unquoted takes the quotes and backslashes of a quoted string away.
func unquoted(value string) string {
	if len(value) < 2 || value[0] != '"' || value[len(value)-1] != '"' {
		return value
	}
	var b strings.Builder
	for i := 1; i < len(value)-1; i++ {
		if value[i] == '\\' && i < len(value)-2 {
			i++
		}
		b.WriteByte(value[i])
	}
	return b.String()
}

// isToken says whether a text is what RFC 9110 section 5.6.2 calls a token.
func isToken(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool {
		letterOrDigit := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
		return !letterOrDigit && !strings.ContainsRune("!#$%&'*+-.^_`|~", r)
	})
}
