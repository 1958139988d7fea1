package entra

import (
	"net/url"
	"strings"
	"unicode"

	"inventorybeacon/connector/microsoft365/internal/network"
)

// longestAnswer is more than any browser shows of an address.
const longestAnswer = 64 << 10

// answer is what came back to the redirect URI.
type answer struct {
	code, state string
	// issuer is iss of RFC 9207; mostly empty.
	issuer string
	// refused is set when the answer says an error instead of a code.
	refused *TokenError
}

// parseAnswer reads the address at which a sign-in ended. It compares the whole
// of scheme, host, port and path with the redirect URI. The error is a
// *SignInError; the caller compares the state.
func (a *attempt) parseAnswer(address string) (answer, error) {
	if len(address) > longestAnswer {
		return answer{}, wrongAnswer("The address is too long. Paste only the address of the page where the sign-in ended.")
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return answer{}, wrongAnswer("That is not an address. Copy the whole address bar of the page where the sign-in ended; it begins " +
			"with " + a.config.RedirectURL + ".")
	}
	if !network.SameAddress(u, a.redirect) {
		return answer{}, a.wrongAddress(u)
	}
	values, err := answerValues(u)
	if err != nil {
		return answer{}, err
	}
	for _, name := range []string{"code", "state", "error", "iss"} {
		if len(values[name]) > 1 {
			return answer{}, wrongAnswer("The address holds more than one answer. Paste one address only, as the address bar shows it.")
		}
	}
	got := answer{code: values.Get("code"), state: values.Get("state"), issuer: values.Get("iss")}
	if problem := values.Get("error"); problem != "" {
		got.refused = describeTokenError(network.HostOf(a.config.Endpoint.AuthURL), problem, values.Get("error_description"))
		got.refused.AtSignIn = true
		got.code = ""
		return got, nil
	}
	if got.code == "" || got.state == "" {
		return answer{}, wrongAnswer("The address holds no answer of a sign-in (code and state are missing). Copy all of the address bar, " +
			"including what follows the “?”.")
	}
	return got, nil
}

// answerValues returns the parameters of the query or, when they are there, of
// the fragment.
func answerValues(u *url.URL) (url.Values, error) {
	text := u.RawQuery
	if !strings.Contains(text, "code=") && !strings.Contains(text, "error=") && u.Fragment != "" {
		text = u.EscapedFragment()
	}
	values, err := url.ParseQuery(text)
	if err != nil {
		return nil, wrongAnswer("The address is damaged. Copy it again from the address bar.")
	}
	return values, nil
}

// wrongAddress says which other address was given.
func (a *attempt) wrongAddress(u *url.URL) error {
	if sign, err := url.Parse(a.config.Endpoint.AuthURL); err == nil && network.SameAddress(u, sign) || strings.HasSuffix(u.Path,
		"/oauth2/v2.0/authorize") {
		return wrongAnswer("That is the address at which to sign in. Open it in a browser, sign in, and paste the address of the blank page " +
			"where the sign-in ends.")
	}
	return wrongAnswer("That is not the page where the sign-in ends: its address begins with " + a.config.RedirectURL + ". Finish the " +
		"sign-in, then copy the address.")
}

// cleanPasted removes what copying an address from a browser, a mail or a
// terminal adds: quotes and brackets around it, line breaks and blanks in it.
func cleanPasted(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u200b' || r == '\ufeff' {
			return -1
		}
		return r
	}, text)
	return strings.Trim(text, "\"'`<>“”‘’«»„")
}

func wrongAnswer(detail string) error {
	return &SignInError{Fault: SignInWrongAnswer, detail: detail}
}
