package support

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

// redactor blacks secrets out of what it copies: those that it knows, and whatever looks
// like one.
type redactor struct{ known *strings.Replacer }

func newRedactor(secrets []connector.Secret) *redactor {
	var forms []string
	for _, secret := range secrets {
		forms = append(forms, secretForms(secret.Reveal())...)
	}
	// The longest first, so that none is replaced as a part of another.
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
	line = withoutBasic(withoutPasswords(line))
	line = withoutHeaders(withoutNamed(line))
	return withoutOpaque(line)
}

// A private key in PEM begins in one line and goes on in those that look like
// base64 or like the headers of an encrypted one (RFC 1421), with whatever a quotation
// puts before them.
var (
	keyBegins = regexp.MustCompile(`-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----`)
	keyEnds   = regexp.MustCompile(`-----END [A-Z0-9 ]*PRIVATE KEY-----`)
	keyBody   = regexp.MustCompile(`^[\s>|#"'*+-]*(?:[A-Za-z0-9+/=]+|\[secret\]|(?:Proc-Type|DEK-Info): ?[A-Za-z0-9,-]+)?[\s"',\\]*$`)
)

// copy copies lines without secrets.
func (r *redactor) copy(to io.Writer, from io.Reader) error {
	lines := bufio.NewReader(from)
	inKey := false // a private key goes on
	for {
		line, err := lines.ReadString('\n')
		text, end := line, ""
		if bare, ended := strings.CutSuffix(line, "\n"); ended {
			text, end = bare, "\n"
		}
		text, inKey = r.next(text, inKey)
		if _, failure := io.WriteString(to, text+end); failure != nil {
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

// next returns a line without secrets, and whether a private key goes on after it.
func (r *redactor) next(line string, inKey bool) (text string, goesOn bool) {
	rest := line
	if inKey {
		if end := keyEnds.FindStringIndex(line); end != nil {
			rest = blackedOut + line[end[1]:]
		} else if keyBody.MatchString(line) {
			return blackedOut, true
		}
	}
	begins := keyBegins.FindAllStringIndex(rest, -1)
	goesOn = len(begins) > 0 && !keyEnds.MatchString(rest[begins[len(begins)-1][1]:])
	return r.text(rest), goesOn
}
