package configure

import (
	"bytes"
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/app"
	"inventorybeacon/app/configuration"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
	"inventorybeacon/store/history"
	"inventorybeacon/store/lock"
	"inventorybeacon/store/storetest"
)

const tenantOfTest = "11111111-2222-3333-4444-555555555555"

const wholeConfiguration = `
settings: {taskDays: 30, changeDays: 60, productNamesAddress: "https://names.example/table.csv"}
schedules:
  - {name: Nightly, time: 02:30}
  - {name: Last, day: last, catchUp: false}
connections:
  - name: Unattended
    flow: client-credentials
    tokenEndpoint: https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/oauth2/v2.0/token
    redirectUri: ""
    clientSecretEnv: SECRET
    clientSecretExpires: 2027-01-31
    schedule: nightly
  - {name: Signed in, refreshTokenEnv: TOKEN, lossShare: 5, disabled: true, proxy: {server: "http://proxy.corp:8080", username: u}, proxyPasswordEnv: SECRET}
prices:
  - {sku: SPE_E5, amount: 54.750, currency: eur}
  - {sku: 06ebc4ee-1bb5-47dd-8120-11324bc54e06, amount: "60", currency: EUR, per: year, from: 2027-01-01, tenant: 11111111-2222-3333-4444-555555555555}
commitments: [{sku: spe_e3, tenant: 11111111-2222-3333-4444-555555555555, units: 10, until: 2027-06-30}]
ownNames: [{sku: SPE_E5, name: "Ours: #1"}]
views:
  - {name: Sleeping, list: users, filter: active = no, columns: [mail, country], sort: -mail, window: 30}
  - {name: Kinds, list: licenses, groupBy: kind}
exports: [{view: sleeping, folder: FOLDER, format: csv}]
central: {server: db.example, database: assets, user: beacon, passwordEnv: SECRET}
`

func lookupSecret(variable string) (string, bool) {
	value, found := map[string]string{
		"SECRET": "the secret", "OTHER": "another secret", "TOKEN": "the token",
		"HOOK": "https://hooks.example/secret",
	}[variable]
	return value, found
}

