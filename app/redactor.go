package app

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"inventorybeacon/connector"
)

// blackedOut is what stands in the place of a secret.
const blackedOut = "[secret]"

// shortestKnown is how long a stored secret must be to be looked for: a shorter
// one would be found in half of all words, and tell itself by what is missing.
const shortestKnown = 6

// secretPattern is what looks like a secret, whosever it is. What its groups hold
// stays. It is looked for only where one of the hints stands, because
// that is a hundred times faster.
type secretPattern struct {
	hints   []string
	pattern *regexp.Regexp
}

var secretPatterns = []secretPattern{
	{
		[]string{"PRIVATE KEY-----"},
		regexp.MustCompile(`()-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)`),
	},
	{ // signed tokens
		[]string{"eyJ"},
		regexp.MustCompile(`()\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)*`),
	},
	{ // Microsoft's refresh tokens and codes
		[]string{"0.A", "1.A"},
		regexp.MustCompile(`()\b[01]\.A[A-Za-z0-9_-]{20,}(?:\.[A-Za-z0-9._-]+)?`),
	},
	{
		[]string{"earer "},
		regexp.MustCompile(`(\b[Bb]earer\s+)[A-Za-z0-9._~+/=-]{8,}`),
	},
	{ // parameters of requests
		[]string{"token=", "secret=", "assertion=", "code=", "verifier=", "password=", "sig="},
		regexp.MustCompile(`(\b(?:refresh_token|access_token|id_token|client_secret|client_assertion|code|code_verifier|password|sig)=)[^&\s"'\\]+`),
	},
	{ // the password of a proxy in an address
		[]string{"://"},
		regexp.MustCompile(`(://[^/\s:@"]+:)[^/\s@"]+(@)`),
	},
}

func (p secretPattern) hinted(line string) bool {
	return slices.ContainsFunc(p.hints, func(hint string) bool { return strings.Contains(line, hint) })
}

// redactor blacks secrets out of texts: those that it knows, and whatever looks
// like one.
type redactor struct{ known *strings.Replacer }

func newRedactor(secrets []connector.Secret) *redactor {
	var forms []string
	for _, secret := range secrets {
		forms = append(forms, secretForms(secret.Reveal())...)
	}
	// The longest first, so that none is taken for a part of another.
	slices.SortFunc(forms, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, form := range slices.Compact(forms) {
		pairs = append(pairs, form, blackedOut)
	}
	return &redactor{known: strings.NewReplacer(pairs...)}
}

// secretForms are the ways in which a secret may stand in a text: as a whole and
// line by line, as it is, quoted, escaped and in base64.
func secretForms(secret string) []string {
	var forms []string
	add := func(text string) {
		if len(text) < shortestKnown {
			return
		}
		quoted := strconv.Quote(text)
		inJSON, _ := json.Marshal(text) // a string always can be
		forms = append(forms, text, quoted[1:len(quoted)-1], string(inJSON[1:len(inJSON)-1]), url.QueryEscape(text), url.PathEscape(text),
			base64.StdEncoding.EncodeToString([]byte(text)), base64.URLEncoding.EncodeToString([]byte(text)))
	}
	add(secret)
	for line := range strings.Lines(secret) {
		line = strings.TrimRight(line, "\r\n")
		if !strings.HasPrefix(line, "-----") { // the frame of a PEM file, which is the same in all of them
			add(line)
		}
	}
	return forms
}

// text returns a line without secrets.
func (r *redactor) text(line string) string {
	line = r.known.Replace(line)
	for _, p := range secretPatterns {
		if p.hinted(line) {
			line = p.pattern.ReplaceAllString(line, "${1}"+blackedOut+"${2}")
		}
	}
	return line
}

// copy copies lines without secrets.
func (r *redactor) copy(to io.Writer, from io.Reader) error {
	lines := bufio.NewReader(from)
	for {
		line, err := lines.ReadString('\n')
		if _, failure := io.WriteString(to, r.text(line)); failure != nil {
			return failure
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
