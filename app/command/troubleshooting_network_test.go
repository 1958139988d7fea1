package command

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"inventorybeacon/app/message"
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
		told("The name of a host is not known", "network.name-not-found", connector.Data{"Host": host}),
		told("A host refuses the connection", "network.unreachable",
			connector.Data{"Host": host, "Reason": connector.Message{ID: "network.reason.refused"}}),
		told("A host does not answer", "network.unreachable",
			connector.Data{"Host": host, "Reason": connector.Message{ID: "network.reason.timed-out"}}),
		told("A proxy breaks TLS open", "network.certificate-untrusted", connector.Data{"Host": host, "Issuer": "Corp Proxy CA"}),
		told("A certificate is not valid now", "network.certificate-outdated", connector.Data{"Host": host, "Issuer": "DigiCert"}),
		told("A certificate is of another host", "network.certificate-wrong-name", connector.Data{"Host": host, "Issuer": "DigiCert"}),
		told("A host does not speak TLS", "network.no-tls", connector.Data{"Host": host}),
		told("A host speaks a TLS that is not safe", "network.tls-failed", connector.Data{"Host": host}),
		told("A firewall drops the beginning of TLS", "network.hello-unanswered", connector.Data{"Host": host}),
		told("A connection breaks", "network.connection-broken", connector.Data{"Host": host}),
		told("A web page comes in place of data", "network.web-page",
			connector.Data{"Status": 200, "Host": host, "Title": "Sign in to the guest network"}),
	}
	t.Setenv("KRB5CCNAME", "FILE:"+filepath.Join(t.TempDir(), "none")) // nobody's ticket
	for _, one := range []struct {
		when, scheme, username string
		answer                 http.HandlerFunc // nil: nobody listens
	}{
		{"The proxy cannot be reached", "http", "", nil},
		{"The proxy is entered with https:// but speaks plain http", "https", "", refuse(http.StatusForbidden)},
		{"The proxy wants a password", "http", "", refuse(http.StatusProxyAuthRequired, `Basic realm="corp"`)},
		{"The proxy refuses the password", "http", "user", refuse(http.StatusProxyAuthRequired, `Basic realm="corp"`)},
		{"The proxy wants a Windows account, and there is no ticket", "http", "", refuse(http.StatusProxyAuthRequired, "Negotiate", "NTLM")},
		{"The proxy wants NTLM", "http", "", refuse(http.StatusProxyAuthRequired, "NTLM")},
		{"The proxy offers only other ways to sign in", "http", "user", refuse(http.StatusProxyAuthRequired, "Bearer")},
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
		{
			"An address of another host was pasted",
			"https://login.microsoftonline.com.attacker.example/common/oauth2/nativeclient?code=hidden&state=hidden",
		},
		{"An address that only begins like the right one was pasted", c.RedirectURI + "x?code=hidden&state=hidden"},
		{"An address without an answer was pasted", c.RedirectURI},
	} {
		prompter := &pasting{text: one.paste}
		_, _, err := source.SignIn(t.Context(), connector.Access{Connection: c}, connector.SignInNone, prompter)
		if prompter.problem.ID != "" {
			rows = append(rows, beside(one.when, message.Sentence(prompter.problem)))
		} else {
			rows = append(rows, advised(one.when, err))
		}
	}
	for _, one := range []struct{ when, id string }{
		{"The sign-in was cancelled", "entra.sign-in.cancelled"},
		{"The sign-in window was closed", "browser.closed"},
		{"Nobody finished the sign-in", "entra.sign-in.timed-out"},
		{"There is no browser for the sign-in window", "browser.missing"},
		{"The browser does not start", "browser.failed"},
		{"The browser has no sandbox", "browser.no-sandbox"},
		{"Another sign-in for the connection is under way", "entra.sign-in.running"},
		{"Somebody is to sign in for Client Credentials", "entra.sign-in.not-needed"},
		{"The answer belongs to another attempt", "entra.sign-in.foreign"},
		{"The answer was used already", "entra.sign-in.replayed"},
		{"A personal account signed in", "entra.sign-in.personal-account"},
		{"Microsoft gave no refresh token", "entra.sign-in.no-refresh-token"},
	} {
		rows = append(rows, told(one.when, one.id, nil))
	}
	return append(rows,
		told("The console's input ended before an answer", "console.no-answer", nil),
		told("Nobody has signed in yet", "entra.not-signed-in", connector.Data{"Connection": "Contoso"}),
	)
}

// pasting pastes one answer, and ends the sign-in when it is refused.
type pasting struct {
	text    string
	problem connector.Message
	asked   bool
}

func (*pasting) Status(connector.Message) {}

func (*pasting) Words(m connector.Message) (connector.Advice, string) {
	return connector.Advice{Message: m.ID}, "en"
}

func (p *pasting) Address(string) bool { return false }

func (p *pasting) Answer(_ context.Context, _ string, problem connector.Message) (string, error) {
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
	return append(rows,
		told("Many rows of a report name nobody", "report.some-names-concealed", connector.Data{"Unmet": 1500, "Rows": 40_000, "Report": report}),
		advised("The tenant is new", &microsoft365.GraphError{Status: http.StatusNotFound, Code: "UnknownTenantId"}),
		told("A report is empty", "report.missing", connector.Data{"Report": report}),
		download("The download of a report is refused", http.StatusForbidden),
		download("The download of a report fails", http.StatusServiceUnavailable),
		told("A report is offered at an unsafe address", "graph.download.foreign", connector.Data{"Host": "127.0.0.1"}),
	)
}
