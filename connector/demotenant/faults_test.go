package demotenant_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
)

// attempt is get without an end of the test on a broken connection.
func attempt(t testing.TB, address, token string) (status int, header http.Header, body string, err error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	// A connection of its own: net/http repeats a request on a kept one itself.
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(r)
	if err != nil {
		return 0, nil, "", err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	return response.StatusCode, response.Header, string(content), err
}

func TestFaultsOfGraph(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Users: 60})
	token := tokens(t, s).AccessToken
	address := usersURL(s, "$top", "20", "$select", "id")
	_, _, healthy, err := attempt(t, address, token)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name  string
		fault demotenant.Fault
		check func(status int, header http.Header, body string, err error) bool
	}{
		{"throttled with a decimal", demotenant.Throttled("2.128"), func(status int, header http.Header, body string, _ error) bool {
			return status == 429 && header.Get("Retry-After") == "2.128" && strings.Contains(body, `"TooManyRequests"`)
		}},
		{"throttled without a time", demotenant.Throttled(""), func(status int, header http.Header, _ string, _ error) bool {
			return status == 429 && header.Get("Retry-After") == ""
		}},
		{"unavailable", demotenant.Unavailable(), func(status int, _ http.Header, _ string, _ error) bool { return status == 503 }},
		{"token expired", demotenant.ExpiredToken(), func(status int, _ http.Header, body string, _ error) bool {
			return status == 401 && strings.Contains(body, `"InvalidAuthenticationToken"`)
		}},
		{"page expired", demotenant.ExpiredPage(), func(status int, _ http.Header, body string, _ error) bool {
			return status == 400 && strings.Contains(body, `"Directory_ExpiredPageToken"`)
		}},
		{
			"forbidden with a code",
			demotenant.Fault{Status: 403, Code: "Odd", Message: "so"},
			func(status int, _ http.Header, body string, _ error) bool {
				return status == 403 && strings.Contains(body, `"Odd"`)
			},
		},
		{"a proxy's page", demotenant.Fault{HTML: true}, func(status int, header http.Header, body string, _ error) bool {
			return status == 200 && header.Get("Content-Type") == "text/html" && strings.HasPrefix(body, "<html>")
		}},
		{"reset", demotenant.Fault{Reset: true}, func(status int, _ http.Header, _ string, err error) bool { return err != nil && status == 0 }},
		{"truncated", demotenant.Fault{Truncate: 200}, func(status int, _ http.Header, body string, err error) bool {
			return status == 200 && err == nil && len(body) == 200 && !json.Valid([]byte(body))
		}},
		{"cut", demotenant.Fault{Cut: 200}, func(_ int, _ http.Header, body string, err error) bool { return err != nil && len(body) <= 200 }},
		{"slow", demotenant.Fault{Drip: time.Millisecond}, func(_ int, _ http.Header, body string, err error) bool {
			return err == nil && len(body) == len(healthy)
		}},
		{"empty page", demotenant.Fault{EmptyPage: true}, func(_ int, _ http.Header, body string, _ error) bool {
			page := decode[usersPage](t, body)
			return len(page.Value) == 0 && page.NextLink != ""
		}},
		{"foreign link", demotenant.Fault{NextLink: "https://example.com/v1.0/users"}, func(_ int, _ http.Header, body string, _ error) bool {
			return decode[usersPage](t, body).NextLink == "https://example.com/v1.0/users"
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s.Inject("/v1.0/users", test.fault)
			if status, header, body, err := attempt(t, address, token); !test.check(status, header, body, err) {
				t.Errorf("got %d %v %.300s %v", status, header, body, err)
			}
			if status, _, body, err := attempt(t, address, token); status != 200 || err != nil || decode[usersPage](t, body).NextLink == "" {
				t.Errorf("afterwards: %d %v", status, err)
			}
		})
	}
}

