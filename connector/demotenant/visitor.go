package demotenant

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
)

// Visitor goes through the sign-in pages as a person with a browser does. It is
// for the console's demonstration and for tests.
type Visitor struct {
	client *http.Client
	// Account is chosen on the first page; the administrator when it is empty.
	Account string
	// Password is entered; the right one when it is empty.
	Password string
	// Decline refuses the requested permissions.
	Decline bool
	// Organization ticks "Consent on behalf of your organization".
	Organization bool
	// Visited are the headings of the pages in the order they were seen.
	Visited []string
}

// NewVisitor returns the administrator with a new browser.
func NewVisitor() *Visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		panic(err) // it has no options that could be wrong
	}
	return &Visitor{client: &http.Client{
		Jar:           jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// PageError is a page of the sign-in that leads no further.
type PageError struct{ Heading, Problem string }

// Error implements error.
func (e *PageError) Error() string {
	return fmt.Sprintf("the sign-in ended on the page %q: %s", e.Heading, e.Problem)
}

var (
	headingPattern = regexp.MustCompile(`<h1 id="title">(.*?)</h1>`)
	problemPattern = regexp.MustCompile(`id="problem"[^>]*>(.*?)</`)
	flowPattern    = regexp.MustCompile(`name="flow" value="([^"]*)"`)
	adminPattern   = regexp.MustCompile(`id="account-admin" name="account" value="([^"]*)"`)
	actionPattern  = regexp.MustCompile(`<form method="post" action="([^"]*)"`)
)

// mostPages is more than a sign-in has.
const mostPages = 10

// SignIn opens an authorization address and returns the address at which the
// sign-in ended: the redirect URI with the answer.
func (v *Visitor) SignIn(ctx context.Context, address string) (string, error) {
	response, err := v.send(ctx, http.MethodGet, address, nil)
	for range mostPages {
		if err != nil {
			return "", err
		}
		if location := response.Header.Get("Location"); location != "" {
			return location, response.Body.Close()
		}
		text, readErr := io.ReadAll(response.Body)
		if err = errors.Join(readErr, response.Body.Close()); err != nil {
			return "", err
		}
		heading, problem := match(headingPattern, text), match(problemPattern, text)
		v.Visited = append(v.Visited, heading)
		form := v.answer(heading, text)
		if form == nil || problem != "" {
			return "", &PageError{heading, problem}
		}
		form.Set("flow", match(flowPattern, text))
		next, parseErr := response.Request.URL.Parse(match(actionPattern, text))
		if parseErr != nil {
			return "", parseErr
		}
		response, err = v.send(ctx, http.MethodPost, next.String(), form)
	}
	return "", &PageError{"", "there was no end to the pages"}
}

// answer is what the visitor fills in on a page.
func (v *Visitor) answer(heading string, text []byte) url.Values {
	switch heading {
	case "Pick an account":
		return url.Values{"step": {"account"}, "account": {cmp.Or(v.Account, match(adminPattern, text))}}
	case "Enter password":
		return url.Values{"step": {"password"}, "password": {cmp.Or(v.Password, Password)}}
	case "Permissions requested":
		form := url.Values{"step": {"consent"}, "answer": {"accept"}}
		if v.Decline {
			form.Set("answer", "cancel")
		}
		if v.Organization {
			form.Set("organization", "on")
		}
		return form
	default:
		return nil
	}
}

func (v *Visitor) send(ctx context.Context, method, address string, form url.Values) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return v.client.Do(request)
}

func match(pattern *regexp.Regexp, text []byte) string {
	if found := pattern.FindSubmatch(text); found != nil {
		return html.UnescapeString(string(found[1]))
	}
	return ""
}
