package metrics

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"inventorybeacon/app"
	"inventorybeacon/app/scheduler"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/connector/microsoft365"
)

func TestMain(m *testing.M) {
	if err := os.Setenv("INVENTORY_BEACON_KEY", "file"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

// imported opens a program whose connection has imported the offline tenant.
func imported(t *testing.T) *app.Beacon {
	t.Helper()
	tenant := demotenanttest.Start(t, demotenant.Options{Users: 60})
	beacon, err := app.Open(t.Context(), app.Options{
		Dir: t.TempDir(), Logger: slog.New(slog.DiscardHandler), Serve: scheduler.RoleServe,
		Source: microsoft365.New(microsoft365.Options{Clouds: []connector.Cloud{tenant.Cloud()}}),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := beacon.Close(); err != nil {
			t.Error(err)
		}
	})
	c, secret := beacon.NewConnection(connector.CloudDemonstration), connector.Secret(demotenant.ConfidentialClientSecret)
	c.Name, c.Flow, c.ClientID = "Contoso", connector.ClientCredentials, demotenant.ConfidentialClientID
	c.TokenEndpoint = tenant.TenantTokenEndpoint()
	c.ClientSecretExpires = connector.DateOf(time.Now()) + 20
	if err := beacon.SaveConnection(t.Context(), c, app.SecretChanges{ClientSecret: &secret}); err != nil {
		t.Fatal(err)
	}
	if _, err := beacon.Import(t.Context(), c.ID, app.TriggerConsole); err != nil {
		t.Fatal(err)
	}
	return beacon
}

// listening answers at a port of this computer until the test ends.
func listening(t *testing.T, m *Monitor) *Server {
	t.Helper()
	server, err := Listen(t.Context(), m, "127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Close()
		m.Close()
		http.DefaultClient.CloseIdleConnections()
	})
	return server
}

// get asks, as a request for host.
func get(t *testing.T, s *Server, path, host string) (status int, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+s.Address()+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if host != "" {
		r.Host = host
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(content)
}

// sample is a line of Prometheus's text format 0.0.4 with a value.
var sample = regexp.MustCompile(`^([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (-?[0-9]+(?:\.[0-9]+)?)$`)

// parsed are the samples of a scrape by their name and labels, which must be one each, and
// stand behind the help and the type of their family.
func parsed(t *testing.T, text string) map[string]string {
	t.Helper()
	values, family := map[string]string{}, ""
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if about, is := strings.CutPrefix(line, "# TYPE "); is {
			family, _, _ = strings.Cut(about, " ")
		}
		if strings.HasPrefix(line, "# ") {
			continue
		}
		parts := sample.FindStringSubmatch(line)
		if parts == nil {
			t.Fatalf("this is no sample: %s", line)
		}
		key := parts[1] + "{" + parts[2] + "}"
		if _, twice := values[key]; twice || parts[1] != family {
			t.Errorf("in the family %s: %s", family, line)
		}
		values[key] = parts[3]
	}
	return values
}

func TestPrometheusReadsHowTheImportsAre(t *testing.T) {
	beacon := imported(t)
	m := New(beacon, time.Now)
	m.Central = func(context.Context) ([]Central, error) {
		return []Central{{Tenant: "t", Since: time.Now().Add(-time.Hour), Pending: 2}, {Tenant: "u"}}, nil
	}
	m.ended.count(scheduler.Event{Event: scheduler.EventImport, Task: app.Task{Status: app.StatusFailed}})
	m.ended.count(scheduler.Event{Event: scheduler.EventRunEnded})
	status, text := get(t, listening(t, m), "/metrics", "")
	if status != http.StatusOK {
		t.Fatal(status, text)
	}
	values := parsed(t, text)
	entry, err := beacon.Named("Contoso")
	if err != nil {
		t.Fatal(err)
	}
	expires := (connector.DateOf(time.Now()) + 21).Time().Unix()
	for key, want := range map[string]string{
		`inventory_beacon_build_info{version="` + app.Version + `"}`:                                               "1",
		`inventory_beacon_users{connection="Contoso"}`:                                                             "60",
		`inventory_beacon_connection_enabled{connection="Contoso"}`:                                                "1",
		`inventory_beacon_last_import_status{connection="Contoso",status="` + string(entry.LastTask.Status) + `"}`: "1",
		`inventory_beacon_last_import_status{connection="Contoso",status="failed"}`:                                "0",
		`inventory_beacon_last_import_rows{connection="Contoso",record="users",change="added"}`:                    "60",
		`inventory_beacon_scheduled_imports_total{status="failed"}`:                                                "1",
		`inventory_beacon_scheduled_imports_total{status="succeeded"}`:                                             "0",
		`inventory_beacon_credential_expiry_timestamp_seconds{connection="Contoso",credential="client secret"}`:    fmt.Sprint(expires),
		`inventory_beacon_central_pending{tenant_id="t"}`:                                                          "2",
		`inventory_beacon_central_lag_seconds{tenant_id="u"}`:                                                      "0",
	} {
		if values[key] != want {
			t.Errorf("%s is %q, want %s", key, values[key], want)
		}
	}
	o, err := beacon.Overview(t.Context(), nil, 0)
	if err != nil || len(o.Licenses) == 0 {
		t.Fatal(len(o.Licenses), err)
	}
	for _, l := range o.Licenses {
		key := fmt.Sprintf(`inventory_beacon_license_units{connection="Contoso",sku="%s",license="%s",product="%s",kind="%s",units="available"}`,
			l.SKUID, l.SKUPartNumber, l.Product, l.Kind)
		if values[key] != fmt.Sprint(l.Available) {
			t.Errorf("%s is %q, want %d", key, values[key], l.Available)
		}
	}
	if strings.Contains(text, demotenant.ConfidentialClientSecret) || strings.Contains(text, demotenant.ConfidentialClientID) {
		t.Error("it tells what the connection signs in with")
	}
}

func TestNamesOfEveryKindStandInLabels(t *testing.T) {
	p := page{}
	p.add(users, 1, "connection", "a \"b\" \\ c\nd \xff {é}")
	var text strings.Builder
	if err := p.writeTo(&text); err != nil {
		t.Fatal(err)
	}
	want := `inventory_beacon_users{connection="a \"b\" \\ c\nd ` + "\uFFFD" + ` {é}"}`
	if parsed(t, text.String())[want] != "1" {
		t.Errorf("it is no %s: %s", want, text.String())
	}
}

func TestHealthSaysWhatKeepsImportsFromBeginning(t *testing.T) {
	beacon := imported(t)
	now := time.Now()
	m := New(beacon, func() time.Time { return now })
	server := listening(t, m)
	// Given nothing wrong, it is healthy.
	status, body := get(t, server, "/healthz", "")
	if status != http.StatusOK || body != "{\"healthy\":true,\"problems\":[]}\n" {
		t.Errorf("%d %s", status, body)
	}
	// Given a scheduler that has stood still for an hour, that is told, with what to do.
	now = now.Add(time.Hour)
	expectProblem(t, server, "schedules")
	// Given another process that cannot read the key, likewise.
	if err := os.Remove(filepath.Join(beacon.Dir(), "beacon.key")); err != nil {
		t.Fatal(err)
	}
	other, err := app.Open(t.Context(), app.Options{
		Dir: beacon.Dir(), Logger: slog.New(slog.DiscardHandler), Source: microsoft365.New(microsoft365.Options{}),
	})
	if err != nil {
		t.Fatal(err)
	}
	expectProblem(t, listening(t, New(other, time.Now)), "key")
	// Given files that cannot be read, likewise.
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	expectProblem(t, listening(t, New(other, time.Now)), "database")
}

// expectProblem expects to be told, among others, of a problem.
func expectProblem(t *testing.T, server *Server, problem string) {
	t.Helper()
	status, body := get(t, server, "/healthz", "")
	var h Health
	if err := json.Unmarshal([]byte(body), &h); err != nil || status != http.StatusServiceUnavailable || h.Healthy {
		t.Fatalf("%d %v %s", status, err, body)
	}
	told := slices.ContainsFunc(h.Problems, func(p HealthProblem) bool {
		return p.Problem == problem && p.Message != "" && p.Action != ""
	})
	if !told {
		t.Errorf("%s is not told: %+v", problem, h.Problems)
	}
}

func TestOnlyThisComputerMayAsk(t *testing.T) {
	for address, want := range map[string]string{
		"127.0.0.1:9187": "", "[::1]:9187": "", "localhost:9187": "",
		":9187": "metrics.public", "0.0.0.0:9187": "metrics.public", "192.0.2.1:9187": "metrics.public", "beacon.corp:9187": "metrics.public",
		"127.0.0.1": "metrics.address", "127.0.0.1:port": "metrics.address", "127.0.0.1:99999": "metrics.address",
	} {
		err := CheckAddress(address, false)
		var wrong *AddressError
		got := ""
		if errors.As(err, &wrong) {
			got = wrong.Message().ID
		}
		if got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
	if err := CheckAddress("0.0.0.0:9187", true); err != nil {
		t.Error(err)
	}
	// A page of another host that leads here (DNS rebinding) is not answered.
	server := listening(t, New(imported(t), time.Now))
	for host, want := range map[string]int{
		"localhost:1": http.StatusOK, "[::1]": http.StatusOK, "evil.example:9187": http.StatusMisdirectedRequest, "": http.StatusOK,
	} {
		if status, _ := get(t, server, "/metrics", host); status != want {
			t.Errorf("%q: %d, want %d", host, status, want)
		}
	}
	if _, err := Listen(t.Context(), nil, server.Address(), false); err == nil {
		t.Error("it listens twice")
	}
}

// metricName is the name of one of ours in a text.
var metricName = regexp.MustCompile(`inventory_beacon_[a-z_]+`)

// What a dashboard or a page names that does not exist shows nothing, without a word.
func TestDashboardAndDocumentationNameTheMetricsThatExist(t *testing.T) {
	known := map[string]bool{}
	for _, m := range families {
		known[m.name] = true
	}
	for name, all := range map[string]bool{"grafana.json": false, "monitoring.md": true} {
		text, err := os.ReadFile(filepath.Join("../../docs", name))
		if err != nil {
			t.Fatal(err)
		}
		if name == "grafana.json" && !json.Valid(text) {
			t.Errorf("%s is no JSON", name)
		}
		named := map[string]bool{}
		for _, found := range metricName.FindAllString(string(text), -1) {
			if named[found] = true; !known[found] {
				t.Errorf("%s names %s, which is not told", name, found)
			}
		}
		for _, m := range families {
			if all && !strings.Contains(string(text), "| `"+m.name+"` | "+string(m.kind)+" |") || len(named) < 8 {
				t.Errorf("%s lacks %s", name, m.name)
			}
		}
	}
}