func TestRepeatedUsersAndEmptyPagesLoseNobody(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Users: 100, MaxPage: 10})
	token := tokens(t, s).AccessToken
	s.Inject("$skiptoken", demotenant.Fault{EmptyPage: true}, demotenant.Fault{Repeat: 4}, demotenant.Fault{}, demotenant.Fault{Repeat: 10})
	users, pages, _ := readAll(t, usersURL(s, "$select", "id"), token)
	seen := map[string]bool{}
	for _, u := range users {
		seen[u.ID] = true
	}
	if len(seen) != 100 || len(users) <= 100 || pages <= 10 {
		t.Errorf("%d different users in %d rows on %d pages", len(seen), len(users), pages)
	}
}

func TestColumnFaults(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Users: 200})
	token := tokens(t, s).AccessToken
	s.Inject("/data/download/",
		demotenant.Fault{DropColumns: []string{"Display Name", "Yammer Last Activity Date"}, ExtraColumn: "Loop Last Activity Date"})
	header, rows := table(t, s, token, activeUsers)
	if len(header) != 23 || slices.Contains(header, "Display Name") || !slices.Contains(header, "Loop Last Activity Date") {
		t.Errorf("header %q", header)
	}
	if n := len(slices.Collect(s.Usage())); len(rows) != n || rows[0]["Exchange Last Activity Date"] == "" &&
		rows[0]["Has Exchange License"] == "" {
		t.Errorf("%d rows, want %d: %v", len(rows), n, rows[0])
	}
}

func TestSignInFaults(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{})
	values := signIn(t, s, demotenant.NewVisitor(), nil)
	form := codeForm(s, values.Get("code"), nil)
	for _, code := range []int{50173, 70043, 90033, 53003} {
		s.Inject("/oauth2/v2.0/token", demotenant.Fault{AADSTS: code})
		if a := postToken(t, s.TokenEndpoint(), form); a.code() != code {
			t.Errorf("%d: %+v", code, a)
		}
	}
	s.Inject("/oauth2/v2.0/token", demotenant.Fault{Status: http.StatusServiceUnavailable})
	if a := postToken(t, s.TokenEndpoint(), form); a.Status != http.StatusServiceUnavailable || a.Error != "temporarily_unavailable" {
		t.Errorf("unavailable: %+v", a)
	}
	if a := postToken(t, s.TokenEndpoint(), form); a.AccessToken == "" {
		t.Errorf("a fault has used up the code: %+v", a)
	}

	s.Inject("/oauth2/v2.0/authorize", demotenant.Fault{AADSTS: 65005})
	if values := signIn(t, s, demotenant.NewVisitor(), nil); !strings.HasPrefix(values.Get("error_description"), "AADSTS65005:") {
		t.Errorf("at the redirect URI: %v", values)
	}
	s.Inject("/oauth2/v2.0/authorize", demotenant.Fault{AADSTS: 53003})
	_, err := demotenant.NewVisitor().SignIn(t.Context(), s.AuthorizationEndpoint()+"?"+authorization(s, nil).Encode())
	if err == nil || !strings.Contains(err.Error(), "AADSTS53003") {
		t.Errorf("on the page: %v", err)
	}
}

func TestScriptAndStats(t *testing.T) {
	c := &clock{}
	s := demotenanttest.Start(t, demotenant.Options{Users: 5, Now: c.now})
	token := tokens(t, s).AccessToken
	var mutex sync.Mutex
	asked := 0
	s.Script(func(r *http.Request) *demotenant.Fault {
		mutex.Lock()
		defer mutex.Unlock()
		if r.URL.Path != "/v1.0/users" {
			return nil
		}
		if asked++; asked == 1 || asked == 3 {
			fault := demotenant.Throttled("10")
			return &fault
		}
		return nil
	})
	var status []int
	for _, wait := range []time.Duration{0, 5 * time.Second, 0, 11 * time.Second} {
		c.advance(wait)
		code, _, _, err := attempt(t, usersURL(s), token)
		if err != nil {
			t.Fatal(err)
		}
		status = append(status, code)
	}
	stats := s.Stats()
	if !slices.Equal(status, []int{429, 200, 429, 200}) || stats.Early != 1 || stats.Faults != 2 || stats.Requests["/v1.0/users"] != 4 {
		t.Errorf("status %v, stats %+v", status, stats)
	}
}

