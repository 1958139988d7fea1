package command

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365"
)

// failedCheck tests a connection and returns the check that has not passed.
func failedCheck(t *testing.T, source *microsoft365.Source, a connector.Access) connector.Check {
	t.Helper()
	var found connector.Check
	source.Test(t.Context(), a, func(check connector.Check) {
		if check.Result != connector.CheckPassed && check.Result != connector.CheckRunning {
			found = check
		}
	})
	return found
}

func networkTroubles(t *testing.T) []trouble {
	const host = "graph.microsoft.com"
	rows := []trouble{
		advised("The name of a host is not known", &microsoft365.NetworkError{Fault: "name not found", Host: host}),
		advised("A host refuses the connection", &microsoft365.NetworkError{Fault: "connection refused", Host: host}),
		advised("A host does not answer", &microsoft365.NetworkError{Fault: "timed out", Host: host}),
		advised("A proxy breaks TLS open", &microsoft365.NetworkError{Fault: "certificate not trusted", Host: host, Issuer: "Corp Proxy CA"}),
		advised("A certificate is not valid now", &microsoft365.NetworkError{Fault: "certificate not valid at this time", Host: host, Issuer: "DigiCert"}),
		advised("A certificate is of another host", &microsoft365.NetworkError{Fault: "certificate of another host", Host: host, Issuer: "DigiCert"}),
		advised("A host does not speak TLS", &microsoft365.NetworkError{Fault: "no TLS", Host: host}),
		advised("A connection breaks", &microsoft365.NetworkError{Fault: "connection broken", Host: host}),
		advised("A web page comes in place of data", &microsoft365.WebPageError{Status: 200, Host: host, Title: "Sign in to the guest network"}),
	}
	for _, one := range []struct {
		when, scheme, username string
		answer                 http.HandlerFunc // nil: nobody listens
	}{
		{"The proxy cannot be reached", "http", "", nil},
		{"The proxy is entered with https:// but speaks plain http", "https", "", refuse(http.StatusForbidden)},
		{"The proxy wants a password", "http", "", refuse(http.StatusProxyAuthRequired, `Basic realm="corp"`)},
		{"The proxy refuses the password", "http", "user", refuse(http.StatusProxyAuthRequired, `Basic realm="corp"`)},
		{"The proxy offers only Negotiate and NTLM", "http", "user", refuse(http.StatusProxyAuthRequired, "Negotiate", "NTLM")},
		{"The proxy does not allow the host", "http", "", refuse(http.StatusForbidden)},
		{"The proxy does not reach the host", "http", "", refuse(http.StatusServiceUnavailable)},
	} {
		rows = append(rows, throughProxy(t, one.when, one.scheme, one.username, one.answer))
	}
	return rows
}

// refuse answers every request to a proxy with a status and challenges.
func refuse(status int, challenges ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for _, challenge := range challenges {
			w.Header().Add("Proxy-Authenticate", challenge)
		}
		w.WriteHeader(status)
	}
}

// throughProxy tests a connection through a real proxy of this computer. Its
// address is replaced in the sentences.
func throughProxy(t *testing.T, when, scheme, username string, answer http.HandlerFunc) trouble {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if answer == nil {
		_ = listener.Close()
	} else {
		server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: answer}}
		server.Start()
		defer server.Close()
	}
	source := microsoft365.New(microsoft365.Options{})
	c := source.Defaults(connector.CloudGlobal)
	c.Proxy = connector.Proxy{Use: true, Server: scheme + "://" + address, Username: username}
	access := connector.Access{Connection: c, Secrets: connector.Secrets{RefreshToken: "hidden"}}
	row := checked(when, failedCheck(t, source, access))
	row.says = strings.ReplaceAll(row.says, address, "proxy.corp:8080")
	row.do = strings.ReplaceAll(row.do, address, "proxy.corp:8080")
	return row
}

