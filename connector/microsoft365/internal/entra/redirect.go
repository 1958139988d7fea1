package entra

import (
	"net/url"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network"
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
		return answer{}, wrongAnswer(connector.Message{ID: "entra.pasted.long"})
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return answer{}, wrongAnswer(connector.Message{ID: "entra.pasted.no-address", Data: connector.Data{"Address": a.config.RedirectURL}})
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
			return answer{}, wrongAnswer(connector.Message{ID: "entra.pasted.twice"})
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
		return answer{}, wrongAnswer(connector.Message{ID: "entra.pasted.empty"})
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
		return nil, wrongAnswer(connector.Message{ID: "entra.pasted.damaged"})
	}
	return values, nil
}

// wrongAddress says which other address was given.
func (a *attempt) wrongAddress(u *url.URL) error {
	if sign, err := url.Parse(a.config.Endpoint.AuthURL); err == nil && network.SameAddress(u, sign) || strings.HasSuffix(u.Path,
		"/oauth2/v2.0/authorize") {
		return wrongAnswer(connector.Message{ID: "entra.pasted.sign-in-address"})
	}
	return wrongAnswer(connector.Message{ID: "entra.pasted.other-address", Data: connector.Data{"Address": a.config.RedirectURL}})
}

// cleanPasted removes what copying an address from a browser, a mail or a
// terminal adds: quotes and brackets around it, line breaks, blanks and what nobody sees in it.
func cleanPasted(text string) string {
	return strings.Trim(connector.Solid(text), "\"'`<>“”‘’«»„")
}

func wrongAnswer(detail connector.Message) error {
	return &SignInError{Fault: SignInWrongAnswer, detail: detail}
}