// With random faults a patient client gets everything.
func TestRandomFaults(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Users: 400, MaxPage: 5, Faults: 0.5, Seed: 1})
	form := url.Values{
		"client_id": {demotenant.ConfidentialClientID}, "client_secret": {demotenant.ConfidentialClientSecret},
		"grant_type": {"client_credentials"}, "scope": {s.GraphEndpoint() + "/.default"},
	}
	var token string
	for range 10 {
		response, err := http.PostForm(s.TenantTokenEndpoint(), form)
		if err != nil {
			continue
		}
		var a answer
		err = json.NewDecoder(response.Body).Decode(&a)
		response.Body.Close()
		if err == nil && a.AccessToken != "" {
			token = a.AccessToken
			break
		}
	}
	users, faults := 0, 0
	for address := usersURL(s, "$select", "id"); address != ""; {
		failed := 0
		for {
			status, _, body, err := attempt(t, address, token)
			if err == nil && status == http.StatusOK {
				page := decode[usersPage](t, body)
				users, address = users+len(page.Value), page.NextLink
				break
			}
			if failed++; failed > 3 {
				t.Fatalf("%d failures in a row", failed)
			}
		}
		faults += failed
	}
	if users != 400 || faults < 30 {
		t.Errorf("%d users, %d faults", users, faults)
	}
}

func TestThrottle(t *testing.T) {
	tests := []struct {
		name  string
		every int
		want  []int // pages that are refused once, of ten
	}{
		{"no page", 0, nil},
		{"every page", 1, []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}},
		{"every third page", 3, []int{3, 6, 9}},
		{"more than there are", 11, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := demotenanttest.Start(t, demotenant.Options{Users: 100, MaxPage: 10, Throttle: test.every})
			token := tokens(t, s).AccessToken
			if response, body := get(t, s.GraphEndpoint()+"/v1.0/users/$count", token, "ConsistencyLevel",
				"eventual"); response.StatusCode != http.StatusOK {
				t.Errorf("the number of users: %s %s", response.Status, body)
			}
			var refused []int
			users, pages := 0, 0
			for address := usersURL(s, "$select", "id"); address != ""; {
				pages++
				response, body := get(t, address, token)
				if response.StatusCode == http.StatusTooManyRequests && response.Header.Get("Retry-After") == "1" {
					refused = append(refused, pages)
					response, body = get(t, address, token)
				}
				if response.StatusCode != http.StatusOK {
					t.Fatalf("page %d: %s %s", pages, response.Status, body)
				}
				page := decode[usersPage](t, body)
				users, address = users+len(page.Value), page.NextLink
			}
			if users != 100 || pages != 10 || !slices.Equal(refused, test.want) || s.Stats().Faults != len(test.want) {
				t.Errorf("%d users on %d pages, refused %v, want %v; %d faults", users, pages, refused, test.want, s.Stats().Faults)
			}
		})
	}
}

func TestLatency(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Latency: 20 * time.Millisecond})
	token := tokens(t, s).AccessToken
	before := time.Now()
	if _, _, _, err := attempt(t, usersURL(s), token); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(before); took < 20*time.Millisecond {
		t.Errorf("answered after %s", took)
	}
}

func TestStartServesThisComputerOnly(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", "192.0.2.1:0", "[::]:0", "example.com:0", "8080"} {
		if s, err := demotenant.Start(t.Context(), addr, demotenant.Options{}); err == nil {
			t.Errorf("%s: started at %s", addr, s.URL())
			_ = s.Close()
		}
	}
	s, err := demotenant.Start(t.Context(), "localhost:0", demotenant.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if cloud := s.Cloud(); cloud.Login != s.URL() || cloud.Graph != s.GraphEndpoint() || cloud.BetaReports {
		t.Errorf("cloud %+v", cloud)
	}
	for range 2 {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, _, _, err := attempt(t, s.URL(), ""); err == nil {
		t.Error("still served")
	}
}