// applied applies a text and returns what that has changed, a line a change.
func applied(t *testing.T, b *app.Beacon, text string, o Options) (changes []string, err error) {
	t.Helper()
	file, err := configuration.Read([]string{"-"}, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	o.Lookup = lookupSecret
	if o.Confirm == nil {
		o.Confirm = func([]Change) error { return nil }
	}
	done, err := Apply(t.Context(), b, file, o)
	for _, c := range done.Changes {
		line := string(c.Action) + " " + string(c.Kind) + " " + c.Name
		for _, f := range c.Fields {
			line += " " + f.Field + "=" + string(f.After)
		}
		changes = append(changes, line)
	}
	return changes, err
}

func mustApply(t *testing.T, b *app.Beacon, text string, o Options) []string {
	t.Helper()
	changes, err := applied(t, b, text, o)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

func written(t *testing.T, b *app.Beacon) string {
	t.Helper()
	var out bytes.Buffer
	if err := Write(t.Context(), b, &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestWhatIsWrittenMakesAnotherDirectoryTheSame(t *testing.T) {
	here, there := openConsole(t, t.TempDir()), openConsole(t, t.TempDir())
	text := strings.ReplaceAll(wholeConfiguration, "FOLDER", t.TempDir())
	changes := mustApply(t, here, text, Options{})
	if len(changes) != 15 {
		t.Errorf("%d changes: %q", len(changes), changes)
	}
	for _, change := range changes {
		if !strings.HasPrefix(change, "create ") && !strings.HasPrefix(change, "update setting ") {
			t.Errorf("in an empty data directory: %q", change)
		}
	}
	file := written(t, here)
	for _, forbidden := range []string{"the secret", "the token", "SECRET", "TOKEN", "[secret]"} {
		if strings.Contains(file, forbidden) {
			t.Errorf("the file holds %q:\n%s", forbidden, file)
		}
	}
	if changes := mustApply(t, here, file, Options{Prune: true}); changes != nil {
		t.Errorf("what was written changes %q", changes)
	}
	if changes := mustApply(t, there, file, Options{}); len(changes) != 15 {
		t.Errorf("%d changes there: %q", len(changes), changes)
	}
	if diff := cmp.Diff(file, written(t, there)); diff != "" {
		t.Errorf("(-here +there)\n%s", diff)
	}
	secrets, err := storeOf(t, here).Secrets(t.Context(), here.Entries()[1].Connection.ID)
	if err != nil || secrets.ClientSecret != "the secret" {
		t.Errorf("the secret was not stored: %v", err)
	}
}

func TestOnlyWhatDiffersIsChanged(t *testing.T) {
	b := openConsole(t, t.TempDir())
	base := strings.ReplaceAll(wholeConfiguration, "FOLDER", t.TempDir())
	mustApply(t, b, base, Options{})
	replace := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(base) }
	for _, given := range []struct {
		name, text string
		options    Options
		want       []string
	}{
		{"the same", base, Options{}, nil},
		{"the same to be pruned", base, Options{Prune: true}, nil},
		{"what would change", replace("54.750", "55"), Options{DryRun: true}, []string{"update price SPE_E5 amount=55.00"}},
		{"another price", replace("54.750", "55"), Options{}, []string{"update price SPE_E5 amount=55.00"}},
		{
			"another secret", replace("54.750", "55", "clientSecretEnv: SECRET", "clientSecretEnv: OTHER"),
			Options{},
			[]string{"update connection Unattended clientSecret="},
		},
		{
			"the central database elsewhere", "central: {server: other.example:6432, database: assets, user: beacon, passwordEnv: OTHER}",
			Options{},
			[]string{
				`update central other.example:6432 server="other.example:6432" password=`,
			},
		},
		{"its password left out", "central: {server: other.example:6432, database: assets, user: beacon}", Options{Prune: true}, nil},
		{
			"the central database as before", "central: {server: db.example, database: assets, user: beacon, passwordEnv: SECRET}",
			Options{},
			[]string{`update central db.example:5432 server="db.example:5432" password=`},
		},
		{
			"an older refresh token",
			`connections: [{name: Signed in, refreshTokenEnv: OTHER, lossShare: 5, disabled: true, proxy: {server: "http://proxy.corp:8080", username: u}}]`,
			Options{},
			nil,
		},
		{
			"a commitment to none", "commitments: [{sku: spe_e3, tenant: " + tenantOfTest + ", units: 0, until: 2027-06-30}]",
			Options{DryRun: true},
			[]string{
				"update commitment SPE_E3, " + tenantOfTest + " units=0",
			},
		},
		{"a schedule", "schedules: [{name: NIGHTLY, time: 03:00}]", Options{}, []string{`update schedule NIGHTLY name="NIGHTLY" time="03:00"`}},
		{
			"a view that its export goes with", "views: [{name: Kinds, list: licenses, groupBy: kind}]",
			Options{DryRun: true, Prune: true},
			[]string{
				"delete view Sleeping", "delete export Sleeping, " + folderOf(t, b) + ", csv",
			},
		},
		{
			"a view that goes with its export, of which the section is there", "views: [{name: Kinds, list: licenses, groupBy: kind}]\nexports: []",
			Options{DryRun: true, Prune: true},
			[]string{
				"delete view Sleeping", "delete export Sleeping, " + folderOf(t, b) + ", csv",
			},
		},
		{"an empty section", "prices: []\nownNames: []", Options{Prune: true}, []string{
			"delete price Microsoft 365 E5", "delete price Microsoft 365 E5, " + tenantOfTest + ", 2027-01-01", "delete own-name Microsoft 365 E5",
		}},
		{
			"a schedule that is pruned", "schedules: [{name: Last, day: last, catchUp: false}]",
			Options{Prune: true},
			[]string{"delete schedule NIGHTLY"},
		},
		{
			"connections that are pruned", "connections: []",
			Options{Prune: true},
			[]string{"delete connection Signed in", "delete connection Unattended"},
		},
	} {
		if got := mustApply(t, b, given.text, given.options); !slices.Equal(got, given.want) {
			t.Errorf("%s: %q, want %q", given.name, got, given.want)
		}
	}
	if len(b.Entries()) != 0 {
		t.Errorf("left: %v", b.Entries())
	}
}

func folderOf(t *testing.T, b *app.Beacon) string {
	t.Helper()
	exports, err := b.History.Exports(t.Context())
	if err != nil || len(exports) != 1 {
		t.Fatalf("exports %v, %v", exports, err)
	}
	return exports[0].Folder
}

func TestAConfigurationThatIsRefusedChangesNothing(t *testing.T) {
	b := openConsole(t, t.TempDir())
	before := written(t, b)
	_, err := applied(t, b, `
schedules:
  - {name: Fine}
  - {name: Weekly, kind: weekly}
connections:
  - {name: Fine, schedule: None}
  - {name: Bad-Name, clientId: 7a, cloud: global}
  - {name: Nowhere, cloud: moon}
  - {name: Flow, flow: magic}
  - {clientSecretEnv: NOT_SET}
  - {name: Unset, clientSecretEnv: NOT_SET, flow: client-credentials, tokenEndpoint: "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token"}
  - {name: Certified, certificateEnv: SECRET, flow: client-credentials, tokenEndpoint: "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token"}
prices:
  - {sku: NO_LICENSE, amount: 1, currency: EUR}
  - {sku: SPE_E5, amount: "1,000", currency: EURO, per: week}
  - {sku: SPE_E3, amount: 1, currency: EUR}
  - {sku: 05e9a617-0261-4cee-bb44-138d3ef5d965, amount: 1, currency: EUR}
commitments:
  - {sku: SPE_E3, units: -1, until: 2027-01-01, tenant: Contoso}
  - {sku: SPE_E5, units: 1, until: 2027-01-01}
ownNames: [{sku: SPE_E3, name: " "}]
views:
  - {name: A/B, list: users}
  - {name: Wrong, list: users, filter: nonsense = 1}
  - {name: Listless, list: moons}
exports:
  - {view: None, folder: /, format: csv}
  - {view: Wrong, folder: /does/not/exist, format: docx}
settings: {taskDays: 0, productNamesAddress: "http://example.com"}
`, Options{})
	var refused *configuration.Error
	if !errors.As(err, &refused) {
		t.Fatalf("not refused: %v", err)
	}
	var places []string
	for _, p := range refused.Problems {
		places = append(places, strings.TrimPrefix(p.Place.String(), "-:"))
	}
	want := []string{
		"4:5", "6:28", "7:12", "7:32", "8:28", "9:24", "10:5", "11:36", "12:39",
		"14:11", "15:27", "15:46", "15:57", "17:5", "19:26", "19:57", "20:11", "21:32", "23:5", "24:5", "25:28",
		"27:12", "28:27", "28:52", "29:22", "29:46",
	}
	if diff := cmp.Diff(want, places); diff != "" {
		t.Errorf("%v\n(-want +got)\n%s", err, diff)
	}
	if diff := cmp.Diff(before, written(t, b)); diff != "" {
		t.Errorf("something was changed:\n%s", diff)
	}
}

func TestNothingIsDeletedUnlessItWasAgreedTo(t *testing.T) {
	b := openConsole(t, t.TempDir())
	mustApply(t, b, "views: [{name: Old, list: users}]", Options{})
	no := errors.New("no")
	changes, err := applied(t, b, "views: [{name: New, list: users}]", Options{Prune: true, Confirm: func(deleted []Change) error {
		if len(deleted) != 1 || deleted[0].Name != "Old" {
			t.Errorf("asked about %v", deleted)
		}
		return no
	}})
	if !errors.Is(err, no) || changes != nil {
		t.Errorf("changed %q, %v", changes, err)
	}
	if views, err := b.History.Views(t.Context()); err != nil || len(views) != 1 || views[0].Name != "Old" {
		t.Errorf("views %v, %v", views, err)
	}
}

func TestWhatWasDoneBeforeAFailureIsTold(t *testing.T) {
	dir := t.TempDir()
	b := openConsole(t, dir)
	db, err := sql.Open("sqlite3", filepath.Join(dir, history.FileName))
	if err == nil {
		_, err = db.ExecContext(t.Context(), "CREATE TRIGGER no_views BEFORE INSERT ON view BEGIN SELECT RAISE(ABORT, 'no views'); END")
		err = errors.Join(err, db.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	// as the schedule
	text := "schedules: [{name: Nightly}]\nprices: [{sku: SPE_E5, amount: 1, currency: EUR}]\nviews: [{name: Nightly, list: users}]"
	_, err = applied(t, b, text, Options{})
	var partly *PartlyError
	if !errors.As(err, &partly) {
		t.Fatalf("not told: %v", err)
	}
	m := partly.Message()
	if diff := cmp.Diff([]string{"schedule Nightly"}, m.Data["Done"]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"price SPE_E5", "view Nightly"}, m.Data["Left"]); diff != "" {
		t.Error(diff)
	}
	if prices, err := b.History.Prices(t.Context()); err != nil || len(prices) != 0 {
		t.Errorf("a price was stored without the view: %v, %v", prices, err)
	}
	if _, err := applied(t, b, "views: [{name: A, list: users}]", Options{}); err == nil || errors.As(err, &partly) {
		t.Errorf("where nothing was done: %v", err)
	}
}

func TestOneProcessAtATimeAppliesAConfiguration(t *testing.T) {
	dir := t.TempDir()
	first, second := openConsole(t, dir), openConsole(t, dir)
	release, err := lock.Configuration(dir)
	if err != nil {
		t.Fatal(err)
	}
	_, err = applied(t, first, "schedules: [{name: Nightly}]", Options{})
	if app.FailureOf(err) != app.FailureBusy {
		t.Errorf("not busy: %v", err)
	}
	if changes := mustApply(t, first, "schedules: [{name: Nightly}]", Options{DryRun: true}); len(changes) != 1 {
		t.Errorf("a dry run: %q", changes)
	}
	release()
	mustApply(t, first, "schedules: [{name: Nightly}]", Options{})
	if changes := mustApply(t, second, "schedules: [{name: Nightly}]", Options{}); changes != nil {
		t.Errorf("who has opened before does it again: %q", changes)
	}
}

func TestAConnectionKeepsACloudThatIsNotOffered(t *testing.T) {
	dir := t.TempDir()
	with := openWith(t, dir, demotenanttest.Start(t, demotenant.Options{Users: 1}).Cloud())
	c := with.NewConnection(connector.CloudDemonstration)
	c.Name = "Demonstration"
	if err := with.SaveConnection(t.Context(), c, store.SecretChanges{}); err != nil {
		t.Fatal(err)
	}
	b := openConsole(t, dir)
	if changes := mustApply(t, b, written(t, b), Options{Prune: true}); changes != nil {
		t.Errorf("what was written changes %q", changes)
	}
	text := strings.Replace(written(t, b), "name: Demonstration", "name: Another", 1)
	if _, err := applied(t, b, text, Options{}); err == nil || !strings.Contains(err.Error(), "configuration.value") {
		t.Errorf("a cloud that is not offered was given to a new connection: %v", err)
	}
}

func TestAViewKeepsTheNameThatItHas(t *testing.T) {
	b := openConsole(t, t.TempDir())
	mustApply(t, b, "views: [{name: Straße, list: users}]", Options{})
	if changes := mustApply(t, b, "views: [{name: STRASSE, list: users, search: applied}]", Options{}); !slices.Equal(changes,
		[]string{`update view Straße search="applied"`}) {
		t.Errorf("changes %q", changes)
	}
}

// Whoever reads a file that leaves something out would delete it with --prune elsewhere.
func TestNothingIsLeftOutThatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	b := openConsole(t, dir)
	mustApply(t, b, strings.ReplaceAll(wholeConfiguration, "FOLDER", t.TempDir())+strings.ReplaceAll(channelsConfiguration, "ADDRESS", "HOOK"),
		Options{})
	before, missed := written(t, b), 0
	for _, file := range []string{store.FileName, history.FileName} {
		db, err := sql.Open("sqlite3", filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		db.SetMaxOpenConns(1)
		for _, table := range storetest.Tables(t, db) {
			back := storetest.Aside(t, db, table)
			var out bytes.Buffer
			switch err := Write(t.Context(), b, &out); {
			case err != nil:
				missed++
			case out.String() != before:
				t.Errorf("without the table %s of %s nobody is told, and the file is\n%s", table, file, out.String())
			}
			back()
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
	if missed < 7 || written(t, b) != before {
		t.Errorf("%d tables were missed; in the end the file is\n%s", missed, written(t, b))
	}
}