// signInTroubles pastes answers into real sign-ins.
func signInTroubles(t *testing.T) []trouble {
	source := microsoft365.New(microsoft365.Options{})
	c := source.Defaults(connector.CloudGlobal)
	var rows []trouble
	for _, one := range []struct{ when, paste string }{
		{"Nothing was pasted", " "},
		{"Something else was pasted", "hidden"},
		{"The address of the sign-in page was pasted", c.AuthorizationEndpoint + "?client_id=hidden"},
		{"An address of another host was pasted", "https://login.microsoftonline.com.attacker.example/common/oauth2/nativeclient?code=hidden&state=hidden"},
		{"An address that only begins like the right one was pasted", c.RedirectURI + "x?code=hidden&state=hidden"},
		{"An address without an answer was pasted", c.RedirectURI},
	} {
		prompter := &pasting{text: one.paste}
		_, _, err := source.SignIn(t.Context(), connector.Access{Connection: c}, connector.SignInNone, prompter)
		if prompter.problem != "" {
			rows = append(rows, beside(one.when, prompter.problem))
		} else {
			rows = append(rows, advised(one.when, err))
		}
	}
	for _, one := range []struct {
		when string
		err  error
	}{
		{"The sign-in was cancelled", &microsoft365.SignInError{Fault: "cancelled"}},
		{"The sign-in window was closed", &microsoft365.WindowError{Fault: "window closed"}},
		{"Nobody finished the sign-in", &microsoft365.SignInError{Fault: "timed out"}},
		{"There is no browser for the sign-in window", &microsoft365.WindowError{Fault: "no browser"}},
		{"The browser does not start", &microsoft365.WindowError{Fault: "browser failed"}},
		{"The browser has no sandbox", &microsoft365.WindowError{Fault: "no sandbox"}},
		{"Another sign-in for the connection is under way", &microsoft365.SignInError{Fault: "already running"}},
		{"Somebody is to sign in for Client Credentials", &microsoft365.SignInError{Fault: "not needed"}},
		{"The answer belongs to another attempt", &microsoft365.SignInError{Fault: "answer of another attempt"}},
		{"The answer was used already", &microsoft365.SignInError{Fault: "answer used already"}},
		{"A personal account signed in", &microsoft365.SignInError{Fault: "personal account"}},
		{"Microsoft gave no refresh token", &microsoft365.SignInError{Fault: "no refresh token"}},
	} {
		rows = append(rows, advised(one.when, one.err))
	}
	return append(rows,
		advised("The console's input ended before an answer", &noAnswerError{}),
		advised("Nobody has signed in yet", &microsoft365.NotSignedInError{Connection: "Contoso"}),
	)
}

// pasting pastes one answer, and ends the sign-in when it is refused.
type pasting struct {
	text, problem string
	asked         bool
}

func (*pasting) Status(string) {}

func (p *pasting) Answer(_ context.Context, _, problem string) (string, error) {
	if p.asked {
		p.problem = problem
		return "", errors.New("no more answers")
	}
	p.asked = true
	return p.text, nil
}

// reportTroubles come from tests of tenants that do not show their reports.
func reportTroubles(t *testing.T) []trouble {
	var rows []trouble
	for _, one := range []struct {
		when    string
		options demotenant.Options
		fault   string // of the download
	}{
		{"The account may not read the reports", demotenant.Options{Users: 20, ReportsForbidden: true}, "none"},
		{"The reports conceal names", demotenant.Options{Users: 20, ConcealNames: true}, "none"},
		{"A report lacks a column", demotenant.Options{Users: 20}, "columns"},
		{"A report has days in another form", demotenant.Options{Users: 20}, "dates"},
		{"A web page comes in place of a report", demotenant.Options{Users: 20}, "html"},
	} {
		server := newTenant(t, one.options)
		server.fail("/data/download/", faults[one.fault])
		token, err := server.refreshToken(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		source := microsoft365.New(microsoft365.Options{Clouds: []connector.Cloud{server.Cloud()}})
		access := connector.Access{
			Connection: source.Defaults(connector.CloudDemonstration), Secrets: connector.Secrets{RefreshToken: token},
			Keep: func(connector.Secret) error { return nil },
		}
		rows = append(rows, checked(one.when, failedCheck(t, source, access)))
	}
	const report = "getOffice365ActiveUserDetail"
	download := func(when string, status int) trouble {
		return advised(when, &microsoft365.GraphError{Status: status, Host: "reports.office.com", Path: report, Tries: 4, Download: true})
	}
	some := connector.SomeNamesConcealed(report, 1500, 40_000)
	return append(rows,
		trouble{"Many rows of a report name nobody", some.Message, some.Advice},
		advised("The tenant is new", &microsoft365.GraphError{Status: http.StatusNotFound, Code: "UnknownTenantId"}),
		advised("A report is empty", &microsoft365.NoReportError{Report: report, Err: errors.New("204")}),
		download("The download of a report is refused", http.StatusForbidden),
		download("The download of a report fails", http.StatusServiceUnavailable),
		advised("A report is offered at an unsafe address", &microsoft365.DownloadAddressError{Host: "127.0.0.1"}),
	)
}
